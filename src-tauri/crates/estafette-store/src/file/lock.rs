//! One process per file. SQLite would let several in, but the outbox has one sender and the summaries one keeper.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::StoreError;

/// Takes the lock beside `path`, held until the answer is dropped. The empty file stays: removing it would let two in.
pub(super) fn take(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = File::options().create(true).truncate(false).write(true).open(name).map_err(StoreError::Io)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy),
        Err(TryLockError::Error(error)) => Err(StoreError::Io(error)),
    }
}
