//! Header fields: dates, mailboxes and texts that are not ASCII (RFC 2047).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::ZonedDateTime;

use super::encoding::in_charset;
use crate::demo::establishment::Correspondent;

/// Bytes of one encoded word, which in base64 and with the longest charset stay below the seventy-five characters of
/// RFC 2047 §2.
const BYTES_OF_A_WORD: usize = 39;

/// `Mon, 23 Nov 2026 10:42:00 +0100` (RFC 5322 §3.3).
pub(crate) fn rfc5322_date(date: &ZonedDateTime) -> String {
    date.strftime("%a, %-d %b %Y %H:%M:%S %z").to_string()
}

/// `=?UTF-8?B?…?=` and, on the next line, `<address>`: together they would often be too long.
pub(super) fn mailboxes(people: &[&Correspondent]) -> String {
    let each: Vec<_> =
        people.iter().map(|person| format!("{}\r\n <{}>", display_name(person.name), person.address)).collect();
    each.join(",\r\n ")
}

/// A text as a header value: as it is when ASCII, otherwise in encoded words.
pub(crate) fn encoded_text(text: &str, charset: &str) -> String {
    if text.is_ascii() {
        return String::from(text);
    }
    let mut words = vec![Vec::new()];
    for character in text.chars() {
        // a word holds whole characters (RFC 2047 §5)
        let bytes = in_charset(&character.to_string(), charset);
        match words.last_mut() {
            Some(word) if word.len() + bytes.len() <= BYTES_OF_A_WORD => word.extend(bytes),
            _ => words.push(bytes),
        }
    }
    let encoded: Vec<_> = words.iter().map(|word| format!("=?{charset}?B?{}?=", STANDARD.encode(word))).collect();
    encoded.join("\r\n ")
}

/// A name with a comma or a point is quoted (RFC 5322 §3.2.4).
fn display_name(name: &str) -> String {
    if name.is_ascii() && name.contains([',', '.']) { format!("\"{name}\"") } else { encoded_text(name, "UTF-8") }
}
