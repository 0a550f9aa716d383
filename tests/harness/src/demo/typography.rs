//! French typography: which spaces may not break.
//!
//! The letters are written with ordinary spaces, which an editor shows; the no-break ones are put in here.

/// Before these, a thin one.
const THIN_BEFORE: [char; 3] = [';', '!', '?'];
/// Before these, a full one.
const FULL_BEFORE: [char; 3] = [':', '»', '%'];
/// A number keeps its unit beside it.
const UNITS: [&str; 14] =
    ["h", "g", "mg", "kg", "mL", "L", "cm", "mm", "mmol/L", "g/L", "g/dL", "µmol/L", "ans", "jours"];

const FULL: char = '\u{a0}';
const THIN: char = '\u{202f}';

/// `text` with the spaces of « ; ! ? : % » and of numbers made unbreakable.
pub(crate) fn french(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    for (index, character) in characters.iter().enumerate() {
        let rest = characters.get(index + 1..).unwrap_or_default();
        let before = index.checked_sub(1).and_then(|before| characters.get(before));
        result.push(if *character == ' ' { space_between(before, rest) } else { *character });
    }
    result
}

/// The space that stands after `before` and in front of `rest`.
fn space_between(before: Option<&char>, rest: &[char]) -> char {
    let next = rest.first().copied().unwrap_or(' ');
    let ends_a_word = rest.get(1).is_none_or(|after| !after.is_alphanumeric());
    if THIN_BEFORE.contains(&next) {
        return THIN;
    }
    let is_inside_guillemets = before == Some(&'«');
    let is_before_colon = FULL_BEFORE.contains(&next) && ends_a_word;
    let is_before_unit = before.is_some_and(char::is_ascii_digit) && begins_with_unit(rest);
    if is_inside_guillemets || is_before_colon || is_before_unit { FULL } else { ' ' }
}

fn begins_with_unit(rest: &[char]) -> bool {
    let word: String = rest.iter().take_while(|character| character.is_alphabetic() || **character == '/').collect();
    UNITS.contains(&word.as_str())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
