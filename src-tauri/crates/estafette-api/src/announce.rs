//! What the engine announces, numbered and gathered: at most one announcement of a kind every fifty milliseconds.
//!
//! No announcement is load-bearing. A window that falls behind is told to read everything again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use estafette_contract::{Envelope, ErrorCode, Event, MailboxRef, OutboxRef, Tag};
use estafette_engine::EngineEvent;
use estafette_store::Change;
use tokio::sync::broadcast;

use crate::fault;

/// Stale readings are gathered this long: a synchronisation commits often, a window reads again once.
const GATHERED_FOR: Duration = Duration::from_millis(50);
/// More ids than this are announced as « all of them ».
const MAX_IDS: usize = 256;
/// Announcements a slow window may lag behind before it is told to read everything again.
const QUEUE: usize = 1024;

/// Problems kept for who comes back; the page shows one at a time anyway.
const MAX_HELD: usize = 16;

type StaleKey = (Option<i64>, Tag);

/// Numbers and sends announcements to every window.
pub(crate) struct Announcer {
    sender: broadcast::Sender<Envelope>,
    seq: AtomicU64,
    /// Readings gone stale since the last sending; `None` stands for all ids.
    gathered: Mutex<BTreeMap<StaleKey, Option<BTreeSet<i64>>>>,
    /// The order of numbers is the order of sending.
    order: Mutex<()>,
    /// What failed while the screen is locked.
    held: Mutex<Option<Vec<Event>>>,
}

impl Announcer {
    pub(crate) fn new() -> Arc<Self> {
        let (sender, _) = broadcast::channel(QUEUE);
        Arc::new(Self {
            sender,
            seq: AtomicU64::new(0),
            gathered: Mutex::default(),
            order: Mutex::default(),
            held: Mutex::default(),
        })
    }

    pub(crate) fn subscribe(&self) -> Subscription {
        let _order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        Subscription { receiver: self.sender.subscribe(), seq: self.seq.load(Ordering::Relaxed), resync_due: false }
    }

    /// Keeps what fails from now on until [`Self::release_problems`]: nobody is there to read it, and it may hold the words of
    /// a server, which repeat addresses.
    pub(crate) fn hold_problems(&self) {
        self.held().get_or_insert_default();
    }

    /// Somebody is there again.
    pub(crate) fn release_problems(&self) {
        let held = self.held().take();
        for event in held.unwrap_or_default() {
            self.announce(event);
        }
    }

    fn held(&self) -> MutexGuard<'_, Option<Vec<Event>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends at once.
    pub(crate) fn announce(&self, event: Event) {
        if matches!(event, Event::Problem { .. })
            && let Some(held) = self.held().as_mut()
        {
            if held.len() < MAX_HELD {
                held.push(event);
            }
            return;
        }
        let _order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = self.seq.fetch_add(1, Ordering::Relaxed) + 1;
        // Nobody listens before the page is there, nor after it is gone.
        let _nobody_listens = self.sender.send(Envelope { seq, event });
    }

    /// Hears the engine, on any thread.
    pub(crate) fn hear(self: &Arc<Self>, event: EngineEvent) {
        match event {
            EngineEvent::Changed { mailbox, changes } => {
                let mailbox = mailbox.map(estafette_model::MailboxId::get);
                self.gather(changes.changes.into_iter().flat_map(|change| stale(mailbox, change)));
            }
            EngineEvent::ConnectionChanged { .. } => self.gather([((None, Tag::App), None)]),
            EngineEvent::Arrived { mailbox, messages } => {
                let count = u32::try_from(messages.len()).unwrap_or(u32::MAX);
                self.announce(Event::Arrived { mailbox: MailboxRef(mailbox.get()), count });
            }
            EngineEvent::TextsWithheld { mailbox } => self.gather([((Some(mailbox.get()), Tag::Thread), None)]),
            EngineEvent::GestureRefused { words, .. } => {
                self.announce(Event::Problem { problem: fault::gesture_refused(words) });
            }
            EngineEvent::DraftNotCopied { words, .. } => {
                self.announce(Event::Problem { problem: fault::draft_not_copied(words) });
            }
            EngineEvent::FolderKept { .. } => {
                self.announce(Event::Problem { problem: fault::plain(ErrorCode::FolderNotEmpty) });
            }
            EngineEvent::LetterProgressed { mailbox, outbox } => {
                self.gather([((Some(mailbox.get()), Tag::Outbox), Some(BTreeSet::from([outbox.get()])))]);
            }
            EngineEvent::LetterAccepted { mailbox, outbox } => {
                let (mailbox, outbox) = (MailboxRef(mailbox.get()), OutboxRef(outbox.get()));
                self.announce(Event::LetterAccepted { mailbox, outbox });
            }
            EngineEvent::LetterStopped { mailbox, outbox } => {
                let (mailbox, outbox) = (MailboxRef(mailbox.get()), OutboxRef(outbox.get()));
                self.announce(Event::LetterStopped { mailbox, outbox });
            }
        }
    }

