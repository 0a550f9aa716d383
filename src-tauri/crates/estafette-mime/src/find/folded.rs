//! Text as it is compared: without accents, capitals, ligatures or differences of spacing.

use estafette_model::fold_letter;

/// Longest text looked for, in folded characters.
const MAX_SOUGHT: usize = 200;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought(Vec<char>);

impl Sought {
    /// What a person typed; none when there is nothing to look for in it.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let mut folded = Vec::new();
        for letter in text.trim().chars() {
            fold(letter, &mut |letter| push_spaced(&mut folded, letter));
        }
        folded.truncate(MAX_SOUGHT);
        (!folded.is_empty()).then_some(Self(folded))
    }

    pub(super) fn letters(&self) -> &[char] {
        &self.0
    }
}

/// A space only after something else: several count as one.
fn push_spaced(folded: &mut Vec<char>, letter: char) {
    if letter != ' ' || folded.last().is_some_and(|last| *last != ' ') {
        folded.push(letter);
    }
}

/// Gives `push` what `letter` is compared as: nothing for a combining accent or a hyphen that is only offered, two letters
/// for a ligature.
pub(super) fn fold(letter: char, push: &mut impl FnMut(char)) {
    match letter {
        '’' | '‘' | 'ʼ' => push('\''),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe0f}' => {}
        _ if letter.is_whitespace() => push(' '),
        _ => fold_letter(letter, push),
    }
}
