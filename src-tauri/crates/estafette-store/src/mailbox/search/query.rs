//! What a person types, as an expression of FTS5 in which every word is a quoted string.

use crate::fold::ligatures;

/// Words of one query at most; nobody types more, and each costs a lookup.
const MAX_WORDS: usize = 16;
/// Letters an unfinished word needs: one letter would match half the mailbox.
const MIN_PREFIX: usize = 2;

/// The expression, or nothing when there is no word to look for.
pub(super) fn match_expression(query: &str) -> Option<String> {
    let folded = ligatures(query);
    let mut phrases = Vec::new();
    // Every other segment lies between quotation marks; an unclosed one is read as if it were closed at the end.
    for (index, segment) in folded.split(['"', '«', '»', '“', '”']).enumerate() {
        if index % 2 == 1 {
            phrases.extend(phrase(segment));
        } else {
            phrases.extend(segment.split_whitespace().filter_map(phrase));
        }
    }
    phrases.truncate(MAX_WORDS);
    let last = phrases.pop()?;
    let unfinished = folded.chars().next_back().is_some_and(is_word) && letters_of_last_word(&last) >= MIN_PREFIX;
    let mut expression = phrases.into_iter().map(|phrase| format!("\"{phrase}\" ")).collect::<String>();
    expression.push_str(&format!("\"{last}\"{}", if unfinished { " *" } else { "" }));
    Some(expression)
}

/// The words of a segment, with nothing between them but spaces: « compte-rendu » is the phrase `compte rendu`.
fn phrase(segment: &str) -> Option<String> {
    let words: Vec<&str> = segment
        .split(|letter| !is_word(letter))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MAX_WORDS)
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn letters_of_last_word(phrase: &str) -> usize {
    phrase.rsplit(' ').next().unwrap_or_default().chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Letters, digits and the combining accents some keyboards send apart from their letter.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests;
