//! Letters as they are compared: without accents, capitals or ligatures. One rule for everything that looks for words, and the
//! one of the full-text index.

use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};

/// Gives `push` what `letter` is compared as: nothing for a combining accent, two letters for a ligature.
pub fn fold_letter(letter: char, push: &mut impl FnMut(char)) {
    match letter {
        'œ' | 'Œ' => "oe".chars().for_each(push),
        'æ' | 'Æ' => "ae".chars().for_each(push),
        _ if is_accent(letter) => {}
        _ => base(letter).to_lowercase().filter(|part| !is_accent(*part)).for_each(push),
    }
}

/// An accent some keyboards and systems send apart from its letter.
#[must_use]
pub fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The letter under its accents (UAX 15, canonical decomposition).
fn base(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let decomposition = CanonicalDecompositionBorrowed::new();
    let mut under = letter;
    loop {
        match decomposition.decompose(under) {
            Decomposed::Default => return under,
            Decomposed::Singleton(only) => return only,
            Decomposed::Expansion(first, _) => under = first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fold_letter;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|letter| fold_letter(letter, &mut |letter| folded.push(letter)));
        folded
    }

    #[test]
    fn accents_capitals_and_ligatures_do_not_matter() {
        assert_eq!(folded("Œdème, cœur, CÆCUM, ÉTÉ, e\u{301}te\u{301}, İ"), "oedeme, coeur, caecum, ete, ete, i");
    }

    #[test]
    fn what_has_no_accent_stays() {
        assert_eq!(folded("bilan 24/11 ß ø λ"), "bilan 24/11 ß ø λ");
    }
}
