//! One conversation, one message.

use estafette_model::{Flags, FolderId, FolderRole, MessageId, ThreadId};

use super::{AttachmentInfo, HeaderFields, MailboxStore};
use crate::error::StoreError;

/// A message as kept here, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its row.
    pub id: MessageId,
    /// Its conversation.
    pub thread: ThreadId,
    /// The folder it is shown in.
    pub folder: FolderId,
    /// What that folder is for.
    pub folder_role: FolderRole,
    /// Its UID there; none while a move is not confirmed.
    pub uid: Option<u32>,
    /// Its flags as shown: pending gestures applied.
    pub flags: Flags,
    /// What it is sorted by, seconds since 1970.
    pub date: i64,
    /// RFC822.SIZE, bytes.
    pub size: u64,
    /// What its header says.
    pub header: HeaderFields,
    /// First words; empty until the body is here.
    pub preview: String,
    /// [`MailboxStore::raw`] will answer.
    pub has_body: bool,
    /// What is attached, inline parts included.
    pub attachments: Vec<AttachmentInfo>,
}

impl MailboxStore {
    /// The messages of a conversation, oldest first, across the folders. Copies of the same message count once (that of the
    /// inbox first); those in the trash, in junk or among the server's drafts only when there is nothing else.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread(&self, thread: ThreadId) -> Result<Vec<MessageRow>, StoreError> {
        let _ = thread;
        Err(StoreError::Locked)
    }

    /// The same as seen from `folder`: what lies there is shown whatever the folder is for.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread_in(&self, thread: ThreadId, folder: FolderId) -> Result<Vec<MessageRow>, StoreError> {
        let _ = (thread, folder);
        Err(StoreError::Locked)
    }

    /// One message.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn message(&self, message: MessageId) -> Result<Option<MessageRow>, StoreError> {
        let _ = message;
        Err(StoreError::Locked)
    }
}
