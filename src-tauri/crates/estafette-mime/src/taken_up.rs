//! The text of a draft written elsewhere, as our editor keeps it. Nothing of it may be left out, because the draft it comes
//! from goes once the letter is sent: what cannot be taken up whole is not taken up.

use crate::compose::{ComposeError, letter_html};
use crate::message::{ParsedMessage, TextPart};
use crate::plain::plain_to_quote_html;
use crate::quotation::html_words;

/// Tags by which other editors make paragraphs and lines; a text without them is one our editor could have written.
const OTHER_BLOCKS: [&str; 6] = ["<div", "<table", "<pre", "<h1", "<section", "<center"];

/// The text to go on writing.
///
/// # Errors
///
/// [`ComposeError::TextTooComplex`] for a text that is too long, nested beyond reason, or was not read whole.
pub fn text_to_edit(draft: &ParsedMessage) -> Result<String, ComposeError> {
    if draft.truncated {
        return Err(ComposeError::TextTooComplex);
    }
    let parts = draft.body.iter().map(|part| match part {
        TextPart::Plain(text) => Ok(plain_to_quote_html(text)),
        TextPart::Html(html) => {
            let lower = html.to_ascii_lowercase();
            let words = if OTHER_BLOCKS.iter().any(|tag| lower.contains(tag)) { html_words } else { letter_html };
            words(html).map_err(|_| ComposeError::TextTooComplex)
        }
    });
    let text = parts.collect::<Result<String, _>>()?;
    Ok(if text.is_empty() { "<p></p>".to_owned() } else { text })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::text_to_edit;
    use crate::compose::ComposeError;
    use crate::message::parse_message;

    fn taken_up(kind: &str, text: &str) -> Result<String, ComposeError> {
        text_to_edit(&parse_message(
            format!("MIME-Version: 1.0\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{text}").as_bytes(),
        ))
    }

    #[test]
    fn what_our_editor_wrote_comes_back_as_it_was() {
        let ours = "<p>Bonjour,</p><ul><li><em>Mme</em> <strong>Aubert</strong></li></ul><blockquote><p>avant</p></blockquote>";
        let page = format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{ours}</body></html>");
        assert_eq!(taken_up("text/html", &page).unwrap().trim(), ours);
    }

    #[test]
    fn the_lines_of_another_editor_stay_lines_and_nothing_of_it_runs_or_loads() {
        let html = "<div>Bonjour,</div><div onclick=x><img src=http://a.example/x>Demain.</div><script>x()</script>";
        assert_eq!(taken_up("text/html", html).unwrap(), "<p>Bonjour,</p><p>Demain.</p>");
    }

    #[test]
    fn plain_text_becomes_paragraphs_however_long() {
        assert_eq!(taken_up("text/plain", "Bonjour,\r\n\r\nA <b>").unwrap(), "<p>Bonjour,</p><p>A &lt;b&gt;</p>");
        let long = "mot ".repeat(40_000);
        assert!(taken_up("text/plain", &long).unwrap().len() >= long.trim_end().len());
    }

    #[test]
    fn a_draft_without_a_word_can_be_written_on() {
        assert_eq!(taken_up("text/plain", "").unwrap(), "<p></p>");
    }

    #[test]
    fn what_cannot_be_taken_up_whole_is_not_taken_up() {
        assert_eq!(taken_up("text/html", &"<div>".repeat(100_000)), Err(ComposeError::TextTooComplex));
    }
}
