//! Text from a stranger, made fit for one line of our own page.
//!
//! A display name or a subject stands next to our own words: what could reorder, hide or break them is taken out here,
//! once, for every reader of the crate.

/// Longest line kept for display, in characters. A subject of more is an attack or an accident.
const MAX_DISPLAY_CHARS: usize = 998;

/// One line of text without control characters, bidirectional overrides or invisible fillers; runs of white space are
/// one space, ends are trimmed. Keeps French no-break spaces. At most 998 characters.
#[must_use]
pub fn display_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(MAX_DISPLAY_CHARS));
    let mut gap = false;
    let mut kept = 0;
    for c in text.chars() {
        if is_gap(c) {
            gap = !line.is_empty();
            continue;
        }
        if is_unshowable(c) {
            continue;
        }
        if kept >= MAX_DISPLAY_CHARS {
            break;
        }
        if gap {
            line.push(' ');
            gap = false;
        }
        line.push(c);
        kept += 1;
    }
    line
}

/// Whether `c` could reorder, hide or disguise the text around it (Unicode Cc, bidi controls UAX #9, fillers, tags).
pub(crate) fn is_unshowable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
