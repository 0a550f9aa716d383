use super::{cut, decode, decode_header};

#[test]
fn a_label_is_believed_unless_the_bytes_say_otherwise() {
    let cases: [(&[u8], Option<&str>, &str); 13] = [
        (b"\xe9t\xe9", Some("iso-8859-1"), "été"),
        (b"\xe9t\xe9", Some("ISO-8859-15"), "été"),
        (b"\x80 10", Some("windows-1252"), "€ 10"),
        ("été".as_bytes(), Some("utf-8"), "été"),
        ("été".as_bytes(), Some("us-ascii"), "été"),
        ("été".as_bytes(), Some("iso-8859-1"), "été"),
        ("été".as_bytes(), None, "été"),
        (b"\xe9t\xe9", None, "été"),
        (b"\xe9t\xe9", Some("x-inconnu"), "\u{fffd}t\u{fffd}"),
        ("été".as_bytes(), Some("x-inconnu"), "été"),
        (b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251"), "Привет"),
        (b"\xe9t\xe9", Some("utf-8"), "été"),
        (b"\xc3\xa9t\xe9", Some("utf-8"), "ét\u{fffd}"),
    ];
    for (bytes, label, text) in cases {
        assert_eq!(decode(bytes, label), text, "{label:?}");
    }
}

#[test]
fn a_label_of_any_length_or_shape_is_survived() {
    for label in ["", " ", "é", &"x".repeat(10_000), "utf-8\0", "\"utf-8\""] {
        assert_eq!(decode(b"bonjour", Some(label)), "bonjour", "{label:?}");
    }
}

#[test]
fn raw_bytes_in_a_header_are_read_as_their_writer_meant() {
    assert_eq!(decode_header(b"R\xe9union"), "Réunion");
    assert_eq!(decode_header("Réunion".as_bytes()), "Réunion");
}

#[test]
fn a_text_is_cut_between_two_characters() {
    assert_eq!(cut("aé".as_bytes(), 2), b"a");
    assert_eq!(cut("aé".as_bytes(), 3), "aé".as_bytes());
    assert_eq!(cut("a\u{1f600}b".as_bytes(), 4), b"a");
    assert_eq!(cut(b"\x80\x80\x80\x80\x80\x80", 4), b"\x80\x80\x80\x80");
    assert_eq!(cut(b"", 4), b"");
}
