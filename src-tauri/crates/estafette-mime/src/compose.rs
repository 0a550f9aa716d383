//! A letter written for sending (RFC 5322, RFC 2045): the same letter gives the same bytes.
//!
//! Order and number of header fields are ours, nothing names the program or the machine, and no text of a person can
//! become a field: addresses and header texts arrive in types that cannot hold a line break.

mod base64_lines;
mod draft;
mod letter_html;
mod size;

use estafette_model::Address;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::{Address as HeaderAddress, EmailAddress};
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use thiserror::Error;

use crate::attachment::clean_file_name;
use crate::header::is_message_id;
use crate::header_text::HeaderText;
use crate::html_text::{Links, html_to_plain};
use crate::parts::is_token;
pub(crate) use letter_html::{letter_html, links_only};

use base64_lines::Base64Lines;
pub use draft::{UnfinishedRecipients, compose_draft};
pub use size::{encoded_size, estimate_size};

/// Longest text of a letter, in bytes of HTML. Beyond it the sanitiser would refuse it too.
const MAX_LETTER_HTML: usize = 2 * 1024 * 1024;
/// Name of an attachment whose own name was nothing but forbidden characters.
const UNNAMED: &str = "fichier";

/// Somebody a letter is from or for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAddress {
    /// The address.
    pub address: Address,
    /// The display name; empty for none.
    pub name: HeaderText,
}

/// A file sent with a letter. Its bytes are asked for when they are written: a video never stands in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterAttachment {
    /// Its name; cleaned before it is written.
    pub name: String,
    /// « type/subtype »; anything else is written as unknown bytes.
    pub mime_type: String,
    /// How many bytes it has.
    pub size: u64,
}

/// A letter ready to be written. There is no blind copy: a hidden reader has no place in a health mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The mailbox it leaves from.
    pub from: NamedAddress,
    /// « À »; at least one.
    pub to: Vec<NamedAddress>,
    /// « Copie à ».
    pub cc: Vec<NamedAddress>,
    /// « Objet ».
    pub subject: HeaderText,
    /// The text from the editor; sanitised again here.
    pub html: String,
    /// Whoever reads it is asked to say so (RFC 8098 §2.1).
    pub receipt: bool,
    /// The message it answers, without angle brackets. An id that could not be written is left out.
    pub in_reply_to: Option<String>,
    /// Its ancestors, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// When it is written, seconds since 1970.
    pub date: i64,
    /// The sender's distance from UTC at that time, in seconds, east positive.
    pub utc_offset: i32,
    /// Sixteen random bytes, which make the Message-ID.
    pub message_id_random: [u8; 16],
    /// The files sent with it.
    pub attachments: Vec<LetterAttachment>,
}

/// A letter as it leaves, but for the bytes of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposedLetter {
    /// Its Message-ID without angle brackets.
    pub message_id: String,
    /// Bytes of the whole: what the server's SIZE is compared with.
    pub size: u64,
    /// In the order they are written.
    stretches: Vec<Stretch>,
}

/// Some of the bytes of a letter: ASCII, lines ended by CRLF and at most 998 bytes long (RFC 5322 §2.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stretch {
    /// These.
    Text(Vec<u8>),
    /// Those of the file at this place among the attachments, in base64.
    File(usize),
}

impl ComposedLetter {
    pub(crate) fn without_files(message_id: String, raw: Vec<u8>) -> Self {
        composed(message_id, vec![Stretch::Text(raw)], 0)
    }

