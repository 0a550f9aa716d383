//! Words a person of an établissement does not use, or should not have to read.

use std::sync::LazyLock;

use regex::Regex;

use super::Sentence;
use crate::tidy::pattern::pattern;

/// What is not said, and why.
static UNSAID: LazyLock<[(Regex, &str); 8]> = LazyLock::new(|| {
    [
        (pattern(r"(?i)\b(e-?mails?|mails?|mèls?)\b"), "« message » or « courriel »"),
        (pattern(r"(?i)\b(patiente?s?|résidente?s?)\b"), "« usager »: the word of every établissement"),
        (pattern(r"(?i)\bliste blanche\b"), "« liste de confiance »"),
        (pattern(r"(?i)\bveuillez\b|\bmerci de\b|\bs’il vous plaît\b"), "no begging: the verb itself"),
        (
            pattern(r"(?i)\b(oups|désolée?s?|malheureusement|aïe)\b"),
            "no apology: what happened, what is safe, what to do",
        ),
        (pattern(r"!"), "no exclamation mark"),
        (pattern(r"·|\p{L}\(e\)|\p{L}\(s\)"), "no middle dot, no bracketed agreement"),
        (
            pattern(
                r"\b(IMAP|SMTP|TLS|SSL|MIME|HTTPS?|DNS|SQL\w*|JSON|UID\w*)\b|(?i)\b(login|password|spam|reset|cancel|ok)\b",
            ),
            "no protocol, no English",
        ),
    ]
});

/// Sentences that stand on a button or in a menu.
static BUTTON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(action|thread|composer\.(send|attach|delete)|status\.get)"));
/// And those beside them that explain.
const EXPLAINS: &str = "_detail";

/// What is wrong with the words of a sentence.
pub(super) fn faults(sentence: &Sentence) -> Vec<String> {
    let found = UNSAID.iter().filter_map(|(word, instead)| Some((word.find(&sentence.said)?, instead)));
    let mut faults: Vec<String> = found.map(|(word, instead)| format!("{}: {instead}", word.as_str())).collect();
    let is_button = BUTTON.is_match(&sentence.key) && !sentence.key.ends_with(EXPLAINS);
    if is_button && sentence.said.ends_with('.') {
        faults.push(String::from("a full stop on a button"));
    }
    faults
}
