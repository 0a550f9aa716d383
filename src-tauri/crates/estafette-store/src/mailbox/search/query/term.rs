//! One word or phrase that must be there, and where.

use std::ops::Range;

use super::super::token::{Token, is_word, tokens};
use super::MarkedField;
use crate::fold::ligatures;

/// Words of one phrase at most.
const MAX_WORDS: usize = 16;
/// Letters an unfinished word needs: one letter would match half the mailbox.
const MIN_PREFIX: usize = 2;

/// Where a term must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Wherever.
    Anywhere,
    /// With who wrote the letter.
    Sender,
    /// With who got it.
    Recipients,
    /// In its subject.
    Subject,
    /// In its files: their names, and their text where it is known.
    Files,
}

impl Place {
    /// The column of the index, as written before a phrase.
    fn column(self) -> &'static str {
        match self {
            Self::Anywhere => "",
            Self::Sender | Self::Recipients => "people : ",
            Self::Subject => "subject : ",
            Self::Files => "att : ",
        }
    }

    pub(super) fn is_marked_in(self, field: MarkedField) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Sender | Self::Recipients => field == MarkedField::People,
            Self::Subject => field == MarkedField::Subject,
            Self::Files => false,
        }
    }
}

/// Words that follow one another; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) place: Place,
    words: Vec<String>,
    /// The last word may go on.
    unfinished: bool,
}

impl Term {
    /// The words of `text`, with nothing between them but signs: « compte-rendu » is `compte rendu`.
    pub(super) fn phrase(text: &str, place: Place, unfinished: bool) -> Option<Self> {
        let taken_apart = ligatures(text);
        let words: Vec<String> = taken_apart
            .split(|letter| !is_word(letter))
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(MAX_WORDS)
            .map(str::to_owned)
            .collect();
        let letters = words.last()?.chars().filter(|letter| letter.is_alphanumeric()).count();
        Some(Self { place, words, unfinished: unfinished && letters >= MIN_PREFIX && text.ends_with(is_word) })
    }

    /// The same for each piece between blanks.
    pub(super) fn each_word(text: &str, place: Place, unfinished: bool) -> Vec<Self> {
        let mut pieces = text.split_whitespace().peekable();
        let mut terms = Vec::new();
        while let Some(piece) = pieces.next() {
            let last = pieces.peek().is_none() && text.ends_with(is_word);
            terms.extend(Self::phrase(piece, place, unfinished && last));
        }
        terms
    }

    /// As the full-text index is asked.
    pub(super) fn expression(&self) -> String {
        let more = if self.unfinished { " *" } else { "" };
        format!("{}\"{}\"{more}", self.place.column(), self.words.join(" "))
    }

    pub(super) fn stands_in(&self, words: &[Token]) -> bool {
        !self.places_in(words).is_empty()
    }

    /// Where in a text whose words these are, from the first to the last letter.
    pub(super) fn places_in(&self, words: &[Token]) -> Vec<Range<usize>> {
        let sought: Vec<String> = self.words.iter().flat_map(|word| tokens(word)).map(|token| token.folded).collect();
        let Some((last, before)) = sought.split_last() else { return Vec::new() };
        let ends = |token: &Token| {
            if self.unfinished { token.folded.starts_with(last.as_str()) } else { token.folded == *last }
        };
        words
            .windows(sought.len())
            .filter(|window| window.iter().zip(before).all(|(token, word)| token.folded == *word))
            .filter(|window| window.last().is_some_and(ends))
            .filter_map(|window| Some(window.first()?.place.start..window.last()?.place.end))
            .collect()
    }
}
