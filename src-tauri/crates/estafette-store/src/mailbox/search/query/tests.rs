#![allow(clippy::unwrap_used, clippy::expect_used)]

use jiff::ZonedDateTime;

use super::{MarkedField, Query};

/// A Tuesday, in the afternoon.
fn now() -> ZonedDateTime {
    "2026-11-24T15:00:00+01:00[Europe/Paris]".parse().unwrap()
}

fn typed(text: &str) -> Query {
    Query::typed(text, &now())
}

fn check(query: &str, expected: &str) {
    assert_eq!(typed(query).expression().as_deref(), Some(expected), "{query}");
}

#[test]
fn every_word_is_a_quoted_string_and_the_last_may_be_unfinished() {
    check("créat", "\"créat\" *");
    check("bilan  créatinine", "\"bilan\" \"créatinine\" *");
    check("bilan ", "\"bilan\"");
    check("bilan m", "\"bilan\" \"m\"");
}

#[test]
fn ligatures_are_taken_apart_as_in_the_index() {
    check("œdème ", "\"oedème\"");
    check("CÆCUM ", "\"CAECUM\"");
}

#[test]
fn nothing_typed_is_syntax() {
    check("a OR b ", "\"a\" \"OR\" \"b\"");
    check("NEAR(a b, 2) ", "\"NEAR a\" \"b\" \"2\"");
    check("subject:bilan* ", "\"subject bilan\"");
    check("-bilan ^a {x} ", "\"bilan\" \"a\" \"x\"");
    check("a\u{0}b ", "\"a b\"");
    check("l'hôpital ", "\"l hôpital\"");
    check("objet:\"a\" OR pj:x* ", "subject : \"a\" \"OR\" att : \"x\"");
    check("de:people:x ", "people : \"people x\"");
}

#[test]
fn words_between_quotation_marks_are_a_phrase() {
    check("\"compte rendu\" bilan ", "\"compte rendu\" \"bilan\"");
    check("« compte rendu »", "\"compte rendu\"");
    check("bilan \"compte ren", "\"bilan\" \"compte ren\" *");
    check("a\"b\"c ", "\"a\" \"b\" \"c\"");
}

#[test]
fn a_hyphen_or_an_address_makes_a_phrase() {
    check("compte-rendu ", "\"compte rendu\"");
    check("amelie@medecins.example", "\"amelie medecins example\" *");
}

#[test]
fn without_a_word_there_is_nothing_to_look_for() {
    for query in ["", "   ", "\"", "\"\"", "***", "- : ( )", "\u{301}"] {
        assert!(typed(query).asks_nothing(), "{query:?}");
    }
}

#[test]
fn accents_sent_apart_from_their_letter_stay_with_it() {
    check("cre\u{301}at ", "\"cre\u{301}at\"");
}

#[test]
fn a_whole_letter_pasted_in_is_cut_to_its_first_words() {
    let expression = typed(&"mot ".repeat(10_000)).expression().unwrap();
    assert_eq!(expression.split_whitespace().count(), 16);
    assert!(typed(&format!("\"{}\"", "mot ".repeat(10_000))).expression().unwrap().len() < 100);
    let people = typed(&format!("à:\"{}\"", "mot ".repeat(10_000))).expression().unwrap();
    assert_eq!(people.matches("people").count(), 16);
}

#[test]
fn an_operator_says_where_with_or_without_its_accent() {
    check("de:fabre ", "people : \"fabre\"");
    check("DE:Fabre", "people : \"Fabre\" *");
    check("à:secretariat@ehpad.example ", "people : \"secretariat ehpad example\"");
    check("a:sophie bilan ", "people : \"sophie\" \"bilan\"");
    check("objet:compte-rendu ", "subject : \"compte rendu\"");
    check("objet:« compte rendu »", "subject : \"compte rendu\"");
    check("pj:scanner ", "att : \"scanner\"");
}

#[test]
fn the_names_of_somebody_are_looked_for_in_any_order() {
    check("de:\"Fabre Hélène\" bilan ", "people : \"Fabre\" people : \"Hélène\" \"bilan\"");
    check("de:\"Fabre Hél", "people : \"Fabre\" people : \"Hél\" *");
}

#[test]
fn an_operator_nobody_knows_is_a_word() {
    check("re:bilan ", "\"re bilan\"");
    check("http://a.example ", "\"http a example\"");
    check("non:urgent ", "\"non urgent\"");
    check("avant:noël ", "\"avant noël\"");
    check("12:30 ", "\"12 30\"");
}

#[test]
fn an_operator_typed_halfway_restricts_nothing() {
    for query in ["de:", "à:", "a:s", "objet:\"", "avant:", "avant:20", "avant:2026-13", "non:", "non:l", "boîte:"] {
        let query = typed(query);
        assert!(!query.asks_nothing(), "everything is let through");
        assert_eq!((query.expression(), query.ids(), query.unread()), (None, 0..=i64::MAX, false));
    }
    check("bilan de:", "\"bilan\" *".trim_end_matches(" *"));
    check("de: fabre ", "\"fabre\"");
}

/// Where `text` begins, as a day of Paris.
fn begins(text: &str) -> Option<String> {
    let since = typed(&format!("après:{text} ")).since?;
    Some(jiff::Timestamp::from_second(since).unwrap().to_zoned_datetime(now().time_zone().clone()).to_string())
}

