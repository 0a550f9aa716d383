//! Copies of the drafts in the Drafts folder of the server, so that a letter being written outlives this machine.
//!
//! The draft here is the letter; its copy follows it, once the person pauses, and nothing that happens to the copy changes
//! the draft. Each copy has a Message-ID of its own, not one of the draft: an earlier and a later copy can be told apart, and
//! so can what another program saved over ours under the same name. Only a copy we put there ourselves is ever removed, by
//! its UID, and only after the one that replaces it is known to be there.

use std::collections::BTreeMap;

use estafette_model::{Flags, FolderRole};
use estafette_net::NetError;
use estafette_store::{DraftCopy, DraftToCopy, DraftVersion, Folder, MailboxStore, StoreError};

use super::Receiver;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::fault::quoted;
use crate::letters::written;
use crate::mailbox::Mailbox;
use crate::outgoing::in_blob;

/// Seconds without a change before a draft is copied: servers have taken a copy at every word for an attack.
const PAUSE: i64 = 30;
/// Files that weigh more than this, in bytes, are uploaded whole at each copy, on the line that receives: they wait for a
/// longer pause.
const HEAVY: u64 = 2 * 1024 * 1024;
/// That pause, seconds.
const HEAVY_PAUSE: i64 = 300;
/// A copy whose answer was lost is looked for during this time, seconds, before it is taken for one that never arrived: the
/// server may still have been writing it when the next connection asked.
const MAY_STILL_ARRIVE: i64 = 60;
/// A draft the server refused is offered again after this time, seconds, unless it changes before.
const AGAIN_AFTER_REFUSAL: i64 = 3600;

