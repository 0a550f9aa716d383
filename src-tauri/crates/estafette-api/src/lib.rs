//! The handlers behind the command table: what the page asks, put to the engine, and what the engine announces, put to
//! the page. Runs without a window, so the tests and the command line drive exactly what the window drives.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod announce;
mod answer;
mod discretion;
mod documents;
mod fault;
mod files;
mod frame;
mod handlers;
mod letter_head;
mod links;
mod marks;
mod notices;
mod opening;
mod outside;
mod pace;
mod part_bytes;
mod printer;
mod recorded;
mod router;
mod screen_lock;
mod viewer;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use estafette_contract::{ApiError, ErrorCode, Event, WayOut};
use estafette_engine::{Engine, EngineError, Unlocking};
use estafette_model::FolderRole;
use serde_json::Value;
use tokio::sync::{Mutex, Notify, watch};

pub use announce::Subscription;
pub use documents::{DocumentAnswer, VIEWER_HEADERS};
pub use estafette_engine::{KeyHolder, MemoryHolder, OsKeyring, leave_nothing_of_letters};
pub use files::FileDialogs;
pub use frame::FrameAnswer;
pub use links::Browser;
pub use notices::{Answer, Notice, Notifier, Silence};
pub use opening::{believed_authorities, profile_folder};
pub use printer::{PrintAnswer, PrintFault, PrintTarget, Printer};
pub use viewer::{DocumentViewer, NoViewer};
pub use words::{StatusItemWords, viewer_title, why_sleep_waits};

use announce::Announcer;
use documents::Documents;
use frame::ThreadViews;
use frame::pictures::Pictures;
use links::LastLink;
use notices::NewsBoard;
use pace::TryPace;
use screen_lock::ScreenLock;

/// What the program was started with.
pub struct Opening {
    /// The demonstration operator whose papers are in this folder.
    pub demonstration: Option<PathBuf>,
    /// A provisioning file in place of the machine's own.
    pub provisioning: Option<PathBuf>,
    /// A profile folder in place of the person's own.
    pub profile: Option<PathBuf>,
    /// Who keeps the keys and passwords: the keyring of the operating system, but for a demonstration.
    pub keys: Arc<dyn KeyHolder>,
    /// How a person chooses files.
    pub dialogs: Arc<dyn FileDialogs>,
    /// Where a link of a letter is opened.
    pub browser: Arc<dyn Browser>,
    /// How a conversation is printed.
    pub printer: Arc<dyn Printer>,
    /// Where joined documents are read.
    pub viewer: Arc<dyn DocumentViewer>,
    /// How a person is told that letters came.
    pub notifier: Arc<dyn Notifier>,
}

/// How long the page has to save what is being written before the window closes: a draft takes some milliseconds.
const LAST_WORDS: std::time::Duration = std::time::Duration::from_secs(3);

/// Everything the page can reach.
pub struct Api {
    opening: Opening,
    state: watch::Sender<State>,
    announcer: Arc<Announcer>,
    news: Arc<NewsBoard>,
    views: ThreadViews,
    last_link: LastLink,
    pictures: Pictures,
    documents: Documents,
    lock: Arc<ScreenLock>,
    /// Held while a personal code is tried; knows how fast they may be.
    code_pace: Mutex<TryPace>,
    /// The page has saved what was being written.
    left: Notify,
    /// Held while the profile is being opened, which is done once at a time; knows how fast passphrases may be tried.
    turn: Mutex<TryPace>,
}

/// Whether there is an engine.
#[derive(Clone)]
enum State {
    /// Being opened: commands wait.
    Opening,
    /// Open.
    Open(Arc<Engine>),
    /// Something keeps it closed; only `app_read` and the ways out answer.
    Obstacle(ApiError, Vec<WayOut>),
    /// Closed while the machine sleeps: commands wait.
    Resting,
    /// Closed for good.
    Closed,
}

impl Api {
    /// An api whose engine is not open yet: commands wait for [`Api::open`].
    #[must_use]
    pub fn new(opening: Opening) -> Arc<Self> {
        Arc::new(Self {
            opening,
            state: watch::Sender::new(State::Opening),
            announcer: Announcer::new(),
            news: Arc::default(),
            views: ThreadViews::default(),
            last_link: LastLink::default(),
            pictures: Pictures::default(),
            documents: Documents::default(),
            lock: Arc::default(),
            code_pace: Mutex::default(),
            left: Notify::new(),
            turn: Mutex::default(),
        })
    }

    /// Opens the profile and starts its mailboxes. What keeps it closed is kept as an obstacle the page can show.
    pub async fn open(&self) {
        let _turn = self.turn.lock().await;
        self.open_unasked().await;
    }

    /// The same for who holds the turn.
    async fn open_unasked(&self) {
        if let Err(error) = self.try_opening(Unlocking::Unasked).await {
            self.stay_closed(&error);
        }
    }

    /// Opens the profile with what the person gave. On an error the door is as it was. A profile that opens by itself opens
    /// behind a locked screen where somebody has a code: ending the program is no way around it.
    async fn try_opening(&self, unlocking: Unlocking) -> Result<(), EngineError> {
        let by_itself = matches!(unlocking, Unlocking::Unasked);
        let engine = Arc::new(self.open_engine(unlocking).await?);
        if !by_itself {
            self.open_up();
        } else if !engine.people_with_code()?.is_empty() {
            self.shut();
        }
        engine.start();
        let listener = notices::Listener {
            board: Arc::clone(&self.news),
            engine: Arc::downgrade(&engine),
            notifier: Arc::clone(&self.opening.notifier),
            lock: Arc::clone(&self.lock),
        };
        self.settle(State::Open(engine));
        tokio::spawn(notices::show_news(listener, self.state.subscribe()));
        Ok(())
    }

