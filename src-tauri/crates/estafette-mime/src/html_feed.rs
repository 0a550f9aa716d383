//! HTML given to html5ever piece by piece, so that one endless tag cannot take the machine.
//!
//! The tokenizer compares each attribute with all those before it and says nothing until the tag ends; between two
//! pieces we look whether anything came out, and give up on a stretch that could hold too many attributes.

use std::borrow::Cow;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TokenSink, Tokenizer};

/// How much is given at once, in bytes.
const PIECE: usize = 4 * 1024;
/// Most white space and slashes, which separate attributes, in a stretch from which no token comes. Sixteen thousand
/// attributes cost about a tenth of a second.
const MAX_SEPARATORS: usize = 16_000;

/// How far a sink has come.
pub(crate) struct Progress {
    /// Grows with each token that had an effect.
    pub(crate) activity: u64,
    /// Whether the work has gone beyond its limits.
    pub(crate) exhausted: bool,
}

/// Feeds all of `html`; false when it stopped early because of a limit.
pub(crate) fn feed<S: TokenSink>(tokenizer: &Tokenizer<S>, html: &str, watch: impl Fn(&S) -> Progress) -> bool {
    let queue = BufferQueue::default();
    let mut rest = html;
    let mut separators = 0;
    let mut activity = watch(&tokenizer.sink).activity;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE.min(rest.len())));
        rest = after;
        queue.push_back(StrTendril::from_slice(piece));
        // The sinks of this crate never hand over a script or an encoding, so one call empties the queue.
        let _ = tokenizer.feed(&queue);
        let progress = watch(&tokenizer.sink);
        if progress.activity == activity {
            separators += piece.bytes().filter(|b| b.is_ascii_whitespace() || *b == b'/').count();
        } else {
            activity = progress.activity;
            separators = 0;
        }
        if progress.exhausted || separators > MAX_SEPARATORS {
            return false;
        }
    }
    true
}

/// `html` without the letters behind each « ;base64, ».
///
/// A pasted photograph is a megabyte of text nobody reads: it is not shown, and must not make its letter too long.
pub(crate) fn without_embedded_data(html: &str) -> Cow<'_, str> {
    const MARK: &str = ";base64,";
    if !html.contains(MARK) {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    for (place, stretch) in html.split(MARK).enumerate() {
        if place == 0 {
            kept.push_str(stretch);
            continue;
        }
        kept.push_str(MARK);
        kept.push_str(stretch.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')));
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests;
