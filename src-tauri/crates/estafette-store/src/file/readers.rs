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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what it expects")]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rusqlite::Connection;

    use super::Readers;
    use crate::error::StoreError;

    /// Readers in memory, of which the first `failures` openings fail; and how often one was asked for.
    fn readers(most: usize, failures: usize) -> (Readers, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let opener = move || match count.fetch_add(1, Ordering::Relaxed) {
            turn if turn < failures => Err(StoreError::DiskFull),
            _ => Ok(Connection::open_in_memory()?),
        };
        (Readers::new(most, Arc::new(opener)), asked)
    }

    #[test]
    fn a_connection_is_opened_when_none_is_idle_and_lent_again_afterwards() {
        let (readers, asked) = readers(3, 0);
        assert_eq!(asked.load(Ordering::Relaxed), 0, "nobody has read yet");
        for _ in 0..5 {
            readers.lease().unwrap();
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let both = (readers.lease().unwrap(), readers.lease().unwrap());
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        drop(both);
    }

    #[test]
    fn one_that_could_not_be_opened_is_tried_again() {
        let (readers, asked) = readers(1, 1);
        assert!(matches!(readers.lease(), Err(StoreError::DiskFull)));
        assert!(readers.lease().is_ok(), "its place is free again");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn once_closed_none_is_opened_any_more() {
        let (readers, asked) = readers(2, 0);
        let lent = readers.lease().unwrap();
        readers.close();
        drop(lent);
        assert!(matches!(readers.lease(), Err(StoreError::Locked)));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}
