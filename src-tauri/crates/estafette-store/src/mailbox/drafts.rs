//! Letters being written. They belong to the person: nothing the server says changes them.

use estafette_model::{DraftId, MessageId};

use super::MailboxStore;
use crate::error::StoreError;

/// What a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftFields {
    /// Subject.
    pub subject: String,
    /// Text, as the editor keeps it.
    pub body_html: String,
    /// Recipients as typed, perhaps not yet addresses.
    pub to: Vec<String>,
    /// Recipients in copy, the same.
    pub cc: Vec<String>,
    /// The message answered, if any and still here.
    pub in_reply_to: Option<MessageId>,
    /// References of the letter; the last is the Message-ID of the message answered (RFC 5322 §3.6.4).
    pub references: Vec<String>,
}

/// A letter being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its row.
    pub id: DraftId,
    /// What was typed.
    pub fields: DraftFields,
    /// Revision of the editor that was saved last.
    pub revision: u32,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970.
    pub updated: i64,
    /// In the outbox: hidden from the list, frozen.
    pub sending: bool,
    /// Code of the sending that failed; empty when none did.
    pub error: String,
    /// Attached files, in the order they were added.
    pub attachments: Vec<DraftAttachment>,
}

/// A file attached to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAttachment {
    /// Its row.
    pub id: DraftAttachmentId,
    /// File name.
    pub name: String,
    /// Type.
    pub mime_type: String,
    /// Bytes.
    pub size: u64,
}

/// A file attached to a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftAttachmentId(i64);

impl DraftAttachmentId {
    /// Wraps a row id received from the page.
    #[must_use]
    pub const fn new(id: i64) -> Self {
        Self(id)
    }

    /// The row id itself.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSaved {
    /// It is in the file.
    Saved,
    /// A revision at least as new was there: nothing written.
    Older {
        /// The revision kept.
        kept: u32,
    },
    /// The letter is on its way: nothing written.
    Sending,
}

impl MailboxStore {
    /// Starts a letter, at revision 0.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn create_draft(&self, fields: &DraftFields) -> Result<DraftId, StoreError> {
        let _ = fields;
        Err(StoreError::Locked)
    }

    /// Saves a letter if `revision` is newer than what is kept.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the draft is gone.
    pub fn save_draft(&self, draft: DraftId, revision: u32, fields: &DraftFields) -> Result<DraftSaved, StoreError> {
        let _ = (draft, revision, fields);
        Err(StoreError::Locked)
    }

    /// One letter, sending or not.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn draft(&self, draft: DraftId) -> Result<Option<Draft>, StoreError> {
        let _ = draft;
        Err(StoreError::Locked)
    }

    /// The letters being written, last touched first; those on their way are not among them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        Err(StoreError::Locked)
    }

    /// Throws a letter away, with its attachments.
    ///
    /// # Errors
    /// [`StoreError::AlreadySending`] while it is in the outbox.
    pub fn delete_draft(&self, draft: DraftId) -> Result<(), StoreError> {
        let _ = draft;
        Err(StoreError::Locked)
    }

    /// Attaches a file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`], [`StoreError::DiskFull`].
    pub fn attach(
        &self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: &[u8],
    ) -> Result<DraftAttachmentId, StoreError> {
        let _ = (draft, name, mime_type, bytes);
        Err(StoreError::Locked)
    }

    /// Takes a file off again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`].
    pub fn detach(&self, attachment: DraftAttachmentId) -> Result<(), StoreError> {
        let _ = attachment;
        Err(StoreError::Locked)
    }

    /// The bytes of an attached file.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn draft_attachment(&self, attachment: DraftAttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        let _ = attachment;
        Err(StoreError::Locked)
    }

    /// Bytes of all files attached to a draft, before encoding.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn attached_size(&self, draft: DraftId) -> Result<u64, StoreError> {
        let _ = draft;
        Err(StoreError::Locked)
    }
}