    /// Hands the letter to `out`, a stretch at a time. `file` gives the bytes of the file at a place among the attachments, in
    /// as many pieces as it likes.
    ///
    /// # Errors
    /// Those of `file` and of `out`.
    pub fn write<E>(
        &self,
        mut file: impl FnMut(usize, &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E>,
        mut out: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        for stretch in &self.stretches {
            match stretch {
                Stretch::Text(bytes) => out(bytes)?,
                Stretch::File(index) => {
                    let mut lines = Base64Lines::default();
                    file(*index, &mut |bytes| out(&lines.encode(bytes)))?;
                    out(&lines.finish())?;
                }
            }
        }
        Ok(())
    }
}

/// Why a letter cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// Nobody in « À » or « Copie à ».
    #[error("the letter has no recipient")]
    NoRecipient,
    /// The text is over 2 MiB or nested beyond reason.
    #[error("the text of the letter is too long or too complex")]
    TextTooComplex,
    /// The date or its offset is no date.
    #[error("the date of the letter is out of range")]
    Date,
}

/// Writes a letter: multipart/alternative with text and HTML, inside multipart/mixed when files come with it.
///
/// # Errors
///
/// [`ComposeError`]; nothing is written then.
pub fn compose(letter: &Letter) -> Result<ComposedLetter, ComposeError> {
    if letter.to.is_empty() && letter.cc.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    written(letter, |header| header)
}

/// Writes a letter whose header is as `finish` leaves it.
fn written(
    letter: &Letter,
    finish: impl FnOnce(MessageBuilder<'static>) -> MessageBuilder<'static>,
) -> Result<ComposedLetter, ComposeError> {
    if letter.html.len() > MAX_LETTER_HTML {
        return Err(ComposeError::TextTooComplex);
    }
    let html = letter_html(&letter.html).map_err(|_| ComposeError::TextTooComplex)?;
    let message_id = format!("{}@{}", hex(&letter.message_id_random), letter.from.address.domain());
    let date = date_line(letter.date, letter.utc_offset)?;
    let header = finish(header(letter, date, &message_id));
    let text = text_part_of(letter, &html);
    let mut raw = Vec::new();
    if letter.attachments.is_empty() {
        header.body(text).serialize(&mut raw);
        return Ok(ComposedLetter::without_files(message_id, raw));
    }
    let boundary = boundary(letter, 'm');
    let mixed = multipart("multipart/mixed", boundary.clone(), vec![text]);
    header.body(mixed).serialize(&mut raw);
    let closing = format!("--{boundary}--\r\n");
    // The files come between the text and the closing line of what the library wrote.
    raw.truncate(raw.len().saturating_sub(closing.len()));
    let mut stretches = Vec::new();
    for (index, file) in letter.attachments.iter().enumerate() {
        raw.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        raw.extend_from_slice(&header_of_file(file));
        stretches.extend([Stretch::Text(std::mem::take(&mut raw)), Stretch::File(index)]);
    }
    stretches.push(Stretch::Text(closing.into_bytes()));
    let files = letter.attachments.iter().map(|file| encoded_size(file.size)).fold(0, u64::saturating_add);
    Ok(composed(message_id, stretches, files))
}

fn composed(message_id: String, stretches: Vec<Stretch>, files: u64) -> ComposedLetter {
    let of_text = |stretch: &Stretch| match stretch {
        Stretch::Text(bytes) => bytes.len() as u64,
        Stretch::File(_) => 0,
    };
    let size = stretches.iter().map(of_text).fold(files, u64::saturating_add);
    ComposedLetter { message_id, size, stretches }
}

/// The header fields, in the order of RFC 5322 §3.6.
fn header(letter: &Letter, date: String, message_id: &str) -> MessageBuilder<'static> {
    let mut builder = MessageBuilder::new()
        .header("Date", Raw::new(date))
        .header("From", addresses(std::slice::from_ref(&letter.from)));
    if !letter.to.is_empty() {
        builder = builder.header("To", addresses(&letter.to));
    }
    if !letter.cc.is_empty() {
        builder = builder.header("Cc", addresses(&letter.cc));
    }
    builder = builder
        .header("Subject", Text::new(letter.subject.for_the_wire()))
        .header("Message-ID", MessageId::new(message_id.to_owned()));
    if let Some(id) = letter.in_reply_to.as_deref().filter(|id| is_message_id(id)) {
        builder = builder.header("In-Reply-To", MessageId::new(id.to_owned()));
    }
    let references: Vec<String> = letter.references.iter().filter(|id| is_message_id(id)).cloned().collect();
    if !references.is_empty() {
        builder = builder.header("References", MessageId::new_list(references.into_iter()));
    }
    if letter.receipt {
        // The address alone, the same as the envelope's: where the two differ, no reader may answer by itself.
        let to = NamedAddress { address: letter.from.address.clone(), name: HeaderText::default() };
        builder = builder.header("Disposition-Notification-To", addresses(std::slice::from_ref(&to)));
    }
    builder.header("MIME-Version", Raw::new("1.0"))
}

