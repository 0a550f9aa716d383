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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Operator, items};

    /// Operator, text and whether it may go on, of each item.
    fn told(typed: &str) -> Vec<(Option<Operator>, &str, bool)> {
        items(typed).into_iter().map(|item| (item.operator, item.text, item.unfinished)).collect()
    }

    #[test]
    fn words_phrases_and_operators_are_told_apart() {
        let typed = "bilan « compte rendu » de:\"Dr Fabre\" avant:2026 sang";
        let wanted = [
            (None, "bilan", false),
            (None, " compte rendu ", false),
            (Some(Operator::From), "Dr Fabre", false),
            (Some(Operator::Before), "2026", false),
            (None, "sang", true),
        ];
        assert_eq!(told(typed), wanted);
    }

    #[test]
    fn only_what_ends_the_typing_may_go_on() {
        assert_eq!(told("bilan "), [(None, "bilan", false)]);
        assert_eq!(told("bilan."), [(None, "bilan.", false)]);
        assert_eq!(told("\"compte ren"), [(None, "compte ren", true)]);
        assert_eq!(told("\"compte \""), [(None, "compte ", false)]);
        assert_eq!(told("avant:2026-"), [(Some(Operator::Before), "2026-", true)]);
        assert_eq!(told("de:\"Dr Fab"), [(Some(Operator::From), "Dr Fab", true)]);
    }

    #[test]
    fn an_accent_or_its_absence_names_the_same_operator() {
        for (typed, operator) in [
            ("à:", Operator::To),
            ("a:", Operator::To),
            ("A\u{300}:", Operator::To),
            ("après:", Operator::After),
            ("APRES:", Operator::After),
            ("boîte:", Operator::Mailbox),
            ("boite:", Operator::Mailbox),
        ] {
            assert_eq!(items(typed).first().and_then(|item| item.operator), Some(operator), "{typed}");
        }
    }

    #[test]
    fn a_quotation_mark_ends_a_word_and_a_blank_an_operator() {
        assert_eq!(told("a\"b\"c"), [(None, "a", false), (None, "b", false), (None, "c", true)]);
        assert_eq!(told("de: fabre"), [(Some(Operator::From), "", false), (None, "fabre", true)]);
        assert_eq!(told(":"), [(None, ":", false)]);
    }

    #[test]
    fn what_was_typed_stays_whole_beside_what_was_understood() {
        let wholes: Vec<&str> = items("avant:noël de:\"x y\" « z »").into_iter().map(|item| item.whole).collect();
        assert_eq!(wholes, ["avant:noël", "de:\"x y\"", "« z »"]);
    }
}
