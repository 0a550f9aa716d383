//! One encrypted SQLite file: how it is opened, read and written.
//! One connection writes and a few read, so that a long synchronisation never makes a list wait.

mod connection;
mod lock;
mod readers;
mod replacement;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use crate::change::{ChangeSink, Changes};
use crate::error::StoreError;
use crate::migration::{self, Schema};
use readers::Readers;

pub(crate) use connection::Seal;
pub(crate) use replacement::Replacement;

/// Connections kept for reading. A list, a thread and a search at once is the most a window asks.
const READERS: usize = 3;
/// Page cache of the writer, in KiB: a batch of 500 messages dirties about this much (measured; more did not help).
const WRITER_CACHE: u32 = 16_000;
/// Page cache of one reader, in KiB: the rows of 20,000 letters. Nearly all reading is done by the first, which is lent before the others.
const READER_CACHE: u32 = 12_000;
/// Page cache of either while bytes in bulk pass, in KiB: no page of a video is asked for twice.
const BULK_CACHE: u32 = 500;

/// An open file. Shared between threads behind an `Arc`.
pub(crate) struct EncryptedFile {
    writer: Mutex<Option<Writer>>,
    readers: Readers,
    sink: ChangeSink,
}

/// The one connection that writes, and the lock that keeps other processes away. Fields drop in this order.
struct Writer {
    connection: Connection,
    _lock: File,
}

impl EncryptedFile {
    /// Opens `path`, creating it when absent, and brings its schema to the newest step. One process at a time: what a
    /// crash left is put right at open, and that must not befall a letter another process is sending.
    pub(crate) fn open(path: &Path, seal: Seal<'_>, schema: &Schema, sink: ChangeSink) -> Result<Self, StoreError> {
        let lock = lock::take(path)?;
        let mut writer = connection::open_or_make(path, seal, WRITER_CACHE)?;
        migration::check_readable(&writer, schema)?;
        connection::prepare_writer(&writer)?;
        migration::migrate(&mut writer, schema)?;
        let (path, seal) = (path.to_owned(), seal.kept());
        let readers = Readers::new(
            READERS,
            Arc::new(move || {
                let reader = connection::open(&path, seal.as_seal(), READER_CACHE)?;
                connection::prepare_reader(&reader)?;
                Ok(reader)
            }),
        );
        let writer = Writer { connection: writer, _lock: lock };
        Ok(Self { writer: Mutex::new(Some(writer)), readers, sink })
    }

    /// Runs `reading` on one consistent state of the file.
    pub(crate) fn read<T>(&self, reading: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut reader = self.readers.lease()?;
        let snapshot = reader.connection()?.transaction()?;
        reading(&snapshot)
    }

    /// The same for bytes in bulk: the pages they lie on do not stay in memory.
    pub(crate) fn read_bulk<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = self.readers.lease()?;
        let connection = reader.connection()?;
        connection::set_cache(connection, BULK_CACHE)?;
        let read = connection.transaction().map_err(StoreError::from).and_then(|snapshot| reading(&snapshot));
        connection::set_cache(connection, READER_CACHE)?;
        read
    }

    /// Runs `writing` in one transaction; announces what it changed once it is committed. An error undoes all of it.
    /// A crash of the program keeps it, a power cut may undo it.
    pub(crate) fn write<T>(
        &self,
        writing: impl FnOnce(&Connection, &mut Changes) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_with(Durability::Crash, writing)
    }

    /// The same for bytes in bulk, of which nobody is told: the pages they lie on do not stay in memory.
    pub(crate) fn write_bulk<T>(
        &self,
        writing: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.set_writer_cache(BULK_CACHE)?;
        let written = self.write(|sql, _| writing(sql));
        self.set_writer_cache(WRITER_CACHE)?;
        written
    }

    fn set_writer_cache(&self, kib: u32) -> Result<(), StoreError> {
        connection::set_cache(&self.writer().as_ref().ok_or(StoreError::Locked)?.connection, kib)
    }

    /// The same for what must survive a power cut: it is on the disk when this returns.
    pub(crate) fn write_durably<T>(
        &self,
        writing: impl FnOnce(&Connection, &mut Changes) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_with(Durability::PowerCut, writing)
    }

    fn write_with<T>(
        &self,
        durability: Durability,
        writing: impl FnOnce(&Connection, &mut Changes) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut changes = Changes::default();
        let written = {
            let mut writer = self.writer();
            let connection = &mut writer.as_mut().ok_or(StoreError::Locked)?.connection;
            connection.execute_batch(durability.pragma())?;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let written = writing(&transaction, &mut changes)?;
            transaction.commit()?;
            written
        };
        if let Some(set) = changes.into_set() {
            (self.sink)(set);
        }
        Ok(written)
    }

    /// Closes every connection; SQLCipher wipes the key. A reading under way ends first. Whoever comes later is told
    /// [`StoreError::Locked`].
    pub(crate) fn close(&self) {
        self.readers.close();
        drop(self.writer().take());
    }

    /// A writer whose last user panicked is sound: its transaction was rolled back while unwinding.
    fn writer(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(crate) fn on_writer<T>(&self, work: impl FnOnce(&Connection) -> T) -> Option<T> {
        self.writer().as_ref().map(|writer| work(&writer.connection))
    }
}

/// What a committed transaction survives.
#[derive(Clone, Copy)]
enum Durability {
    /// The end of the program.
    Crash,
    /// The end of the machine.
    PowerCut,
}

impl Durability {
    /// In WAL mode, NORMAL leaves the fsync to the next checkpoint and FULL does it at each commit.
    const fn pragma(self) -> &'static str {
        match self {
            Self::Crash => "PRAGMA synchronous = NORMAL",
            Self::PowerCut => "PRAGMA synchronous = FULL",
        }
    }
}

#[cfg(test)]
mod tests;
