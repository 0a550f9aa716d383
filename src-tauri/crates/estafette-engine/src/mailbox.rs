//! One mailbox while the engine runs: its encrypted file, its plan, how its connection is doing, and what wakes its loops.

mod folders;
mod texts;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use estafette_model::{Clock, Flags, FolderId, FolderRole, MailboxId, MessageId, Secret, ThreadId};
use estafette_net::{Credential, Endpoint, Security, Timeouts, TlsTrust};
use estafette_store::{Folder, MailboxStore, Query, StoreError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Notify;

use crate::connection::{ConnectionBoard, ConnectionStatus};
use crate::error::EngineError;
use crate::event::{EngineEvent, EventSink};
use crate::first_look::FirstLook;
use crate::handing_over::{HandedOver, HandingOver};
use crate::open_folder::OpenFolder;
use crate::password::Password;
use crate::provision::{MailboxPlan, SecurityPlan, ServerPlan};
use crate::received::{Received, ReceivedTally};
use crate::text_plan::TextPlan;
use crate::wanted::Wanted;

/// A mailbox of the profile, open.
pub struct Mailbox {
    pub(crate) id: MailboxId,
    pub(crate) plan: MailboxPlan,
    pub(crate) store: MailboxStore,
    pub(crate) board: ConnectionBoard,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) trust: TlsTrust,
    pub(crate) timeouts: Timeouts,
    pub(crate) events: EventSink,
    pub(crate) received: ReceivedTally,
    pub(crate) first_look: Arc<FirstLook>,
    /// Which texts are to be here, and in which order.
    pub(crate) texts: TextPlan,
    /// Letters somebody waits for.
    pub(crate) wanted: Wanted,
    /// The day texts were last let go of, counted from 1970.
    let_go_on: AtomicI64,
    /// There is something to replay or to fetch.
    pub(crate) wake_receiving: Notify,
    /// There is a letter to hand over, or the network is back.
    pub(crate) wake_sending: Notify,
    /// The connection of now may be dead without a sign.
    pub(crate) line_doubted: Notify,
    /// What the window shows of it and of which news are wanted at once.
    pub(crate) open_folder: OpenFolder,
    /// A draft was touched: it is to be copied to the server once the person pauses.
    pub(crate) drafts_changed: Notify,
    /// A person was told, in this run, that the server refuses a draft.
    pub(crate) draft_refusal_told: AtomicBool,
    /// The person asked for everything anew.
    full_pass_asked: AtomicBool,
    /// SMTP SIZE, bytes; 0 while unknown.
    size_limit: AtomicU64,
    size_limit_asked: AtomicBool,
    pub(crate) password: Password,
    /// Letters whose fate is unknown are to be looked for: the operator answers again.
    settling_asked: AtomicBool,
    /// Held while a letter is handed over: closing waits for it.
    pub(crate) handing_over: tokio::sync::Mutex<()>,
    pub(crate) handing: HandingOver,
}

impl Mailbox {
    pub(crate) fn new(parts: MailboxParts) -> Self {
        Self {
            id: parts.id,
            plan: parts.plan,
            store: parts.store,
            board: ConnectionBoard::new(None),
            clock: parts.clock,
            trust: parts.trust,
            timeouts: parts.timeouts,
            events: parts.events,
            received: ReceivedTally::default(),
            first_look: parts.first_look,
            texts: TextPlan::default(),
            wanted: Wanted::default(),
            let_go_on: AtomicI64::new(0),
            wake_receiving: Notify::new(),
            wake_sending: Notify::new(),
            line_doubted: Notify::new(),
            open_folder: OpenFolder::default(),
            drafts_changed: Notify::new(),
            draft_refusal_told: AtomicBool::new(false),
            full_pass_asked: AtomicBool::new(false),
            size_limit: AtomicU64::new(0),
            size_limit_asked: AtomicBool::new(false),
            password: parts.password,
            settling_asked: AtomicBool::new(true),
            handing_over: tokio::sync::Mutex::new(()),
            handing: HandingOver::default(),
        }
    }

    /// Its id in this profile.
    #[must_use]
    pub fn id(&self) -> MailboxId {
        self.id
    }

    /// What the provisioning file says of it.
    #[must_use]
    pub fn plan(&self) -> &MailboxPlan {
        &self.plan
    }

    /// The time of the engine, for what is dated as it is shown.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How its connection is doing.
    #[must_use]
    pub fn connection(&self) -> ConnectionStatus {
        self.board.read()
    }

    /// What came in since the engine was opened.
    #[must_use]
    pub fn received(&self) -> Received {
        self.received.read()
    }

    /// How far the letter being handed over is; nothing when none is.
    #[must_use]
    pub fn handed_over(&self) -> Option<HandedOver> {
        self.handing.read()
    }

    /// The largest letter the operator takes, bytes once encoded; `None` until a first connection told.
    #[must_use]
    pub fn size_limit(&self) -> Option<u64> {
        Some(self.size_limit.load(Ordering::Relaxed)).filter(|limit| *limit > 0)
    }

    /// Whether the size limit is still to be asked in this run: once is enough, each letter asks again.
    pub(crate) fn size_limit_to_ask(&self) -> bool {
        !self.size_limit_asked.swap(true, Ordering::Relaxed)
    }

    pub(crate) fn set_size_limit(&self, limit: Option<u64>) {
        self.size_limit.store(limit.unwrap_or(0), Ordering::Relaxed);
    }

