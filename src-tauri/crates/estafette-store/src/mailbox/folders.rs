//! The folders of the mailbox, as the server last listed them.

use estafette_model::{FolderId, FolderRole};

use super::MailboxStore;
use crate::error::StoreError;

/// A folder and where its synchronisation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its row.
    pub id: FolderId,
    /// Its name, decoded.
    pub name: String,
    /// Its name as the server writes it.
    pub wire_name: String,
    /// Hierarchy separator; none when the server has no hierarchy.
    pub delimiter: Option<char>,
    /// What it is for.
    pub role: FolderRole,
    /// Whether it can hold messages.
    pub selectable: bool,
    /// Messages shown in it.
    pub total: u32,
    /// Of which unread.
    pub unread: u32,
    /// UIDVALIDITY of the copies; none before the first synchronisation.
    pub uid_validity: Option<u32>,
    /// UIDNEXT at the end of the last complete synchronisation.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ then (RFC 7162); none without CONDSTORE.
    pub highest_modseq: Option<u64>,
}

/// A folder as LIST gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFolder {
    /// Its name, decoded.
    pub name: String,
    /// Its name as the server writes it: what identifies it.
    pub wire_name: String,
    /// Hierarchy separator.
    pub delimiter: Option<char>,
    /// What it is for.
    pub role: FolderRole,
    /// Whether it can hold messages (no `\Noselect`).
    pub selectable: bool,
}

impl MailboxStore {
    /// Every folder: by role in the order of the rail, then by name.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn folders(&self) -> Result<Vec<Folder>, StoreError> {
        Err(StoreError::Locked)
    }

    /// Makes the folders what the server listed: new ones are added, known ones updated (by `wire_name`), the others
    /// dropped with their copies. An empty list is taken for a failure and changes nothing.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn reconcile_folders(&self, listed: &[ListedFolder]) -> Result<Vec<Folder>, StoreError> {
        let _ = listed;
        Err(StoreError::Locked)
    }
}
