//! Notifications of the desktop: that letters came, seen by whoever passes by. Never a patient, a subject, a word or a file of
//! a letter, nor a person who wrote it.
//!
//! What is shown is decided here and handed to a [`Notifier`]; nothing else of a letter reaches it.

mod bulletin;
mod wording;

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use estafette_engine::{Engine, Mailbox, Notifications};
use estafette_model::{Correspondent, Flags, MailboxId, MailboxKind, MessageId};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::State;
use crate::screen_lock::ScreenLock;
use bulletin::Bulletin;
use wording::{News, Telling};

/// What a notification shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Takes the place of the one shown before under the same number.
    pub group: i64,
    /// Its first line.
    pub title: String,
    /// What stands below; may be empty.
    pub body: String,
}

/// What a notifier does takes its time.
pub type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Shows notifications. A desktop that shows none is no fault: nobody is told.
pub trait Notifier: Send + Sync {
    /// Whether the screen is locked: others than the one at the keyboard may look at it.
    fn screen_is_locked(&self) -> Answer<bool>;

    /// Shows one, without a sound and without keeping it.
    fn show(&self, notice: Notice) -> Answer<()>;
}

/// Shows nothing: where a desktop has no notifications we know.
pub struct Silence;

impl Notifier for Silence {
    fn screen_is_locked(&self) -> Answer<bool> {
        Box::pin(std::future::ready(false))
    }

    fn show(&self, _: Notice) -> Answer<()> {
        Box::pin(std::future::ready(()))
    }
}

/// The news of every mailbox, and who waits for them.
#[derive(Default)]
pub(crate) struct NewsBoard {
    bulletin: Mutex<Bulletin>,
    changed: Notify,
}

impl NewsBoard {
    /// Hears that letters came. Called from any thread; does not block.
    pub(crate) fn arrived(&self, mailbox: MailboxId, messages: &[MessageId]) {
        self.bulletin.lock().unwrap_or_else(PoisonError::into_inner).arrived(mailbox, messages, Instant::now());
        self.changed.notify_one();
    }

    /// The news whose time has come, once there are some.
    async fn due(&self) -> Vec<(MailboxId, Vec<MessageId>)> {
        loop {
            let (due, next) = {
                let mut bulletin = self.bulletin.lock().unwrap_or_else(PoisonError::into_inner);
                (bulletin.take_due(Instant::now()), bulletin.next_due())
            };
            if !due.is_empty() {
                return due;
            }
            match next {
                Some(at) => tokio::select! {
                    () = tokio::time::sleep_until(at) => {}
                    () = self.changed.notified() => {}
                },
                None => self.changed.notified().await,
            }
        }
    }
}

/// Who hears the news of one engine, and shows them.
pub(crate) struct Listener {
    pub(crate) board: Arc<NewsBoard>,
    pub(crate) engine: Weak<Engine>,
    pub(crate) notifier: Arc<dyn Notifier>,
    pub(crate) lock: Arc<ScreenLock>,
}

impl Listener {
    fn is_of(&self, state: &State) -> bool {
        matches!(state, State::Open(engine) if std::ptr::eq(Arc::as_ptr(engine), self.engine.as_ptr()))
    }

    async fn screen_is_locked(&self) -> bool {
        self.lock.is_locked() || self.notifier.screen_is_locked().await
    }
}

/// Shows what comes for as long as this engine is the open one.
pub(crate) async fn show_news(listener: Listener, mut state: watch::Receiver<State>) {
    loop {
        let due = tokio::select! {
            due = listener.board.due() => due,
            _ = state.wait_for(|state| !listener.is_of(state)) => return,
        };
        let Some(engine) = listener.engine.upgrade() else { return };
        for (mailbox, messages) in due {
            if let Some(notice) = notice(&engine, mailbox, messages, listener.screen_is_locked().await).await {
                listener.notifier.show(notice).await;
            }
        }
    }
}

/// The notice for these messages; none when nobody wants one, or when they were all read meanwhile, here or elsewhere.
async fn notice(engine: &Engine, mailbox: MailboxId, messages: Vec<MessageId>, locked: bool) -> Option<Notice> {
    let telling = telling(engine.settings().ok()?.notifications.value, locked)?;
    let mailbox = engine.mailbox(mailbox).ok()?;
    let senders = unread_senders(&mailbox, messages).await;
    let plan = mailbox.plan();
    if senders.is_empty() || plan.kind == MailboxKind::Application {
        return None;
    }
    let shared = plan.kind == MailboxKind::Organizational;
    let (title, body) = wording::lines(telling, &News { mailbox: &plan.label, shared, senders: &senders });
    Some(Notice { group: mailbox.id().get(), title, body })
}

/// How much may be said, if anything.
fn telling(wanted: Notifications, locked: bool) -> Option<Telling> {
    match wanted {
        Notifications::None => None,
        Notifications::Shared | Notifications::Personal if locked => Some(Telling::Count),
        Notifications::Shared => Some(Telling::Mailbox),
        Notifications::Personal => Some(Telling::Structure),
    }
}

/// Who wrote those of `messages` that nobody has read yet.
async fn unread_senders(mailbox: &Mailbox, messages: Vec<MessageId>) -> Vec<Correspondent> {
    let unread = mailbox.with_store(move |store| {
        let rows = messages.into_iter().filter_map(|message| store.message(message).transpose());
        let unread = rows.filter(|row| row.as_ref().is_ok_and(|row| !row.flags.contains(Flags::SEEN)));
        Ok(unread.flatten().map(|row| row.header.from).collect())
    });
    unread.await.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use estafette_engine::Notifications;

    use super::telling;
    use super::wording::Telling;

    #[test]
    fn a_locked_screen_tells_less_than_was_chosen_and_never_more() {
        assert_eq!(telling(Notifications::Shared, false), Some(Telling::Mailbox));
        assert_eq!(telling(Notifications::Personal, false), Some(Telling::Structure));
        for wanted in [Notifications::Shared, Notifications::Personal] {
            assert_eq!(telling(wanted, true), Some(Telling::Count));
        }
        for locked in [false, true] {
            assert_eq!(telling(Notifications::None, locked), None);
        }
    }
}
