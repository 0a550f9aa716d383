//! Content-Transfer-Encoding (RFC 2045 §6), decoded as far as it goes.
//!
//! A truncated download or a damaged base64 line must cost its own bytes, not the whole attachment, so nothing here
//! can fail.

use std::borrow::Cow;

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

/// Skips what is not base64, starts afresh after padding (some programs encode piece by piece), and gives the whole
/// bytes of a last, unfinished group.
fn decode_base64(body: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((body.len() / 4 * 3).min(wanted.saturating_add(3)));
    let mut group: u32 = 0;
    let mut held = 0;
    let mut rest = body;
    while let Some((&letter, after)) = rest.split_first() {
        if held == 0
            && let Some((whole, after)) = whole_group(rest)
        {
            let [_, first, second, third] = whole.to_be_bytes();
            bytes.extend_from_slice(&[first, second, third]);
            if bytes.len() >= wanted {
                return bytes;
            }
            rest = after;
            continue;
        }
        rest = after;
        let sextet = SEXTETS[usize::from(letter)];
        if sextet == SKIP {
            continue;
        }
        if sextet == PAD {
            push_group(&mut bytes, group, held);
            (group, held) = (0, 0);
            continue;
        }
        group = group << 6 | u32::from(sextet);
        held += 1;
        if held == 4 {
            push_group(&mut bytes, group, held);
            (group, held) = (0, 0);
            if bytes.len() >= wanted {
                return bytes;
            }
        }
    }
    push_group(&mut bytes, group, held);
    bytes
}

/// Four letters of the alphabet in a row, and what follows: nearly all of an honest body, and five times as fast as one
/// letter after the other.
fn whole_group(body: &[u8]) -> Option<(u32, &[u8])> {
    let (letters, rest) = body.split_first_chunk::<4>()?;
    let [a, b, c, d] = letters.map(|letter| SEXTETS[usize::from(letter)]);
    let group = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
    (a | b | c | d < PAD).then_some((group, rest))
}

fn push_group(bytes: &mut Vec<u8>, group: u32, sextets: u32) {
    let whole = group_len(sextets);
    let aligned = group << (6 * (4 - sextets.min(4)));
    bytes.extend_from_slice(aligned.to_be_bytes().get(1..1 + whole).unwrap_or_default());
}

const fn group_len(sextets: u32) -> usize {
    (sextets * 6 / 8) as usize
}

/// Counted without decoding: an attached file is only weighed, and most of a mailbox is attached files.
fn base64_len(body: &[u8]) -> usize {
    let whole = |letters: usize| letters / 4 * 3 + letters % 4 * 6 / 8;
    body.split(|&letter| letter == b'=').map(|stretch| whole(base64_letters(stretch))).sum()
}

/// How many bytes are of the alphabet. In stretches whose count fits a byte, so that the processor counts many at once.
fn base64_letters(body: &[u8]) -> usize {
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
