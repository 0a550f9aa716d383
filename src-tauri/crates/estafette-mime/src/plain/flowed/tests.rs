use super::unflow;

#[test]
fn soft_breaks_are_joined_and_hard_ones_kept() {
    let cases = [
        ("une ligne \nqui continue\nfin", "une ligne qui continue\nfin\n"),
        ("> citée \n> suite\nréponse", "> citée suite\nréponse\n"),
        ("> citée \nréponse", "> citée \nréponse\n"),
        (">> a \n> b", ">> a \n> b\n"),
        (" >pas une citation", ">pas une citation\n"),
        ("a\n-- \nAmélie", "a\n-- \nAmélie\n"),
        ("a \n\nb", "a \nb\n"),
        ("", ""),
    ];
    for (text, joined) in cases {
        assert_eq!(unflow(text, false), joined, "{text:?}");
    }
}

#[test]
fn the_space_of_the_break_goes_when_it_was_added() {
    assert_eq!(unflow("abc \ndef", true), "abcdef\n");
}
