//! What can go wrong with an encrypted file, named by the party at fault.
//! The engine decides by variant, never by text, so every SQLite code that calls for another gesture has its own.

use std::io;

use estafette_model::MessageId;
use rusqlite::ErrorCode;
use thiserror::Error;

use crate::outbox_state::OutboxState;

/// Why the store could not do what it was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file was closed by [`crate::MailboxStore::close`]: its key is gone until it is opened again.
    #[error("the file is closed")]
    Locked,
    /// The key does not open this file.
    #[error("the key does not open this file")]
    WrongKey,
    /// The file is truncated or no longer passes its integrity check.
    #[error("the file is damaged")]
    Damaged,
    /// The file was written by a later version which says that this one must not read it.
    #[error("the file needs a program that knows schema {needs}, this one knows {knows}")]
    Newer {
        /// Lowest schema version able to read the file.
        needs: u32,
        /// Highest schema version this program knows.
        knows: u32,
    },
    /// The disk, or the quota of the session, is full. Nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// Another process holds the file. Nothing was written; it may be tried again.
    #[error("another process holds the file")]
    Busy,
    /// The machine could not read or write the file.
    #[error("the file could not be read or written")]
    Io(#[source] io::Error),
    /// The compressed copy of one message is unreadable; the others are not concerned.
    #[error("the local copy of message {0} is unreadable")]
    BodyDamaged(MessageId),
    /// A piece of what is kept in pieces is unreadable; the rest is not concerned.
    #[error("the local copy of a large letter or file is unreadable")]
    BlobDamaged,
    /// What was asked for is not in the file, or no longer.
    #[error("no such {0}")]
    NotFound(Row),
    /// The letter cannot go from one state to the other.
    #[error("a letter cannot go from {from:?} to {to:?}")]
    IllegalStep {
        /// Where it is.
        from: OutboxState,
        /// Where it was sent.
        to: OutboxState,
    },
    /// The draft is already on its way.
    #[error("the draft is already being sent")]
    AlreadySending,
    /// Another folder of that place, or another text of that mailbox, has that name. Nothing was changed.
    #[error("the name is taken")]
    NameTaken,
    /// The folder cannot be made, renamed, moved or deleted so.
    #[error("the folder cannot be so: {0}")]
    Folder(FolderFault),
    /// A statement of the store itself is at fault.
    #[error("a statement of the store failed")]
    Defect(#[source] rusqlite::Error),
}

/// Why a gesture on a folder cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FolderFault {
    /// Empty, too long, or with a character no server takes in a name (RFC 9051 §5.1).
    #[error("the name cannot be used")]
    NameUnusable,
    /// The inbox and the folders with a use of their own keep their name and their place.
    #[error("the folder has a use of its own")]
    Fixed,
    /// A folder cannot be inside itself.
    #[error("the folder would be inside itself")]
    IntoItself,
    /// The server has no folders inside folders.
    #[error("the server has no folders inside folders")]
    Flat,
}

/// The sort of row that was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A folder.
    Folder,
    /// A message.
    Message,
    /// An operation.
    Operation,
    /// A draft.
    Draft,
    /// A file attached to a draft.
    Attachment,
    /// A letter of the outbox.
    Letter,
    /// A blob.
    Blob,
    /// Somebody who uses this profile.
    Person,
    /// A text to start from.
    Template,
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "folder",
            Self::Message => "message",
            Self::Operation => "operation",
            Self::Draft => "draft",
            Self::Attachment => "attachment",
            Self::Letter => "letter",
            Self::Blob => "blob",
            Self::Person => "person",
            Self::Template => "template",
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::FileLockingProtocolFailed,
            ) => Self::Io(io::Error::other(error)),
            _ => Self::Defect(error),
        }
    }
}

/// For whoever copies bytes out into a file of a person.
impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        Self::other(error)
    }
}

#[cfg(test)]
mod tests;
