//! What the `mail:` scheme answers: the page of an opened thread, the images its messages show, the fonts.
//!
//! An address holds a random token that is good while the view is open. A script-less frame cannot guess one, and a letter
//! cannot name another letter's images. What is printed has a view of its own, for as long as it is being printed; what is
//! looked for in a conversation is a page of its view.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use estafette_contract::{ApiError, ErrorCode, FrameAction, MessageRef};
use estafette_engine::{EngineError, Mailbox};
use estafette_mime::{FONT_HEADERS, MAIL_ORIGIN, MailUrl, PageLook, PictureUse, Sought, THREAD_HEADERS, find_image};
use estafette_model::{FolderId, MessageId, ThreadId};
use estafette_store::{KeptBody, MailboxStore, MessageRow, RecipientFate, StoreError};

use crate::discretion::Discretion;
use crate::fault;
use crate::links::LastLink;
use crate::part_bytes::part_bytes;

mod document;
pub(crate) mod pictures;

/// Views kept open: the one shown, and those a fast reader left a moment ago whose images may still be asked for.
const MAX_VIEWS: usize = 4;
/// The fonts of the frame, by the names its style sheet asks for.
const FONTS: [(&str, &[u8]); 2] = [
    ("next.woff2", include_bytes!("../../../../assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2")),
    ("mono.woff2", include_bytes!("../../../../assets/fonts/atkinson-hyperlegible-mono-latin-wght-normal.woff2")),
];

/// An answer of the scheme.
pub struct FrameAnswer {
    /// HTTP status.
    pub status: u16,
    /// Content-Type.
    pub content_type: &'static str,
    /// The other headers: CSP, cache, referrer.
    pub headers: &'static [(&'static str, &'static str)],
    /// The bytes.
    pub body: Vec<u8>,
}

/// The views open now, oldest first.
#[derive(Default)]
pub(crate) struct ThreadViews(Mutex<Vec<View>>);

#[derive(Clone)]
struct View {
    token: String,
    mailbox: Arc<Mailbox>,
    shown: Shown,
    /// What is printed of it; none on screen.
    paper: Option<Paper>,
    /// What was looked for last, laid out.
    found: Option<Arc<Found>>,
}

/// What a printed view shows and the window shows elsewhere.
#[derive(Clone)]
struct Paper {
    only: BTreeSet<MessageId>,
    subject: String,
    provenance: String,
}

/// A page with everything found in it marked.
struct Found {
    number: u32,
    html: String,
}

/// What is to be printed.
pub(crate) struct PaperView<'a> {
    /// Whose messages.
    pub(crate) mailbox: &'a Arc<Mailbox>,
    /// Which conversation.
    pub(crate) thread: ThreadId,
    /// The folder it is seen from.
    pub(crate) folder: FolderId,
    /// Which of its messages.
    pub(crate) messages: BTreeSet<MessageId>,
    /// The title above them.
    pub(crate) subject: String,
    /// When it left, and by whom.
    pub(crate) provenance: String,
}

/// What a view shows, and from where.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The conversation.
    pub(crate) thread: ThreadId,
    /// The folder it is seen from.
    pub(crate) folder: FolderId,
    /// Its colours and sizes.
    pub(crate) look: PageLook,
    /// Whether what is folded in it stays masked.
    pub(crate) discretion: Discretion,
    /// Its messages, and whether the text of each is here.
    pub(crate) messages: Vec<(MessageId, bool)>,
    /// What is known of those that left from here.
    pub(crate) fates: Fates,
}

/// What became of messages, recipient by recipient.
pub(crate) type Fates = BTreeMap<MessageId, Vec<RecipientFate>>;

/// What is known of those of `rows` that are ours.
pub(crate) fn fates(store: &MailboxStore, rows: &[MessageRow], mailbox: &Mailbox) -> Result<Fates, StoreError> {
    let mut known = Fates::new();
    for row in rows.iter().filter(|row| mailbox.plan().is_own(&row.header.from.address)) {
        let fates = store.fates(&row.header.message_id)?;
        if !fates.is_empty() {
            known.insert(row.id, fates);
        }
    }
    Ok(known)
}

