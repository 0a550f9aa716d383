//! Patterns of the rules, and where they are met in a text.

use regex::Regex;

/// A pattern written in a rule.
///
/// # Panics
/// It is no pattern: the first trial of the rule says so.
#[allow(clippy::expect_used, reason = "written in the rule itself and met by its trials")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// The lines where `pattern` is met, from 1, and what it met there.
pub(super) fn met<'a>(pattern: &Regex, text: &'a str) -> Vec<(usize, &'a str)> {
    text.lines()
        .enumerate()
        .flat_map(|(at, line)| pattern.find_iter(line).map(move |found| (at + 1, found.as_str())))
        .collect()
}
