//! The connections that only read, lent one at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::StoreError;

/// The idle connections, and whether the file is closed.
pub(super) struct Readers {
    shelf: Mutex<Shelf>,
    returned: Condvar,
}

struct Shelf {
    idle: Vec<Connection>,
    closed: bool,
}

impl Readers {
    pub(super) fn new(idle: Vec<Connection>) -> Self {
        Self { shelf: Mutex::new(Shelf { idle, closed: false }), returned: Condvar::new() }
    }

    /// Borrows a connection, waiting for one when all are out.
    pub(super) fn lease(&self) -> Result<Lease<'_>, StoreError> {
        let mut shelf = self.shelf();
        loop {
            if shelf.closed {
                return Err(StoreError::Locked);
            }
            if let Some(connection) = shelf.idle.pop() {
                return Ok(Lease { connection: Some(connection), readers: self });
            }
            shelf = self.returned.wait(shelf).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Drops the idle connections now and the lent ones as they come back.
    pub(super) fn close(&self) {
        let mut shelf = self.shelf();
        shelf.closed = true;
        shelf.idle.clear();
        self.returned.notify_all();
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A borrowed connection; goes back when dropped, even by a panic.
pub(super) struct Lease<'r> {
    connection: Option<Connection>,
    readers: &'r Readers,
}

impl Lease<'_> {
    /// The connection lent.
    pub(super) fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        self.connection.as_mut().ok_or(StoreError::Locked)
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut shelf = self.readers.shelf();
            if !shelf.closed {
                shelf.idle.push(connection);
                self.readers.returned.notify_one();
            }
        }
    }
}