    /// Shows what keeps the profile closed, and what can be done about it.
    fn stay_closed(&self, error: &EngineError) {
        self.settle(State::Obstacle(fault::api_error(error), opening::ways_out(error)));
    }

    fn settle(&self, state: State) {
        self.state.send_replace(state);
        self.announcer.announce(opening::app_is_stale());
    }

    /// Tells the page that the window is about to close, and waits until it has saved what is being written, or for as
    /// long as one waits for a page that no longer answers.
    pub async fn take_leave(&self) {
        self.stop_reading();
        if self.lock.is_locked() {
            // It was saved before the screen locked.
            return;
        }
        let mut left = std::pin::pin!(self.left.notified());
        // Listening before it is asked: an answer is never missed, and one that came too late for an earlier question counts
        // for none.
        left.as_mut().enable();
        self.announcer.announce(Event::Leaving);
        if tokio::time::timeout(LAST_WORDS, left).await.is_err() {
            tracing::warn!("the page did not say that it had saved everything");
        }
    }

    /// Stops the mailboxes and closes the files.
    pub async fn close(&self) {
        self.stop_reading();
        if let State::Open(engine) = self.state.send_replace(State::Closed) {
            engine.close().await;
        }
    }

    /// Answers one command of the table.
    ///
    /// # Errors
    /// What the page has a sentence for.
    pub async fn route(&self, name: &str, arguments: Value) -> Result<Value, ApiError> {
        if !self.lock.answers(name) {
            return Err(fault::plain(ErrorCode::Locked));
        }
        let answer = router::route(self, name, arguments).await;
        // It may have been locked meanwhile.
        if self.lock.answers(name) { answer } else { Err(fault::plain(ErrorCode::Locked)) }
    }

    /// Hears every announcement from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        self.announcer.subscribe()
    }

    /// Answers the `mail:` scheme.
    pub async fn frame(&self, path: &str) -> FrameAnswer {
        match self.pictures.answer(path) {
            Some(answer) => answer,
            None => self.views.answer(path).await,
        }
    }

    /// Answers the `viewer:` scheme.
    pub async fn document(&self, path: &str) -> DocumentAnswer {
        self.documents.answer(path).await
    }

    /// The window of the document at `url` is gone, and its address with it.
    pub fn document_closed(&self, url: &str) {
        self.documents.close(url);
    }

    /// Closes the document being read, if one is.
    pub(crate) fn stop_reading(&self) {
        if self.documents.close_any() {
            self.opening.viewer.close();
        }
    }

    /// A link of the thread frame was used: announced to the page, which asks the person. Nothing is ever followed here.
    pub fn frame_link(&self, url: &str) {
        if !self.lock.is_locked()
            && let Some(action) = self.views.judge_link(url, &self.last_link)
        {
            self.announcer.announce(Event::Frame { action });
        }
    }

    /// A key nobody handled inside the thread frame.
    pub fn frame_key(&self, key: String) {
        self.somebody_is_there();
        self.announcer.announce(Event::FrameKey { key });
    }

    /// Whether anything is unread in an inbox; nothing is before the profile is open.
    pub async fn has_unread(&self) -> bool {
        let Ok(engine) = self.engine().await else { return false };
        for mailbox in engine.mailboxes() {
            let folders = mailbox.with_store(estafette_store::MailboxStore::folders).await.unwrap_or_default();
            if folders.iter().any(|folder| folder.role == FolderRole::Inbox && folder.unread > 0) {
                return true;
            }
        }
        false
    }

    /// Begins a letter in the window: « Nouveau message » was chosen outside of it. A locked screen only shows itself.
    pub fn ask_for_letter(&self) {
        if !self.lock.is_locked() {
            self.announcer.announce(Event::LetterWanted);
        }
    }

    /// Whether the window is to be hidden from pictures of the screen; not before the profile is open.
    pub async fn hides_from_captures(&self) -> bool {
        let engine = self.engine().await.ok();
        engine.and_then(|engine| engine.settings().ok()).is_some_and(|settings| settings.hide_from_captures.value)
    }

    /// The error of a fault of ours.
    #[must_use]
    pub fn internal_error(what: &'static str) -> ApiError {
        fault::internal(what)
    }

    /// The error of a page that asks for what does not exist.
    #[must_use]
    pub fn bad_request(what: &'static str) -> ApiError {
        fault::bad_request(what)
    }

    /// What can be done about what keeps the profile closed.
    fn ways_out(&self) -> Vec<WayOut> {
        match &*self.state.borrow() {
            State::Obstacle(_, ways) => ways.clone(),
            State::Opening | State::Open(_) | State::Resting | State::Closed => Vec::new(),
        }
    }

    /// The engine, once open.
    async fn engine(&self) -> Result<Arc<Engine>, ApiError> {
        let mut state = self.state.subscribe();
        let settled = state.wait_for(|state| !matches!(state, State::Opening | State::Resting)).await;
        match settled.as_deref() {
            Ok(State::Open(engine)) => Ok(Arc::clone(engine)),
            Ok(State::Obstacle(error, _)) => Err(error.clone()),
            Ok(State::Opening | State::Resting | State::Closed) | Err(_) => {
                Err(fault::internal("the engine is closed"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