    /// Runs `work` on the encrypted file, away from the threads that serve the network and the window.
    ///
    /// # Errors
    /// Whatever `work` reports, or [`EngineError::TaskLost`] if it panicked.
    pub async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&MailboxStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await;
        done.map_err(|_| EngineError::TaskLost)?.map_err(EngineError::Store)
    }

    /// What a person typed in the search, its days being those of `zone`.
    #[must_use]
    pub fn understood(&self, typed: &str, zone: TimeZone) -> Query {
        self.store.understood(typed, zone)
    }

    /// Asks for new letters now.
    pub fn sync_now(&self) {
        self.wanted.ask_all_again();
        self.full_pass_asked.store(true, Ordering::Relaxed);
        self.wake_receiving.notify_one();
        self.wake_sending.notify_one();
    }

    /// Gives up the connection of now and connects again at once, whatever was waited for.
    pub(crate) fn connect_anew(&self) {
        self.line_doubted.notify_waiters();
        self.wake_receiving.notify_one();
        self.wake_sending.notify_one();
    }

    pub(crate) fn take_full_pass(&self) -> bool {
        self.full_pass_asked.swap(false, Ordering::Relaxed)
    }

    /// Marks whole conversations, as seen from `folder`, read or unread, starred or not: every copy in that folder, and what
    /// is shown of the others. Here at once, on the server as soon as it can be. Gives the messages that changed.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn mark_threads(
        &self,
        threads: Vec<ThreadId>,
        folder: FolderId,
        flag: Flags,
        on: bool,
    ) -> Result<Vec<MessageId>, EngineError> {
        self.gesture(move |store| store.mark_threads(&threads, folder, flag, on)).await
    }

    /// Marks these very messages.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn mark_messages(&self, messages: Vec<MessageId>, flag: Flags, on: bool) -> Result<(), EngineError> {
        self.gesture(move |store| store.set_flag(&messages, flag, on)).await.map(drop)
    }

    /// Moves every message of `threads` that lies in `from` into `to`. Gives which.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn move_threads(
        &self,
        threads: Vec<ThreadId>,
        from: FolderId,
        to: FolderId,
    ) -> Result<Vec<MessageId>, EngineError> {
        self.gesture(move |store| store.move_threads(&threads, from, to)).await
    }

    /// Moves these very messages into `to`. Gives which are to be moved on the server.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn move_messages(&self, messages: Vec<MessageId>, to: FolderId) -> Result<Vec<MessageId>, EngineError> {
        self.gesture(move |store| {
            store.move_messages(&messages, to)?;
            Ok(messages)
        })
        .await
    }

    /// A person's gesture: done here, then replayed on the server as soon as it can be.
    async fn gesture<T: Send + 'static>(
        &self,
        work: impl FnOnce(&MailboxStore) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let done = self.with_store(work).await?;
        self.wake_receiving.notify_one();
        Ok(done)
    }

    /// The folder that has `role`.
    ///
    /// # Errors
    /// [`EngineError::Gone`] when the server has none.
    pub async fn folder_with(&self, role: FolderRole) -> Result<Folder, EngineError> {
        let folders = self.with_store(MailboxStore::folders).await?;
        folders.into_iter().find(|folder| folder.role == role).ok_or(EngineError::Gone("folder"))
    }

    /// Takes a password, tried at once. Blocks on the keyring.
    ///
    /// # Errors
    /// [`EngineError::Vault`] when the keyring does not keep it; it is then used until the program ends.
    pub(crate) fn give_password(&self, password: Secret<String>) -> Result<(), EngineError> {
        self.password.give(password.clone());
        self.board.connecting();
        self.announce(EngineEvent::ConnectionChanged { mailbox: self.id });
        self.sync_now();
        self.password.keep(&password)
    }

    pub(crate) async fn credential(&self) -> Result<Credential, EngineError> {
        let password = self.password.get().await?.ok_or(EngineError::PasswordNeeded)?;
        Ok(Credential::Password { login: self.plan.login.clone(), password })
    }

    /// Asks for the letters of unknown fate to be looked for.
    pub(crate) fn ask_to_settle(&self) {
        self.settling_asked.store(true, Ordering::Relaxed);
    }

    /// A report may be about a letter whose fate is unknown, and what it brought is marked on the server.
    pub(crate) fn reports_came(&self) {
        self.ask_to_settle();
        self.wake_sending.notify_one();
        self.wake_receiving.notify_one();
    }

    pub(crate) fn take_settling(&self) -> bool {
        self.settling_asked.swap(false, Ordering::Relaxed)
    }

    pub(crate) fn announce(&self, event: EngineEvent) {
        (self.events)(event);
    }
}

/// What a [`Mailbox`] is made of.
pub(crate) struct MailboxParts {
    pub(crate) id: MailboxId,
    pub(crate) plan: MailboxPlan,
    pub(crate) store: MailboxStore,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) trust: TlsTrust,
    pub(crate) timeouts: Timeouts,
    pub(crate) events: EventSink,
    pub(crate) first_look: Arc<FirstLook>,
    pub(crate) password: Password,
}

pub(crate) fn endpoint(server: &ServerPlan) -> Endpoint {
    let security = match server.security {
        SecurityPlan::StartTls => Security::StartTls,
        SecurityPlan::ImplicitTls => Security::ImplicitTls,
    };
    Endpoint { host: server.host.clone(), port: server.port, security }
}
