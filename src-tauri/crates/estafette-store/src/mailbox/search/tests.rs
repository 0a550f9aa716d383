#![allow(clippy::unwrap_used, clippy::expect_used)]

mod model;

use estafette_model::Flags;
use jiff::tz::TimeZone;

use crate::AttachmentInfo;
use crate::testing::{MORNING, Stage, letter};

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
    stage.search(query, 50).unwrap().into_iter().map(|row| row.subject).collect()
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
        stage.search(query, 10).unwrap_or_else(|error| panic!("{query:?}: {error:?}"));
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
    let rows = stage.search("bilan", 10).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].subject.as_str(), rows[0].messages), ("n° 2", 3));
}

#[test]
fn the_answer_is_newest_first_and_no_longer_than_asked() {
    let texts = vec!["bilan"; 12];
    let stage = with_texts(&texts);
    let rows = stage.search("bilan", 5).unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.latest)));
    assert_eq!(rows[0].subject, "n° 12");
}

#[test]
fn a_letter_moved_is_found_where_it_went() {
    let stage = with_texts(&["bilan"]);
    let id = stage.search("bilan", 1).unwrap()[0].latest;
    stage.store.move_messages(&[id], stage.trash).unwrap();
    assert_eq!(stage.search("bilan", 1).unwrap()[0].folder, stage.trash);
}

#[test]
fn an_operator_looks_in_its_own_place_only() {
    let stage = Stage::new();
    let about = stage.arrives(stage.inbox, &letter(1, "Bilan de Garnier"));
    let by = stage.arrives(stage.inbox, &letter(2, "Transport").from("garnier", "secretariat"));
    let to = stage.arrives(stage.sent, &letter(3, "Réponse").from("secretariat", "garnier"));
    stage.has_text(by, "ambulance");
    stage.has_files(about, vec![file("Garnier.pdf", false)]);
    stage.has_text(to, "bien reçu");
    assert_eq!(found(&stage, "garnier"), ["Réponse", "Transport", "Bilan de Garnier"]);
    assert_eq!(found(&stage, "de:garnier"), ["Transport"]);
    assert_eq!(found(&stage, "à:garnier"), ["Réponse"]);
    assert_eq!(found(&stage, "objet:garnier"), ["Bilan de Garnier"]);
    assert_eq!(found(&stage, "pj:garnier"), ["Bilan de Garnier"]);
    assert_eq!(found(&stage, "de:garnier ambulance"), ["Transport"]);
    assert_eq!(found(&stage, "de:garnier objet:bilan"), Vec::<String>::new());
}

#[test]
fn a_copy_counts_as_sent_to_somebody() {
    let stage = Stage::new();
    let mut copied = letter(1, "Copie");
    copied.0.header.cc = vec![crate::testing::person("marie")];
    stage.arrives(stage.inbox, &copied);
    assert_eq!(found(&stage, "à:marie"), ["Copie"]);
}

fn file(name: &str, inline: bool) -> AttachmentInfo {
    AttachmentInfo {
        index: 1,
        name: name.to_owned(),
        mime_type: String::from("application/pdf"),
        kind: String::from("pdf"),
        size: 1,
        inline,
    }
}

#[test]
fn files_are_asked_with_or_without_a_word_and_a_picture_of_the_text_is_none() {
    let stage = with_texts(&["a", "b"]);
    let id = stage.arrives(stage.inbox, &letter(3, "n° 3"));
    stage.has_files(id, vec![file("scanner.pdf", false)]);
    let id = stage.arrives(stage.inbox, &letter(4, "n° 4"));
    stage.has_files(id, vec![file("logo.png", true)]);
    assert_eq!(found(&stage, "pj:"), ["n° 3"]);
    assert_eq!(found(&stage, "pj:oui amelie"), ["n° 3"]);
    assert_eq!(found(&stage, "pj:non"), ["n° 4", "n° 2", "n° 1"]);
    assert_eq!(found(&stage, "pj:scann"), ["n° 3"]);
}

/// 24 November 2025 is `MORNING`; a letter at each of these hours after it.
fn dated(hours: &[i64]) -> Stage {
    let stage = Stage::new();
    stage.clock.set(MORNING + 6 * 3_600);
    for (uid, hour) in (1..).zip(hours) {
        stage.arrives(stage.inbox, &letter(uid, &format!("{hour} h")).arrived(MORNING + hour * 3_600));
    }
    stage
}

