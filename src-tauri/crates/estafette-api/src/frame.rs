//! What the `mail:` scheme answers: the page of an opened thread, the images its messages show, the fonts.
//!
//! An address holds a random token that is good while the view is open. A script-less frame cannot guess one, and a letter
//! cannot name another letter's images.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use estafette_contract::{ApiError, FrameAction, MessageRef};
use estafette_engine::{EngineError, Mailbox};
use estafette_mime::{MAIL_ORIGIN, MailUrl, THREAD_HEADERS, Theme, inline_part};
use estafette_model::{FolderId, MessageId, ThreadId};

use crate::fault;

mod document;

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
    /// The other headers: CSP, no cache, no referrer.
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
}

/// What a view shows, and from where.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The conversation.
    pub(crate) thread: ThreadId,
    /// The folder it is seen from.
    pub(crate) folder: FolderId,
    /// Its colours.
    pub(crate) theme: Theme,
    /// Its messages, and whether the text of each is here.
    pub(crate) messages: Vec<(MessageId, bool)>,
}

impl ThreadViews {
    /// Opens a view and gives its address; the address it has already, while it would show the same: a letter that was
    /// only marked as read keeps its place under the eyes.
    pub(crate) fn open(&self, mailbox: &Arc<Mailbox>, shown: Shown) -> Result<String, ApiError> {
        if let Some(view) = self.same(mailbox, &shown) {
            return Ok(MailUrl::Thread { token: view.token }.to_string());
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| fault::internal("no random numbers for a view"))?;
        let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let url = MailUrl::Thread { token: token.clone() }.to_string();
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if views.len() >= MAX_VIEWS {
            views.remove(0);
        }
        views.push(View { token, mailbox: Arc::clone(mailbox), shown });
        Ok(url)
    }

    /// Closes the view at `url`.
    pub(crate) fn close(&self, url: &str) {
        if let Some(MailUrl::Thread { token }) = MailUrl::parse(url) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|view| view.token != token);
        }
    }

    /// Answers one request, given its path.
    pub(crate) async fn answer(&self, path: &str) -> FrameAnswer {
        match MailUrl::parse(&format!("{MAIL_ORIGIN}{path}")) {
            Some(MailUrl::Thread { token }) => match self.view(&token) {
                Some(view) => page(&view).await,
                None => nothing(),
            },
            Some(MailUrl::InlineImage { token, message, content_id }) => match self.view(&token) {
                Some(view) => image(&view, message, content_id).await,
                None => nothing(),
            },
            Some(MailUrl::Font { file }) => match FONTS.iter().find(|(name, _)| *name == file) {
                Some((_, bytes)) => found("font/woff2", bytes.to_vec()),
                None => nothing(),
            },
            Some(MailUrl::Anchor { .. } | MailUrl::Save { .. }) | None => nothing(),
        }
    }

    /// What a link of the frame asks for; `None` for one that is not ours to act on.
    pub(crate) fn judge_link(&self, url: &str) -> Option<FrameAction> {
        match MailUrl::parse(url) {
            Some(MailUrl::Save { token, message, index }) => {
                self.view(&token).map(|_| FrameAction::Save { message: MessageRef(message.get()), index })
            }
            Some(MailUrl::Anchor { token, .. }) => self.view(&token).map(|_| FrameAction::Jump { url: url.to_owned() }),
            Some(MailUrl::Thread { .. } | MailUrl::InlineImage { .. } | MailUrl::Font { .. }) => None,
            None => outside_link(url),
        }
    }

    fn same(&self, mailbox: &Arc<Mailbox>, shown: &Shown) -> Option<View> {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.iter().find(|view| view.mailbox.id() == mailbox.id() && view.shown == *shown).cloned()
    }

    fn view(&self, token: &str) -> Option<View> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|view| view.token == token).cloned()
    }
}

/// `https:`, `http:` and `mailto:` are shown to the person; anything else is dropped.
fn outside_link(url: &str) -> Option<FrameAction> {
    let (scheme, rest) = url.split_once(':')?;
    let host = match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" => {
            let authority = rest.strip_prefix("//")?.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            authority.rsplit('@').next().unwrap_or_default().to_owned()
        }
        "mailto" => String::new(),
        _ => return None,
    };
    Some(FrameAction::Link { url: url.to_owned(), host })
}

async fn page(view: &View) -> FrameAnswer {
    match document::render(view).await {
        Ok(html) => found("text/html; charset=utf-8", html.into_bytes()),
        Err(error) => {
            tracing::warn!(%error, "a thread could not be laid out");
            nothing()
        }
    }
}

async fn image(view: &View, message: MessageId, content_id: String) -> FrameAnswer {
    let (thread, folder) = (view.shown.thread, view.shown.folder);
    let raw = view
        .mailbox
        .with_store(move |store| {
            // Only the messages of the thread shown.
            if store.thread_in(thread, folder)?.iter().any(|row| row.id == message) {
                store.raw(message)
            } else {
                Ok(None)
            }
        })
        .await;
    let Ok(Some(raw)) = raw else { return nothing() };
    let part = tokio::task::spawn_blocking(move || inline_part(&raw, &content_id)).await;
    match part {
        Ok(Some((mime_type, bytes))) => found(mime_type, bytes),
        Ok(None) | Err(_) => nothing(),
    }
}

fn found(content_type: &'static str, body: Vec<u8>) -> FrameAnswer {
    FrameAnswer { status: 200, content_type, headers: THREAD_HEADERS, body }
}

fn nothing() -> FrameAnswer {
    FrameAnswer { status: 404, content_type: "text/plain", headers: THREAD_HEADERS, body: Vec::new() }
}

/// Raw bytes of the messages of a thread, by message.
type Bodies = BTreeMap<MessageId, Vec<u8>>;

impl View {
    async fn bodies(&self) -> Result<(Vec<estafette_store::MessageRow>, Bodies), EngineError> {
        let (thread, folder) = (self.shown.thread, self.shown.folder);
        self.mailbox
            .with_store(move |store| {
                let rows = store.thread_in(thread, folder)?;
                let mut bodies = Bodies::new();
                for row in rows.iter().filter(|row| row.has_body) {
                    // One damaged copy fails only itself: it is shown as not loaded.
                    if let Ok(Some(raw)) = store.raw(row.id) {
                        bodies.insert(row.id, raw);
                    }
                }
                Ok((rows, bodies))
            })
            .await
    }
}
