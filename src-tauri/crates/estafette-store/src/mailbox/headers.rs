//! New messages, known by their header only.

use estafette_model::{Correspondent, Flags, FolderId, MessageId};

use super::MailboxStore;
use crate::error::StoreError;

/// A message the server announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Its UID in the folder.
    pub uid: u32,
    /// Its flags.
    pub flags: Flags,
    /// RFC822.SIZE, bytes.
    pub size: u64,
    /// INTERNALDATE, seconds since 1970.
    pub internal_date: Option<i64>,
    /// What its header says.
    pub header: HeaderFields,
}

/// The fields of a header that are kept, decoded. Nothing here is trusted to be well formed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderFields {
    /// Message-ID, with or without angle brackets on the way in, without on the way out; may be empty.
    pub message_id: String,
    /// In-Reply-To.
    pub in_reply_to: Vec<String>,
    /// References, oldest first.
    pub references: Vec<String>,
    /// Subject.
    pub subject: String,
    /// From, the first of them.
    pub from: Correspondent,
    /// To.
    pub to: Vec<Correspondent>,
    /// Cc.
    pub cc: Vec<Correspondent>,
    /// Date, seconds since 1970; none when absent or unreadable.
    pub date: Option<i64>,
}

/// A message that got a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InsertedMessage {
    /// Its row, for ever.
    pub id: MessageId,
    /// Its UID.
    pub uid: u32,
}

impl MailboxStore {
    /// Inserts messages not known yet and puts them in their conversations. Left out of the answer: UIDs already known, those
    /// of messages moved away locally, and those recognised as the end of a local move (their row keeps its id).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn insert_headers(
        &self,
        folder: FolderId,
        messages: &[NewMessage],
    ) -> Result<Vec<InsertedMessage>, StoreError> {
        let _ = (folder, messages);
        Err(StoreError::Locked)
    }
}
