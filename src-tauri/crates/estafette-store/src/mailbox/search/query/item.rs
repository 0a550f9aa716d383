//! What is typed, cut into words, quoted phrases, and operators with their value.

use super::super::token::is_word;
use super::folded;

/// What opens or closes a phrase: whichever closes whichever, as keyboards and word processors exchange them.
const QUOTES: [char; 5] = ['"', '«', '»', '“', '”'];

/// A word before a colon that says where to look, or which letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `de:`.
    From,
    /// `à:`.
    To,
    /// `objet:`.
    Subject,
    /// `pj:`.
    Files,
    /// `avant:`.
    Before,
    /// `après:`.
    After,
    /// `non:`.
    Not,
    /// `boîte:`.
    Mailbox,
}

impl Operator {
    fn named(name: &str) -> Option<Self> {
        match folded(name).as_str() {
            "de" => Some(Self::From),
            "a" => Some(Self::To),
            "objet" => Some(Self::Subject),
            "pj" => Some(Self::Files),
            "avant" => Some(Self::Before),
            "apres" => Some(Self::After),
            "non" => Some(Self::Not),
            "boite" => Some(Self::Mailbox),
            _ => None,
        }
    }
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'t> {
    /// The operator before the text.
    pub(super) operator: Option<Operator>,
    /// The word, or what stands between quotation marks.
    pub(super) text: &'t str,
    /// The same with its operator.
    pub(super) whole: &'t str,
    /// Whoever types may go on with it.
    pub(super) unfinished: bool,
}

impl Item<'_> {
    /// The operator is there and its value is not, or has one letter while it is being typed. `pj:` means something alone.
    pub(super) fn is_begun(&self, operator: Operator) -> bool {
        match self.text.chars().filter(|letter| is_word(*letter)).count() {
            0 => operator != Operator::Files,
            1 => self.unfinished,
            _ => false,
        }
    }
}

/// What stands in `typed`, in order.
pub(super) fn items(typed: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (item, after) = first(rest);
        items.push(item);
        rest = after.trim_start();
    }
    items
}

fn first(rest: &str) -> (Item<'_>, &str) {
    if let Some((text, after, closed)) = quoted(rest) {
        let whole = rest.get(..rest.len() - after.len()).unwrap_or_default();
        return (Item { operator: None, text, whole, unfinished: !closed && ends_in_word(text) }, after);
    }
    let end = rest.find(|letter: char| letter.is_whitespace() || QUOTES.contains(&letter)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    let unfinished = after.is_empty() && ends_in_word(word);
    let named = word.split_once(':').and_then(|(name, value)| Some((Operator::named(name)?, value)));
    let Some((operator, value)) = named else {
        return (Item { operator: None, text: word, whole: word, unfinished }, after);
    };
    match quoted(after) {
        Some((text, after, closed)) if value.is_empty() => {
            let whole = rest.get(..rest.len() - after.len()).unwrap_or_default();
            (Item { operator: Some(operator), text, whole, unfinished: !closed }, after)
        }
        // A date ends in a sign while it is being typed: `avant:2026-`.
        _ => (Item { operator: Some(operator), text: value, whole: word, unfinished: after.is_empty() }, after),
    }
}

/// What stands between the quotation mark `rest` begins with and the next one, what follows, and whether it is closed.
fn quoted(rest: &str) -> Option<(&str, &str, bool)> {
    let inside = rest.strip_prefix(QUOTES)?;
    Some(match inside.split_once(QUOTES) {
        Some((text, after)) => (text, after, true),
        None => (inside, "", false),
    })
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_word)
}
