//! One mailbox, in one encrypted file: copies of what the server holds, and what a person is writing or has asked for.
//! A method is one transaction; what it made stale is announced once it is committed.

mod arrivals;
mod awaited;
mod blobs;
mod bodies;
mod columns;
mod copies;
mod dates;
mod deliveries;
mod drafts;
mod edit;
mod folders;
mod headers;
mod index;
mod list;
mod operations;
mod outbox;
mod reading;
mod receipts;
mod rescue;
mod retention;
mod search;
mod storage;
mod subject;
mod summary;
mod sync;
mod threading;

use std::path::Path;
use std::sync::Arc;

use estafette_model::Clock;

use crate::change::ChangeSink;
use crate::error::StoreError;
use crate::file::{EncryptedFile, Seal};
use crate::key::FileKey;
use crate::migration;

pub use awaited::TextPlace;
pub use blobs::{BlobId, BlobWriter};
pub use bodies::{AttachmentInfo, BodyToStore, KeptBody, MissingBody, PackedBody};
pub use deliveries::{RecipientFate, Undelivered};
pub use drafts::{
    Draft, DraftAttachment, DraftAttachmentId, DraftCopy, DraftCopyId, DraftFields, DraftSaved, DraftToCopy,
    DraftVersion, ForeignDraft, ForeignDraftToKeep, JoinedFile,
};
pub use folders::{Folder, ListedFolder};
pub use headers::{HeaderFields, InsertedMessage, NewMessage};
pub use list::{AttachmentLabel, ThreadFilter, ThreadPage, ThreadSummary};
pub use operations::{FolderDeleted, FolderLeaf, Operation, OperationKind, OperationOutcome, ParkedOperation};
pub use outbox::{LONGEST_HOLD, OutboxRow, OutboxStep, OutgoingLetter, RecipientRefusal, outbox_diagram};
pub use reading::MessageRow;
pub use rescue::Rescued;
pub use retention::LetGo;
pub use search::{Found, MarkedField, Query};
pub use storage::Storage;
pub use sync::FolderSync;

/// An open mailbox file. Cheap to clone; every method blocks.
#[derive(Clone)]
pub struct MailboxStore {
    file: Arc<EncryptedFile>,
    clock: Arc<dyn Clock>,
}

impl MailboxStore {
    /// Opens the file, creating it when absent, brings its schema up to date and puts right what a crash left
    /// ([`Self::recover_after_crash`]).
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Damaged`], [`StoreError::Newer`] when the file cannot be used as it is.
    pub fn open(path: &Path, key: &FileKey, clock: Arc<dyn Clock>, sink: ChangeSink) -> Result<Self, StoreError> {
        let file = EncryptedFile::open(path, Seal::Key(key), &migration::MAILBOX, sink)?;
        let store = Self { file: Arc::new(file), clock };
        store.recover_after_crash()?;
        Ok(store)
    }

    /// Closes the file for every clone: connections are dropped and the key is wiped. Later calls give
    /// [`StoreError::Locked`].
    pub fn close(&self) {
        self.file.close();
    }

    #[cfg(test)]
    pub(crate) fn file(&self) -> &EncryptedFile {
        &self.file
    }
}

#[cfg(test)]
mod tests;