#[test]
fn a_day_begins_and_ends_at_midnight_where_the_person_is() {
    // 8 h UTC is 9 h in Paris: nine hours before and fifteen after, it is midnight there.
    let stage = dated(&[-34, -10, -9, 0, 5]);
    assert_eq!(found(&stage, "après:24/11/2025"), ["5 h", "0 h", "-9 h"]);
    assert_eq!(found(&stage, "après:aujourd’hui"), ["5 h", "0 h", "-9 h"]);
    assert_eq!(found(&stage, "avant:2025-11-24"), ["-10 h", "-34 h"]);
    assert_eq!(found(&stage, "après:hier avant:aujourd'hui"), ["-10 h"]);
    assert_eq!(found(&stage, "amelie après:hier avant:aujourd'hui"), ["-10 h"]);
    assert_eq!(found(&stage, "avant:2025"), Vec::<String>::new());
    assert_eq!(found(&stage, "avant:hier après:hier"), Vec::<String>::new());
    let query = stage.store.understood("après:24/11/2025", TimeZone::UTC);
    assert_eq!(stage.store.search(&query, 10).unwrap().rows.len(), 2, "elsewhere the day is another");
}

#[test]
fn unread_letters_are_found_with_and_without_words() {
    let stage = Stage::new();
    for (uid, flags) in [(1, Flags::SEEN), (2, Flags::empty()), (3, Flags::SEEN), (4, Flags::empty())] {
        let id = stage.arrives(stage.inbox, &letter(uid, &format!("n° {uid}")).flagged(flags));
        stage.has_text(id, if uid == 4 { "bilan" } else { "transport" });
    }
    assert_eq!(found(&stage, "non:lu"), ["n° 4", "n° 2"]);
    assert_eq!(found(&stage, "transport non:lu"), ["n° 2"]);
    assert_eq!(found(&stage, "non:lu créatinine"), Vec::<String>::new());
    let id = stage.search("bilan", 1).unwrap()[0].latest;
    stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
    assert_eq!(found(&stage, "non:lu"), ["n° 2"]);
}

#[test]
fn an_unread_answer_in_a_conversation_otherwise_read_is_found_by_itself() {
    let stage = Stage::new();
    for (uid, flags) in [(1, Flags::SEEN), (2, Flags::empty()), (3, Flags::SEEN)] {
        stage.arrives(stage.inbox, &letter(uid, &format!("n° {uid}")).answering("q@a.example").flagged(flags));
    }
    assert_eq!(found(&stage, "non:lu"), ["n° 2"]);
}

#[test]
fn an_operator_typed_halfway_shows_everything_and_nothing_typed_shows_nothing() {
    let stage = with_texts(&["a", "b"]);
    assert_eq!(found(&stage, "de:"), ["n° 2", "n° 1"]);
    assert_eq!(found(&stage, "avant:20"), ["n° 2", "n° 1"]);
    assert_eq!(found(&stage, " "), Vec::<String>::new());
}

#[test]
fn a_search_that_was_cut_short_says_so() {
    let stage = with_texts(&["bilan", "bilan"]);
    let stopped_after = |looked_up: u32, typed: &str| {
        let query = stage.store.understood(typed, TimeZone::UTC);
        let patience = super::Patience { looked_up, passed: 10 };
        let found = stage.store.file().read(|sql| super::conversations(sql, &query, 10, patience)).unwrap();
        (found.rows.len(), found.complete)
    };
    assert_eq!(stopped_after(10, "bilan "), (2, true));
    assert_eq!(stopped_after(10, "bilan de:secretariat "), (0, true));
    assert_eq!(stopped_after(1, "bilan "), (1, false));
    assert_eq!(stopped_after(1, "bilan de:secretariat "), (0, false));
}

#[test]
fn every_letter_of_a_conversation_can_be_counted() {
    let stage = Stage::new();
    for uid in 1..=3 {
        stage.arrives(stage.inbox, &letter(uid, "bilan").answering("q@a.example"));
    }
    let letters = |typed: &str, limit| {
        let query = stage.store.understood(typed, TimeZone::UTC);
        stage.store.search_letters(&query, limit).unwrap().len()
    };
    assert_eq!((letters("bilan ", 10), letters("bilan ", 2), letters("bilan ", 0)), (3, 2, 0));
    assert_eq!((letters("absent ", 10), letters("", 10)), (0, 0));
}