impl Receiver<'_> {
    /// Brings the copies on the server in step with the drafts. A server that says no costs a copy, never the connection.
    pub(super) async fn copy_drafts(&mut self) -> Result<(), EngineError> {
        match self.copies_in_step().await {
            Err(EngineError::Net(NetError::ServerRefused { .. })) => {
                tracing::info!(mailbox = %self.mailbox.id, "the server refused a command on the copies of drafts");
                for draft in self.mailbox.with_store(MailboxStore::drafts_to_copy).await? {
                    self.offer_later(draft.version);
                }
                Ok(())
            }
            done => done,
        }
    }

    async fn copies_in_step(&mut self) -> Result<(), EngineError> {
        self.settle_copies().await?;
        let drafts = self.mailbox.with_store(MailboxStore::drafts_to_copy).await?;
        let now = self.mailbox.clock.unix_seconds();
        let due = drafts.iter().filter(|draft| due_at(draft, &self.refused_drafts, now) <= now);
        let due: Vec<DraftVersion> = due.map(|draft| draft.version.clone()).collect();
        if due.is_empty() {
            return Ok(());
        }
        let folder = self.folders.iter().find(|folder| folder.role == FolderRole::Drafts && folder.selectable).cloned();
        for version in due {
            match &folder {
                Some(folder) => self.copy_draft(folder, version).await?,
                // Nowhere to put it, and none could be made.
                None => self.offer_later(version),
            }
        }
        self.settle_copies().await
    }

    /// Puts one draft on the server as it stands now.
    async fn copy_draft(&mut self, folder: &Folder, due: DraftVersion) -> Result<(), EngineError> {
        let id = due.draft;
        let Some(draft) = self.mailbox.with_store(move |store| store.draft(id)).await? else { return Ok(()) };
        let composed = match self.mailbox.compose_server_copy(&draft).await {
            Ok(composed) => composed,
            // Sending it will say why it cannot be written.
            Err(EngineError::Compose(_)) => {
                self.offer_later(due);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let (size, files) = (composed.size, draft.attachments.iter().map(|file| file.id).collect::<Vec<_>>());
        let (version, message_id) = (DraftVersion::of(&draft), composed.message_id.clone());
        let (begun, wire_name, dated) = (version.clone(), folder.wire_name.clone(), draft.updated);
        let begun =
            self.mailbox.with_store(move |store| store.begin_draft_copy(&begun, &message_id, &wire_name, dated)).await;
        let copy = match begun {
            Ok(copy) => copy,
            // Sent or thrown away meanwhile.
            Err(EngineError::Store(StoreError::AlreadySending | StoreError::NotFound(_))) => return Ok(()),
            Err(error) => return Err(error),
        };
        let mailbox = self.mailbox;
        let blob = match mailbox.with_store(move |store| written(store, &composed, &files)).await {
            Ok(blob) => blob,
            // A file was taken off meanwhile.
            Err(EngineError::Store(StoreError::NotFound(_))) => {
                return mailbox.with_store(move |store| store.forget_draft_copy(copy)).await;
            }
            Err(error) => return Err(error),
        };
        let flags = Flags::SEEN.with(Flags::DRAFT);
        let appended = self.session.append(&folder.wire_name, flags, dated, in_blob(mailbox, blob, size)).await;
        mailbox.with_store(move |store| store.discard_blob(blob)).await?;
        match appended {
            Ok(place) => {
                let place = place.map(|at| (at.uid_validity, at.uid));
                self.mailbox.with_store(move |store| store.draft_copy_taken(copy, place)).await
            }
            Err(NetError::ServerRefused { reply }) => {
                self.mailbox.with_store(move |store| store.forget_draft_copy(copy)).await?;
                self.offer_later(version);
                // The folder is gone: the next complete pass makes it anew.
                if reply.detail() != Some("TRYCREATE") {
                    self.tell_refusal(quoted(&reply));
                }
                Ok(())
            }
            Err(NetError::Unwritable { .. }) => {
                self.offer_later(version);
                self.mailbox.with_store(move |store| store.forget_draft_copy(copy)).await
            }
            // Whether it arrived is found out on the next connection.
            Err(error) => Err(EngineError::Net(error)),
        }
    }

    fn offer_later(&mut self, version: DraftVersion) {
        let again_at = self.mailbox.clock.unix_seconds().saturating_add(AGAIN_AFTER_REFUSAL);
        self.refused_drafts.insert(version, again_at);
    }

    /// The draft is safe here, so this is said once and not at every pause.
    fn tell_refusal(&self, words: String) {
        tracing::info!(mailbox = %self.mailbox.id, "the server refused the copy of a draft");
        if !self.mailbox.draft_refusal_told.swap(true, std::sync::atomic::Ordering::Relaxed) {
            self.mailbox.announce(EngineEvent::DraftNotCopied { mailbox: self.mailbox.id, words });
        }
    }

    /// First finds the copies whose place is not known, because that decides which others are to be removed.
    async fn settle_copies(&mut self) -> Result<(), EngineError> {
        for copy in copies_that(self.mailbox, |copy| copy.place.is_none()).await? {
            self.find_copy(copy).await?;
        }
        for copy in copies_that(self.mailbox, |copy| copy.unwanted && copy.place.is_some()).await? {
            self.remove_copy(copy).await?;
        }
        Ok(())
    }

    async fn find_copy(&mut self, copy: DraftCopy) -> Result<(), EngineError> {
        let id = copy.id;
        let Some(folder) = self.folder_called(&copy.wire_name) else {
            return self.mailbox.with_store(move |store| store.forget_draft_copy(id)).await;
        };
        let place = self.look_for_copy(&folder, &copy).await?;
        if place.is_some() {
            return self.mailbox.with_store(move |store| store.draft_copy_taken(id, place)).await;
        }
        let now = self.mailbox.clock.unix_seconds();
        let may_still_arrive = (copy.begun..copy.begun.saturating_add(MAY_STILL_ARRIVE)).contains(&now);
        // One the server took is there, whatever its search says: another would be one too many.
        if may_still_arrive || (copy.taken && !copy.unwanted) {
            return Ok(());
        }
        self.mailbox.with_store(move |store| store.forget_draft_copy(id)).await
    }

    async fn remove_copy(&mut self, copy: DraftCopy) -> Result<(), EngineError> {
        if let Some(folder) = self.folder_called(&copy.wire_name) {
            let validity = self.select(&folder).await?;
            let place = match copy.place {
                Some(place) if place.0 == validity => Some(place),
                // The folder was made anew, and all are numbered differently.
                Some(_) | None => self.look_for_copy(&folder, &copy).await?,
            };
            if let Some((_, uid)) = place {
                self.session.remove_copied(&[uid]).await?;
            }
        }
        let id = copy.id;
        self.mailbox.with_store(move |store| store.forget_draft_copy(id)).await
    }

    /// Where our copy is now, if it is there.
    async fn look_for_copy(&mut self, folder: &Folder, copy: &DraftCopy) -> Result<Option<(u32, u32)>, EngineError> {
        // What came by APPEND is surely seen by a search only after the folder is selected anew.
        let validity = self.select_anew(folder).await?.uid_validity;
        match self.session.find_dated(&copy.message_id, copy.dated).await {
            Ok(found) => Ok(found.map(|uid| (validity, uid))),
            // No Message-ID that could be looked for.
            Err(NetError::Unwritable { .. }) => Ok(None),
            Err(error) => Err(EngineError::Net(error)),
        }
    }

    fn folder_called(&self, wire_name: &str) -> Option<Folder> {
        self.folders.iter().find(|folder| folder.wire_name == wire_name && folder.selectable).cloned()
    }
}

async fn copies_that(mailbox: &Mailbox, are: impl Fn(&DraftCopy) -> bool) -> Result<Vec<DraftCopy>, EngineError> {
    let mut copies = mailbox.with_store(MailboxStore::draft_copies_to_settle).await?;
    copies.retain(are);
    Ok(copies)
}

/// Completes once a draft is to be copied.
pub(super) async fn until_one_is_due(mailbox: &Mailbox, refused: &BTreeMap<DraftVersion, i64>) {
    loop {
        let changed = mailbox.drafts_changed.notified();
        let now = mailbox.clock.unix_seconds();
        let first_due = match mailbox.with_store(MailboxStore::drafts_to_copy).await {
            Ok(drafts) => drafts.iter().map(|draft| due_at(draft, refused, now)).min(),
            Err(error) => {
                tracing::warn!(mailbox = %mailbox.id, %error, "the drafts to copy cannot be read");
                None
            }
        };
        match first_due.map(|at| u64::try_from(at.saturating_sub(now)).unwrap_or(0)) {
            None => changed.await,
            Some(0) => return,
            Some(seconds) => {
                let _due_or_changed = tokio::time::timeout(std::time::Duration::from_secs(seconds), changed).await;
            }
        }
    }
}

/// When a draft is to be copied, seconds since 1970. One touched in the future was touched before the clock was set back.
fn due_at(draft: &DraftToCopy, refused: &BTreeMap<DraftVersion, i64>, now: i64) -> i64 {
    let pause = if draft.weight > HEAVY { HEAVY_PAUSE } else { PAUSE };
    let quiet_at = if draft.updated > now { now } else { draft.updated.saturating_add(pause) };
    refused.get(&draft.version).map_or(quiet_at, |again_at| quiet_at.max(*again_at))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use estafette_model::DraftId;
    use estafette_store::{DraftToCopy, DraftVersion};

    use super::{HEAVY, due_at};

    fn touched_at(updated: i64, weight: u64) -> DraftToCopy {
        let version = DraftVersion { draft: DraftId::new(1), revision: 4, files: Vec::new() };
        DraftToCopy { version, updated, weight }
    }

    #[test]
    fn a_draft_is_copied_after_a_pause_and_a_heavy_one_after_a_longer_one() {
        let none = BTreeMap::new();
        assert_eq!(due_at(&touched_at(1_000, HEAVY), &none, 1_010), 1_030);
        assert_eq!(due_at(&touched_at(1_000, HEAVY + 1), &none, 1_010), 1_300);
        assert_eq!(due_at(&touched_at(9_000, 0), &none, 1_010), 1_010, "the clock was set back");
    }

    #[test]
    fn what_the_server_refused_waits_until_it_changes_or_an_hour_has_passed() {
        let draft = touched_at(1_000, 0);
        let refused = BTreeMap::from([(draft.version.clone(), 4_630)]);
        assert_eq!(due_at(&draft, &refused, 1_040), 4_630);
        let mut changed = draft;
        changed.version.revision += 1;
        assert_eq!(due_at(&changed, &refused, 1_040), 1_030);
    }
}