    fn gather(self: &Arc<Self>, stale: impl IntoIterator<Item = (StaleKey, Option<BTreeSet<i64>>)>) {
        let first = {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            let first = gathered.is_empty();
            for (key, ids) in stale {
                let merged = match (gathered.remove(&key), ids) {
                    (Some(Some(mut known)), Some(new)) => {
                        known.extend(new);
                        Some(known).filter(|ids| ids.len() <= MAX_IDS)
                    }
                    (None, Some(new)) => Some(new).filter(|ids| ids.len() <= MAX_IDS),
                    (Some(None), _) | (_, None) => None,
                };
                gathered.insert(key, merged);
            }
            first && !gathered.is_empty()
        };
        if first {
            self.send_gathered_later();
        }
    }

    fn send_gathered_later(self: &Arc<Self>) {
        let announcer = Arc::clone(self);
        let send = move || {
            let gathered = std::mem::take(&mut *announcer.gathered.lock().unwrap_or_else(PoisonError::into_inner));
            for ((mailbox, tag), ids) in gathered {
                let ids = ids.map(|ids| ids.into_iter().collect());
                announcer.announce(Event::Stale { mailbox: mailbox.map(MailboxRef), tag, ids });
            }
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                tokio::time::sleep(GATHERED_FOR).await;
                send();
            })),
            // A commit made outside the runtime, at opening: nobody reads yet.
            Err(_) => send(),
        }
    }
}

/// What a change of the store means to the page.
fn stale(mailbox: Option<i64>, change: Change) -> Option<(StaleKey, Option<BTreeSet<i64>>)> {
    use estafette_store::Tag as Stored;
    let ids = Some(change.ids.into_iter().collect::<BTreeSet<_>>()).filter(|ids| !ids.is_empty());
    match change.tag {
        Stored::Folders => Some(((mailbox, Tag::Folders), ids)),
        Stored::Threads => Some(((mailbox, Tag::Threads), ids)),
        Stored::Thread => Some(((mailbox, Tag::Thread), ids)),
        Stored::Drafts => Some(((mailbox, Tag::Drafts), ids)),
        Stored::Outbox => Some(((mailbox, Tag::Outbox), ids)),
        Stored::Mailboxes | Stored::People => Some(((None, Tag::App), None)),
        Stored::Settings => Some(((None, Tag::Settings), None)),
        Stored::AuditLog => Some(((None, Tag::AuditLog), None)),
        Stored::Signatures => Some(((None, Tag::Signatures), None)),
        Stored::Templates => Some(((None, Tag::Templates), None)),
        Stored::Operations => None,
    }
}

/// One window's place in the announcements.
pub struct Subscription {
    receiver: broadcast::Receiver<Envelope>,
    seq: u64,
    resync_due: bool,
}

impl Subscription {
    /// Number of the last announcement before this one began.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The next announcement; `None` when the program ends. A window that lagged behind gets [`Event::Resync`] in the
    /// place of what it missed, numbered as the last of it.
    pub async fn next(&mut self) -> Option<Envelope> {
        loop {
            match self.receiver.recv().await {
                Ok(envelope) if self.resync_due => {
                    self.resync_due = false;
                    return Some(Envelope { seq: envelope.seq, event: Event::Resync });
                }
                Ok(envelope) => return Some(envelope),
                Err(broadcast::error::RecvError::Lagged(_)) => self.resync_due = true,
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
