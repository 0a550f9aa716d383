#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::testing::{Stage, letter};

/// A mailbox with letters of these texts, UIDs from 1.
fn with_texts(texts: &[&str]) -> Stage {
    let stage = Stage::new();
    for (uid, text) in (1..).zip(texts) {
        let id = stage.arrives(stage.inbox, &letter(uid, &format!("n° {uid}")));
        stage.has_text(id, text);
    }
    stage
}

/// Subjects found.
fn found(stage: &Stage, query: &str) -> Vec<String> {
    stage.store.search(query, 50).unwrap().into_iter().map(|row| row.subject).collect()
}

#[test]
fn accents_and_capitals_do_not_matter() {
    let stage = with_texts(&["Créatinine à 90", "CREATININE", "cre\u{301}atinine", "créatine"]);
    for query in ["créatinine", "creatinine", "CRÉATININE"] {
        assert_eq!(found(&stage, query), ["n° 3", "n° 2", "n° 1"], "{query}");
    }
}

#[test]
fn ligatures_and_their_two_letters_are_the_same() {
    let stage = with_texts(&["Œdème du membre", "oedeme", "CÆCUM", "caecum"]);
    for query in ["œdème ", "oedeme ", "OEDEME "] {
        assert_eq!(found(&stage, query), ["n° 2", "n° 1"], "{query}");
    }
    assert_eq!(found(&stage, "cæcum "), ["n° 4", "n° 3"]);
}

#[test]
fn every_word_must_be_there_in_any_order() {
    let stage = with_texts(&["bilan de M. Garnier", "Garnier, transport", "bilan"]);
    assert_eq!(found(&stage, "garnier bilan"), ["n° 1"]);
}

#[test]
fn words_may_be_in_the_subject_the_people_and_the_text() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Transport"));
    stage.has_text(id, "ambulance");
    assert_eq!(found(&stage, "amelie transport ambulance").len(), 1);
}

#[test]
fn the_last_word_may_be_unfinished() {
    let stage = with_texts(&["créatinine", "crème"]);
    assert_eq!(found(&stage, "créat"), ["n° 1"]);
    assert_eq!(found(&stage, "cr"), ["n° 2", "n° 1"]);
    assert_eq!(found(&stage, "créat "), Vec::<String>::new(), "a space ends the word");
    assert_eq!(found(&stage, "c"), Vec::<String>::new(), "one letter is no beginning");
}

#[test]
fn a_phrase_wants_its_words_together() {
    let stage = with_texts(&["compte rendu opératoire", "rendu du compte"]);
    assert_eq!(found(&stage, "\"compte rendu\""), ["n° 1"]);
    assert_eq!(found(&stage, "compte-rendu"), ["n° 1"]);
    assert_eq!(found(&stage, "compte rendu"), ["n° 2", "n° 1"]);
}

#[test]
fn no_query_is_an_error_of_syntax() {
    let stage = with_texts(&["bilan near or and not"]);
    for query in [
        "\"",
        "\"\"\"",
        "*",
        "a*b",
        "NEAR(",
        "NEAR(a b)",
        "(",
        ")",
        "a OR",
        "NOT",
        "AND AND",
        "body:",
        ":",
        "{subject}",
        "^",
        "+",
        "- -",
        "'; DROP TABLE messages; --",
        "\\",
        "\u{0}",
        "fts",
        "\u{202e}",
        "\u{1f600}",
        "a\nb",
        "％",
    ] {
        stage.store.search(query, 10).unwrap_or_else(|error| panic!("{query:?}: {error:?}"));
    }
    assert_eq!(found(&stage, "near"), ["n° 1"]);
    assert_eq!(found(&stage, "OR not"), ["n° 1"]);
}

#[test]
fn a_conversation_is_found_once_by_its_newest_hit() {
    let stage = Stage::new();
    for (uid, text) in [(1, "bilan"), (2, "bilan"), (3, "merci")] {
        let id = stage.arrives(stage.inbox, &letter(uid, &format!("n° {uid}")).answering("q@a.example"));
        stage.has_text(id, text);
    }
    let rows = stage.store.search("bilan", 10).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].subject.as_str(), rows[0].messages), ("n° 2", 3));
}

#[test]
fn the_answer_is_newest_first_and_no_longer_than_asked() {
    let texts = vec!["bilan"; 12];
    let stage = with_texts(&texts);
    let rows = stage.store.search("bilan", 5).unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.latest)));
    assert_eq!(rows[0].subject, "n° 12");
}

#[test]
fn a_letter_moved_is_found_where_it_went() {
    let stage = with_texts(&["bilan"]);
    let id = stage.store.search("bilan", 1).unwrap()[0].latest;
    stage.store.move_messages(&[id], stage.trash).unwrap();
    assert_eq!(stage.store.search("bilan", 1).unwrap()[0].folder, stage.trash);
}
