//! Ligatures taken apart, in what is indexed and in what is asked: « œdème » and « oedeme » are the same word.

use std::borrow::Cow;

/// `text` with œ, æ and their capitals written as two letters. Accents are the tokenizer's affair.
pub(crate) fn ligatures(text: &str) -> Cow<'_, str> {
    if !text.contains(['œ', 'Œ', 'æ', 'Æ']) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'œ' => folded.push_str("oe"),
            'Œ' => folded.push_str("OE"),
            'æ' => folded.push_str("ae"),
            'Æ' => folded.push_str("AE"),
            other => folded.push(other),
        }
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::ligatures;
    use std::borrow::Cow;

    #[test]
    fn ligatures_are_taken_apart_and_the_rest_stays() {
        assert_eq!(ligatures("Œdème, cœur, CÆCUM, ex-æquo, é"), "OEdème, coeur, CAECUM, ex-aequo, é");
    }

    #[test]
    fn text_without_ligature_is_not_copied() {
        assert!(matches!(ligatures("créatinine"), Cow::Borrowed(_)));
    }
}