#[test]
fn days_are_written_as_people_write_them() {
    for (text, day) in [
        ("2026-11-01", "2026-11-01"),
        ("01/11/2026", "2026-11-01"),
        ("1/11/26", "2026-11-01"),
        ("1.11.2026", "2026-11-01"),
        ("11/2026", "2026-11-01"),
        ("2026-11", "2026-11-01"),
        ("2026", "2026-01-01"),
        ("01/11", "2026-11-01"),
        ("25/12", "2025-12-25"),
        ("aujourd’hui", "2026-11-24"),
        ("aujourd'hui", "2026-11-24"),
        ("Hier", "2026-11-23"),
        ("avant-hier", "2026-11-22"),
    ] {
        assert!(begins(text).is_some_and(|found| found.starts_with(&format!("{day}T00:00:00"))), "{text}");
    }
    assert!(begins("2026-07-01").is_some_and(|found| found.contains("+02:00")), "summer has its own hour");
    for text in ["31/02/2026", "32/11", "2026-11-01-02", "3026", "-", "26", "demain", "1/1/1", "２０２６"] {
        assert_eq!(begins(text), None, "{text}");
    }
}

#[test]
fn before_and_after_the_same_day_are_everything_and_meet_nowhere() {
    let (before, after) = (typed("avant:2026-11 ").ids(), typed("apres:2026-11 ").ids());
    assert_eq!(before.end() + 1, *after.start());
    assert_eq!((*before.start(), *after.end()), (0, i64::MAX));
    let both = typed("après:10/2026 avant:11/2026 après:2025 ").ids();
    assert_eq!((*both.start(), *both.end()), (*typed("après:10/2026 ").ids().start(), *before.end()));
}

#[test]
fn unread_and_files_are_asked_by_name() {
    for query in ["non:lu", "NON:LUS ", "non:lue bilan"] {
        assert!(typed(query).unread(), "{query}");
    }
    for (query, files) in [("pj:", Some(true)), ("pj:oui ", Some(true)), ("pj:non ", Some(false)), ("pj:scan ", None)] {
        assert_eq!(typed(query).files(), files, "{query}");
    }
}

#[test]
fn a_mailbox_is_meant_by_its_name_or_its_address() {
    let means = |query: &str| typed(query).means_mailbox("Médecins coordonnateurs", "medco@ehpad.example");
    assert_eq!(means("bilan "), None);
    assert_eq!(means("boîte: "), None);
    assert_eq!(means("boîte:medecins "), Some(true));
    assert_eq!(means("boite:coord"), Some(true));
    assert_eq!(means("boîte:\"coordonnateurs médecins\" "), Some(true));
    assert_eq!(means("boîte:medco@ehpad.example "), Some(true));
    assert_eq!(means("boîte:infirmerie "), Some(false));
    assert_eq!(typed("boîte:medco ").expression(), None, "it is no word of the letter");
}

#[test]
fn the_sender_and_the_recipients_are_told_apart() {
    let (helene, ours) = ("helene.fabre@a.example\tDr Hélène FABRE\n", "secretariat@b.example\t\nmarie@c.example\t\n");
    for query in ["de:fabre ", "de:\"fabre helene\" ", "de:helene.fabre@a.example ", "de:hél", "à:marie ", "bilan "] {
        assert!(typed(query).suits_people(helene, ours), "{query}");
        assert_eq!(typed(query).suits_people(ours, helene), query == "bilan ", "{query}");
    }
    assert!(!typed("de:fabre de:marie ").suits_people(helene, ours));
}

fn marked<'t>(query: &str, field: MarkedField, text: &'t str) -> Vec<&'t str> {
    typed(query).marks(field, text).into_iter().map(|place| &text[place]).collect()
}

#[test]
fn what_was_looked_for_is_marked_as_it_is_written() {
    let text = "Œdème : bilan d’un œdème, re\u{301}e\u{301}valuation";
    assert_eq!(marked("oedeme ", MarkedField::Subject, text), ["Œdème", "œdème"]);
    assert_eq!(marked("reeval", MarkedField::Subject, text), ["re\u{301}e\u{301}valuation"]);
    assert_eq!(marked("\"d'un œdème\" bilan ", MarkedField::Preview, text), ["bilan", "d’un œdème"]);
    assert_eq!(marked("bil ", MarkedField::Subject, text), Vec::<&str>::new());
}

#[test]
fn marks_do_not_overlap() {
    assert_eq!(marked("\"compte rendu\" rendu compte ", MarkedField::Subject, "Compte rendu"), ["Compte rendu"]);
}

#[test]
fn a_mark_is_where_the_operator_looked() {
    let fields = [MarkedField::People, MarkedField::Subject, MarkedField::Preview];
    for (query, marked) in [
        ("fabre ", [true, true, true]),
        ("de:fabre ", [true, false, false]),
        ("à:fabre ", [true, false, false]),
        ("objet:fabre ", [false, true, false]),
        ("pj:fabre ", [false, false, false]),
        ("boîte:fabre ", [false, false, false]),
    ] {
        assert_eq!(fields.map(|field| !typed(query).marks(field, "Mme FABRE").is_empty()), marked, "{query}");
    }
}
