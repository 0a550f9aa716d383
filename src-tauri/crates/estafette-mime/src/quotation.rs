//! What an answer quotes and a forwarding carries: the words of the original in the few forms our editor knows.
//!
//! Blocks become paragraphs, tables lines, and of the marks bold and underline stay. What was quoted and quoted again is
//! folded, and a book is cut: a conversation does not grow by its own length at each answer.

use crate::compose::{letter_html, links_only};
use crate::message::{ParsedMessage, TextPart};
use crate::plain::{escape, plain_to_quote_html};
use crate::sanitize::{TooComplex, is_affordable};

/// Longest original quoted, in bytes: of its plain text, and of its HTML, beyond which its plain text is quoted.
const MAX_QUOTE: usize = 64 * 1024;
/// Quotations inside the one quoted that stay; deeper ones are folded into « […] ».
const MAX_LEVELS: usize = 3;
/// What stands for words left out.
const LEFT_OUT: &str = "<p>[…]</p>";

/// Tags of the original that mean something to us; all others go and leave their words.
#[rustfmt::skip]
const TAGS: [&str; 36] = [
    "a", "address", "article", "b", "blockquote", "br", "caption", "center", "dd", "div", "dt", "figcaption", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "ins", "li", "main", "ol", "p", "pre", "section", "strong",
    "table", "tbody", "td", "th", "tr", "u", "ul",
];

/// What the tags of the original become; tags that are not here stay what they are.
#[rustfmt::skip]
const RENAMED: [(&str, Becomes); 26] = [
    ("address", Becomes::Paragraph), ("article", Becomes::Paragraph), ("b", Becomes::Tag("strong")),
    ("caption", Becomes::Paragraph), ("center", Becomes::Paragraph), ("dd", Becomes::Paragraph),
    ("div", Becomes::Paragraph), ("dt", Becomes::Paragraph), ("figcaption", Becomes::Paragraph),
    ("footer", Becomes::Paragraph), ("h1", Becomes::Paragraph), ("h2", Becomes::Paragraph), ("h3", Becomes::Paragraph),
    ("h4", Becomes::Paragraph), ("h5", Becomes::Paragraph), ("h6", Becomes::Paragraph), ("header", Becomes::Paragraph),
    ("ins", Becomes::Tag("u")), ("main", Becomes::Paragraph), ("pre", Becomes::Paragraph),
    ("section", Becomes::Paragraph), ("table", Becomes::Nothing), ("tbody", Becomes::Nothing), ("td", Becomes::Space),
    ("th", Becomes::Space), ("tr", Becomes::Paragraph),
];

#[derive(Clone, Copy)]
enum Becomes {
    Paragraph,
    Tag(&'static str),
    /// A space at its end: cells of a line stay apart.
    Space,
    Nothing,
}

/// The quotation of an answer: the caller's sentence (« Le 12 nov., Dr Fabre a écrit : ») above the words of the original.
#[must_use]
pub fn quoted_answer(attribution: &str, original: &ParsedMessage) -> String {
    format!("<p>{}</p><blockquote>{}</blockquote>", escape(attribution), quoted_words(original))
}

/// The body of a forwarding: the caller's lines (who wrote, when, to whom) above the words of the original, which are not
/// set back: they are what is sent.
#[must_use]
pub fn forwarded(lines: &[String], original: &ParsedMessage) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    format!("<p>{}</p>{}", lines.join("<br>"), quoted_words(original))
}

fn quoted_words(original: &ParsedMessage) -> String {
    let rich: Result<String, TooComplex> = original.body.iter().map(part_words).collect();
    let html = match rich {
        Ok(html) if html.len() <= MAX_QUOTE => html,
        Ok(_) | Err(TooComplex) => plain_words(&original.plain),
    };
    folded(&html)
}

fn part_words(part: &TextPart) -> Result<String, TooComplex> {
    match part {
        TextPart::Plain(text) => Ok(plain_words(text)),
        TextPart::Html(html) => html_words(html),
    }
}

fn plain_words(text: &str) -> String {
    let end = text.floor_char_boundary(MAX_QUOTE);
    let cut = if end < text.len() { LEFT_OUT } else { "" };
    format!("{}{cut}", plain_to_quote_html(text.get(..end).unwrap_or_default()))
}

pub(crate) fn html_words(html: &str) -> Result<String, TooComplex> {
    if html.len() > MAX_QUOTE * 16 || !is_affordable(html) {
        return Err(TooComplex);
    }
    // No attribute but the address of a link: a tag is then found and renamed by its name alone.
    let clean = links_only(TAGS.into()).clean(html).to_string();
    let mut renamed = clean.replace("<hr>", "<br>");
    for (tag, becomes) in RENAMED {
        let (open, close) = match becomes {
            Becomes::Paragraph => ("<p>".to_owned(), "</p>".to_owned()),
            Becomes::Tag(name) => (format!("<{name}>"), format!("</{name}>")),
            Becomes::Space => (String::new(), " ".to_owned()),
            Becomes::Nothing => (String::new(), String::new()),
        };
        renamed = renamed.replace(&format!("<{tag}>"), &open).replace(&format!("</{tag}>"), &close);
    }
    // Paragraphs in paragraphs are taken apart by the parser of this second cleaning.
    let words = letter_html(&renamed)?;
    Ok(without_empty_paragraphs(&words))
}

fn without_empty_paragraphs(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.split_once("<p>") {
        kept.push_str(before);
        let (inside, after) = from.split_once("</p>").unwrap_or((from, ""));
        if inside.replace("<br>", "").contains(|c: char| !c.is_whitespace() && c != '\u{a0}') && inside != "&nbsp;" {
            kept.push_str("<p>");
            kept.push_str(inside.trim());
            kept.push_str("</p>");
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The same with quotations deeper than [`MAX_LEVELS`] folded.
fn folded(html: &str) -> String {
    const OPEN: &str = "<blockquote>";
    const CLOSE: &str = "</blockquote>";
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    let mut level = 0_usize;
    while let Some(at) = [rest.find(OPEN), rest.find(CLOSE)].into_iter().flatten().min() {
        let (before, from) = rest.split_at(at);
        if level <= MAX_LEVELS {
            kept.push_str(before);
        }
        let opens = from.starts_with(OPEN);
        rest = from.get(if opens { OPEN.len() } else { CLOSE.len() }..).unwrap_or_default();
        if opens {
            level += 1;
            match level {
                0..=MAX_LEVELS => kept.push_str(OPEN),
                FOLDED => kept.push_str(LEFT_OUT),
                _ => {}
            }
        } else {
            if level <= MAX_LEVELS {
                kept.push_str(CLOSE);
            }
            level = level.saturating_sub(1);
        }
    }
    kept.push_str(rest);
    kept
}

/// The first level that is folded.
const FOLDED: usize = MAX_LEVELS + 1;

#[cfg(test)]
mod tests;
