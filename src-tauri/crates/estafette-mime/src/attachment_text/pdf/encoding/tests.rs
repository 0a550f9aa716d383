use super::{letter_of, mac_roman, standard, win_ansi};

fn decoded(letters: super::Letters, codes: &[u8]) -> String {
    codes.iter().map(|&code| letters[usize::from(code)]).collect()
}

#[test]
fn ascii_is_ascii_in_every_encoding() {
    for letters in [standard(), win_ansi(), mac_roman()] {
        assert_eq!(decoded(letters, b"Az09 ~/"), "Az09 ~/");
        assert_eq!(decoded(letters, &[0, 10, 31]), "\0\0\0");
    }
}

#[test]
fn french_is_read_in_the_encodings_of_windows_and_of_the_mac() {
    assert_eq!(decoded(win_ansi(), b"\xe9\xe8\xe0\xe7\xc9\x9c\x80\x92\xab\xbb\xff"), "éèàçÉœ€’«»ÿ");
    assert_eq!(decoded(mac_roman(), b"\x8e\x8f\x88\x8d\x83\xcf\xdb\xd5\xc7\xc8\xd8\xde\xdf"), "éèàçÉœ€’«»ÿﬁﬂ");
    assert_eq!(decoded(mac_roman(), b"\xf0\xf1\xff"), "\0Òˇ");
}

#[test]
fn the_standard_encoding_has_its_own_places() {
    assert_eq!(decoded(standard(), b"'`\xae\xaf\xea\xfa\xf1\xfb\xe8\xc1\xd0\xb7"), "’‘ﬁﬂŒœæßŁ`—•");
    assert_eq!(decoded(standard(), b"\x80\xa0\xb0\xff\xe9"), "\0\0\0\0Ø");
}

#[test]
fn glyphs_are_known_by_their_names() {
    let cases = [
        ("A", 'A'),
        ("eacute", 'é'),
        ("Egrave", 'È'),
        ("ccedilla", 'ç'),
        ("icircumflex", 'î'),
        ("udieresis", 'ü'),
        ("ntilde", 'ñ'),
        ("aring", 'å'),
        ("Scaron", 'Š'),
        ("gbreve", 'ğ'),
        ("space", ' '),
        ("hyphen", '-'),
        ("quoteright", '’'),
        ("zero", '0'),
        ("oe", 'œ'),
        ("AE", 'Æ'),
        ("germandbls", 'ß'),
        ("fi", 'ﬁ'),
        ("f_f_i", 'ﬃ'),
        ("Euro", '€'),
        ("backslash", '\\'),
        ("quotedbl", '"'),
        ("grave", '`'),
        ("uni00E9", 'é'),
        ("uni00E90301", 'é'),
        ("u1F600", '😀'),
        ("eacute.sc", 'é'),
        ("uni20AC.alt", '€'),
    ];
    for (name, letter) in cases {
        assert_eq!(letter_of(name.as_bytes()), Some(letter), "{name}");
    }
}

#[test]
fn a_name_that_says_nothing_is_no_letter() {
    for name in
        ["", ".notdef", "g17", "G", "cid00012", "uniZZZZ", "uni", "u12", "uD800", "eflat", "é", "!", "acutee", "union"]
    {
        let letter = letter_of(name.as_bytes());
        assert_eq!(letter, (name == "G").then_some('G'), "{name}");
    }
    assert_eq!(letter_of(b"\xff\xfe"), None);
}
