//! How large a letter will be once written, before it is: for the gauge beside the attachments.
//!
//! The server's limit counts encoded bytes; a person counts files. The estimate is never under.

/// Bytes of a base64 line and of the break behind it (RFC 2045 §6.8).
const LINE: u64 = 76;
const LINE_BREAK: u64 = 2;
/// Header, boundary and blank lines of one attachment, with a long name in RFC 2231.
const PART_OVERHEAD: u64 = 1_200;
/// Header of a letter with some recipients and its chain of references.
const LETTER_OVERHEAD: u64 = 8 * 1024;

/// Bytes that `bytes` of a file take in base64, with their line breaks.
#[must_use]
pub fn encoded_size(bytes: u64) -> u64 {
    let letters = bytes.div_ceil(3).saturating_mul(4);
    letters.saturating_add(letters.div_ceil(LINE).saturating_mul(LINE_BREAK))
}

/// Bytes of a whole letter: its text in HTML (`html_bytes`), written twice and encoded, and its files.
#[must_use]
pub fn estimate_size(html_bytes: u64, attachments: impl IntoIterator<Item = u64>) -> u64 {
    // Quoted-printable writes a byte as three at most, in the HTML and in the plain version.
    let text = html_bytes.saturating_mul(6);
    let files = attachments.into_iter().map(|bytes| encoded_size(bytes).saturating_add(PART_OVERHEAD));
    files.fold(LETTER_OVERHEAD.saturating_add(text), u64::saturating_add)
}
