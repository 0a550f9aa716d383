//! The receiving loop of one mailbox: one IMAP connection that lists, replays gestures, fetches texts and waits for news. Texts
//! come last and are left whenever something calls: news and gestures do not wait for a gigabyte.
//!
//! The loop never decides by the text of an error: it asks [`EngineError::retry`], shows the state, and waits for what can
//! change it (time, a password, a person).

mod bodies;
mod call;
mod drafts;
mod folder;
mod foreign_drafts;
mod keeping;
mod large;
mod listening;
mod order;
mod pace;
mod replay;
mod texts;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use estafette_model::{FolderId, FolderRole, MessageId};
use estafette_net::{FolderStatus, IdleEnd, ImapSession, NetError};
use estafette_store::{DraftVersion, Folder, ListedFolder};
use tokio::time::Instant;

use call::InboxWatch;
use pace::Pace;
use texts::Progress;

use crate::backoff::Backoff;
use crate::error::{EngineError, Retry};
use crate::event::EngineEvent;
use crate::mailbox::{Mailbox, endpoint};
use crate::report::Reported;
use crate::send::network_is_back;

pub(crate) use listening::follow_open_folder;

/// The inbox is pushed by IDLE; the other folders are looked at this often.
const OTHER_FOLDERS_EVERY: Duration = Duration::from_secs(120);

/// Roles a gesture or a draft needs, and the names by which any client knows them (RFC 6154 lists the roles).
const NEEDED_FOLDERS: [(FolderRole, &str); 4] = [
    (FolderRole::Sent, "Sent"),
    (FolderRole::Drafts, "Drafts"),
    (FolderRole::Archive, "Archive"),
    (FolderRole::Trash, "Trash"),
];

/// Receives until the task is dropped.
pub(crate) async fn receive(mailbox: Arc<Mailbox>) {
    let mut backoff = Backoff::default();
    loop {
        let passwords_given = mailbox.password.given();
        let error = tokio::select! {
            biased;
            // Whatever is cut here is cut as a line is: the next pass finds what was done.
            () = mailbox.line_doubted.notified() => {
                backoff.reset();
                continue;
            }
            error = stay_in_step(&mailbox, &mut backoff) => error,
        };
        let retry = error.retry();
        show(&mailbox, Reported::new(error), retry, passwords_given);
        match retry {
            Retry::Backoff => {
                let woken = mailbox.wake_receiving.notified();
                let _elapsed_or_woken = tokio::time::timeout(backoff.next_delay(), woken).await;
            }
            Retry::AfterPassword | Retry::Never => mailbox.wake_receiving.notified().await,
        }
    }
}

/// One connection, from its opening to what ends it.
async fn stay_in_step(mailbox: &Arc<Mailbox>, backoff: &mut Backoff) -> EngineError {
    // Needs no server: what is too old for this machine goes even where the network does not come back.
    if let Err(error) = mailbox.let_go_of_old_texts().await {
        return error;
    }
    match Receiver::open(mailbox).await {
        Ok(receiver) => {
            backoff.reset();
            network_is_back(mailbox).await;
            receiver.stay().await
        }
        Err(error) => error,
    }
}

fn show(mailbox: &Mailbox, reported: Reported, retry: Retry, passwords_given: u64) {
    let (report_id, error) = (&reported.report_id, &reported.error);
    tracing::info!(mailbox = %mailbox.id, report_id, %error, ?retry, "receiving stopped");
    let refused = !matches!(error, EngineError::PasswordNeeded);
    let reported = Arc::new(reported);
    match retry {
        Retry::AfterPassword => {
            mailbox.password.forget(passwords_given);
            mailbox.board.needs_password(refused.then_some(reported));
        }
        Retry::Backoff | Retry::Never => mailbox.board.offline(mailbox.clock.unix_seconds(), reported),
    }
    mailbox.announce(EngineEvent::ConnectionChanged { mailbox: mailbox.id });
    mailbox.wanted.tell();
    if mailbox.wanted.any_waiting() {
        mailbox.announce(EngineEvent::TextsWithheld { mailbox: mailbox.id });
    }
}

/// One open connection and what it knows.
struct Receiver<'a> {
    mailbox: &'a Arc<Mailbox>,
    session: ImapSession,
    folders: Vec<Folder>,
    /// How far each folder was when they were listed, where the server says that.
    told: BTreeMap<FolderId, FolderStatus>,
    /// The folder selected, and its UIDVALIDITY.
    selected: Option<(FolderId, u32)>,
    /// The selected folder was selected again in the middle of a look: what came meanwhile was announced to nobody.
    reselected: bool,
    /// Folders a replayed gesture changed: looked at before waiting again.
    touched: BTreeSet<FolderId>,
    /// The inbox was synchronised once: from now on what comes in is news.
    settled: bool,
    /// Letters whose text the server would not give: not asked again on this connection, unless somebody opens them.
    refused_bodies: BTreeSet<MessageId>,
    /// When everything is to be looked at again, texts or no texts.
    full_pass_at: Instant,
    inbox_watch: InboxWatch,
    pace: Pace,
    progress: Progress,
    /// Drafts the server would not take as they are, and when each may be offered again (seconds since 1970).
    refused_drafts: BTreeMap<DraftVersion, i64>,
}

