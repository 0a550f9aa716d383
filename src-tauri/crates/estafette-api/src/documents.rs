//! What the `viewer:` scheme answers: the page that reads documents, and the bytes of the one being read, straight from the
//! encrypted file of the mailbox into memory and never to the disk.
//!
//! One document is read at a time. Its address holds a random token that dies with its window; without it the scheme answers
//! nothing at all, not even the page.

use std::sync::{Arc, Mutex, PoisonError};

use estafette_contract::{ApiError, FrameTheme};
use estafette_engine::Mailbox;
use estafette_mime::PartPlace;
use estafette_model::MessageId;

use crate::frame::new_token;
use crate::part_bytes::part_bytes;

/// Largest file that is shown, bytes: it stands whole in memory, here and in the web view. Whatever is larger can be saved.
pub(crate) const MAX_SHOWN: usize = 64 * 1024 * 1024;

/// Where the scheme answers: WebView2 only knows custom schemes as hosts of `http:`.
const ORIGIN: &str = if cfg!(windows) { "http://viewer.localhost" } else { "viewer://localhost" };
/// The page that reads, among those of the viewer.
const PAGE: &str = "viewer.html";
/// The bytes of the document, below its token.
const FILE: &str = "file";

/// Content-Security-Policy of the viewer: its own scripts, styles and fonts, and its own bytes to read. No evaluation of text,
/// no frame, no form, nowhere to go. `blob:` is what a film is played from: GStreamer is never given a custom scheme.
const VIEWER_CSP: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; \
    connect-src 'self'; media-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Every header of an answer but its Content-Type.
pub const VIEWER_HEADERS: &[(&str, &str)] = &[
    ("Content-Security-Policy", VIEWER_CSP),
    ("X-DNS-Prefetch-Control", "off"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
];

/// What is at an address of the scheme.
#[derive(Debug, PartialEq, Eq)]
pub enum DocumentAnswer {
    /// A file of the viewer itself, by its path among those.
    Viewer(String),
    /// The document.
    Document {
        /// What it says it is.
        content_type: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Nothing.
    Nothing,
}

/// How a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Page by page.
    Pdf,
    /// Played.
    Film,
}

/// A joined file, as it is to be read.
#[derive(Clone)]
pub(crate) struct Document {
    /// Whose letter.
    pub(crate) mailbox: Arc<Mailbox>,
    /// Which letter.
    pub(crate) message: MessageId,
    /// Where in it.
    pub(crate) part: PartPlace,
    /// How.
    pub(crate) reading: Reading,
    /// « type/subtype ».
    pub(crate) content_type: String,
}

/// The document being read, under its token.
#[derive(Default)]
pub(crate) struct Documents(Mutex<Option<(String, Document)>>);

impl Documents {
    /// Gives the address of `document`, in the place of the one before.
    pub(crate) fn open(&self, document: Document, theme: FrameTheme) -> Result<String, ApiError> {
        let token = new_token()?;
        let how = match document.reading {
            Reading::Pdf => "pdf",
            Reading::Film => "film",
        };
        let colours = match theme {
            FrameTheme::Light => "light",
            FrameTheme::Dark => "dark",
        };
        let url = format!("{ORIGIN}/{token}/#{how},{colours}");
        *self.open_one() = Some((token, document));
        Ok(url)
    }

    /// Closes the document at `url`, unless another is being read already.
    pub(crate) fn close(&self, url: &str) {
        self.open_one().take_if(|(token, _)| url.starts_with(&format!("{ORIGIN}/{token}/")));
    }

    /// Closes the document being read, and says whether one was.
    pub(crate) fn close_any(&self) -> bool {
        self.open_one().take().is_some()
    }

    /// Answers one request, given its path.
    pub(crate) async fn answer(&self, path: &str) -> DocumentAnswer {
        let Some((token, file)) = path.strip_prefix('/').and_then(|path| path.split_once('/')) else {
            return DocumentAnswer::Nothing;
        };
        let open = self.open_one().as_ref().filter(|(open, _)| open == token).map(|(_, document)| document.clone());
        match (open, file) {
            (None, _) => DocumentAnswer::Nothing,
            (Some(_), "") => DocumentAnswer::Viewer(String::from(PAGE)),
            (Some(document), FILE) => document.answer().await,
            (Some(_), file) if is_plain_path(file) => DocumentAnswer::Viewer(file.to_owned()),
            (Some(_), _) => DocumentAnswer::Nothing,
        }
    }

    fn open_one(&self) -> std::sync::MutexGuard<'_, Option<(String, Document)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Document {
    async fn answer(self) -> DocumentAnswer {
        let (message, part) = (self.message, self.part);
        match self.mailbox.with_store(move |store| part_bytes(store, message, part, MAX_SHOWN)).await {
            Ok(read) if read.whole => DocumentAnswer::Document { content_type: self.content_type, bytes: read.bytes },
            Ok(_) => DocumentAnswer::Nothing,
            Err(error) => {
                tracing::warn!(%error, "a joined document could not be read");
                DocumentAnswer::Nothing
            }
        }
    }
}

/// Whether every step of `path` is a plain name: no step up, no step hidden, nothing encoded.
fn is_plain_path(path: &str) -> bool {
    path.split('/').all(|step| {
        !step.is_empty()
            && !step.starts_with('.')
            && step.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::{VIEWER_CSP, is_plain_path};

    #[test]
    fn only_plain_names_are_looked_for_among_the_files_of_the_viewer() {
        for path in ["assets/viewer-B1_x.js", "standard_fonts/FoxitSerif.pfb"] {
            assert!(is_plain_path(path), "{path}");
        }
        for path in
            ["../index.html", "assets/../../index.html", "assets//x.js", ".git", "a/%2e%2e/b", "a\\b", "a?b", ""]
        {
            assert!(!is_plain_path(path), "{path}");
        }
    }

    #[test]
    fn the_policy_lets_no_text_become_code_and_nothing_leave() {
        for forbidden in ["unsafe", "wasm", "http", "data:", "*", "sandbox allow"] {
            assert!(!VIEWER_CSP.contains(forbidden), "{forbidden}");
        }
        assert!(VIEWER_CSP.starts_with("default-src 'none'"));
    }
}
