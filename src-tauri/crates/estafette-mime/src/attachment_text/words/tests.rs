use super::Words;

fn written(text: &str) -> String {
    let mut words = Words::up_to(1000);
    words.push_str(text);
    words.into_text()
}

#[test]
fn ligatures_are_the_letters_somebody_types() {
    assert_eq!(written("eﬀort ﬁchier ﬂuor eﬃcace aﬄux reﬅe ﬆyle"), "effort fichier fluor efficace afflux reste style");
    assert_eq!(written("œdème naïf"), "œdème naïf");
}

#[test]
fn white_space_of_any_kind_is_one_space_and_none_at_the_ends() {
    assert_eq!(written(" \t\n a\u{a0}\u{a0}b \r\n c\u{202f}: "), "a b c :");
}

#[test]
fn signs_that_show_nothing_do_not_cut_a_word() {
    assert_eq!(written("hospi\u{ad}talisation\u{200b}\u{feff}"), "hospitalisation");
    assert_eq!(written("a\u{0}b\u{7}c\u{e042}d\u{fffd}"), "abcd");
}

#[test]
fn lines_are_apart_and_never_empty() {
    let mut words = Words::up_to(1000);
    words.line();
    words.space();
    words.push_str("Madame");
    words.space();
    words.line();
    words.line();
    words.space();
    words.push_str("Lefèvre");
    words.line();
    assert_eq!(words.into_text(), "Madame\nLefèvre");
}

#[test]
fn the_limit_cuts_between_letters() {
    let mut words = Words::up_to(5);
    words.push_str("éééé");
    assert!(words.is_full());
    words.push('ﬃ');
    assert_eq!(words.into_text(), "éé");
}