impl<'a> Receiver<'a> {
    async fn open(mailbox: &'a Arc<Mailbox>) -> Result<Self, EngineError> {
        let credential = mailbox.credential().await?;
        mailbox.board.connecting();
        mailbox.announce(EngineEvent::ConnectionChanged { mailbox: mailbox.id });
        let server = endpoint(&mailbox.plan.imap);
        let session = ImapSession::open(&server, &mailbox.trust, &credential, &mailbox.timeouts).await?;
        let settled = mailbox
            .with_store(estafette_store::MailboxStore::folders)
            .await?
            .iter()
            .any(|folder| folder.role == FolderRole::Inbox && folder.uid_next.is_some());
        Ok(Self {
            mailbox,
            session,
            folders: Vec::new(),
            told: BTreeMap::new(),
            selected: None,
            reselected: false,
            touched: BTreeSet::new(),
            settled,
            refused_bodies: BTreeSet::new(),
            full_pass_at: Instant::now(),
            inbox_watch: InboxWatch::begin(),
            pace: Pace::default(),
            progress: Progress::default(),
            refused_drafts: BTreeMap::new(),
        })
    }

    /// Stays in step until something fails; gives what failed.
    async fn stay(mut self) -> EngineError {
        loop {
            if let Err(error) = self.one_round().await {
                return error;
            }
        }
    }

    async fn one_round(&mut self) -> Result<(), EngineError> {
        self.everything().await?;
        loop {
            let call = match self.fetch_texts().await? {
                Some(call) => call,
                None if self.is_in_the_inbox() => self.wait().await?,
                // What came while another folder was looked at was announced to nobody.
                None => IdleEnd::Changed,
            };
            match call {
                IdleEnd::Changed => {
                    let inbox = self.inbox()?;
                    self.catch_up(&[inbox]).await?;
                    self.looked();
                }
                IdleEnd::TimedOut => return Ok(()),
                IdleEnd::Interrupted => {
                    self.serve_wanted().await?;
                    if self.mailbox.take_full_pass() {
                        return Ok(());
                    }
                    self.replay_and_look().await?;
                }
            }
        }
    }

    /// The whole pass: folders, gestures, headers of every folder.
    async fn everything(&mut self) -> Result<(), EngineError> {
        // A person who asked while this pass begins is served by it.
        self.mailbox.take_full_pass();
        self.list_folders().await?;
        self.make_missing_folders().await?;
        self.replay_gestures().await?;
        self.touched.extend(self.mailbox.with_store(estafette_store::MailboxStore::folders_awaiting_moves).await?);
        let touched = self.take_touched();
        let to_look_at = |folder: &&Folder| {
            is_followed(folder) && (touched.contains(&folder.id) || !is_as_left(folder, self.told.get(&folder.id)))
        };
        let mut folders: Vec<Folder> = self.folders.iter().filter(to_look_at).cloned().collect();
        folders.sort_by_key(|folder| !of_first_screen(folder));
        self.catch_up(&folders).await?;
        self.full_pass_at = Instant::now() + OTHER_FOLDERS_EVERY;
        self.looked();
        self.mailbox.look_into_revocation().await?;
        self.copy_drafts().await?;
        self.look_at_foreign_drafts().await
    }

    fn looked(&self) {
        self.mailbox.board.looked(self.mailbox.clock.unix_seconds());
        self.mailbox.announce(EngineEvent::ConnectionChanged { mailbox: self.mailbox.id });
    }

    async fn replay_and_look(&mut self) -> Result<(), EngineError> {
        self.replay_gestures().await?;
        let touched = self.take_touched();
        let folders: Vec<Folder> = self.folders.iter().filter(|folder| touched.contains(&folder.id)).cloned().collect();
        self.catch_up(&folders).await?;
        self.copy_drafts().await
    }

