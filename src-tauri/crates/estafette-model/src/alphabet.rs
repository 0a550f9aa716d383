//! The alphabets a name or an address is written in: letters of two of them in one word are there to deceive.

use unicode_script::{Script, UnicodeScript};

/// Which alphabets the letters of a text come from (Unicode UAX #24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabets {
    /// Latin letters, or none at all.
    Latin,
    /// Whole words of another alphabet.
    Foreign,
    /// Latin and other letters in one word: `CНU` with a Cyrillic `Н`.
    Mixed,
}

/// The alphabets of `text`, word by word.
#[must_use]
pub fn alphabets(text: &str) -> Alphabets {
    let words = text.split(|c: char| !c.is_alphabetic() && !is_joined(c)).map(word);
    words.fold(Alphabets::Latin, |all, word| match (all, word) {
        (Alphabets::Mixed, _) | (_, Alphabets::Mixed) => Alphabets::Mixed,
        (Alphabets::Foreign, _) | (_, Alphabets::Foreign) => Alphabets::Foreign,
        (Alphabets::Latin, Alphabets::Latin) => Alphabets::Latin,
    })
}

fn word(word: &str) -> Alphabets {
    let mut scripts =
        word.chars().map(|c| c.script()).filter(|script| !matches!(script, Script::Common | Script::Inherited));
    let Some(first) = scripts.next() else { return Alphabets::Latin };
    match (first, scripts.all(|script| script == first)) {
        (Script::Latin, true) => Alphabets::Latin,
        (_, true) => Alphabets::Foreign,
        (_, false) if is_written_together(word) => Alphabets::Foreign,
        (_, false) => Alphabets::Mixed,
    }
}

/// Marks that belong to the letter before them.
fn is_joined(c: char) -> bool {
    c.script() == Script::Inherited
}

/// Japanese and Korean are written in several scripts at once; no Latin letter is mixed into such a word.
fn is_written_together(word: &str) -> bool {
    word.chars().all(|c| {
        matches!(
            c.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Common
                | Script::Inherited
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{Alphabets, alphabets};

    #[test]
    fn letters_of_two_alphabets_in_one_word_are_mixed() {
        for (text, expected) in [
            ("CH de Val-Fleuri, Gériatrie aiguë", Alphabets::Latin),
            ("Zoë Ntœ́ 3ᵉ", Alphabets::Latin),
            ("", Alphabets::Latin),
            ("12 !", Alphabets::Latin),
            ("Елена Фабер", Alphabets::Foreign),
            ("Dr Елена", Alphabets::Foreign),
            ("東京タワー", Alphabets::Foreign),
            ("CНU de Nantes", Alphabets::Mixed),
            ("m\u{0455}sante", Alphabets::Mixed),
            ("Ραul", Alphabets::Mixed),
            ("Dr Fаbre", Alphabets::Mixed),
        ] {
            assert_eq!(alphabets(text), expected, "{text}");
        }
    }
}
