//! Header fields: dates, mailboxes and texts that are not ASCII (RFC 2047).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::ZonedDateTime;

use super::encoding::in_charset;
use crate::demo::establishment::Correspondent;

/// Characters of one encoded word: below the seventy-five of RFC 2047 §2 whatever each of them needs.
const CHARACTERS_OF_A_WORD: usize = 14;

/// `Mon, 23 Nov 2026 10:42:00 +0100` (RFC 5322 §3.3).
pub(crate) fn rfc5322_date(date: &ZonedDateTime) -> String {
    date.strftime("%a, %-d %b %Y %H:%M:%S %z").to_string()
}

/// `=?UTF-8?B?…?= <address>`, one a line.
pub(super) fn mailboxes(people: &[&Correspondent]) -> String {
    let each: Vec<_> =
        people.iter().map(|person| format!("{} <{}>", display_name(person.name), person.address)).collect();
    each.join(",\r\n ")
}

/// A text as a header value: as it is when ASCII, otherwise in encoded words.
pub(crate) fn encoded_text(text: &str, charset: &str) -> String {
    if text.is_ascii() {
        return String::from(text);
    }
    let characters: Vec<char> = text.chars().collect();
    // a word holds whole characters (RFC 2047 §5)
    let words: Vec<_> = characters
        .chunks(CHARACTERS_OF_A_WORD)
        .map(|characters| {
            let text: String = characters.iter().collect();
            format!("=?{charset}?B?{}?=", STANDARD.encode(in_charset(&text, charset)))
        })
        .collect();
    words.join("\r\n ")
}

/// A name with a comma or a point is quoted (RFC 5322 §3.2.4).
fn display_name(name: &str) -> String {
    if name.is_ascii() && name.contains([',', '.']) { format!("\"{name}\"") } else { encoded_text(name, "UTF-8") }
}
