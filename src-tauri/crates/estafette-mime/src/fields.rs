//! The header block of a message or of a part, cut into fields (RFC 5322 §2.2) under limits.
//!
//! Cut here rather than by the library, so that a megabyte of header, a duplicate field or raw Latin-1 bytes are our
//! decision; each value is then handed to the library's own field parser.

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use crate::charset;

/// Where the last field that is read may start, in bytes. What follows is ignored; the body is still found.
const MAX_BLOCK: usize = 256 * 1024;
/// Most of one field that is read, in bytes: a thousand recipients.
const MAX_FIELD: usize = 128 * 1024;
/// Most of a structured MIME field that is read, in bytes. The library's work on parameters is quadratic.
const MAX_MIME_FIELD: usize = 4 * 1024;
/// Most fields of a block that are read.
const MAX_FIELDS: usize = 1_000;

/// The fields of one header block, in order.
pub(crate) struct Fields<'x> {
    fields: Vec<(&'x [u8], &'x [u8])>,
}

impl<'x> Fields<'x> {
    /// Cuts a block as [`split_head`] found it.
    pub(crate) fn cut(block: &'x [u8]) -> Self {
        let mut fields: Vec<(&[u8], &[u8])> = Vec::new();
        let mut start = 0;
        while start < block.len().min(MAX_BLOCK) && fields.len() < MAX_FIELDS {
            let end = field_end(block, start);
            if let Some(field) = block.get(start..end).and_then(split_field) {
                fields.push(field);
            }
            start = end;
        }
        Self { fields }
    }

    /// The first field of that name, which is the one every reader of mail shows.
    fn first(&self, name: &str) -> Option<&'x [u8]> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'x [u8]> {
        self.fields
            .iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| *value)
    }

    /// An unstructured field, with its encoded words (RFC 2047) decoded.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let value = readable(self.first(name)?, MAX_FIELD);
        match MessageStream::new(value.as_bytes()).parse_unstructured() {
            HeaderValue::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// Every address of every field of that name.
    pub(crate) fn addresses(&self, name: &str) -> Vec<mail_parser::Addr<'static>> {
        self.all(name).flat_map(parse_addresses).collect()
    }

    /// The addresses of the first field of that name.
    pub(crate) fn first_addresses(&self, name: &str) -> Vec<mail_parser::Addr<'static>> {
        self.first(name).map(parse_addresses).unwrap_or_default()
    }

    /// The message ids of the first field of that name, without their angle brackets.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        let Some(value) = self.first(name) else { return Vec::new() };
        match MessageStream::new(readable(value, MAX_FIELD).as_bytes()).parse_id() {
            HeaderValue::Text(id) => vec![id.into_owned()],
            HeaderValue::TextList(ids) => ids.into_iter().map(std::borrow::Cow::into_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// Seconds since 1970, if the date makes sense.
    pub(crate) fn date(&self, name: &str) -> Option<i64> {
        match MessageStream::new(readable(self.first(name)?, MAX_MIME_FIELD).as_bytes()).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => Some(date.to_timestamp()),
            _ => None,
        }
    }

    /// Whether the message says that it is a report on another one (multipart/report, RFC 6522).
    pub(crate) fn is_report(&self) -> bool {
        self.content_type("Content-Type").is_some_and(|found| {
            found.ctype().eq_ignore_ascii_case("multipart")
                && found.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
        })
    }

    /// Content-Type or Content-Disposition with its parameters (RFC 2045 §5.1, RFC 2231).
    pub(crate) fn content_type(&self, name: &str) -> Option<mail_parser::ContentType<'static>> {
        match MessageStream::new(readable(self.first(name)?, MAX_MIME_FIELD).as_bytes())
            .parse_content_type()
            .into_owned()
        {
            HeaderValue::ContentType(found) => Some(found),
            _ => None,
        }
    }
}

/// Where the header block that starts at `start` ends, and where its body starts.
///
/// The block ends at an empty line, or where a boundary line shows that the empty line was forgotten. When its first
/// line is no field there is no block at all: everything is body.
pub(crate) fn split_head(raw: &[u8], start: usize) -> (&[u8], usize) {
    let mut at = skip_mbox_line(raw, start);
    let block_start = at;
    while at < raw.len() {
        let end = line_end(raw, at);
        let line = raw.get(at..end).unwrap_or_default();
        if line.trim_ascii_end().is_empty() {
            return (raw.get(block_start..at).unwrap_or_default(), end);
        }
        if line.starts_with(b"--") || (at == block_start && split_field(line).is_none()) {
            return (raw.get(block_start..at).unwrap_or_default(), at);
        }
        at = end;
    }
    (raw.get(block_start..).unwrap_or_default(), raw.len())
}

/// One past the line break of the line that starts at `at`.
pub(crate) fn line_end(raw: &[u8], at: usize) -> usize {
    raw.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(raw.len(), |found| at + found + 1)
}

/// Old mailbox files start a message with « From somebody at a date », which is no field.
fn skip_mbox_line(raw: &[u8], start: usize) -> usize {
    let rest = raw.get(start..).unwrap_or_default();
    if rest.starts_with(b"From ") || rest.starts_with(b">From ") { line_end(raw, start) } else { start }
}

fn field_end(block: &[u8], start: usize) -> usize {
    let mut end = line_end(block, start);
    while matches!(block.get(end), Some(b' ' | b'\t')) {
        end = line_end(block, end);
    }
    end
}

/// Name and value; none when the line has no colon or a name no program would write.
fn split_field(field: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = field.iter().position(|&b| b == b':')?;
    let (name, rest) = field.split_at(colon);
    let name = name.trim_ascii_end();
    let named = !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
    named.then(|| (name, rest.get(1..).unwrap_or_default()))
}

/// A value the library can read: bounded, UTF-8, ended by the line break it looks for.
fn readable(value: &[u8], limit: usize) -> String {
    let mut text = charset::decode_header(charset::cut(value, limit));
    text.push('\n');
    text
}

fn parse_addresses(value: &[u8]) -> Vec<mail_parser::Addr<'static>> {
    let value = match value.get(..MAX_FIELD) {
        // Half an address would be another one: a list too long ends with the last that is whole.
        Some(start) => start.rsplitn(2, |&b| b == b',').nth(1).unwrap_or_default(),
        None => value,
    };
    match MessageStream::new(readable(value, MAX_FIELD).as_bytes()).parse_address() {
        HeaderValue::Address(found) => found.into_owned().into_list(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
