//! How the synchronisation of one mailbox is doing, as shown in the status bar.

use std::sync::{Arc, Mutex, PoisonError};

use crate::report::Reported;

/// The state of one mailbox's connection.
#[derive(Clone, Debug)]
pub enum Connection {
    /// Not tried yet, or trying.
    Connecting,
    /// Receiving letters.
    Syncing {
        /// Received so far in this pass.
        done: u32,
        /// To receive in this pass.
        total: u32,
    },
    /// In step with the server.
    UpToDate,
    /// No password, or one the operator refused.
    NeedsPassword {
        /// The refusal, if there was one.
        refusal: Option<Arc<Reported>>,
    },
    /// Cut off; tried again by itself.
    Offline {
        /// Since when, seconds since 1970.
        since: i64,
        /// Why.
        problem: Arc<Reported>,
    },
}

/// The state, and when it was last good.
#[derive(Clone, Debug)]
pub struct ConnectionStatus {
    /// The state.
    pub connection: Connection,
    /// When the mailbox was last in step with its server, seconds since 1970.
    pub synced_at: Option<i64>,
}

/// Keeps the status of one mailbox, and remembers since when it is cut off.
#[derive(Debug)]
pub(crate) struct ConnectionBoard(Mutex<ConnectionStatus>);

impl ConnectionBoard {
    pub(crate) fn new(synced_at: Option<i64>) -> Self {
        Self(Mutex::new(ConnectionStatus { connection: Connection::Connecting, synced_at }))
    }

    pub(crate) fn read(&self) -> ConnectionStatus {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn connecting(&self) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // While cut off, trying again is no news: the banner stays until a try succeeds.
        if !matches!(status.connection, Connection::Offline { .. }) {
            status.connection = Connection::Connecting;
        }
    }

    pub(crate) fn syncing(&self, done: u32, total: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).connection = Connection::Syncing { done, total };
    }

    pub(crate) fn up_to_date(&self, now: i64) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *status = ConnectionStatus { connection: Connection::UpToDate, synced_at: Some(now) };
    }

    pub(crate) fn needs_password(&self, refusal: Option<Arc<Reported>>) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told_before = match &mut status.connection {
            Connection::NeedsPassword { refusal } => refusal.take(),
            Connection::Connecting | Connection::Syncing { .. } | Connection::UpToDate | Connection::Offline { .. } => {
                None
            }
        };
        // A loop woken for nothing finds no password: that does not unsay why the last one was refused.
        status.connection = Connection::NeedsPassword { refusal: refusal.or(told_before) };
    }

    pub(crate) fn offline(&self, now: i64, problem: Arc<Reported>) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match status.connection {
            Connection::Offline { since, .. } => since,
            Connection::Connecting
            | Connection::Syncing { .. }
            | Connection::UpToDate
            | Connection::NeedsPassword { .. } => now,
        };
        status.connection = Connection::Offline { since, problem };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Connection, ConnectionBoard};
    use crate::error::EngineError;
    use crate::report::Reported;

    #[test]
    fn a_refused_password_stays_refused_until_another_is_given() {
        let board = ConnectionBoard::new(None);
        board.needs_password(Some(Arc::new(Reported::new(EngineError::TaskLost))));
        board.needs_password(None);
        assert!(matches!(board.read().connection, Connection::NeedsPassword { refusal: Some(_) }));
        board.connecting();
        board.needs_password(None);
        assert!(matches!(board.read().connection, Connection::NeedsPassword { refusal: None }));
    }

    #[test]
    fn a_cut_is_dated_from_its_beginning_however_often_it_is_tried_again() {
        let board = ConnectionBoard::new(Some(50));
        board.up_to_date(100);
        for now in [160, 220, 400] {
            board.offline(now, Arc::new(Reported::new(EngineError::TaskLost)));
            board.connecting();
        }
        let status = board.read();
        assert!(matches!(status.connection, Connection::Offline { since: 160, .. }), "{:?}", status.connection);
        assert_eq!(status.synced_at, Some(100), "the last good moment is not lost");
    }
}
