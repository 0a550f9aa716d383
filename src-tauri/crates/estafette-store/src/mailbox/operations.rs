//! A person's gestures: applied here at once, replayed on the server later.
//! Both halves are one transaction, and the gestures of one message are replayed in their order.

use estafette_model::{Flags, FolderId, MessageId, OperationId, OutboxId};

use super::MailboxStore;
use crate::error::StoreError;

/// A gesture to replay. UID and UIDVALIDITY are to be checked again before anything is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its row.
    pub id: OperationId,
    /// What to do.
    pub kind: OperationKind,
    /// The folder to select; none for an append when the server has no Sent folder.
    pub folder: Option<FolderId>,
    /// Its name as the server writes it; empty when there is none.
    pub wire_name: String,
    /// UIDVALIDITY that `uid` belongs to; none for an append.
    pub uid_validity: Option<u32>,
    /// The message there; none for an append.
    pub uid: Option<u32>,
    /// The message here; none for an append.
    pub message: Option<MessageId>,
    /// Its Message-ID, without angle brackets; may be empty.
    pub message_id: String,
    /// Tries that failed.
    pub attempts: u32,
}

/// What to do on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// STORE flags.
    SetFlag {
        /// Which.
        flags: Flags,
        /// To set or to clear.
        on: bool,
    },
    /// MOVE (or its substitute).
    Move {
        /// Destination.
        to: FolderId,
        /// Its name as the server writes it.
        to_wire_name: String,
    },
    /// APPEND the copy of a sent letter ([`MailboxStore::outbox_raw`]) to the Sent folder, once.
    AppendSent {
        /// The letter.
        outbox: OutboxId,
    },
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationOutcome<'a> {
    /// Done. For a move: the new UID is not known.
    Done,
    /// Moved or appended, and the server said where (UIDPLUS, RFC 4315).
    Moved {
        /// UIDVALIDITY of the destination.
        uid_validity: u32,
        /// UID there.
        uid: u32,
    },
    /// Not this time.
    Retry {
        /// Seconds since 1970, not before.
        at: i64,
        /// For the technical detail.
        reason: &'a str,
    },
    /// Never: what was done here is undone, and a person is to be told.
    Park {
        /// For the technical detail.
        reason: &'a str,
    },
}

/// A gesture given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedOperation {
    /// The gesture.
    pub operation: Operation,
    /// Why, for the technical detail.
    pub reason: String,
}

impl MailboxStore {
    /// Sets or clears flags on messages, here now and on the server later. Messages already so, or gone, give no gesture.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn set_flag(&self, messages: &[MessageId], flags: Flags, on: bool) -> Result<Vec<OperationId>, StoreError> {
        let _ = (messages, flags, on);
        Err(StoreError::Locked)
    }

    /// Moves messages to a folder, here now and on the server later. Messages already there, or gone, give no gesture.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn move_messages(&self, messages: &[MessageId], to: FolderId) -> Result<Vec<OperationId>, StoreError> {
        let _ = (messages, to);
        Err(StoreError::Locked)
    }

    /// The gestures whose turn has come, oldest first, at most `limit`: the first of each message, if its UID is known and
    /// its next try is due.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn due_operations(&self, limit: u32) -> Result<Vec<Operation>, StoreError> {
        let _ = limit;
        Err(StoreError::Locked)
    }

    /// Records how a try ended. A gesture that no longer exists is passed over.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn complete_operation(&self, operation: OperationId, outcome: OperationOutcome<'_>) -> Result<(), StoreError> {
        let _ = (operation, outcome);
        Err(StoreError::Locked)
    }

    /// The gestures given up, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn parked_operations(&self) -> Result<Vec<ParkedOperation>, StoreError> {
        Err(StoreError::Locked)
    }

    /// Forgets a gesture given up, once a person has seen it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not parked.
    pub fn dismiss_operation(&self, operation: OperationId) -> Result<(), StoreError> {
        let _ = operation;
        Err(StoreError::Locked)
    }
}
