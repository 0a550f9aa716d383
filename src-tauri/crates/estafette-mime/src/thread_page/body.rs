//! What of a message is put into the page: sanitised HTML with its plain text behind a switch, or plain text alone.
//!
//! Decided once, here, so that no caller can put a part into the page by another road.

use crate::html_text::{Links, html_to_plain};
use crate::mail_url::MessageScope;
use crate::message::{ParsedMessage, TextPart};
use crate::plain::plain_to_html;
use crate::sanitize::{Sanitized, sanitize};

/// Longest plain rendition of one part that could not be sanitised, in bytes.
const MAX_SIMPLIFIED: usize = 1024 * 1024;

/// The text of a message as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageBody {
    /// At least one part is HTML.
    Html {
        /// Each part in a box of its own.
        parts: Vec<Sanitized>,
        /// The plain rendition as HTML ([`plain_to_html`]), behind « Texte brut ».
        plain: String,
        /// Whether a part was too complex and is shown as its plain text.
        simplified: bool,
    },
    /// Plain text as HTML ([`plain_to_html`]).
    Plain(String),
    /// Only the header is here yet.
    NotLoaded,
    /// There is no text at all.
    Empty,
}

/// The body of `message` for the page, every part sanitised alone.
#[must_use]
pub fn page_body(message: &ParsedMessage, scope: &MessageScope) -> PageBody {
    if !message.has_html() {
        let html = plain_to_html(&message.plain);
        return if html.is_empty() { PageBody::Empty } else { PageBody::Plain(html) };
    }
    let mut simplified = false;
    let parts = message.body.iter().map(|part| match part {
        TextPart::Plain(text) => Sanitized { html: plain_to_html(text), ..Sanitized::default() },
        TextPart::Html(html) => sanitize(html, scope).unwrap_or_else(|_| {
            simplified = true;
            let text = html_to_plain(html, Links::Shown, MAX_SIMPLIFIED);
            Sanitized { html: plain_to_html(&text), ..Sanitized::default() }
        }),
    });
    let parts: Vec<Sanitized> = parts.filter(|part| *part != Sanitized::default()).collect();
    if parts.is_empty() {
        return PageBody::Empty;
    }
    PageBody::Html { parts, plain: plain_to_html(&message.plain), simplified }
}
