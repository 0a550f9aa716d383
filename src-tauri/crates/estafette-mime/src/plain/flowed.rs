//! format=flowed (RFC 3676): lines that were broken for the journey, joined again.
//!
//! Without it a paragraph typed on a wide screen is shown broken at the seventy-second column.

use super::quote_level;

/// Joins soft-broken lines of the same quotation level and takes out the stuffed spaces (§4.4). `delete_space` is
/// `delsp=yes` (§4.2).
pub(crate) fn unflow(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let marks = line.len() - line.trim_start_matches('>').len();
        let (level, _) = quote_level(line);
        let content = line.get(marks..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open != Some(level) {
            if open.is_some() {
                joined.push('\n');
            }
            joined.push_str(line.get(..marks).unwrap_or_default());
            if marks > 0 {
                joined.push(' ');
            }
        }
        // « -- » alone is the signature mark, whose space is part of it (§4.3).
        if content.ends_with(' ') && content != "-- " {
            joined.push_str(if delete_space { content.strip_suffix(' ').unwrap_or(content) } else { content });
            open = Some(level);
        } else {
            joined.push_str(content);
            joined.push('\n');
            open = None;
        }
    }
    joined
}

#[cfg(test)]
mod tests;