    /// Folders to look at before waiting again: a gesture changed them, or the server said that something did.
    fn take_touched(&mut self) -> BTreeSet<FolderId> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.extend(self.mailbox.open_folder.take_news());
        touched
    }

    async fn catch_up(&mut self, folders: &[Folder]) -> Result<(), EngineError> {
        for folder in folders {
            if !of_first_screen(folder) {
                self.mailbox.first_look.wait().await;
            }
            self.serve_wanted().await?;
            match self.sync_folder(folder).await {
                // A folder one may not open, or that is gone, fails only itself.
                Err(EngineError::Net(NetError::ServerRefused { .. })) if folder.role != FolderRole::Inbox => {
                    tracing::info!(mailbox = %self.mailbox.id, folder = %folder.id, "the server refused a folder");
                }
                synced => synced?,
            }
        }
        Ok(())
    }

    async fn list_folders(&mut self) -> Result<(), EngineError> {
        let mut told: BTreeMap<String, FolderStatus> = BTreeMap::new();
        let listed: Vec<ListedFolder> = self
            .session
            .list_folders()
            .await?
            .into_iter()
            .inspect(|folder| told.extend(folder.status.map(|status| (folder.wire_name.clone(), status))))
            .map(|folder| ListedFolder {
                name: folder.name,
                wire_name: folder.wire_name,
                delimiter: folder.delimiter,
                role: folder.role,
                selectable: folder.selectable,
            })
            .collect();
        self.folders = self.mailbox.with_store(move |store| store.reconcile_folders(&listed)).await?;
        self.told = self.folders.iter().filter_map(|folder| Some((folder.id, *told.get(&folder.wire_name)?))).collect();
        Ok(())
    }

    /// Makes the folders that gestures need where the server has none: archiving, deleting and keeping a copy of what was
    /// sent then have a place. A server that will not is left as it is, and the gesture says so.
    async fn make_missing_folders(&mut self) -> Result<(), EngineError> {
        let missing: Vec<&str> = NEEDED_FOLDERS
            .iter()
            .filter(|(role, _)| !self.folders.iter().any(|folder| folder.role == *role))
            .map(|(_, name)| *name)
            .collect();
        let mut made = false;
        for name in missing {
            match self.session.create_folder(name).await {
                Ok(_) => made = true,
                Err(NetError::ServerRefused { .. } | NetError::Unwritable { .. }) => {}
                Err(error) => return Err(EngineError::Net(error)),
            }
        }
        if made { self.list_folders().await } else { Ok(()) }
    }

    /// Waits in the inbox for something to happen.
    async fn wait(&mut self) -> Result<IdleEnd, EngineError> {
        let woken_or_draft_due = async {
            tokio::select! {
                () = self.mailbox.wake_receiving.notified() => {}
                () = drafts::until_one_is_due(self.mailbox, &self.refused_drafts) => {}
            }
        };
        Ok(self.session.idle(woken_or_draft_due, OTHER_FOLDERS_EVERY).await?)
    }

    /// Whether the inbox is selected, and every change of it since the last look will be announced.
    fn is_in_the_inbox(&self) -> bool {
        !self.reselected
            && self.selected.and_then(|(id, _)| self.folder(id)).is_some_and(|folder| folder.role == FolderRole::Inbox)
    }

    fn inbox(&self) -> Result<Folder, EngineError> {
        self.folders.iter().find(|folder| folder.role == FolderRole::Inbox).cloned().ok_or(EngineError::Gone("inbox"))
    }

    fn folder(&self, id: FolderId) -> Option<&Folder> {
        self.folders.iter().find(|folder| folder.id == id)
    }
}

/// The inbox, and what was sent, which its conversations count among their letters. The rest follows once they are painted.
fn of_first_screen(folder: &Folder) -> bool {
    matches!(folder.role, FolderRole::Inbox | FolderRole::Sent)
}

/// Drafts are written here first; those on the server are no letters of a conversation and are kept apart
/// ([`Receiver::look_at_foreign_drafts`]).
fn is_followed(folder: &Folder) -> bool {
    folder.selectable && folder.role != FolderRole::Drafts
}

/// Whether the server said, when it listed its folders, that this one is as the last complete look left it: it need not be
/// selected, which spares a round trip for each folder nobody wrote to.
fn is_as_left(folder: &Folder, told: Option<&FolderStatus>) -> bool {
    told.is_some_and(|told| {
        folder.uid_validity == Some(told.uid_validity)
            && folder.uid_next == Some(told.uid_next)
            && folder.highest_modseq == Some(told.highest_modseq)
    })
}

#[cfg(test)]
mod tests {
    use estafette_model::{FolderId, FolderRole};
    use estafette_net::FolderStatus;
    use estafette_store::Folder;

    use super::is_as_left;

    #[test]
    fn a_folder_is_looked_at_unless_every_number_is_the_one_kept() {
        let folder = Folder {
            id: FolderId::new(1),
            name: "Archive".to_owned(),
            wire_name: "Archive".to_owned(),
            delimiter: Some('/'),
            role: FolderRole::Archive,
            selectable: true,
            total: 3,
            unread: 0,
            uid_validity: Some(7),
            uid_next: Some(12),
            highest_modseq: Some(90),
            hidden: false,
        };
        let same = FolderStatus { uid_validity: 7, uid_next: 12, highest_modseq: 90 };
        assert!(is_as_left(&folder, Some(&same)));
        assert!(!is_as_left(&folder, None), "the server said nothing");
        for other in [
            FolderStatus { uid_validity: 8, ..same },
            FolderStatus { uid_next: 13, ..same },
            FolderStatus { highest_modseq: 91, ..same },
        ] {
            assert!(!is_as_left(&folder, Some(&other)), "{other:?}");
        }
        let never_ended = Folder { uid_next: None, highest_modseq: None, ..folder };
        assert!(!is_as_left(&never_ended, Some(&same)));
    }
}