impl ThreadViews {
    /// Opens a view and gives its address; the address it has already, while it would show the same: a letter that was
    /// only marked as read keeps its place under the eyes.
    pub(crate) fn open(&self, mailbox: &Arc<Mailbox>, shown: Shown) -> Result<String, ApiError> {
        if let Some(view) = self.same(mailbox, &shown) {
            return Ok(MailUrl::Thread { token: view.token }.to_string());
        }
        let view = View { token: new_token()?, mailbox: Arc::clone(mailbox), shown, paper: None, found: None };
        Ok(self.keep(view))
    }

    /// Opens a view to be printed, and gives its address. It is to be closed.
    pub(crate) fn open_on_paper(&self, view: PaperView<'_>) -> Result<String, ApiError> {
        // Whoever prints asked for all of it.
        let (look, discretion) = (PageLook::ORDINARY, Discretion::NONE);
        let (messages, fates) = (Vec::new(), Fates::new());
        let shown = Shown { thread: view.thread, folder: view.folder, look, discretion, messages, fates };
        let paper = Paper { only: view.messages, subject: view.subject, provenance: view.provenance };
        let (token, mailbox) = (new_token()?, Arc::clone(view.mailbox));
        Ok(self.keep(View { token, mailbox, shown, paper: Some(paper), found: None }))
    }

    fn keep(&self, view: View) -> String {
        let url = MailUrl::Thread { token: view.token.clone() }.to_string();
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut on_screen = views.iter().enumerate().filter(|(_, view)| view.paper.is_none()).map(|(at, _)| at);
        if let Some(oldest) = on_screen.next()
            && on_screen.count() + 1 >= MAX_VIEWS
        {
            views.remove(oldest);
        }
        views.push(view);
        url
    }

    /// Lays the conversation at `url` out with every place of `sought` marked. Gives the address of that page, good until
    /// something else is looked for, and how many places there are.
    pub(crate) async fn find(&self, url: &str, sought: &Sought) -> Result<(String, u32), ApiError> {
        let gone = || fault::plain(ErrorCode::Gone);
        let Some(MailUrl::Thread { token }) = MailUrl::parse(url) else { return Err(gone()) };
        let view = self.view(&token).ok_or_else(gone)?;
        let (html, hits) =
            document::render(&view, Some(sought.clone())).await.map_err(|error| fault::api_error(&error))?;
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let view = views.iter_mut().find(|view| view.token == token).ok_or_else(gone)?;
        let number = view.found.as_ref().map_or(1, |found| found.number.wrapping_add(1));
        view.found = Some(Arc::new(Found { number, html }));
        Ok((MailUrl::Found { token, number }.to_string(), hits))
    }

    /// Closes the view at `url`.
    pub(crate) fn close(&self, url: &str) {
        if let Some(MailUrl::Thread { token }) = MailUrl::parse(url) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|view| view.token != token);
        }
    }

    /// Closes what is on the screen; what is being printed is finished.
    pub(crate) fn close_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|view| view.paper.is_some());
    }

    /// Answers one request, given its path.
    pub(crate) async fn answer(&self, path: &str) -> FrameAnswer {
        match MailUrl::parse(&format!("{MAIL_ORIGIN}{path}")) {
            Some(MailUrl::Thread { token }) => match self.view(&token) {
                Some(view) => page(&view).await,
                None => nothing(),
            },
            Some(MailUrl::Found { token, number }) => {
                match self.view(&token).and_then(|view| view.found).filter(|page| page.number == number) {
                    Some(page) => found("text/html; charset=utf-8", page.html.clone().into_bytes()),
                    None => nothing(),
                }
            }
            Some(MailUrl::InlineImage { token, message, content_id }) => match self.view(&token) {
                Some(view) => image(&view, message, content_id).await,
                None => nothing(),
            },
            Some(MailUrl::Font { file }) => match FONTS.iter().find(|(name, _)| *name == file) {
                Some((_, bytes)) => {
                    FrameAnswer { status: 200, content_type: "font/woff2", headers: FONT_HEADERS, body: bytes.to_vec() }
                }
                None => nothing(),
            },
            // A picture is not of a view.
            Some(MailUrl::Anchor { .. } | MailUrl::Save { .. } | MailUrl::View { .. } | MailUrl::Picture { .. })
            | None => nothing(),
        }
    }

    /// What a link of the frame asks for; `None` for one that is not ours to act on. One that leads outside is kept in `links`.
    pub(crate) fn judge_link(&self, url: &str, links: &LastLink) -> Option<FrameAction> {
        match MailUrl::parse(url) {
            Some(MailUrl::Save { token, message, index }) => {
                self.view(&token).map(|_| FrameAction::Save { message: MessageRef(message.get()), index })
            }
            Some(MailUrl::View { token, message, index }) => {
                self.view(&token).map(|_| FrameAction::View { message: MessageRef(message.get()), index })
            }
            Some(MailUrl::Anchor { token, .. }) => self.view(&token).map(|_| FrameAction::Jump { url: url.to_owned() }),
            Some(
                MailUrl::Thread { .. }
                | MailUrl::Found { .. }
                | MailUrl::InlineImage { .. }
                | MailUrl::Picture { .. }
                | MailUrl::Font { .. },
            ) => None,
            None => links.show(url),
        }
    }

    fn same(&self, mailbox: &Arc<Mailbox>, shown: &Shown) -> Option<View> {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views
            .iter()
            .find(|view| view.paper.is_none() && view.mailbox.id() == mailbox.id() && view.shown == *shown)
            .cloned()
    }

    fn view(&self, token: &str) -> Option<View> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|view| view.token == token).cloned()
    }
}

