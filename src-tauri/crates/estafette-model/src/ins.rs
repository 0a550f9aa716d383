//! The number a person is known by in health care (INS): the registration number of the national directory, thirteen characters and
//! a key of two. Recognised in what is copied, never judged: whether it is qualified is for who copied it to know.

/// Bytes of a text that are looked at: beyond, it is a document, and looking would be felt.
const LOOKED_AT: usize = 1 << 20;
/// Characters before the key.
const NUMBER: usize = 13;
/// With the key.
const WHOLE: usize = 15;
/// Identifiers of the INS in clinical documents: of registered and of awaiting numbers, of tests and demonstrations (ANS, « Référentiel
/// INS »).
const OIDS: [&str; 4] = ["1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"];

/// Whether an INS stands in `text`: fifteen characters with their right key, one separator at most between two of them; or thirteen
/// that could be one, where the text also has the identifier that says so.
#[must_use]
pub fn holds_ins(text: &str) -> bool {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    let said = OIDS.iter().any(|oid| text.contains(oid));
    let mut before = None;
    for (at, character) in text.char_indices() {
        let begins = character.is_ascii_digit() && !before.is_some_and(char::is_alphanumeric);
        if begins && text.get(at..).is_some_and(|rest| begins_with_ins(rest, said)) {
            return true;
        }
        before = Some(character);
    }
    false
}

/// `said`: it need not have its key, nor the right one.
fn begins_with_ins(text: &str, said: bool) -> bool {
    let mut number = [0_u8; WHOLE];
    let mut length = 0;
    let mut separated = false;
    let mut characters = text.chars().peekable();
    while length < WHOLE {
        let in_number = |next: &char| next.is_ascii_digit() || (length == 6 && matches!(next, 'A' | 'B' | 'a' | 'b'));
        if let Some(character) = characters.next_if(in_number) {
            number[length] = u8::try_from(character).unwrap_or_default().to_ascii_uppercase();
            (length, separated) = (length + 1, false);
        } else if !separated && characters.next_if(|next| is_separator(*next)).is_some() {
            separated = true;
        } else {
            break;
        }
    }
    let ends = separated || !characters.peek().is_some_and(|next| next.is_alphanumeric());
    let Some(read) = number.first_chunk::<NUMBER>().filter(|read| ends && is_shaped(read)) else { return false };
    match length {
        WHOLE => said || key_of(read) == two_digits(&number[NUMBER..]),
        NUMBER => said,
        _ => false,
    }
}

/// Spaces of any width, and what people put in their place.
fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '.' | '-')
}

/// Sex, two digits of the year, a month (or what stands for one that is not known), department, and six digits. Those who wait for
/// their number have 3, 4, 7 or 8 in place of 1 and 2.
fn is_shaped(number: &[u8; NUMBER]) -> bool {
    let [sex, year @ .., _, _, _, _, _, _, _, _, _, _] = number;
    let department = &number[5..7];
    matches!(sex, b'1'..=b'4' | b'7' | b'8')
        && year.iter().all(u8::is_ascii_digit)
        && two_digits(&number[3..5]).is_some_and(|month| matches!(month, 1..=12 | 20..))
        && (department.iter().all(u8::is_ascii_digit) || department == b"2A" || department == b"2B")
        && number[7..].iter().all(u8::is_ascii_digit)
}

/// 97 less what is left of the number divided by 97; in the departments of Corsica, 2A counts as 19 and 2B as 18.
fn key_of(number: &[u8; NUMBER]) -> Option<u64> {
    let mut digits = *number;
    match &number[5..7] {
        b"2A" => digits[5..7].copy_from_slice(b"19"),
        b"2B" => digits[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    let number: u64 = str::from_utf8(&digits).ok()?.parse().ok()?;
    Some(97 - number % 97)
}

fn two_digits(digits: &[u8]) -> Option<u64> {
    digits.iter().all(u8::is_ascii_digit).then(|| str::from_utf8(digits).ok()?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::holds_ins;

    #[test]
    fn a_number_with_its_key_is_one_however_it_is_spaced() {
        for text in [
            "279035121518989",
            "2 79 03 51 215 189 89",
            "Mme Aubert, 2\u{a0}79\u{a0}03\u{a0}51\u{a0}215\u{a0}189\u{202f}89, née en mars",
            "279035121518989@patient.mssante.example",
            "INS:1850578006084 91.",
            "1.85.05.78.006.084-91",
            "147052A00301222",
            "2 47 05 2b 003 012 96",
            "en attente : 784059935102441",
        ] {
            assert!(holds_ins(text), "{text}");
        }
    }

    #[test]
    fn what_has_not_the_right_key_or_is_longer_is_none() {
        for text in [
            "",
            "279035121518988",
            "147720425367411",
            "27903512151898",
            "2790351215189890",
            "x279035121518989",
            "279035121518989x",
            "0279035121518989",
            "2  79 03 51 215 189 89",
            "147052C00301222",
            "579035121518989",
            "FR76 3000 6000 0112 3456 7890 189",
            "02 99 28 37 37, 06 12 34 56 78",
            "réunion du 24/11/2026 à 10:00",
        ] {
            assert!(!holds_ins(text), "{text}");
        }
    }

    #[test]
    fn a_number_that_is_said_to_be_one_needs_no_key() {
        assert!(holds_ins("2790351215189^^^&1.2.250.1.213.1.4.8&ISO^INS-NIR"));
        assert!(holds_ins("<id root=\"1.2.250.1.213.1.4.10\" extension=\"147720425367411\"/>"));
        assert!(holds_ins("1.2.250.1.213.1.4.9 2790351215189 Mme Aubert"));
        assert!(!holds_ins("2790351215189^^^&1.2.250.1.71.4.2.1&ISO"));
        assert!(!holds_ins("1.2.250.1.213.1.4.8"), "an identifier alone is no number");
    }

    #[test]
    fn a_text_without_end_and_one_of_other_letters_are_read_in_time() {
        assert!(!holds_ins(&"2 79 03 51 215 189 8 ".repeat(200_000)));
        assert!(holds_ins(&format!("{} 279035121518989", "é".repeat(1000))));
        assert!(!holds_ins(&format!("{} 279035121518989", "é".repeat(1 << 20))), "beyond what is looked at");
        assert!(!holds_ins("２７９０３５１２１５１８９８９"));
    }
}
