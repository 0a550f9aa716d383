//! One person's Estafette without its window: commands in, answers out, files chosen from a folder.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use estafette_api::{Api, Browser, DocumentViewer, FileDialogs, KeyHolder, MemoryHolder, Notifier, Opening, Printer};
use estafette_contract::{
    ApiError, AppView, AuditPage, Connection, DraftQueued, DraftStarted, DraftView, FolderRef, FolderRole, FolderView,
    MailboxRef, MailboxView, OutboxRef, OutboxState, OutboxView, ThreadPage, ThreadRow, ThreadView,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Corkboard, ListedBrowser, Shelf, Tray};

/// Longest wait for something the servers do, on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An open Estafette.
pub struct Desk {
    /// Its door.
    pub api: Arc<Api>,
    drawer: Arc<Drawer>,
    /// Its printer.
    pub tray: Arc<Tray>,
    /// Its browser.
    pub browser: Arc<ListedBrowser>,
    /// Where its documents are read.
    pub shelf: Arc<Shelf>,
    /// Where its notifications are shown.
    pub corkboard: Arc<Corkboard>,
    keys: Arc<dyn KeyHolder>,
}

/// Looks again and again until `look` finds something.
///
/// # Panics
/// After half a minute, with `what`.
pub async fn patiently<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited too long for {what}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

impl Desk {
    /// Opens Estafette with the papers in `folder`.
    pub async fn sit_down(folder: PathBuf) -> Self {
        Self::sit_down_with_keys(folder, Arc::new(MemoryHolder::default())).await
    }

    /// The same on a machine whose keys are kept by `keys`.
    pub async fn sit_down_with_keys(folder: PathBuf, keys: Arc<dyn KeyHolder>) -> Self {
        let corkboard = Arc::new(Corkboard::default());
        let notifier = Arc::clone(&corkboard) as Arc<dyn Notifier>;
        Self { corkboard, ..Self::sit_down_before(folder, keys, notifier).await }
    }

    /// The same on a desktop whose notifications are shown by `notifier`; the corkboard stays empty.
    pub async fn sit_down_before(folder: PathBuf, keys: Arc<dyn KeyHolder>, notifier: Arc<dyn Notifier>) -> Self {
        let drawer = Arc::new(Drawer {
            files: Mutex::default(),
            saved: folder.join("saved"),
            closed: AtomicBool::new(false),
            chosen: Arc::default(),
        });
        std::fs::create_dir_all(&drawer.saved).expect("a folder");
        let (tray, browser, shelf) =
            (Arc::new(Tray::default()), Arc::new(ListedBrowser::default()), Arc::new(Shelf::default()));
        let api = Api::new(Opening {
            demonstration: Some(folder),
            provisioning: None,
            profile: None,
            keys: Arc::clone(&keys),
            dialogs: Arc::clone(&drawer) as Arc<dyn FileDialogs>,
            browser: Arc::clone(&browser) as Arc<dyn Browser>,
            printer: Arc::clone(&tray) as Arc<dyn Printer>,
            viewer: Arc::clone(&shelf) as Arc<dyn DocumentViewer>,
            notifier,
        });
        tray.plug_in(&api);
        api.open().await;
        // What keeps the profile closed has no first screen.
        let _shown_or_closed = api.route("app_shown", json!({})).await;
        Self { api, drawer, tray, browser, shelf, corkboard: Arc::default(), keys }
    }

    /// Closes Estafette, and gives what kept its keys.
    pub async fn leave(self) -> Arc<dyn KeyHolder> {
        self.api.close().await;
        self.keys
    }

    /// Asks a command of the table.
    ///
    /// # Errors
    /// The error the page would show.
    pub async fn ask<T: DeserializeOwned>(&self, command: &str, arguments: Value) -> Result<T, ApiError> {
        let answer = self.api.route(command, arguments).await?;
        Ok(serde_json::from_value(answer).expect("the reply has its type"))
    }

