//! The drafts of the server that were written elsewhere, fetched whole so that they are listed beside ours and can be taken
//! up without a network.

use std::collections::BTreeSet;

use estafette_model::{Flags, FolderRole};
use estafette_net::NetError;
use estafette_store::{Folder, ForeignDraft, ForeignDraftToKeep};

use super::{Receiver, is_as_left};
use crate::error::EngineError;
use crate::letters::shown;

/// A draft that weighs more than this, in bytes, is left where it is: more than any operator takes.
const MAX_DRAFT: u32 = 32 * 1024 * 1024;

impl Receiver<'_> {
    /// Looks whether somebody wrote, changed or removed a draft elsewhere. A server that says no has none.
    pub(super) async fn look_at_foreign_drafts(&mut self) -> Result<(), EngineError> {
        let drafts = self.folders.iter().find(|folder| folder.role == FolderRole::Drafts && folder.selectable).cloned();
        let Some(folder) = drafts.filter(|folder| !is_as_left(folder, self.told.get(&folder.id))) else {
            return Ok(());
        };
        match self.fetch_foreign_drafts(&folder).await {
            Err(EngineError::Net(NetError::ServerRefused { .. })) => {
                tracing::info!(mailbox = %self.mailbox.id, "the server refused a command on its drafts");
                Ok(())
            }
            done => done,
        }
    }

    async fn fetch_foreign_drafts(&mut self, folder: &Folder) -> Result<(), EngineError> {
        let selected = self.select_anew(folder).await?;
        let (id, validity) = (folder.id, selected.uid_validity);
        let flags = self.session.fetch_flags(1).await?;
        let there: BTreeSet<u32> =
            flags.into_iter().filter(|(_, flags)| !flags.contains(Flags::DELETED)).map(|(uid, _)| uid).collect();
        let wanted = self
            .mailbox
            .with_store(move |store| {
                store.begin_folder(id, validity)?;
                store.reconcile_foreign_drafts(validity, &there)
            })
            .await?;
        let headers = self.session.fetch_headers(&wanted).await?;
        // One at a time: each may weigh what a letter may weigh.
        for header in headers.iter().rev().filter(|header| header.size <= MAX_DRAFT) {
            let mut whole = None;
            self.session.fetch_bodies(&[header.uid], &mut |_, raw| whole = Some(raw)).await?;
            if let Some(raw) = whole {
                let draft = read(header.uid, header.internal_date, raw).await;
                self.mailbox.with_store(move |store| store.keep_foreign_draft(validity, &draft)).await?;
            }
        }
        let (next, modseq) = (selected.uid_next, selected.highest_modseq);
        self.mailbox.with_store(move |store| store.finish_folder(id, next, modseq)).await
    }
}

/// One that breaks the reader is listed without a word, and fails only itself.
async fn read(uid: u32, saved: i64, raw: Vec<u8>) -> ForeignDraftToKeep {
    let bytes = raw.clone();
    let read = tokio::task::spawn_blocking(move || shown(uid, saved, &bytes)).await;
    let (shown, message_id) = read.unwrap_or_else(|_| {
        let unread = ForeignDraft { uid, subject: String::new(), to: Vec::new(), saved, files: 0 };
        (unread, String::new())
    });
    ForeignDraftToKeep { shown, message_id, raw }
}
