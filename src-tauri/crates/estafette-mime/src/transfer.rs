//! Content-Transfer-Encoding (RFC 2045 §6), decoded as far as it goes.
//!
//! A truncated download or a damaged base64 line must cost its own bytes, not the whole attachment, so nothing here
//! can fail.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use estafette_model::Cut;

/// How the body of a part was wrapped for the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransferEncoding {
    /// 7bit, 8bit, binary, or a word nobody knows.
    Identity,
    QuotedPrintable,
    Base64,
}

impl TransferEncoding {
    pub(crate) fn from_header(value: &str) -> Self {
        let word = value.trim();
        if word.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if word.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Identity
        }
    }

    /// The whole body.
    pub(crate) fn decode(self, body: &[u8]) -> Cow<'_, [u8]> {
        self.decode_prefix(body, usize::MAX)
    }

    /// At least the first `wanted` bytes of the body, if there are as many.
    pub(crate) fn decode_prefix(self, body: &[u8], wanted: usize) -> Cow<'_, [u8]> {
        match self {
            Self::Identity => Cow::Borrowed(body.get(..wanted).unwrap_or(body)),
            Self::QuotedPrintable => Cow::Owned(decode_quoted_printable(body, wanted)),
            Self::Base64 => Cow::Owned(decode_base64(body, wanted)),
        }
    }

    /// How many bytes stand behind what was left out of a body.
    pub(crate) fn cut_len(self, cut: &Cut) -> u64 {
        match self {
            // Soft line breaks and escapes are not counted apart: never under.
            Self::Identity | Self::QuotedPrintable => cut.missing,
            Self::Base64 => cut.base64_letters / 4 * 3 + cut.base64_letters % 4 * 6 / 8,
        }
    }

    /// How many bytes [`Self::decode`] would give.
    pub(crate) fn decoded_len(self, body: &[u8]) -> usize {
        match self {
            Self::Identity => body.len(),
            Self::QuotedPrintable => decode_quoted_printable(body, usize::MAX).len(),
            Self::Base64 => base64_len(body),
        }
    }
}

/// Six bits for each letter of the base64 alphabet, `PAD` for `=`, `SKIP` for anything else.
const SEXTETS: [u8; 256] = sextets();
const PAD: u8 = 64;
const SKIP: u8 = 65;

const fn sextets() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [SKIP; 256];
    let mut value = 0;
    while value < alphabet.len() {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    table[b'=' as usize] = PAD;
    table
}

/// Most bytes handed to the library at once; a multiple of four.
const STRETCH: usize = 4 * 1024;

/// The first `wanted` bytes, or a few more.
fn decode_base64(body: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((body.len() / 4 * 3).min(wanted.saturating_add(STRETCH)));
    let mut group = Group::default();
    group.decode(body, wanted, &mut bytes);
    group.end(&mut bytes);
    bytes
}

/// Decodes a line that is letters only and whole groups of them; adds nothing when it is another.
fn decode_line(line: &[u8], bytes: &mut Vec<u8>) -> bool {
    let (start, length) = (bytes.len(), line.len() / 4 * 3);
    if !line.len().is_multiple_of(4) {
        return false;
    }
    bytes.resize(start + length, 0);
    let room = bytes.get_mut(start..).unwrap_or_default();
    let decoded = STANDARD_NO_PAD.decode_slice(line, room).is_ok_and(|written| written == length);
    if !decoded {
        bytes.truncate(start);
    }
    decoded
}

/// Letters that are not yet four.
#[derive(Clone, Debug, Default)]
struct Group {
    bits: u32,
    held: usize,
}

impl Group {
    fn is_empty(&self) -> bool {
        self.held == 0
    }

    /// Skips what is not base64, starts afresh after padding (some programs encode piece by piece). Whole lines, nearly all
    /// of an honest body, are the library's affair, which is three times as fast as one letter after the other.
    fn decode(&mut self, body: &[u8], wanted: usize, bytes: &mut Vec<u8>) {
        let mut rest = body;
        while !rest.is_empty() && bytes.len() < wanted {
            let stretch = rest.get(..STRETCH).unwrap_or(rest);
            let end = memchr::memchr(b'\n', stretch).map_or(stretch.len(), |line_break| line_break + 1);
            let (line, after) = rest.split_at(end);
            if !(self.is_empty() && decode_line(line.trim_ascii_end(), bytes)) {
                line.iter().for_each(|&letter| self.take(letter, bytes));
            }
            rest = after;
        }
    }

