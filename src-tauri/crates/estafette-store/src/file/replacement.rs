//! A damaged file gives its place to a fresh one and is kept beside it, byte for byte: what it still holds may be wanted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{Seal, connection, lock};
use crate::error::StoreError;

/// A file being made anew beside `path`, which nobody else may open meanwhile.
pub(crate) struct Replacement {
    path: PathBuf,
    fresh: PathBuf,
    _lock: fs::File,
}

impl Replacement {
    /// Begins, clearing what an interrupted one left.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when somebody has the file open.
    pub(crate) fn begin(path: &Path) -> Result<Self, StoreError> {
        let lock = lock::take(path)?;
        let fresh = beside(path, ".new");
        for leftover in FILES.iter().chain(&[".lock"]) {
            remove(&beside(&fresh, leftover))?;
        }
        Ok(Self { path: path.to_owned(), fresh, _lock: lock })
    }

    /// Where the fresh file is to be made. It must be closed before [`Self::take_place`].
    pub(crate) fn fresh(&self) -> &Path {
        &self.fresh
    }

    /// The damaged file, to be read as far as it goes and left as it is; `None` when nothing in it can be read.
    pub(crate) fn damaged(&self, seal: Seal<'_>) -> Result<Option<Connection>, StoreError> {
        const CACHE: u32 = 4_000;
        let opened = connection::open(&self.path, seal, CACHE).and_then(|damaged| {
            connection::prepare_reader(&damaged)?;
            // Its journal is not written into it when it is closed: that would change what is to be kept.
            damaged.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            Ok(damaged)
        });
        match opened {
            Ok(damaged) => Ok(Some(damaged)),
            Err(StoreError::Damaged | StoreError::WrongKey) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts the fresh file in place; the damaged one is called `….damaged-` and `now` (seconds since 1970) from then on.
    pub(crate) fn take_place(self, now: i64) -> Result<(), StoreError> {
        let aside = beside(&self.path, &format!(".damaged-{now}"));
        // A second name for the same file: at no moment is there none under the first.
        second_name(&self.path, &aside).map_err(StoreError::Io)?;
        let journal = beside(&self.path, "-wal");
        if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
            second_name(&journal, &beside(&aside, "-wal")).map_err(StoreError::Io)?;
        }
        for journal in ["-wal", "-shm"] {
            remove(&beside(&self.path, journal))?;
        }
        fs::rename(&self.fresh, &self.path).map_err(StoreError::Io)?;
        remove(&beside(&self.fresh, ".lock"))
    }
}

/// What SQLite keeps a database in.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::Io(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn second_name(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // A file system without second names.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::copy(from, to).map(drop),
        done => done,
    }
}
