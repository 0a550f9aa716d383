//! What a synchronisation reads before and writes after talking to the server.

use estafette_model::{Flags, FolderId};

use super::MailboxStore;
use crate::error::StoreError;

/// Where a folder stood when its synchronisation began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderSync {
    /// The folder.
    pub folder: FolderId,
    /// Its UIDVALIDITY, now the server's.
    pub uid_validity: u32,
    /// UIDNEXT of the last complete synchronisation; none when there was none under this UIDVALIDITY.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ then.
    pub highest_modseq: Option<u64>,
    /// The UIDVALIDITY had changed: the copies were dropped.
    pub reset: bool,
}

impl MailboxStore {
    /// Starts a synchronisation. When UIDVALIDITY changed, the copies of this folder are dropped and pending gestures wait
    /// for their message to come back by Message-ID ([`Self::finish_folder`] parks the rest).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn begin_folder(&self, folder: FolderId, uid_validity: u32) -> Result<FolderSync, StoreError> {
        let _ = (folder, uid_validity);
        Err(StoreError::Locked)
    }

    /// Every UID known here and its flags as last heard from the server, ascending. Messages moved away locally are left out
    /// although the server still holds them; [`Self::insert_headers`] skips them too.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn known_uids(&self, folder: FolderId) -> Result<Vec<(u32, Flags)>, StoreError> {
        let _ = folder;
        Err(StoreError::Locked)
    }

    /// Records flags as the server has them. Gestures not yet replayed stay visible on top.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn apply_server_flags(&self, folder: FolderId, flags: &[(u32, Flags)]) -> Result<(), StoreError> {
        let _ = (folder, flags);
        Err(StoreError::Locked)
    }

    /// Removes the copies of messages the server no longer has in this folder.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn remove_vanished(&self, folder: FolderId, uids: &[u32]) -> Result<(), StoreError> {
        let _ = (folder, uids);
        Err(StoreError::Locked)
    }

    /// Ends a complete synchronisation: from now on a difference starts here. Gestures whose message did not come back after
    /// a UIDVALIDITY change are parked.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn finish_folder(
        &self,
        folder: FolderId,
        uid_next: Option<u32>,
        highest_modseq: Option<u64>,
    ) -> Result<(), StoreError> {
        let _ = (folder, uid_next, highest_modseq);
        Err(StoreError::Locked)
    }
}
