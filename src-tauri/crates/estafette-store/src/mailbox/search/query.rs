//! What a person typed, understood once: words, phrases, and the operators that say where or which.
//!
//! Nothing typed is ever syntax of the full-text index: every word of the expression is a quoted string.

mod day;
mod item;
mod term;

use std::ops::{Range, RangeInclusive};

use estafette_model::fold_letter;
use jiff::ZonedDateTime;

use super::token::{Token, tokens};
use crate::mailbox::dates::ids_from;
use item::{Item, Operator, items};
use term::{Place, Term};

/// Characters read of what is typed: a whole letter pasted in is no question.
const MAX_TYPED: usize = 1_000;
/// Words and phrases of one query at most; nobody types more, and each costs a lookup.
const MAX_TERMS: usize = 16;

/// A search, understood. Accents, capitals and ligatures do not matter; the last word may be unfinished, from two letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    /// Seconds since 1970: not before.
    since: Option<i64>,
    /// Seconds since 1970: before.
    until: Option<i64>,
    unread: bool,
    files: Option<bool>,
    /// Words of the name or address of a mailbox.
    mailbox: Vec<Term>,
    /// An operator still without its value: everything is let through until it has one.
    halfway: bool,
}

/// What of a row of the list a mark is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkedField {
    /// Who it is with.
    People,
    /// Its subject.
    Subject,
    /// Its first words.
    Preview,
}

impl Query {
    /// Understands `typed`; `now` says what « hier » is and when a day begins.
    #[must_use]
    pub fn typed(typed: &str, now: &ZonedDateTime) -> Self {
        let end = typed.char_indices().nth(MAX_TYPED).map_or(typed.len(), |(at, _)| at);
        let mut query = Self::default();
        for item in items(typed.get(..end).unwrap_or_default()) {
            query.take(&item, now);
        }
        query.terms.truncate(MAX_TERMS);
        query.mailbox.truncate(MAX_TERMS);
        query
    }

    /// Nothing was typed that can be looked for.
    #[must_use]
    pub fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// `boîte:`: whether the mailbox of this name and address is meant; none when no mailbox is named.
    #[must_use]
    pub fn means_mailbox(&self, label: &str, address: &str) -> Option<bool> {
        if self.mailbox.is_empty() {
            return None;
        }
        let words = tokens(&format!("{label}\n{address}"));
        Some(self.mailbox.iter().all(|term| term.stands_in(&words)))
    }

    /// Where the words looked for stand in a text of a row, in bytes, in order and apart from one another.
    #[must_use]
    pub fn marks(&self, field: MarkedField, text: &str) -> Vec<Range<usize>> {
        let words = tokens(text);
        let mut places: Vec<Range<usize>> = self
            .terms
            .iter()
            .filter(|term| term.place.is_marked_in(field))
            .flat_map(|term| term.places_in(&words))
            .collect();
        places.sort_by_key(|place| (place.start, place.end));
        let mut marks: Vec<Range<usize>> = Vec::new();
        for place in places {
            match marks.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => marks.push(place),
            }
        }
        marks
    }

    /// What the full-text index is asked; nothing when there is no word to look for.
    pub(super) fn expression(&self) -> Option<String> {
        let terms: Vec<String> = self.terms.iter().map(Term::expression).collect();
        (!terms.is_empty()).then(|| terms.join(" "))
    }

    /// The row ids of the days asked for.
    pub(super) fn ids(&self) -> RangeInclusive<i64> {
        let first = self.since.map_or(0, ids_from);
        let last = self.until.map_or(i64::MAX, |until| ids_from(until) - 1);
        first..=last
    }

    /// `non:lu`.
    pub(super) fn unread(&self) -> bool {
        self.unread
    }

    /// `pj:oui`, `pj:non`.
    pub(super) fn files(&self) -> Option<bool> {
        self.files
    }

    /// `de:` and `à:`. The index keeps everybody of a letter in one column, so that it is seen here who wrote it to whom.
    pub(super) fn suits_people(&self, sender: &str, recipients: &str) -> bool {
        let of = |place: Place| self.terms.iter().filter(move |term| term.place == place);
        let all = |place: Place, people: &str| {
            let mut asked = of(place).peekable();
            asked.peek().is_none() || {
                let words: Vec<Token> = tokens(people);
                asked.all(|term| term.stands_in(&words))
            }
        };
        all(Place::Sender, sender) && all(Place::Recipients, recipients)
    }

    fn take(&mut self, item: &Item<'_>, now: &ZonedDateTime) {
        let Some(operator) = item.operator else {
            self.terms.extend(Term::phrase(item.text, Place::Anywhere, item.unfinished));
            return;
        };
        if item.is_begun(operator) {
            self.halfway = true;
            return;
        }
        let understood = match operator {
            Operator::From => self.take_each_word(item, Place::Sender),
            Operator::To => self.take_each_word(item, Place::Recipients),
            Operator::Subject => self.take_phrase(item, Place::Subject),
            Operator::Files => self.take_files(item),
            Operator::Before => self.take_until(item, now),
            Operator::After => self.take_since(item, now),
            Operator::Not => self.take_unread(item),
            Operator::Mailbox => {
                self.mailbox.extend(Term::each_word(item.text, Place::Anywhere, item.unfinished));
                true
            }
        };
        if !understood && item.unfinished {
            self.halfway = true;
        } else if !understood {
            self.terms.extend(Term::phrase(item.whole, Place::Anywhere, false));
        }
    }

    /// Names are written in both orders: « Fabre Hélène » is « Hélène Fabre ».
    fn take_each_word(&mut self, item: &Item<'_>, place: Place) -> bool {
        self.terms.extend(Term::each_word(item.text, place, item.unfinished));
        true
    }

    fn take_phrase(&mut self, item: &Item<'_>, place: Place) -> bool {
        self.terms.extend(Term::phrase(item.text, place, item.unfinished));
        true
    }

    fn take_files(&mut self, item: &Item<'_>) -> bool {
        match folded(item.text).as_str() {
            "" | "oui" => self.files = Some(true),
            "non" => self.files = Some(false),
            _ => return self.take_phrase(item, Place::Files),
        }
        true
    }

    fn take_until(&mut self, item: &Item<'_>, now: &ZonedDateTime) -> bool {
        let Some(day) = day::beginning(item.text, now) else { return false };
        self.until = Some(self.until.map_or(day, |known| known.min(day)));
        true
    }

    fn take_since(&mut self, item: &Item<'_>, now: &ZonedDateTime) -> bool {
        let Some(day) = day::beginning(item.text, now) else { return false };
        self.since = Some(self.since.map_or(day, |known| known.max(day)));
        true
    }

    fn take_unread(&mut self, item: &Item<'_>) -> bool {
        let unread = ["lu", "lus", "lue", "lues"].contains(&folded(item.text).as_str());
        self.unread |= unread;
        unread
    }
}

fn folded(text: &str) -> String {
    let mut folded = String::new();
    text.trim().chars().for_each(|letter| fold_letter(letter, &mut |letter| folded.push(letter)));
    folded
}

#[cfg(test)]
mod tests;
