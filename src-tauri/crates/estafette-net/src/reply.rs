//! What a server answered, kept as a quotation: cut, cleaned, and absent from every log.
//!
//! The text may name a correspondent or try to pass for ours, so it has an accessor of its own instead of a `Display`.

use std::fmt;

/// Longest text kept of an answer, in characters: what a person reads, not what a server can write.
const MAX_TEXT: usize = 500;
/// Longest response code or status kept, in characters (`AUTHENTICATIONFAILED` is 20).
const MAX_DETAIL: usize = 40;

/// A refusal in the server's own words.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerReply {
    code: Option<u16>,
    detail: Option<String>,
    text: String,
}

impl ServerReply {
    /// An SMTP reply: its code, then its lines. The enhanced status is read off the first line (RFC 2034 §4).
    pub(crate) fn smtp(code: u16, lines: &[String]) -> Self {
        let detail = lines.first().and_then(|line| line.split(' ').next()).filter(|word| is_enhanced_status(word));
        Self { code: Some(code), detail: detail.map(str::to_owned), text: quotable(&lines.join(" ")) }
    }

    /// An IMAP `NO` or `BAD`: the text after the status, response code included where there is one (RFC 9051 §7.1).
    pub(crate) fn imap(text: &str) -> Self {
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (detail, text) = match bracketed {
            Some((code, rest)) => (code.split(' ').next(), rest),
            None => (None, text),
        };
        let detail = detail.map(|word| quotable(word).to_ascii_uppercase());
        Self { code: None, detail: detail.filter(|word| word.len() <= MAX_DETAIL), text: quotable(text) }
    }

    /// The reply less its text: what may be kept of words that came before TLS, which anybody can have written.
    pub(crate) fn without_words(self) -> Self {
        Self { detail: None, text: String::new(), ..self }
    }

    /// The three digits of SMTP; none for IMAP.
    #[must_use]
    pub const fn code(&self) -> Option<u16> {
        self.code
    }

    /// The response code of IMAP (`OVERQUOTA`, RFC 5530) or the enhanced status of SMTP (`5.1.1`, RFC 3463).
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// The server's words, at most 500 characters, without control or direction characters. To be shown in quotation
    /// marks, and never logged: it may name a correspondent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether trying again unchanged is pointless (SMTP 5yz). An IMAP reply never says so.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.code.is_some_and(|code| code >= 500)
    }
}

impl fmt::Debug for ServerReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerReply").field("code", &self.code).field("detail", &self.detail).finish_non_exhaustive()
    }
}

fn is_enhanced_status(word: &str) -> bool {
    let mut parts = word.split('.');
    let class = parts.next().is_some_and(|class| matches!(class, "2" | "4" | "5"));
    let numbers: Vec<&str> = parts.collect();
    class
        && numbers.len() == 2
        && numbers.iter().all(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
}

fn quotable(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() && !is_direction_or_invisible(*c)).collect();
    clean.trim().chars().take(MAX_TEXT).collect()
}

/// Characters that reorder or hide the ones around them: a server's quotation must not be able to escape its marks.
const fn is_direction_or_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
