//! Plain text laid out as HTML: paragraphs, quotation levels, links.
//!
//! Everything is escaped; the only tags are ours and there are few of them, so that the result can stand in the thread
//! page or in the editor without being sanitised.

mod flowed;

use crate::display_text::is_unshowable;
use crate::sanitize::link_target;

pub(crate) use flowed::unflow;

/// Deepest quotation drawn; deeper lines stay at this level.
const MAX_QUOTE_LEVELS: usize = 10;
/// Longest address made into a link, in bytes.
const MAX_LINK: usize = 2_000;

/// Plain text as HTML for the thread page: `p`, `br`, `blockquote`, and `a` for http and https addresses.
#[must_use]
pub fn plain_to_html(text: &str) -> String {
    lay_out(text, &push_with_links)
}

/// Plain text as HTML for the editor: `p`, `br` and `blockquote` only.
#[must_use]
pub fn plain_to_quote_html(text: &str) -> String {
    lay_out(text, &push_escaped)
}

/// Lines a person typed, as one paragraph: a signature. Nothing for none; a `>` at the start of a line is only that.
#[must_use]
pub fn lines_to_html(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = text.lines().map(|line| escape(line.trim_end())).collect();
    format!("<p>{}</p>", lines.join("<br>"))
}

/// Appends `text` with every character that means something in HTML written as a reference; control characters and
/// bidirectional overrides are left out.
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\t' | '\n' => html.push(c),
            c if is_unshowable(c) => {}
            c => html.push(c),
        }
    }
}

/// `text` escaped for HTML, in text or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    html
}

fn lay_out(text: &str, push_words: &dyn Fn(&mut String, &str)) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    let mut level = 0;
    let mut in_paragraph = false;
    for line in text.lines() {
        let (line_level, words) = quote_level(line);
        if line_level != level || words.trim().is_empty() {
            close_paragraph(&mut html, &mut in_paragraph);
        }
        // An empty line between two quoted ones does not end the quotation; one without marks does.
        set_level(&mut html, &mut level, line_level);
        if words.trim().is_empty() {
            continue;
        }
        html.push_str(if in_paragraph { "<br>" } else { "<p>" });
        in_paragraph = true;
        push_words(&mut html, words.trim_end());
    }
    close_paragraph(&mut html, &mut in_paragraph);
    set_level(&mut html, &mut level, 0);
    html
}

fn close_paragraph(html: &mut String, open: &mut bool) {
    if *open {
        html.push_str("</p>");
        *open = false;
    }
}

fn set_level(html: &mut String, level: &mut usize, wanted: usize) {
    while *level < wanted {
        html.push_str("<blockquote>");
        *level += 1;
    }
    while *level > wanted {
        html.push_str("</blockquote>");
        *level -= 1;
    }
}

/// How many `>` start the line, and what stands behind them.
pub(crate) fn quote_level(line: &str) -> (usize, &str) {
    let mut level = 0;
    let mut rest = line;
    while let Some(after) = rest.strip_prefix('>') {
        level += 1;
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    (level.min(MAX_QUOTE_LEVELS), rest)
}

fn push_with_links(html: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = next_link(rest) {
        let (before, from) = rest.split_at(at);
        push_escaped(html, before);
        let (address, after) = from.split_at(link_len(from));
        match link_target(address).filter(|_| address.len() <= MAX_LINK) {
            Some(href) => {
                html.push_str("<a href=\"");
                push_escaped(html, &href);
                html.push_str("\" target=\"_blank\" rel=\"noopener noreferrer\">");
                push_escaped(html, address);
                html.push_str("</a>");
            }
            None => push_escaped(html, address),
        }
        rest = after;
    }
    push_escaped(html, rest);
}

/// One pass for both schemes: looking for each to the end of the text, at every link, is quadratic.
fn next_link(text: &str) -> Option<usize> {
    let is_scheme = |rest: &str| rest.starts_with("https://") || rest.starts_with("http://");
    text.match_indices("http").map(|(at, _)| at).find(|at| text.get(*at..).is_some_and(is_scheme))
}

/// The address that starts `text`, without the punctuation of the sentence around it; at least the scheme.
fn link_len(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"«»“”".contains(c)).unwrap_or(text.len());
    let address = text.get(..end).unwrap_or_default();
    let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '*', '_']);
    let unbalanced = trimmed.ends_with(')') && trimmed.matches(')').count() > trimmed.matches('(').count();
    let trimmed = if unbalanced { trimmed.trim_end_matches(')') } else { trimmed };
    trimmed.trim_end_matches(']').len().max("http://".len())
}

#[cfg(test)]
mod tests;
