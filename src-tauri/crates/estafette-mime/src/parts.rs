//! A message taken apart into its leaves (RFC 2046 §5), in one pass over its lines and inside limits.
//!
//! The library's own tree parser rescans the rest of the message for each boundary that is missing and drops nested
//! messages recursively: a hostile letter would hang or crash it. Here depth and number are bounded, a forwarded
//! message is a leaf like any other, and what lies beyond the limits is left out and said.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::fields::{Fields, line_end, split_head};
use crate::transfer::TransferEncoding;

/// Most parts read in one message, whether they hold words or other parts.
pub(crate) const MAX_PARTS: usize = 1_000;
/// Deepest multipart inside multipart. Honest mail stays under ten.
pub(crate) const MAX_DEPTH: usize = 30;

/// The leaves of a message, in order.
#[derive(Default)]
pub(crate) struct Parts<'x> {
    pub(crate) leaves: Vec<Leaf<'x>>,
    /// Whether a limit left something out.
    pub(crate) truncated: bool,
}

/// One part that holds no other part.
pub(crate) struct Leaf<'x> {
    pub(crate) fields: PartFields,
    /// Still transfer-encoded.
    pub(crate) body: &'x [u8],
    /// Where the body begins.
    start: usize,
    /// Which multipart/alternative it is a version of, if any.
    pub(crate) alternative: Option<usize>,
}

impl Leaf<'_> {
    /// Where its body is in the bytes it was taken out of.
    pub(crate) fn place(&self) -> Range<usize> {
        self.start..self.start + self.body.len()
    }
}

/// What the header of a part says about it.
#[derive(Clone, Debug)]
pub(crate) struct PartFields {
    /// « type/subtype » in lower case.
    pub(crate) mime_type: String,
    pub(crate) charset: Option<String>,
    /// format=flowed (RFC 3676).
    pub(crate) flowed: bool,
    /// delsp=yes (RFC 3676 §4.2).
    pub(crate) delete_space: bool,
    /// As written by the sender: not clean.
    pub(crate) name: String,
    pub(crate) attached: bool,
    pub(crate) content_id: Option<String>,
    pub(crate) encoding: TransferEncoding,
    boundary: Option<Vec<u8>>,
}

/// Takes a message apart. Never fails: a message without structure is one leaf of text.
pub(crate) fn take_apart(raw: &[u8]) -> Parts<'_> {
    let (block, body) = split_head(raw, 0);
    let mut walk = Walk {
        raw,
        dashes: Finder::new(b"\n--"),
        levels: Vec::new(),
        parts: Parts::default(),
        open: None,
        entered: 0,
        alternatives: 0,
    };
    walk.enter(PartFields::read(&Fields::cut(block)), body);
    walk.run(body);
    walk.close(raw.len());
    let mut parts = walk.parts;
    if parts.leaves.is_empty() && !parts.truncated {
        // A multipart whose boundary never comes: its text is still somebody's words.
        let (start, body) = (body, raw.get(body..).unwrap_or_default());
        parts.leaves.push(Leaf { fields: PartFields::plain_text(), body, start, alternative: None });
    }
    parts
}

struct Walk<'x> {
    raw: &'x [u8],
    dashes: Finder<'static>,
    levels: Vec<Level>,
    parts: Parts<'x>,
    open: Option<OpenLeaf>,
    entered: usize,
    alternatives: usize,
}

struct Level {
    boundary: Vec<u8>,
    alternative: Option<usize>,
}

struct OpenLeaf {
    fields: PartFields,
    start: usize,
}

impl<'x> Walk<'x> {
    fn run(&mut self, start: usize) {
        let mut at = start;
        while at < self.raw.len() && !self.levels.is_empty() {
            let end = line_end(self.raw, at);
            let Some((level, last)) = self.boundary(self.raw.get(at..end).unwrap_or_default()) else {
                at = self.next_dashes(end);
                continue;
            };
            self.close(at);
            if last {
                self.levels.truncate(level);
                at = end;
                continue;
            }
            self.levels.truncate(level + 1);
            if self.entered >= MAX_PARTS {
                self.parts.truncated = true;
                return;
            }
            self.entered += 1;
            let (block, body) = split_head(self.raw, end);
            self.enter(PartFields::read(&Fields::cut(block)), body);
            at = body;
        }
    }