/// 128 random bits, for an address nobody can guess.
pub(crate) fn new_token() -> Result<String, ApiError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| fault::internal("no random numbers for a view"))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn page(view: &View) -> FrameAnswer {
    match document::render(view, None).await {
        Ok((html, _)) => found("text/html; charset=utf-8", html.into_bytes()),
        Err(error) => {
            tracing::warn!(%error, "a thread could not be laid out");
            nothing()
        }
    }
}

async fn image(view: &View, message: MessageId, content_id: String) -> FrameAnswer {
    let (thread, folder) = (view.shown.thread, view.shown.folder);
    let image = view
        .mailbox
        .with_store(move |store| {
            // Only the messages of the thread shown.
            if !store.thread_in(thread, folder)?.iter().any(|row| row.id == message) {
                return Ok(None);
            }
            let body = store.body(message)?;
            let Some(part) = body.and_then(|body| find_image(body.as_letter(), &content_id)) else {
                return Ok(None);
            };
            let read = part_bytes(store, message, part, pictures::MAX_PICTURE)?;
            Ok(read.whole.then_some(read.bytes))
        })
        .await;
    let Ok(Some(received)) = image else { return nothing() };
    match pictures::decoded(received, PictureUse::InText).await {
        Ok(picture) => found(picture.mime_type, picture.bytes),
        Err(_) => nothing(),
    }
}

fn found(content_type: &'static str, body: Vec<u8>) -> FrameAnswer {
    FrameAnswer { status: 200, content_type, headers: THREAD_HEADERS, body }
}

fn nothing() -> FrameAnswer {
    FrameAnswer { status: 404, content_type: "text/plain", headers: THREAD_HEADERS, body: Vec::new() }
}

/// The messages of a thread as they are kept, by message.
type Bodies = BTreeMap<MessageId, KeptBody>;

impl View {
    async fn bodies(&self) -> Result<(Vec<MessageRow>, Bodies, Fates), EngineError> {
        let (thread, folder, mailbox) = (self.shown.thread, self.shown.folder, Arc::clone(&self.mailbox));
        let only = self.paper.as_ref().map(|paper| paper.only.clone());
        self.mailbox
            .with_store(move |store| {
                let mut rows = store.thread_in(thread, folder)?;
                if let Some(only) = only {
                    rows.retain(|row| only.contains(&row.id));
                }
                let mut bodies = Bodies::new();
                for row in rows.iter().filter(|row| row.has_body) {
                    // One damaged copy fails only itself: it is shown as not loaded.
                    if let Ok(Some(body)) = store.body(row.id) {
                        bodies.insert(row.id, body);
                    }
                }
                let fates = fates(store, &rows, &mailbox)?;
                Ok((rows, bodies, fates))
            })
            .await
    }
}
