//! One text part decoded, and the first words of a message.
//!
//! The preview stands in a list among forty others: it must be what the person wrote, not what they quoted.

use super::TextPart;
use crate::charset;
use crate::display_text::display_line;
use crate::parts::Leaf;
use crate::plain::{quote_level, unflow};

/// Longest preview, in characters.
const MAX_PREVIEW: usize = 160;
/// How much of a text is searched for first words, in bytes.
const PREVIEW_SOURCE: usize = 8 * 1024;

/// The words of a part, and whether they were cut at `limit` bytes.
pub(super) fn decode_text(leaf: &Leaf<'_>, limit: usize) -> (TextPart, bool) {
    let fields = &leaf.fields;
    let bytes = fields.encoding.decode_prefix(leaf.body, limit.saturating_add(1));
    let cut = bytes.len() > limit;
    let mut text = charset::decode(charset::cut(&bytes, limit), fields.charset.as_deref());
    if text.contains('\0') {
        text = text.replace('\0', "");
    }
    let part = if fields.mime_type == "text/html" {
        TextPart::Html(text)
    } else if fields.flowed {
        TextPart::Plain(unflow(&text, fields.delete_space))
    } else {
        TextPart::Plain(text)
    };
    (part, cut)
}

/// The first words of a plain text: no quoted line, no line that only introduces one, one line of 160 characters.
pub(super) fn preview(plain: &str) -> String {
    let source = plain.get(..plain.floor_char_boundary(PREVIEW_SOURCE)).unwrap_or_default();
    let mut words = String::new();
    for line in source.lines() {
        let (level, content) = quote_level(line);
        if is_original_separator(content) {
            break;
        }
        if level > 0 || introduces_quotation(content) {
            continue;
        }
        words.push_str(content);
        words.push(' ');
    }
    shorten(&display_line(&words))
}

fn shorten(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(MAX_PREVIEW) else { return line.to_owned() };
    let (last, _) = line.char_indices().nth(MAX_PREVIEW - 1).unwrap_or((end, ' '));
    let cut = line.get(..last).unwrap_or_default();
    let cut = cut.rfind(' ').filter(|space| *space > cut.len() / 2).and_then(|space| cut.get(..space)).unwrap_or(cut);
    format!("{}…", cut.trim_end_matches([' ', ',', ';', ':']))
}

/// « -----Message d'origine----- » and its kin, behind which everything is old.
fn is_original_separator(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(['-', '_', ' ']);
    let is_rule = line.starts_with("---") || line.starts_with("___");
    let words =
        ["message d'origine", "message d’origine", "original message", "message transféré", "forwarded message"];
    let inner = inner.to_lowercase();
    (is_rule && words.iter().any(|word| inner.contains(word))) || line.starts_with("________________")
}

/// « Le 12 nov. 2026 à 10:42, Dr Fabre a écrit : ».
fn introduces_quotation(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', ' ', '\u{A0}', '\u{202F}']);
    (line.starts_with("Le ") && line.ends_with("a écrit")) || (line.starts_with("On ") && line.ends_with("wrote"))
}
