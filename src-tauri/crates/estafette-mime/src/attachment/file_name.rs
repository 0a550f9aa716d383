//! A file name from a stranger, made fit for any disk.
//!
//! One that a right-to-left override shows as « facture.pdf » must read as the program it is, « ../../x » must stay in
//! its folder, and « CON » must not reach Windows.

use crate::display_text::is_unshowable;

/// Longest name kept, in bytes: under the 255 of every file system, with room for « (2) ».
const MAX_NAME: usize = 200;
/// Longest extension kept when a long name is cut, in bytes.
const MAX_EXTENSION: usize = 16;
/// Device names Windows reserves in every folder, with or without an extension.
const RESERVED: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

/// The last component of `name` without path, control, bidirectional or forbidden characters, not reserved on Windows,
/// not hidden on Unix, at most 200 bytes with its extension kept. Empty when nothing is left.
#[must_use]
pub fn clean_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|component| !component.trim().is_empty()).unwrap_or_default();
    let mut clean = String::with_capacity(last.len());
    for c in last.chars() {
        match c {
            '\t' | '\r' | '\n' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => clean.push('_'),
            c if is_unshowable(c) || is_blank(c) => {}
            c => clean.push(c),
        }
    }
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches(['.', ' ']);
    if is_reserved(clean) { shorten(&format!("_{clean}")) } else { shorten(clean) }
}

/// What takes no room or is a blank in disguise. In a text it can mean something; in a name it makes two that look alike, or
/// pushes an ending out of sight.
fn is_blank(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{2800}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let port = |prefix: &str| {
        stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && stem.get(3..).is_some_and(|digit| {
                matches!(digit, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
            })
    };
    RESERVED.iter().any(|word| stem.eq_ignore_ascii_case(word)) || port("COM") || port("LPT")
}

fn shorten(name: &str) -> String {
    if name.len() <= MAX_NAME {
        return name.to_owned();
    }
    let extension = name.rfind('.').and_then(|dot| name.get(dot..)).filter(|ext| ext.len() <= MAX_EXTENSION);
    let extension = extension.unwrap_or_default();
    let stem = name.get(..name.floor_char_boundary(MAX_NAME - extension.len())).unwrap_or_default();
    format!("{}{extension}", stem.trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests;
