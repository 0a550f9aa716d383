use jiff::ZonedDateTime;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::{Look, Scene, Template, WrittenIn};
use crate::demo::establishment::{Correspondent, GARNIER, PELTIER, find};

const CONVERSATION: &str = "with: helene.fabre\nbegins: us\nlook: logo\nencoding: latin1\nweight: 3\n\
    filed: Entrées et sorties\nattach: dlu, ordonnance\nsubject: Départ\n---\nBonjour,\n\n{signature}\n\
    --- reply 40 bilan\nMerci.\n";

fn monday() -> ZonedDateTime {
    date(2026, 11, 23).at(10, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).unwrap()
}

fn fabre() -> &'static Correspondent {
    find("helene.fabre").unwrap()
}

fn odette() -> Scene {
    Scene { resident: GARNIER, seed: 5 }
}

#[test]
fn conversation_is_read_from_its_file() {
    let template = Template::parse(CONVERSATION).unwrap();
    assert_eq!((template.with.as_str(), template.we_begin, template.weight), ("helene.fabre", true, 3));
    assert_eq!((template.look, template.written_in), (Look::Logo, WrittenIn::Latin1));
    assert_eq!((template.filed.as_str(), template.subject.as_str()), ("Entrées et sorties", "Départ"));
    let turns: Vec<_> = template.turns.iter().map(|turn| (turn.chance, turn.text.as_str())).collect();
    assert_eq!(turns, [(100, "Bonjour,\n\n{signature}"), (40, "Merci.")]);
    assert_eq!(template.turns[0].attachments, ["dlu", "ordonnance"]);
    assert_eq!(template.turns[1].attachments, ["bilan"]);
}

#[test]
fn file_that_means_nothing_is_refused_by_name() {
    for (file, fault) in [
        ("with: a\nsubject: b\n", "no line begins"),
        ("with: a\nsubjet: b\n---\nBonjour", "unknown field subjet"),
        ("with: a\nsubject: b\nlook: pretty\n---\nBonjour", "unknown look pretty"),
        ("with: a\nsubject: b\n--- answer 10\nBonjour", "unknown kind of letter answer"),
        ("subject: b\n---\nBonjour", "missing"),
    ] {
        let error = format!("{:#}", Template::parse(file).unwrap_err());
        assert!(error.contains(fault), "{error}");
    }
}

#[test]
fn blanks_agree_with_the_person() {
    let text = "{civil}, {born}, est attendu{e}. {Il} arrive {jour+1} ; {la} {patient} de la chambre {chambre}.";
    let peltier = Scene { resident: PELTIER, ..odette() };
    assert_eq!(
        odette().fill(text, fabre(), &monday()).unwrap().replace(['\u{a0}', '\u{202f}'], " "),
        "Mme Garnier, née le 14 mars 1938, est attendue. Elle arrive mardi 24 novembre ; la patiente de la chambre 12."
    );
    assert_eq!(
        peltier.fill(text, fabre(), &monday()).unwrap().replace(['\u{a0}', '\u{202f}'], " "),
        "M. Peltier, né le 2 juin 1941, est attendu. Il arrive mardi 24 novembre ; le patient de la chambre 7."
    );
}

#[test]
fn same_list_gives_the_same_choice_in_the_letter_and_its_document() {
    for seed in 0..40 {
        let scene = Scene { resident: GARNIER, seed };
        let filled = scene.fill("[a|b|c], puis [a|b|c]", fabre(), &monday()).unwrap();
        let (first, second) = filled.split_once(", puis ").unwrap();
        assert_eq!(first, second);
    }
}

#[test]
fn every_choice_comes_up() {
    for wanted in ["oui", "non"] {
        let found = (0..40).any(|seed| {
            let scene = Scene { resident: GARNIER, seed };
            scene.fill("[oui|non]", fabre(), &monday()).unwrap() == wanted
        });
        assert!(found, "{wanted}");
    }
}

#[test]
fn blank_that_stands_for_nothing_is_refused() {
    for (text, fault) in [("{nom}", "unknown word nom"), ("{jour+deux}", "not a number"), ("[a|b", "not closed")] {
        let error = format!("{:#}", odette().fill(text, fabre(), &monday()).unwrap_err());
        assert!(error.contains(fault), "{error}");
    }
}
