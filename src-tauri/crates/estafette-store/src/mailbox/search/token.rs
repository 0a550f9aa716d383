//! A text as the words the full-text index makes of it: `unicode61` without accents, ligatures taken apart.

use std::ops::Range;

use estafette_model::{fold_letter, is_accent};

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Without accents, capitals or ligatures.
    pub(super) folded: String,
    /// Where it stands, in bytes.
    pub(super) place: Range<usize>,
}

/// The words of `text`, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut inside = false;
    for (at, letter) in text.char_indices() {
        if is_word(letter) {
            if !inside {
                tokens.push(Token { folded: String::new(), place: at..at });
            }
            if let Some(token) = tokens.last_mut() {
                fold_letter(letter, &mut |folded| token.folded.push(folded));
                token.place.end = at + letter.len_utf8();
            }
        }
        inside = is_word(letter);
    }
    // An accent alone is no word.
    tokens.retain(|token| !token.folded.is_empty());
    tokens
}

/// Letters, digits and the combining accents some keyboards send apart from their letter.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_accent(letter)
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn words_are_what_lies_between_signs() {
        assert_eq!(words("helene.fabre@a.example\tDr Hélène"), ["helene", "fabre", "a", "example", "dr", "helene"]);
        assert_eq!(words("l’hôpital, 15 h 30_b"), ["l", "hopital", "15", "h", "30", "b"]);
        assert_eq!(words(" \u{301} - "), Vec::<String>::new());
    }

    #[test]
    fn a_word_is_found_again_where_it_stands() {
        let text = "Un œdème, re\u{301}duit";
        let found = tokens(text);
        let told: Vec<(&str, &str)> =
            found.iter().map(|token| (token.folded.as_str(), &text[token.place.clone()])).collect();
        assert_eq!(told, [("un", "Un"), ("oedeme", "œdème"), ("reduit", "re\u{301}duit")]);
    }
}