    /// Asks a command that must answer.
    pub async fn get<T: DeserializeOwned>(&self, command: &str, arguments: Value) -> T {
        self.ask(command, arguments).await.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// The state of the whole application.
    pub async fn app(&self) -> AppView {
        self.get("app_read", json!({})).await
    }

    /// Its only mailbox.
    pub async fn mailbox(&self) -> MailboxView {
        self.app().await.mailboxes.into_iter().next().expect("a mailbox")
    }

    /// Waits for a state of its mailbox.
    pub async fn wait_for_connection(&self, what: &str, wanted: impl Fn(&Connection) -> bool) -> MailboxView {
        patiently(what, async || Some(self.mailbox().await).filter(|mailbox| wanted(&mailbox.connection))).await
    }

    /// Waits until its mailbox is in step with the server.
    pub async fn wait_until_up_to_date(&self) {
        self.wait_for_connection("being up to date", |state| *state == Connection::UpToDate).await;
    }

    /// The folder with `role`.
    pub async fn folder(&self, role: FolderRole) -> FolderView {
        let folders: Vec<FolderView> = self.get("folder_list", json!({ "mailbox": self.mailbox().await.id })).await;
        folders.into_iter().find(|folder| folder.role == role).expect("the folder")
    }

    /// The rows of the folder with `role`.
    pub async fn rows(&self, role: FolderRole) -> Vec<ThreadRow> {
        let folder = self.folder(role).await.id;
        self.rows_of(self.mailbox().await.id, folder).await
    }

    async fn rows_of(&self, mailbox: MailboxRef, folder: FolderRef) -> Vec<ThreadRow> {
        let page: ThreadPage = self
            .get(
                "thread_list",
                json!({ "mailbox": mailbox, "folder": folder, "filter": "all", "offset": 0, "limit": 200 }),
            )
            .await;
        page.rows
    }

    /// Waits for the row called `subject` in the folder with `role`.
    pub async fn wait_for_row(&self, role: FolderRole, subject: &str) -> ThreadRow {
        patiently(subject, async || {
            self.rows(role).await.into_iter().find(|row| row.subject.as_deref() == Some(subject))
        })
        .await
    }

    /// Opens the conversation of `row`.
    pub async fn open(&self, row: &ThreadRow) -> ThreadView {
        let mailbox = self.mailbox().await.id;
        self.get(
            "thread_open",
            json!({ "mailbox": mailbox, "thread": row.id, "folder": row.folder, "theme": "light", "reveal": false }),
        )
        .await
    }

    /// The page the frame would show at `url`.
    pub async fn frame(&self, url: &str) -> String {
        let path = url.strip_prefix("mail://localhost").expect("a mail: address");
        let answer = self.api.frame(path).await;
        assert_eq!(answer.status, 200, "{url}");
        String::from_utf8(answer.body).expect("a page")
    }

    /// The dialogs that ask for a place stay open until what this gives is dropped.
    pub async fn look_for_a_place(&self) -> tokio::sync::OwnedMutexGuard<()> {
        Arc::clone(&self.drawer.chosen).lock_owned().await
    }

    /// Puts a file in the drawer: the next « Joindre » picks everything in it.
    pub fn put_in_drawer(&self, name: &str, bytes: &[u8]) {
        let path = self.drawer.saved.join(name);
        std::fs::write(&path, bytes).expect("written");
        self.drawer.files.lock().expect("the drawer").push(path);
    }

    /// Where « Enregistrer » puts files.
    #[must_use]
    pub fn saved(&self, name: &str) -> PathBuf {
        self.drawer.saved.join(name)
    }

    /// The person closes the next dialogs without choosing a place.
    pub fn close_dialogs(&self) {
        self.drawer.closed.store(true, Ordering::Relaxed);
    }

    /// The journal, the latest line first.
    pub async fn journal(&self) -> AuditPage {
        let filter = json!({ "person": null, "act": null, "since": null, "until": null });
        self.get("audit_list", json!({ "filter": filter, "offset": 0, "limit": 200 })).await
    }

    /// Writes a letter and saves it.
    pub async fn write(&self, to: &[&str], subject: &str, text: &str) -> DraftView {
        let mailbox = self.mailbox().await.id;
        let started: DraftStarted = self.get("draft_create", json!({ "mailbox": mailbox })).await;
        let content = json!({ "to": to, "cc": [], "subject": subject, "body_html": format!("<p>{text}</p>") });
        let save = json!({ "mailbox": mailbox, "draft": started.draft, "revision": 1, "content": content });
        let _saved: Value = self.get("draft_save", save).await;
        self.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await
    }

    /// Joins what is in the drawer.
    pub async fn join_drawer(&self, draft: &DraftView) -> DraftView {
        self.get("draft_attach", json!({ "mailbox": draft.mailbox, "draft": draft.id })).await
    }

    /// Hands a draft to the outbox, where it is held for the time one may change one's mind.
    ///
    /// # Errors
    /// The error the page would show; nothing is queued then.
    pub async fn send_held(&self, draft: &DraftView) -> Result<DraftQueued, ApiError> {
        self.ask("draft_send", json!({ "mailbox": draft.mailbox, "draft": draft.id })).await
    }

    /// Hands a draft to the outbox and lets it leave at once.
    ///
    /// # Errors
    /// The error the page would show; nothing is queued then.
    pub async fn send(&self, draft: &DraftView) -> Result<OutboxRef, ApiError> {
        let queued = self.send_held(draft).await?;
        let now = json!({ "mailbox": draft.mailbox, "outbox": queued.outbox });
        let _done: Value = self.ask("outbox_retry", now).await?;
        Ok(queued.outbox)
    }

    /// The letter as it stands in the outbox.
    pub async fn letter(&self, letter: OutboxRef) -> Option<OutboxView> {
        self.outbox().await.into_iter().find(|view| view.id == letter)
    }

    /// The letters on their way.
    pub async fn outbox(&self) -> Vec<OutboxView> {
        self.get("outbox_list", json!({ "mailbox": self.mailbox().await.id })).await
    }

    /// Waits until the letter is in `state`.
    pub async fn wait_for_letter(&self, letter: OutboxRef, state: OutboxState) -> OutboxView {
        patiently(&format!("the letter to be {state:?}"), async || {
            self.outbox().await.into_iter().find(|view| view.id == letter && view.state == state)
        })
        .await
    }
}

/// Stands for the native dialogs.
struct Drawer {
    files: Mutex<Vec<PathBuf>>,
    saved: PathBuf,
    closed: AtomicBool,
    /// Held while somebody still looks for a place.
    chosen: Arc<tokio::sync::Mutex<()>>,
}

impl FileDialogs for Drawer {
    fn choose_files(&self) -> Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> {
        Box::pin(std::future::ready(std::mem::take(&mut *self.files.lock().expect("the drawer"))))
    }

    fn choose_place(&self, suggested_name: &str) -> Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>> {
        let place = (!self.closed.load(Ordering::Relaxed)).then(|| self.saved.join(suggested_name));
        let chosen = Arc::clone(&self.chosen);
        Box::pin(async move {
            let _no_longer_looking = chosen.lock().await;
            place
        })
    }
}
