use super::french;

#[test]
fn high_punctuation_keeps_a_thin_space() {
    assert_eq!(french("Est-ce possible ? Oui ; merci !"), "Est-ce possible\u{202f}? Oui\u{202f}; merci\u{202f}!");
}

#[test]
fn colon_and_guillemets_keep_a_full_space() {
    assert_eq!(french("Objet : « sortie »"), "Objet\u{a0}: «\u{a0}sortie\u{a0}»");
}

#[test]
fn number_keeps_its_unit() {
    assert_eq!(french("vers 15 h 30, 20 mg le matin"), "vers 15\u{a0}h 30, 20\u{a0}mg le matin");
}

#[test]
fn word_that_begins_like_a_unit_is_left_alone() {
    assert_eq!(french("les 3 grammaires et les 2 hivers"), "les 3 grammaires et les 2 hivers");
}

#[test]
fn address_after_a_space_keeps_its_colon() {
    assert_eq!(french("voir http://ateliers.example/a"), "voir http://ateliers.example/a");
}