fn addresses(named: &[NamedAddress]) -> HeaderType<'static> {
    HeaderType::Address(HeaderAddress::new_list(mailboxes(named)))
}

fn mailboxes(named: &[NamedAddress]) -> Vec<HeaderAddress<'static>> {
    let list = named.iter().map(|named| {
        let name = (!named.name.is_empty()).then(|| named.name.for_the_wire().into());
        HeaderAddress::Address(EmailAddress { name, email: named.address.as_str().to_owned().into() })
    });
    list.collect()
}

fn text_part_of(letter: &Letter, html: &str) -> MimePart<'static> {
    let plain = html_to_plain(html, Links::Shown, MAX_LETTER_HTML);
    let page = format!("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>\n");
    let versions = vec![text_part("text/plain", format!("{plain}\n")), text_part("text/html", page)];
    multipart("multipart/alternative", boundary(letter, 'a'), versions)
}

fn text_part(mime_type: &'static str, text: String) -> MimePart<'static> {
    MimePart::new(mime_type, BodyPart::Text(text.replace('\n', "\r\n").into()))
}

fn multipart(mime_type: &'static str, boundary: String, parts: Vec<MimePart<'static>>) -> MimePart<'static> {
    MimePart::new(ContentType::new(mime_type).attribute("boundary", boundary), parts)
}

/// From the random bytes of the letter, because the library's own boundaries are made of the clock. « =_ » cannot
/// occur in quoted-printable or base64.
fn boundary(letter: &Letter, kind: char) -> String {
    format!("=_{kind}{}", hex(&letter.message_id_random))
}

/// The header of the part that holds a file, and the empty line behind it.
fn header_of_file(file: &LetterAttachment) -> Vec<u8> {
    let name = Some(clean_file_name(&file.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| UNNAMED.to_owned());
    let mime_type = file.mime_type.split_once('/').filter(|(main, sub)| is_token(main) && is_token(sub));
    let mime_type = match mime_type {
        // A part of text or of parts would be read by its structure; a file is only bytes.
        Some((main, _)) if main.eq_ignore_ascii_case("multipart") || main.eq_ignore_ascii_case("message") => None,
        Some(_) => Some(file.mime_type.to_ascii_lowercase()),
        None => None,
    };
    let content_type = ContentType::new(mime_type.unwrap_or_else(|| "application/octet-stream".to_owned()));
    let empty = BodyPart::Binary(Vec::new().into());
    let mut header = Vec::new();
    MimePart::new(content_type.attribute("name", name.clone()), empty)
        .attachment(name)
        .header("Content-Transfer-Encoding", Raw::new("base64"))
        .write_part(&mut header);
    header
}

/// RFC 5322 §3.3, with the sender's own offset.
pub(crate) fn date_line(seconds: i64, utc_offset: i32) -> Result<String, ComposeError> {
    let timestamp = Timestamp::from_second(seconds).map_err(|_| ComposeError::Date)?;
    let offset = Offset::from_seconds(utc_offset).map_err(|_| ComposeError::Date)?;
    let zoned = timestamp.to_zoned_datetime(TimeZone::fixed(offset));
    jiff::fmt::rfc2822::to_string(&zoned).map_err(|_| ComposeError::Date)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

#[cfg(test)]
mod tests;
