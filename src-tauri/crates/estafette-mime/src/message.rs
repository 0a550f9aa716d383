//! A message read in full: its words in the order the sender laid them out, and what came with them.
//!
//! Each text part stays apart from the others, so that a quotation mark left open in one cannot swallow the next
//! (the EFAIL class); whatever is cut by a limit is said, and the rest is shown.

mod text;

use std::collections::HashSet;
use std::ops::Range;

use estafette_model::LetterBytes;

use crate::attachment::{Attachment, AttachmentKind, SNIFFED, raster_type};
use crate::attachment_text::attachment_text;
use crate::fields::{Fields, split_head};
use crate::header::HeaderFields;
use crate::html_text::{Links, html_to_plain};
use crate::parts::{Leaf, Parts, take_apart};
use crate::transfer::PartDecoder;
use crate::winmail::open_winmail;
use text::{decode_text, preview};

/// Longest text part that is decoded, in bytes. A discharge summary pasted whole is a hundredth of that.
const MAX_TEXT_PART: usize = 4 * 1024 * 1024;
/// Most text parts shown in one message.
const MAX_TEXT_PARTS: usize = 50;
/// Longest plain rendition of a whole message, in bytes.
const MAX_PLAIN: usize = 1024 * 1024;
/// Longest text given to the index for one message, in bytes.
const MAX_INDEX_TEXT: usize = 256 * 1024;
/// Most of a `winmail.dat` that is searched for the text of its letter, in bytes: its files stand behind it.
const MAX_WINMAIL: usize = 4 * 1024 * 1024;

/// One part of a message that is words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// HTML as received: never to be shown before [`crate::sanitize()`].
    Html(String),
    /// Plain text, its soft line breaks joined.
    Plain(String),
}

/// A message read in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedMessage {
    /// Its header.
    pub header: HeaderFields,
    /// What to show, part by part: of alternatives, the HTML one. Each is to be sanitised alone.
    pub body: Vec<TextPart>,
    /// The whole message as plain text: of alternatives, the plain one. At most 1 MiB.
    pub plain: String,
    /// The words to be searched, at most 256 KiB: the plain version, and the HTML one where it says more.
    pub text_for_index: String,
    /// The first words, at most 160 characters, without quotation.
    pub preview: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
    /// Whether a limit left something out.
    pub truncated: bool,
}

impl ParsedMessage {
    /// Whether a part to be shown is HTML.
    #[must_use]
    pub fn has_html(&self) -> bool {
        self.body.iter().any(|part| matches!(part, TextPart::Html(_)))
    }
}

/// Reads a message, kept whole or in part. Never fails: bytes that are no message are one text without header.
#[must_use]
pub fn parse_message<'l>(letter: impl Into<LetterBytes<'l>>) -> ParsedMessage {
    let letter = letter.into();
    read_message(letter, &take_apart(letter.bytes))
}

/// Reads a message, and the words of the documents that came with it, at most 256 KiB. Whoever only shows the message has
/// no use for those and does not pay for them.
#[must_use]
pub fn read_for_index(letter: LetterBytes<'_>) -> (ParsedMessage, String) {
    let parts = take_apart(letter.bytes);
    let message = read_message(letter, &parts);
    let documents = message.attachments.iter().filter_map(|attachment| {
        let leaf = parts.leaves.get(usize::try_from(attachment.index).ok()?)?;
        Some((leaf, attachment.kind))
    });
    let text = attachment_text(documents);
    (message, text)
}

