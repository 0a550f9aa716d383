#![allow(clippy::unwrap_used)]

use super::{House, check, said};

fn faults(sentence: &str) -> Vec<String> {
    let catalogue = serde_json::json!({ "a.key": sentence }).to_string();
    check(&House::of(&[("ui/src/i18n/fr.json", &catalogue)])).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn sentences_as_they_should_be_pass() {
    for sentence in [
        "L’opérateur ne répond pas.",
        "Supprimer ce brouillon\u{202f}?",
        "À\u{a0}: «\u{a0}Secrétariat\u{a0}», 10:42, 6,2\u{a0}Mo",
        "Pour préciser\u{a0}: de:fabre, avant:2026",
        "{count, plural, =0 {Aucun message} one {# message} other {# messages pour «\u{a0}{query}\u{a0}»}}",
        "Écrire un courriel",
        "Enregistrement…",
    ] {
        assert_eq!(faults(sentence), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn each_sign_out_of_place_is_a_fault() {
    for sentence in [
        "L'opérateur",
        "Le \"message\"",
        "Supprimer ?",
        "Supprimer\u{a0}?",
        "À : Sophie",
        "À: Sophie",
        "À:",
        "À\u{202f}: Sophie",
        "«\u{a0}Secrétariat »",
        "« Secrétariat\u{a0}»",
        "Attendez...",
        " Bonjour",
        "deux  espaces",
        "{n} Mo",
        "le 24 nov.",
        "{count, plural, one {# message ?} other {#}}",
    ] {
        assert_eq!(faults(sentence).len(), 1, "{sentence}");
    }
}

#[test]
fn each_word_we_do_not_say_is_a_fault() {
    for sentence in [
        "Un mail est arrivé",
        "Votre E-mail",
        "Le patient",
        "la liste blanche",
        "Veuillez patienter",
        "Oups, une panne",
        "Désolé",
        "Envoyé\u{202f}!",
        "Informé·e",
        "Informé(e)",
        "Le serveur IMAP",
        "Votre login",
    ] {
        assert_eq!(faults(sentence).len(), 1, "{sentence}");
    }
}

#[test]
fn a_button_does_not_end_in_a_full_stop_and_what_explains_it_does() {
    let faults = |key: &str| {
        let catalogue = serde_json::json!({ key: "Envoyer ce message." }).to_string();
        check(&House::of(&[("ui/src/i18n/fr.json", &catalogue)])).len()
    };
    assert_eq!(faults("action.send"), 1);
    assert_eq!(faults("action.send_detail"), 0);
    assert_eq!(faults("state.sent"), 0);
}

#[test]
fn a_fault_names_its_key_and_its_line() {
    let house = House::of(&[("ui/src/i18n/fr.json", "{\n  \"a.good\": \"Bien\",\n  \"a.bad\": \"L'un\"\n}")]);
    let fault = check(&house).pop().unwrap();
    assert_eq!(fault.line, 3);
    assert!(fault.what.starts_with("a.bad: "), "{}", fault.what);
}

#[test]
fn a_catalogue_that_is_none_is_a_fault() {
    for json in ["{", "[]", "{\"a\": 1}"] {
        assert_eq!(check(&House::of(&[("ui/src/i18n/fr.json", json)])).len(), 1, "{json}");
    }
}

#[test]
fn what_is_said_is_what_a_person_reads() {
    assert_eq!(said("{count, plural, one {# lu} other {# lus}} par {name}"), "0 lu 0 lus par 0");
}
