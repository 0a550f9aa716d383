//! Messages as the server sent them, and the words they are found by.

use estafette_model::{FolderId, MessageId};

use super::MailboxStore;
use crate::error::StoreError;

/// A body fetched and read.
#[derive(Clone, Debug)]
pub struct BodyToStore<'a> {
    /// The message.
    pub id: MessageId,
    /// Its bytes as received.
    pub raw: &'a [u8],
    /// Its readable text, for the search.
    pub text: &'a str,
    /// Text found inside its attachments, for the search; their names are added.
    pub attachment_text: &'a str,
    /// Its first words, for the list.
    pub preview: &'a str,
    /// What is attached.
    pub attachments: Vec<AttachmentInfo>,
}

/// An attached part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentInfo {
    /// Index of the MIME part.
    pub index: u32,
    /// File name, decoded; may be empty.
    pub name: String,
    /// Declared type.
    pub mime_type: String,
    /// Decoded bytes.
    pub size: u64,
    /// Part of the text (an image of the signature) rather than a file.
    pub inline: bool,
}

/// A message whose body is still on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingBody {
    /// Its row.
    pub id: MessageId,
    /// Where it is.
    pub folder: FolderId,
    /// Its UID there.
    pub uid: u32,
    /// RFC822.SIZE, bytes.
    pub size: u64,
}

impl MailboxStore {
    /// Stores bodies and indexes them. A message that vanished meanwhile is passed over.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] in particular; none of the batch is kept then.
    pub fn store_body(&self, batch: &[BodyToStore<'_>]) -> Result<(), StoreError> {
        let _ = batch;
        Err(StoreError::Locked)
    }

    /// Messages without body, newest first, at most `limit`; of one folder or of all.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn missing_bodies(&self, folder: Option<FolderId>, limit: u32) -> Result<Vec<MissingBody>, StoreError> {
        let _ = (folder, limit);
        Err(StoreError::Locked)
    }

    /// The message as received, if its body is here.
    ///
    /// # Errors
    /// [`StoreError::BodyDamaged`] when this one copy does not decompress.
    pub fn raw(&self, message: MessageId) -> Result<Option<Vec<u8>>, StoreError> {
        let _ = message;
        Err(StoreError::Locked)
    }
}
