//! The encrypted files: one per mailbox, each with its own key, and `post.db` for people, settings and the list of mailboxes.
//!
//! This is the only crate that touches SQLite. Every call blocks and may be made from any thread; handles are cheap to clone.
//! Server copies (folders, messages, bodies, search) and a person's own rows (drafts, outbox, operations) live in distinct
//! tables, so that the first can be rebuilt without touching the second.

mod change;
mod error;
mod file;
mod fold;
mod key;
mod mailbox;
mod migration;
mod outbox_state;
mod post;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod testing;

pub use change::{Change, ChangeSet, ChangeSink, Tag};
pub use error::{FolderFault, Row, StoreError};
pub use key::FileKey;
pub use mailbox::{
    AttachmentInfo, AttachmentLabel, BlobId, BlobWriter, BodyToStore, Draft, DraftAttachment, DraftAttachmentId,
    DraftCopy, DraftCopyId, DraftFields, DraftSaved, DraftToCopy, DraftVersion, Folder, FolderDeleted, FolderLeaf,
    FolderSync, ForeignDraft, ForeignDraftToKeep, Found, HeaderFields, InsertedMessage, JoinedFile, KeptBody,
    LONGEST_HOLD, LetGo, ListedFolder, MailboxStore, MarkedField, MessageRow, MissingBody, NewMessage, Operation,
    OperationKind, OperationOutcome, OutboxRow, OutboxStep, OutgoingLetter, PackedBody, ParkedOperation, Query,
    RecipientFate, RecipientRefusal, Rescued, Storage, TextPlace, ThreadFilter, ThreadPage, ThreadSummary, Undelivered,
    outbox_diagram,
};
pub use outbox_state::OutboxState;
pub use post::{
    AuditAct, AuditFilter, AuditLine, AuditLineId, AuditOutcome, AuditPage, Mailbox, MailboxSetup, NewAuditLine,
    Person, PersonId, PersonSetup, PostStore, RevocationList, ServerEndpoint, SignatureOwner, TemplateId, TextTemplate,
    TransportSecurity,
};

/// The schema of a mailbox file as SQLite keeps it, comments included: for the documentation.
///
/// # Errors
/// [`StoreError::Defect`] when a schema step is at fault.
pub fn mailbox_schema() -> Result<String, StoreError> {
    migration::schema_text(&migration::MAILBOX)
}

/// The schema of `post.db`, the same way.
///
/// # Errors
/// [`StoreError::Defect`] when a schema step is at fault.
pub fn post_schema() -> Result<String, StoreError> {
    migration::schema_text(&migration::POST)
}