fn read_message(letter: LetterBytes<'_>, parts: &Parts<'_>) -> ParsedMessage {
    let (block, _) = split_head(letter.bytes, 0);
    let mut message = ParsedMessage {
        header: HeaderFields::read(&Fields::cut(block)),
        truncated: parts.truncated,
        ..ParsedMessage::default()
    };
    let texts = read_texts(&parts.leaves, &mut message.truncated);
    message.lay_out(&texts);
    let html: String = texts.iter().filter_map(|text| text.html()).collect();
    let shown: Vec<usize> = texts.iter().map(|text| text.index).collect();
    message.attachments = (0..)
        .zip(&parts.leaves)
        .filter(|(index, _)| !shown.contains(index))
        .map(|(index, leaf)| Attachment::of(leaf, index, &html, left_out(letter, leaf)))
        .collect();
    if message.plain.trim().is_empty() && !message.has_html() {
        let text = winmail_text(parts, &message.attachments);
        message.say(text);
    }
    message
}

/// The text that a `winmail.dat` among the files holds: of some letters from Outlook the only one.
fn winmail_text(parts: &Parts<'_>, attachments: &[Attachment]) -> String {
    let winmail = attachments.iter().find(|attachment| attachment.kind == AttachmentKind::Winmail);
    let leaf = winmail.and_then(|winmail| parts.leaves.get(usize::try_from(winmail.index).ok()?));
    let opened = leaf.and_then(|leaf| open_winmail(&leaf.fields.encoding.decode_prefix(leaf.body, MAX_WINMAIL)));
    opened.map(|winmail| winmail.text).unwrap_or_default()
}

/// Bytes of a part that are missing in a letter kept in part, decoded.
fn left_out(letter: LetterBytes<'_>, leaf: &Leaf<'_>) -> u64 {
    let place = leaf.place();
    let inside =
        letter.cuts.iter().filter(|cut| usize::try_from(cut.at).is_ok_and(|at| at >= place.start && at <= place.end));
    inside.map(|cut| leaf.fields.encoding.cut_len(cut)).fold(0, u64::saturating_add)
}

/// One part of a letter: what it says it is, and where its body is in the whole letter.
#[derive(Clone, Debug)]
pub struct PartPlace {
    /// « type/subtype » as the sender labelled it.
    pub mime_type: String,
    /// The charset of a text, by its label.
    pub charset: Option<String>,
    /// Bytes of the whole letter, still transfer-encoded.
    pub body: Range<u64>,
    /// Takes that encoding off.
    pub decoder: PartDecoder,
}

/// A part by its [`Attachment::index`].
#[must_use]
pub fn find_part<'l>(letter: impl Into<LetterBytes<'l>>, index: u32) -> Option<PartPlace> {
    let letter = letter.into();
    let leaf = take_apart(letter.bytes).leaves.into_iter().nth(usize::try_from(index).ok()?)?;
    Some(PartPlace::of(&leaf, letter))
}

/// An image the text refers to by Content-ID. None when its bytes are no PNG, JPEG, GIF, WebP, BMP or TIFF: SVG and
/// everything else is never a picture.
#[must_use]
pub fn find_image<'l>(letter: impl Into<LetterBytes<'l>>, content_id: &str) -> Option<PartPlace> {
    let letter = letter.into();
    let leaves = take_apart(letter.bytes).leaves;
    let leaf = leaves.iter().find(|leaf| leaf.fields.content_id.as_deref() == Some(content_id))?;
    raster_type(&leaf.fields.encoding.decode_prefix(leaf.body, SNIFFED))?;
    Some(PartPlace::of(leaf, letter))
}

impl PartPlace {
    /// Its bytes, out of a letter that is in memory whole.
    #[must_use]
    pub fn take_out(mut self, whole: &[u8]) -> Vec<u8> {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(whole.len());
        let body = whole.get(place(self.body.start)..place(self.body.end)).unwrap_or_default();
        let mut bytes = self.decoder.decode(body);
        bytes.extend(self.decoder.finish());
        bytes
    }

    fn of(leaf: &Leaf<'_>, letter: LetterBytes<'_>) -> Self {
        let place = leaf.place();
        Self {
            mime_type: leaf.fields.mime_type.clone(),
            charset: leaf.fields.charset.clone(),
            body: letter.start_in_whole(place.start)..letter.end_in_whole(place.end),
            decoder: PartDecoder::of(leaf.fields.encoding),
        }
    }
}

