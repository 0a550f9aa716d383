#![allow(clippy::unwrap_used)]

use super::{HeaderText, HeaderTextError};

#[test]
fn a_line_break_in_any_disguise_is_refused() {
    for text in ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\tb", "a\u{85}b", "a\u{2028}b", "a\u{7f}"] {
        assert_eq!(text.parse::<HeaderText>(), Err(HeaderTextError::ControlCharacter), "{text:?}");
    }
    assert_eq!("x".repeat(2_001).parse::<HeaderText>(), Err(HeaderTextError::TooLong));
}

#[test]
fn what_a_person_types_is_kept() {
    for text in ["Retour à domicile : lettre de liaison", "« Été »", "=?utf-8?Q?a?=", ""] {
        assert_eq!(text.parse::<HeaderText>().unwrap().as_str(), text);
    }
    assert_eq!("  a  ".parse::<HeaderText>().unwrap().to_string(), "a");
}

#[test]
fn what_was_received_is_cleaned_instead() {
    let cleaned = HeaderText::cleaned("Objet\r\nBcc: x@y.example\u{202e}\0");
    assert_eq!(cleaned.as_str(), "Objet Bcc: x@y.example");
    assert!(HeaderText::cleaned(&"é".repeat(5_000)).as_str().len() <= 2_000);
    assert!(HeaderText::cleaned("\u{200b}").is_empty());
}
