//! The spaces and signs of French: what the Imprimerie nationale asks, as `ui` sets it.

use std::sync::LazyLock;

use regex::Regex;

use super::Sentence;
use crate::tidy::pattern::pattern;

/// Before a colon and inside guillemets.
const NO_BREAK: char = '\u{a0}';
/// Before a semicolon, a question mark, an exclamation mark.
const NARROW: char = '\u{202f}';

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\d (octets|Ko|Mo|Go|h|min|s|%|€|ans|jours|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\b")
});

/// What is wrong with the signs of a sentence.
pub(super) fn faults(sentence: &Sentence) -> Vec<String> {
    let said = &sentence.said;
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, what: &str| {
        if wrong {
            faults.push(what.to_owned());
        }
    };
    fault(said.contains(['\'', '"', '“', '”']), "a straight apostrophe or English quotation marks: ’ and « »");
    fault(said.contains("..."), "three dots: …");
    fault(sentence.written.trim() != sentence.written, "a space at an end");
    fault(sentence.written.contains("  "), "two spaces");
    fault(!all(said, '«', |_, after| after == Some(NO_BREAK)), "no no-break space after «");
    fault(!all(said, '»', |before, _| before == Some(NO_BREAK)), "no no-break space before »");
    fault(
        !all(said, ':', |before, after| before == Some(NO_BREAK) || is_inside(before, after)),
        "no no-break space before :",
    );
    for sign in [';', '?', '!'] {
        fault(!all(said, sign, |before, _| before == Some(NARROW)), &format!("no narrow no-break space before {sign}"));
    }
    fault(UNIT.is_match(said), "a number that can be parted from its unit");
    faults
}

/// `10:42`, or a blank in its place; or what is typed as it stands: « de:fabre ».
fn is_inside(before: Option<char>, after: Option<char>) -> bool {
    let time = [before, after].iter().all(|sign| sign.is_some_and(|sign| sign.is_ascii_digit()));
    time || before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphanumeric)
}

/// Whether `sign` stands everywhere between the right neighbours.
fn all(text: &str, sign: char, right: impl Fn(Option<char>, Option<char>) -> bool) -> bool {
    text.match_indices(sign).all(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|text| text.chars().next());
        right(before, after)
    })
}