/// A text part and where it stands.
struct Text {
    index: usize,
    alternative: Option<usize>,
    part: TextPart,
}

impl Text {
    /// Whether this is the wanted version of an alternative. An empty plain version is none: some programs add one.
    fn is_version(&self, alternative: Option<usize>, html: bool) -> bool {
        self.alternative == alternative
            && match &self.part {
                TextPart::Html(_) => html,
                TextPart::Plain(text) => !html && !text.trim().is_empty(),
            }
    }

    fn html(&self) -> Option<&str> {
        match &self.part {
            TextPart::Html(html) => Some(html),
            TextPart::Plain(_) => None,
        }
    }
}

fn read_texts(leaves: &[Leaf<'_>], truncated: &mut bool) -> Vec<Text> {
    let only = leaves.len() == 1;
    let mut texts = Vec::new();
    for (index, leaf) in leaves.iter().enumerate() {
        // A message that is nothing but one named text still has words to show.
        let is_words = leaf.fields.is_text() || only && !leaf.fields.attached && leaf.fields.mime_type == "text/plain";
        if !is_words {
            continue;
        }
        if texts.len() >= MAX_TEXT_PARTS {
            *truncated = true;
            break;
        }
        let (part, cut) = decode_text(leaf, MAX_TEXT_PART);
        *truncated |= cut;
        texts.push(Text { index, alternative: leaf.alternative, part });
    }
    texts
}

impl ParsedMessage {
    /// Of the versions in a multipart/alternative, shows the HTML ones and reads the plain ones; what is no version of
    /// anything is both shown and read.
    fn lay_out(&mut self, texts: &[Text]) {
        let versions = |alternative: Option<usize>, html: bool| {
            alternative.is_some() && texts.iter().any(|other| other.is_version(alternative, html))
        };
        let mut unread = String::new();
        for text in texts {
            let is_html = text.html().is_some();
            if is_html || !versions(text.alternative, true) {
                self.body.push(text.part.clone());
            }
            let words = match &text.part {
                TextPart::Plain(words) => words.clone(),
                TextPart::Html(html) => html_to_plain(html, Links::Hidden, MAX_PLAIN),
            };
            if !is_html || !versions(text.alternative, false) {
                append(&mut self.plain, &words);
            } else {
                append(&mut unread, &words);
            }
        }
        self.settle(&unread);
    }

    /// What the message says is `text`, which no part of it is.
    fn say(&mut self, text: String) {
        if !text.is_empty() {
            self.plain.clone_from(&text);
            self.body = vec![TextPart::Plain(text)];
            self.settle("");
        }
    }

    /// What follows from the plain text, and from the words of versions that are not in it.
    fn settle(&mut self, unread: &str) {
        self.truncated |= cut_at(&mut self.plain, MAX_PLAIN);
        self.preview = preview(&self.plain);
        self.text_for_index.clone_from(&self.plain);
        if says_more(unread, &self.plain) {
            append(&mut self.text_for_index, unread);
        }
        cut_at(&mut self.text_for_index, MAX_INDEX_TEXT);
    }
}

/// Whether `other` has a word that `plain` has not. The two versions of a letter nearly always say the same, and the index would
/// keep each word twice.
fn says_more(other: &str, plain: &str) -> bool {
    let is_apart = |letter: char| !letter.is_alphanumeric();
    let known: HashSet<&str> = plain.split(is_apart).collect();
    other.split(is_apart).any(|word| !word.is_empty() && !known.contains(word))
}

fn append(text: &mut String, more: &str) {
    if !more.trim().is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(more.trim_end());
    }
}

fn cut_at(text: &mut String, limit: usize) -> bool {
    let cut = text.len() > limit;
    text.truncate(text.floor_char_boundary(limit));
    cut
}

#[cfg(test)]
pub(crate) mod tests;