    /// The first line from `line` on that starts with two dashes, as every boundary does: the lines of an attached file are
    /// passed over without being looked at one by one.
    fn next_dashes(&self, line: usize) -> usize {
        let from = line.saturating_sub(1);
        let rest = self.raw.get(from..).unwrap_or_default();
        self.dashes.find(rest).map_or(self.raw.len(), |found| from + found + 1)
    }

    /// Which level the boundary line ends, and whether it is the last of that level.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.strip_prefix(b"--")?.trim_ascii_end();
        self.levels.iter().enumerate().rev().find_map(|(level, open)| {
            let rest = line.strip_prefix(open.boundary.as_slice())?;
            match rest {
                b"" => Some((level, false)),
                b"--" => Some((level, true)),
                _ => None,
            }
        })
    }

    fn enter(&mut self, fields: PartFields, start: usize) {
        let Some(boundary) = fields.boundary.clone() else {
            self.open = Some(OpenLeaf { fields, start });
            return;
        };
        if self.levels.len() >= MAX_DEPTH {
            self.parts.truncated = true;
            return;
        }
        let alternative = if fields.mime_type == "multipart/alternative" && self.alternative().is_none() {
            self.alternatives += 1;
            Some(self.alternatives)
        } else {
            self.alternative()
        };
        self.levels.push(Level { boundary, alternative });
    }

    /// Ends the open leaf before the line at `end`: the line break before a boundary belongs to the boundary.
    fn close(&mut self, end: usize) {
        let Some(open) = self.open.take() else { return };
        let body = self.raw.get(open.start..end.max(open.start)).unwrap_or_default();
        let body = if self.levels.is_empty() { body } else { strip_break(body) };
        let (fields, start) = (open.fields, open.start);
        self.parts.leaves.push(Leaf { fields, body, start, alternative: self.alternative() });
    }

    fn alternative(&self) -> Option<usize> {
        self.levels.last().and_then(|level| level.alternative)
    }
}

fn strip_break(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

impl PartFields {
    fn plain_text() -> Self {
        Self {
            mime_type: "text/plain".to_owned(),
            charset: None,
            flowed: false,
            delete_space: false,
            name: String::new(),
            attached: false,
            content_id: None,
            encoding: TransferEncoding::Identity,
            boundary: None,
        }
    }

    fn read(fields: &Fields<'_>) -> Self {
        let mut part = Self::plain_text();
        if let Some(found) = fields.content_type("Content-Type") {
            part.mime_type = mime_type(&found);
            part.charset = found.attribute("charset").map(str::to_owned);
            part.flowed = found.attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            part.delete_space = found.attribute("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
            part.name = found.attribute("name").unwrap_or_default().to_owned();
            if part.mime_type.starts_with("multipart/") {
                part.boundary = boundary(&found);
            }
        }
        if let Some(found) = fields.content_type("Content-Disposition") {
            part.attached = found.ctype().eq_ignore_ascii_case("attachment");
            if let Some(name) = found.attribute("filename").filter(|name| !name.is_empty()) {
                part.name = name.to_owned();
            }
        }
        part.content_id = fields.ids("Content-ID").into_iter().next().filter(|id| !id.is_empty());
        if let Some(encoding) = fields.text("Content-Transfer-Encoding") {
            part.encoding = TransferEncoding::from_header(&encoding);
        }
        part
    }

    /// Whether this may be words of the message: plain or HTML text that is not sent as a file.
    pub(crate) fn is_text(&self) -> bool {
        !self.attached && self.name.is_empty() && matches!(self.mime_type.as_str(), "text/plain" | "text/html")
    }
}

/// « type/subtype » when it is made of RFC 2045 tokens, else what RFC 2046 §4.5.1 says of unknown bytes.
fn mime_type(found: &mail_parser::ContentType<'_>) -> String {
    let main = found.ctype();
    let sub = found.subtype().unwrap_or(if main.eq_ignore_ascii_case("text") { "plain" } else { "" });
    if is_token(main) && is_token(sub) {
        format!("{}/{}", main.to_ascii_lowercase(), sub.to_ascii_lowercase())
    } else {
        "application/octet-stream".to_owned()
    }
}

/// RFC 2045 §5.1 `token`, at most 127 characters (RFC 6838 §4.2).
pub(crate) fn is_token(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 127
        && word.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b))
}

fn boundary(found: &mail_parser::ContentType<'_>) -> Option<Vec<u8>> {
    let boundary = found.attribute("boundary")?.trim_end();
    (!boundary.is_empty()).then(|| boundary.as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
