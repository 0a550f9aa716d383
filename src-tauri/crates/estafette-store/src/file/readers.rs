//! The connections that only read, lent one at a time.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::StoreError;

/// Opens one more connection.
type Opener = dyn Fn() -> Result<Connection, StoreError> + Send + Sync;

/// The connections, each opened when it is first needed: a program that only looks whether there is news needs one.
pub(super) struct Readers {
    shelf: Mutex<Shelf>,
    returned: Condvar,
}

struct Shelf {
    idle: Vec<Connection>,
    /// How many may still be opened.
    unopened: usize,
    /// None once the file is closed: it holds the key.
    opener: Option<Arc<Opener>>,
}

impl Readers {
    /// At most `most` connections.
    pub(super) fn new(most: usize, opener: Arc<Opener>) -> Self {
        let shelf = Shelf { idle: Vec::with_capacity(most), unopened: most, opener: Some(opener) };
        Self { shelf: Mutex::new(shelf), returned: Condvar::new() }
    }

    /// Borrows a connection, waiting for one when all are out.
    pub(super) fn lease(&self) -> Result<Lease<'_>, StoreError> {
        let mut shelf = self.shelf();
        loop {
            let Some(opener) = shelf.opener.as_ref().map(Arc::clone) else { return Err(StoreError::Locked) };
            if let Some(connection) = shelf.idle.pop() {
                return Ok(Lease { connection: Some(connection), readers: self });
            }
            if shelf.unopened > 0 {
                shelf.unopened -= 1;
                drop(shelf);
                return self.open(opener.as_ref());
            }
            shelf = self.returned.wait(shelf).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nobody waits while a connection is opened.
    fn open(&self, opener: &Opener) -> Result<Lease<'_>, StoreError> {
        match opener() {
            Ok(connection) => Ok(Lease { connection: Some(connection), readers: self }),
            Err(error) => {
                self.shelf().unopened += 1;
                self.returned.notify_one();
                Err(error)
            }
        }
    }

    /// Drops the idle connections now and the lent ones as they come back.
    pub(super) fn close(&self) {
        let mut shelf = self.shelf();
        shelf.opener = None;
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
            if shelf.opener.is_some() {
                shelf.idle.push(connection);
                self.readers.returned.notify_one();
            }
        }
    }
}