    fn take(&mut self, letter: u8, bytes: &mut Vec<u8>) {
        match SEXTETS[usize::from(letter)] {
            SKIP => {}
            PAD => self.end(bytes),
            sextet => {
                self.bits = self.bits << 6 | u32::from(sextet);
                self.held += 1;
                if self.held == 4 {
                    self.end(bytes);
                }
            }
        }
    }

    /// Gives the whole bytes among the bits, and starts afresh.
    fn end(&mut self, bytes: &mut Vec<u8>) {
        let Self { bits, held } = std::mem::take(self);
        let aligned = bits << (6 * (4 - held.min(4)));
        bytes.extend_from_slice(aligned.to_be_bytes().get(1..=whole_bytes(held)).unwrap_or_default());
    }
}

/// The body of a part decoded as it comes, however it was cut.
#[derive(Clone, Debug)]
pub struct PartDecoder {
    encoding: TransferEncoding,
    group: Group,
    /// A line of quoted-printable that has not ended.
    line: Vec<u8>,
}

impl PartDecoder {
    pub(crate) fn of(encoding: TransferEncoding) -> Self {
        Self { encoding, group: Group::default(), line: Vec::new() }
    }

    /// The bytes that these stand for, as far as they can be told.
    #[must_use]
    pub fn decode(&mut self, body: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(body.len());
        match self.encoding {
            TransferEncoding::Identity => bytes.extend_from_slice(body),
            TransferEncoding::Base64 => self.group.decode(body, usize::MAX, &mut bytes),
            TransferEncoding::QuotedPrintable => {
                for line in body.split_inclusive(|&b| b == b'\n') {
                    self.line.extend_from_slice(line);
                    // A line beyond any limit is one that has no meaning to lose.
                    if line.ends_with(b"\n") || self.line.len() > STRETCH {
                        decode_quoted_line(&std::mem::take(&mut self.line), &mut bytes);
                    }
                }
            }
        }
        bytes
    }

    /// The bytes of an unfinished end.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.group.end(&mut bytes);
        decode_quoted_line(&self.line, &mut bytes);
        bytes
    }
}

/// How many whole bytes so many letters hold.
const fn whole_bytes(letters: usize) -> usize {
    letters / 4 * 3 + letters % 4 * 6 / 8
}

/// Counted without decoding: an attached file is only weighed, and most of a mailbox is attached files.
fn base64_len(body: &[u8]) -> usize {
    let mut from = 0;
    let mut length = 0;
    for padding in memchr::memchr_iter(b'=', body).chain([body.len()]) {
        length += whole_bytes(base64_letters(body.get(from..padding).unwrap_or_default()));
        from = padding + 1;
    }
    length
}

/// How many bytes are of the alphabet. In stretches whose count fits a byte, so that the processor counts many at once.
pub(crate) fn base64_letters(body: &[u8]) -> usize {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() | (letter == b'+') | (letter == b'/');
    let count =
        |stretch: &[u8]| stretch.iter().fold(0_u8, |count, &letter| count.wrapping_add(u8::from(is_letter(letter))));
    body.chunks(usize::from(u8::MAX)).map(|stretch| usize::from(count(stretch))).sum()
}

/// RFC 2045 §6.7; an `=` that starts nothing valid is kept as it stands.
fn decode_quoted_printable(body: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len().min(wanted));
    for line in body.split_inclusive(|&b| b == b'\n') {
        decode_quoted_line(line, &mut bytes);
        if bytes.len() >= wanted {
            break;
        }
    }
    bytes
}

fn decode_quoted_line(line: &[u8], bytes: &mut Vec<u8>) {
    let content = line.trim_ascii_end();
    let (content, soft) = match content.strip_suffix(b"=") {
        // « == » at the end of a line is a literal = badly written, then a soft break: the break is what is certain.
        Some(content) => (content, true),
        None => (content, false),
    };
    let mut rest = content;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'='
            && let Some((&[high, low], after)) = after.split_first_chunk::<2>()
            && let (Some(high), Some(low)) = (hex(high), hex(low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    if !soft {
        if line.ends_with(b"\r\n") {
            bytes.extend_from_slice(b"\r\n");
        } else if line.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests;
