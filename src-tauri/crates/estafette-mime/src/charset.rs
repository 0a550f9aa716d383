//! Bytes of a text part into text, whatever its label claims.
//!
//! French mail still carries unlabelled or mislabelled Latin-1 and UTF-8: a label is believed unless the bytes plainly
//! say otherwise, and no label can make decoding fail.

use mail_parser::decoders::charsets::map::charset_decoder;

/// The text of `bytes`, labelled `charset` if the part says so. Never fails: what cannot be decoded is U+FFFD.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let label = charset.map(|label| label.trim().to_ascii_lowercase()).filter(|label| !label.is_empty());
    if is_western(label.as_deref())
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        // Valid UTF-8 with accents is never sensible Latin-1 (« Ã© »): the label is a default somebody forgot.
        return text.to_owned();
    }
    match label.as_deref() {
        None => decode_as("windows-1252", bytes),
        Some("utf-8" | "utf8") => decode_utf8(bytes),
        Some(label) => decode_as(label, bytes),
    }
}

/// The bytes of a header: UTF-8 (RFC 6532), else the windows-1252 of an old program.
pub(crate) fn decode_header(bytes: &[u8]) -> String {
    decode(bytes, None)
}

/// The first `limit` bytes, or up to three fewer: half a character would make valid UTF-8 look like something else.
pub(crate) fn cut(bytes: &[u8], limit: usize) -> &[u8] {
    let is_inside = |at: usize| bytes.get(at).is_some_and(|byte| (0x80..0xc0).contains(byte));
    let end = (0..=3).map(|back| limit.saturating_sub(back)).find(|&at| !is_inside(at)).unwrap_or(limit);
    bytes.get(..end).unwrap_or(bytes)
}

/// UTF-8, unless not one accent in it is: then the label was put on the bytes of an older program.
fn decode_utf8(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let is_mislabelled = text.contains('\u{fffd}') && text.chars().all(|c| c.is_ascii() || c == '\u{fffd}');
    if is_mislabelled { decode_as("windows-1252", bytes) } else { text.into_owned() }
}

fn decode_as(label: &str, bytes: &[u8]) -> String {
    charset_decoder(label.as_bytes())
        .map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decoder| decoder(bytes))
}

fn is_western(label: Option<&str>) -> bool {
    label.is_none_or(|label| {
        matches!(
            label,
            "us-ascii" | "ascii" | "iso-8859-1" | "iso8859-1" | "latin1" | "iso-8859-15" | "windows-1252" | "cp1252"
        ) || charset_decoder(label.as_bytes()).is_none()
    })
}

#[cfg(test)]
mod tests;
