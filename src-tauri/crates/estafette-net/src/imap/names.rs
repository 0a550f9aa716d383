//! Folder names: modified UTF-7 (RFC 3501 §5.1.3), and strings that cannot break out of a command.
//!
//! Decoded here rather than with the utf7-imap crate, which panics on a name whose base64 is wrong: a folder somebody
//! else named must not be able to stop the synchronisation.

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::error::NetError;

const MUTF7: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// The name a person reads. A name that is not valid modified UTF-7 is returned as it is.
pub(super) fn decoded(wire: &str) -> String {
    try_decode(wire).unwrap_or_else(|| wire.to_owned())
}

fn try_decode(wire: &str) -> Option<String> {
    let mut out = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some((clear, after)) = rest.split_once('&') {
        out.push_str(clear);
        let (encoded, after) = after.split_once('-')?;
        if encoded.is_empty() {
            out.push('&');
        } else {
            out.push_str(&from_utf16_base64(encoded)?);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn from_utf16_base64(encoded: &str) -> Option<String> {
    let bytes = MUTF7.decode(encoded).ok()?;
    let (units, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    String::from_utf16(&units.iter().map(|unit| u16::from_be_bytes(*unit)).collect::<Vec<u16>>()).ok()
}

/// A folder name, or one level of it, as the server reads it: modified UTF-7 (RFC 3501 §5.1.3).
#[must_use]
pub fn wire_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let clear = is_printable_ascii(first);
        let end = rest.find(|c| is_printable_ascii(c) != clear).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if clear {
            out.push_str(&run.replace('&', "&-"));
        } else {
            let units: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            out.push('&');
            out.push_str(&MUTF7.encode(units));
            out.push('-');
        }
        rest = after;
    }
    out
}

const fn is_printable_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// `text` as an IMAP quoted string (RFC 9051 §4.3); line breaks and NUL cannot be quoted and are refused.
pub(super) fn quoted(text: &str) -> Result<String, NetError> {
    if text.chars().any(|c| matches!(c, '\0' | '\r' | '\n')) {
        return Err(NetError::Unwritable { what: "a line break or NUL inside a name" });
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// The inverse of [`quoted`] for a string imap-proto returned without its quotation marks but with its escapes.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

#[cfg(test)]
mod tests;
