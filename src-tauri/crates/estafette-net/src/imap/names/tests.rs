#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{decoded, quoted, unescaped, wire_name};

#[test]
fn french_names_go_to_the_wire_and_back() {
    let cases = [
        ("INBOX", "INBOX"),
        ("Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s"),
        ("Traité", "Trait&AOk-"),
        ("R&D", "R&-D"),
        ("&", "&-"),
        ("été & hiver", "&AOk-t&AOk- &- hiver"),
        ("Équipe 🦊", "&AMk-quipe &2D7dig-"),
        ("suivi\u{7f}", "suivi&AH8-"),
        ("", ""),
    ];
    for (name, wire) in cases {
        assert_eq!(wire_name(name), wire, "{name}");
        assert_eq!(decoded(wire), name, "{wire}");
    }
}

#[test]
fn a_name_that_is_not_modified_utf_7_is_shown_as_it_is() {
    // The first is the one on which the utf7-imap crate panics.
    for wire in ["&!!!-", "&", "a&b", "&AOk", "&AOkA-", "&2D4-", "&AOk=-", "Élan", "&A-"] {
        assert_eq!(decoded(wire), wire);
    }
}

#[test]
fn a_quoted_name_cannot_leave_its_quotation_marks() {
    assert_eq!(quoted(r#"l"été \ suite"#).unwrap(), r#""l\"été \\ suite""#);
    for name in ["a\r\ne9 DELETE INBOX", "a\nb", "a\rb", "a\0b"] {
        assert!(quoted(name).is_err(), "{name:?}");
    }
}

#[test]
fn escapes_are_undone_once() {
    for name in [r#"l"été"#, r"a\b", r#"\""#, r"\\", "simple"] {
        let wire = quoted(name).unwrap();
        assert_eq!(unescaped(wire.trim_start_matches('"').strip_suffix('"').unwrap()), name);
    }
    assert_eq!(unescaped("fin\\"), "fin\\");
}
