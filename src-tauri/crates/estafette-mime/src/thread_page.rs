//! The page of one conversation: the document the sandboxed frame shows.
//!
//! One frame for the whole thread, because a frame without script has no readable height. The messages are kept apart
//! by their boxes (`.e-m`), and from our template by class names they cannot carry.

mod body;
mod icons;
mod labels;
mod message;
mod policy;

use estafette_model::{Correspondent, MessageId};

use crate::attachment::Attachment;
use crate::display_text::display_line;
use crate::mail_url::MailUrl;
use crate::plain::escape;

pub use body::{PageBody, page_body};
pub use labels::Labels;
pub use policy::{FONT_HEADERS, PICTURE_HEADERS, THREAD_CSP, THREAD_HEADERS};

/// The files the shell serves: the reading font, and the one of addresses.
const FONTS: [(&str, &str); 2] = [("{next}", "next.woff2"), ("{mono}", "mono.woff2")];
const STYLE: &str = include_str!("thread_page/thread.css");

/// The colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// « Clair »
    Light,
    /// « Sombre »
    Dark,
}

impl Theme {
    const fn attribute(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How the page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLook {
    /// Light or dark.
    pub theme: Theme,
    /// Size of everything, percent, 80 to 200.
    pub text_size: u16,
    /// Size of what a message says, at a text size of 100 %, CSS pixels, 15 to 24.
    pub reading_size: u16,
}

impl PageLook {
    /// As it comes, and on paper.
    pub const ORDINARY: Self = Self { theme: Theme::Light, text_size: 100, reading_size: 17 };
}

/// How the sender is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Avatar {
    /// A structure or a service: a rounded square with a building.
    Structure,
    /// A person: a round with initials.
    Person,
}

/// One conversation to be laid out.
#[derive(Clone, Debug)]
pub struct ThreadPage<'a> {
    /// The view token: letters, digits, `-`, `_`.
    pub token: &'a str,
    /// Language of the labels (BCP 47), « fr ».
    pub lang: &'a str,
    /// Colours and sizes chosen in the application.
    pub look: PageLook,
    /// Oldest first.
    pub messages: Vec<PageMessage>,
    /// What stands around them on paper; none on screen, where the window shows it.
    pub paper: Option<PaperHead<'a>>,
    /// The words of the page.
    pub labels: &'a Labels<'a>,
}

/// What stands around the messages on paper.
#[derive(Clone, Copy, Debug)]
pub struct PaperHead<'a> {
    /// The subject.
    pub title: &'a str,
    /// When it left, and by whom: above the messages, and once more below the last one.
    pub provenance: &'a str,
}

/// One message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMessage {
    /// Its row.
    pub id: MessageId,
    /// Who wrote it.
    pub from: Correspondent,
    /// Whether it left from here.
    pub outgoing: bool,
    /// What stands for the sender of our own messages: the mailbox, and behind a comma who of us wrote, where that is
    /// known: « Secrétariat, par Karine D. ». Empty: `from` is shown.
    pub own_label: String,
    /// How the sender is drawn.
    pub avatar: Avatar,
    /// « À : Secrétariat, Dr Fabre », formatted.
    pub to_line: String,
    /// « Aujourd’hui, 10:42 », formatted.
    pub date_text: String,
    /// The same as `2026-11-24T10:42:00+01:00`; empty when there is none.
    pub date_iso: String,
    /// The first words, for the line of a folded message.
    pub preview: String,
    /// Unfolded: the last one and the unread ones; all of them when printing.
    pub open: bool,
    /// Not read by this mailbox yet.
    pub unread: bool,
    /// What it says.
    pub body: PageBody,
    /// What came with it; those the text shows are not listed again.
    pub attachments: Vec<Attachment>,
    /// What became of it, recipient by recipient; empty for what others wrote.
    pub fates: Vec<PageFate>,
    /// Whether a limit left something out.
    pub truncated: bool,
}

/// What became of a message and one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFate {
    /// « Remis à amelie@…, hier, 16:20 », formatted.
    pub line: String,
    /// What a server said, formatted; empty for nothing.
    pub words: String,
    /// It did not arrive.
    pub failed: bool,
}

/// The whole document of a conversation, to be served with [`THREAD_HEADERS`] as `text/html; charset=utf-8`.
#[must_use]
pub fn render_thread(page: &ThreadPage<'_>) -> String {
    let mut html = String::with_capacity(64 * 1024);
    push_head(&mut html, page);
    html.push_str("<body class=\"e-page\">");
    if let Some(paper) = page.paper {
        push_paper_head(&mut html, paper);
    }
    for message in &page.messages {
        message::push(&mut html, message, page);
    }
    if let Some(paper) = page.paper {
        html.push_str(&format!("<p class=\"e-left e-end\">{}</p>", escape(&display_line(paper.provenance))));
    }
    html.push_str("</body></html>");
    html
}

fn push_paper_head(html: &mut String, paper: PaperHead<'_>) {
    let (title, provenance) = (display_line(paper.title), display_line(paper.provenance));
    html.push_str(&format!("<h1 class=\"e-title\">{}</h1>", escape(&title)));
    html.push_str(&format!("<p class=\"e-left\">{}</p>", escape(&provenance)));
}

fn push_head(html: &mut String, page: &ThreadPage<'_>) {
    let size = page.look.text_size.clamp(80, 200);
    let reading = f64::from(page.look.reading_size.clamp(15, 24)) / 16.0;
    let style = FONTS.iter().fold(STYLE.to_owned(), |style, (mark, file)| {
        style.replace(mark, &MailUrl::Font { file: (*file).to_owned() }.to_string())
    });
    html.push_str("<!DOCTYPE html><html class=\"e-root\" lang=\"");
    html.push_str(&escape(page.lang));
    html.push_str("\" data-theme=\"");
    html.push_str(page.look.theme.attribute());
    html.push_str(&format!("\" style=\"font-size:{size}%;--reading:{reading}rem\"><head><meta charset=\"utf-8\">"));
    html.push_str("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
    html.push_str(&escape(page.labels.document_title));
    html.push_str("</title><style>");
    html.push_str(&style);
    html.push_str("</style></head>");
}

#[cfg(test)]
mod tests;
