//! How a connection is opened: the cipher first, then what makes SQLite fast and strict.
//! SQLCipher keeps none of its settings in the file, so they are given again at every open, before the first read.

use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::key::FileKey;

/// Bytes of one page. 16 kB halves the work of the cipher against 4 kB (measured on a full first synchronisation).
pub(super) const PAGE: u64 = 16_384;
/// How long a writer waits for another process (the command line beside the window) before `Busy`.
const PATIENCE: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection; the store has about as many.
const STATEMENTS: usize = 96;

/// What protects the file.
#[derive(Clone, Copy)]
pub(crate) enum Seal<'k> {
    /// SQLCipher with this key.
    Key(&'k FileKey),
    /// Nothing: the control of the test that looks for plain text in an encrypted file.
    #[cfg(test)]
    Nothing,
}

impl Seal<'_> {
    /// The same, for as long as the file is open.
    pub(super) fn kept(self) -> KeptSeal {
        match self {
            Self::Key(key) => KeptSeal::Key(key.clone()),
            #[cfg(test)]
            Self::Nothing => KeptSeal::Nothing,
        }
    }
}

/// A seal that owns its key, wiped when dropped: connections are opened as they are needed.
pub(super) enum KeptSeal {
    Key(FileKey),
    #[cfg(test)]
    Nothing,
}

impl KeptSeal {
    pub(super) fn as_seal(&self) -> Seal<'_> {
        match self {
            Self::Key(key) => Seal::Key(key),
            #[cfg(test)]
            Self::Nothing => Seal::Nothing,
        }
    }
}

/// Opens and unlocks `path`, making it when there is none. The key is proved by reading the schema.
pub(super) fn open_or_make(path: &Path, seal: Seal<'_>, cache_kib: u32) -> Result<Connection, StoreError> {
    open_with(OpenFlags::SQLITE_OPEN_CREATE, path, seal, cache_kib)
}

/// The same for a file that is there: one that was taken away meanwhile is not made anew, empty.
pub(super) fn open(path: &Path, seal: Seal<'_>, cache_kib: u32) -> Result<Connection, StoreError> {
    open_with(OpenFlags::empty(), path, seal, cache_kib)
}

fn open_with(more: OpenFlags, path: &Path, seal: Seal<'_>, cache_kib: u32) -> Result<Connection, StoreError> {
    start_library();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(path, flags)?;
    match seal {
        Seal::Key(key) => unlock(&connection, key)?,
        #[cfg(test)]
        Seal::Nothing => connection.execute_batch("PRAGMA page_size = 16384")?,
    }
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
        .map_err(|error| refusal(error, path))?;
    harden(&connection, cache_kib)?;
    Ok(connection)
}

/// SQLite calls itself ready just before it starts SQLCipher (`SQLITE_EXTRA_INIT`): when a fresh process opens two files at
/// once, now and then the second finds no cipher and its key is refused. So the first connection is made alone.
fn start_library() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let started = Connection::open_in_memory().and_then(|first| {
            // A wrong key is an answer to the person, not a line on the error output of the process.
            first.execute_batch("PRAGMA cipher_log_level = NONE")
        });
        if let Err(error) = started {
            tracing::error!(%error, "the cipher did not start");
        }
    });
}

/// How many KiB of pages a connection keeps; those beyond are let go at once.
pub(super) fn set_cache(connection: &Connection, kib: u32) -> Result<(), StoreError> {
    Ok(connection.execute_batch(&format!("PRAGMA cache_size = -{kib}"))?)
}

fn unlock(connection: &Connection, key: &FileKey) -> Result<(), StoreError> {
    connection.execute_batch(key.pragma().expose())?;
    connection.execute_batch(
        "PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
    )?;
    Ok(())
}

/// A wrong key and a spoilt first page look the same to SQLCipher; whole pages speak for a wrong key.
fn refusal(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => match std::fs::metadata(path) {
            Ok(file) if file.len() > 0 && file.len() % PAGE == 0 => StoreError::WrongKey,
            Ok(_) => StoreError::Damaged,
            Err(error) => StoreError::Io(error),
        },
        _ => StoreError::from(error),
    }
}

fn harden(connection: &Connection, cache_kib: u32) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.execute_batch(&format!(
        "PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA cache_size = -{cache_kib};"
    ))?;
    Ok(())
}

/// WAL without an fsync per commit: a power cut may undo the last commits, never damage the file. What must not be
/// undone (the outbox) asks for more, see [`crate::MailboxStore::advance`].
/// It is written into the file every 64 MB: a page written several times until then is copied once.
pub(super) fn prepare_writer(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL;
         PRAGMA wal_autocheckpoint = 4000;",
    )?;
    Ok(())
}

/// A reader that tries to write is a mistake of ours, and an error.
pub(super) fn prepare_reader(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(())
}
