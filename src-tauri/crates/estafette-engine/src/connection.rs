//! How the synchronisation of one mailbox is doing, as shown in the status bar.

use std::sync::{Arc, Mutex, PoisonError};

use crate::report::Reported;

/// The state of one mailbox's connection.
#[derive(Clone, Debug)]
pub enum Connection {
    /// Not tried yet, or trying.
    Connecting,
    /// Receiving letters: the server is being compared, or texts are coming.
    Syncing {
        /// Texts received so far.
        done: u32,
        /// Texts to receive, those included; 0 while the server is being compared.
        total: u32,
        /// Minutes the others may take, where that can be told.
        minutes_left: Option<u32>,
    },
    /// In step with the server but for the texts of older letters, which wait until a person resumes.
    Paused {
        /// How many.
        left: u32,
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

impl Connection {
    /// Nothing comes from the server for now.
    #[must_use]
    pub const fn is_cut_off(&self) -> bool {
        match self {
            Self::Offline { .. } | Self::NeedsPassword { .. } => true,
            Self::Connecting | Self::Syncing { .. } | Self::Paused { .. } | Self::UpToDate => false,
        }
    }

    /// The server answered, and has not stopped.
    #[must_use]
    pub const fn reaches_server(&self) -> bool {
        match self {
            Self::Syncing { .. } | Self::Paused { .. } | Self::UpToDate => true,
            Self::Connecting | Self::Offline { .. } | Self::NeedsPassword { .. } => false,
        }
    }
}

/// The state, and when it was last good.
#[derive(Clone, Debug)]
pub struct ConnectionStatus {
    /// The state.
    pub connection: Connection,
    /// When the server was last compared to the end, seconds since 1970: the lists were then what it has. Texts may still be
    /// coming.
    pub synced_at: Option<i64>,
    /// Every text that is to be here was here at once, at least one time in this run.
    pub complete: bool,
}

/// Keeps the status of one mailbox, and remembers since when it is cut off.
#[derive(Debug)]
pub(crate) struct ConnectionBoard(Mutex<ConnectionStatus>);

impl ConnectionBoard {
    pub(crate) fn new(synced_at: Option<i64>) -> Self {
        Self(Mutex::new(ConnectionStatus { connection: Connection::Connecting, synced_at, complete: false }))
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

    /// The server was compared to the end. What is shown of the texts stays.
    pub(crate) fn looked(&self, now: i64) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        status.synced_at = Some(now);
        if !status.connection.reaches_server() {
            status.connection = Connection::Syncing { done: 0, total: 0, minutes_left: None };
        }
    }

    pub(crate) fn syncing(&self, done: u32, total: u32, minutes_left: Option<u32>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).connection =
            Connection::Syncing { done, total, minutes_left };
    }

    pub(crate) fn paused(&self, left: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).connection = Connection::Paused { left };
    }

    pub(crate) fn up_to_date(&self) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        status.connection = Connection::UpToDate;
        status.complete = true;
    }

    pub(crate) fn needs_password(&self, refusal: Option<Arc<Reported>>) {
        let mut status = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told_before = match &mut status.connection {
            Connection::NeedsPassword { refusal } => refusal.take(),
            Connection::Connecting
            | Connection::Syncing { .. }
            | Connection::Paused { .. }
            | Connection::UpToDate
            | Connection::Offline { .. } => None,
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
            | Connection::Paused { .. }
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
        board.looked(100);
        for now in [160, 220, 400] {
            board.offline(now, Arc::new(Reported::new(EngineError::TaskLost)));
            board.connecting();
        }
        let status = board.read();
        assert!(matches!(status.connection, Connection::Offline { since: 160, .. }), "{:?}", status.connection);
        assert_eq!(status.synced_at, Some(100), "the last good moment is not lost");
    }

    #[test]
    fn texts_that_are_still_coming_do_not_move_the_time_of_the_last_look() {
        let board = ConnectionBoard::new(None);
        board.looked(100);
        assert!(matches!(board.read().connection, Connection::Syncing { total: 0, .. }));
        board.syncing(64, 4_000, Some(3));
        board.looked(160);
        assert!(matches!(board.read().connection, Connection::Syncing { done: 64, .. }), "what is shown stays");
        assert!(!board.read().complete);
        board.up_to_date();
        assert_eq!((board.read().synced_at, board.read().complete), (Some(160), true));
        board.paused(12);
        assert!(board.read().complete, "once is enough");
    }
}
