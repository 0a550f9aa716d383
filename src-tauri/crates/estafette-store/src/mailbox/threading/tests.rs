#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{FolderId, ThreadId};

use crate::testing::{Letter, MORNING, Stage, letter};

/// The conversations that letters fall into, by subject and oldest first, when they arrive in this order.
fn conversations(letters: &[&Letter]) -> Vec<Vec<String>> {
    let stage = Stage::new();
    for letter in letters {
        stage.arrives(stage.inbox, letter);
    }
    let page = stage.store.thread_page(stage.inbox, crate::ThreadFilter::All, 0, 100).unwrap();
    let mut conversations: Vec<Vec<String>> = page.rows.iter().map(|row| subjects(&stage, row.id)).collect();
    conversations.sort();
    conversations
}

fn subjects(stage: &Stage, thread: ThreadId) -> Vec<String> {
    stage.store.thread(thread).unwrap().into_iter().map(|row| row.header.subject).collect()
}

/// All orders of three letters.
fn every_order(letters: [&Letter; 3], expected: &[&[&str]]) {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(conversations(&order.map(|index| letters[index])), expected, "in order {order:?}");
    }
}

#[test]
fn an_answer_joins_what_it_answers_whichever_arrives_first() {
    let question = letter(1, "Bilan").named("q@a.example");
    let answer = letter(2, "RE : Bilan").named("r@a.example").answering("q@a.example");
    let thanks = letter(3, "RE : RE : Bilan").named("t@a.example").answering("r@a.example");
    every_order([&question, &answer, &thanks], &[&["Bilan", "RE : Bilan", "RE : RE : Bilan"]]);
}

#[test]
fn two_answers_meet_even_when_what_they_answer_never_comes() {
    let one = letter(1, "RE : Bilan").named("r1@a.example").answering("lost@a.example");
    let other = letter(2, "RE : Bilan").named("r2@a.example").answering("lost@a.example");
    let foreign = letter(3, "Transport").named("x@a.example");
    every_order([&one, &other, &foreign], &[&["RE : Bilan", "RE : Bilan"], &["Transport"]]);
}

#[test]
fn a_letter_that_ties_two_conversations_merges_them_with_their_counts() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("a@a.example"));
    stage.arrives(stage.archive, &letter(2, "Transport").named("b@a.example"));
    assert_ne!(only_thread(&stage, stage.inbox), only_thread(&stage, stage.archive));
    let mut tie = letter(3, "Les deux").named("c@a.example").answering("a@a.example");
    tie.0.header.references.push("<b@a.example>".to_owned());
    stage.arrives(stage.inbox, &tie);
    let thread = only_thread(&stage, stage.inbox);
    assert_eq!(only_thread(&stage, stage.archive), thread);
    assert_eq!(subjects(&stage, thread), ["Bilan", "Transport", "Les deux"]);
}

fn only_thread(stage: &Stage, folder: FolderId) -> ThreadId {
    let page = stage.store.thread_page(folder, crate::ThreadFilter::All, 0, 10).unwrap();
    assert_eq!(page.rows.len(), 1);
    page.rows[0].id
}

#[test]
fn one_letter_may_tie_three_conversations_across_folders() {
    let stage = Stage::new();
    let folders = [stage.inbox, stage.archive, stage.sent];
    for (uid, folder) in (1..).zip(folders) {
        stage.arrives(folder, &letter(uid, &format!("n° {uid}")).named(&format!("{uid}@a.example")));
    }
    let mut tie = letter(9, "Le tout").named("tie@a.example").answering("1@a.example");
    tie.0.header.references = vec!["<2@a.example>".to_owned(), "<3@a.example>".to_owned()];
    stage.heard();
    stage.arrives(stage.inbox, &tie);
    let told: Vec<(crate::Tag, usize)> = stage.heard().into_iter().map(|(tag, ids)| (tag, ids.len())).collect();
    assert_eq!(
        told,
        [(crate::Tag::Folders, 1), (crate::Tag::Threads, 3), (crate::Tag::Thread, 3)],
        "windows that show the two merged away hear of it too"
    );
    let thread = only_thread(&stage, stage.inbox);
    assert_eq!(subjects(&stage, thread), ["n° 1", "n° 2", "n° 3", "Le tout"]);
}

#[test]
fn a_letter_that_names_a_thousand_others_is_threaded_all_the_same() {
    let stage = Stage::new();
    let mut hostile = letter(1, "x").named("h@a.example");
    hostile.0.header.references = (0..1_000).map(|number| format!("<{number}@a.example>")).collect();
    stage.arrives(stage.inbox, &hostile);
    stage.arrives(stage.inbox, &letter(2, "y").named("y@a.example").answering("999@a.example"));
    assert_eq!(subjects(&stage, only_thread(&stage, stage.inbox)), ["x", "y"]);
}

#[test]
fn an_answer_that_lost_its_references_joins_by_subject_between_the_same_two_people() {
    let question = letter(1, "Transport de M. Garnier").from("amelie", "secretariat");
    let answer = letter(2, "RE : Transport de M. Garnier").from("secretariat", "amelie");
    let again = letter(3, "Re: RE : transport de m. garnier").from("amelie", "secretariat");
    every_order(
        [&question, &answer, &again],
        &[&["Transport de M. Garnier", "RE : Transport de M. Garnier", "Re: RE : transport de m. garnier"]],
    );
}

#[test]
fn the_same_subject_from_somebody_else_is_another_conversation() {
    let one = letter(1, "Transport").from("amelie", "secretariat");
    let other = letter(2, "RE : Transport").from("bastien", "secretariat");
    let forward = letter(3, "TR: Transport").from("secretariat", "chloe");
    every_order([&one, &other, &forward], &[&["RE : Transport"], &["TR: Transport"], &["Transport"]]);
}

#[test]
fn letters_of_a_machine_with_the_same_subject_stay_apart() {
    let results: Vec<Letter> =
        (1..=3).map(|uid| letter(uid, "Résultats de laboratoire").from("labo", "secretariat")).collect();
    every_order(
        [&results[0], &results[1], &results[2]],
        &[&["Résultats de laboratoire"], &["Résultats de laboratoire"], &["Résultats de laboratoire"]],
    );
}

#[test]
fn an_answer_with_references_elsewhere_is_not_caught_by_its_subject() {
    let one = letter(1, "Transport").from("amelie", "secretariat");
    let other = letter(2, "RE : Transport").from("secretariat", "amelie").answering("elsewhere@a.example");
    assert_eq!(conversations(&[&one, &other]).len(), 2);
}

#[test]
fn a_subject_months_apart_is_another_matter() {
    let question = letter(1, "Transport").from("amelie", "secretariat").arrived(MORNING - 90 * 86_400);
    let answer = letter(2, "RE : Transport").from("secretariat", "amelie").arrived(MORNING);
    assert_eq!(conversations(&[&question, &answer]).len(), 2);
}

#[test]
fn an_empty_subject_ties_nothing() {
    let one = letter(1, "RE :").from("amelie", "secretariat");
    let other = letter(2, "").from("secretariat", "amelie");
    assert_eq!(conversations(&[&one, &other]).len(), 2);
}

#[test]
fn senders_without_address_are_not_the_same_people() {
    let mut one = letter(1, "Transport");
    let mut other = letter(2, "RE : Transport");
    one.0.header.from.address.clear();
    other.0.header.from.address.clear();
    one.0.header.to.clear();
    other.0.header.to.clear();
    assert_eq!(conversations(&[&one, &other]).len(), 2);
}

#[test]
fn a_copy_in_another_folder_is_of_the_same_conversation() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("a@a.example"));
    stage.arrives(stage.sent, &letter(5, "Bilan").named("a@a.example"));
    assert_eq!(only_thread(&stage, stage.inbox), only_thread(&stage, stage.sent));
}

#[test]
fn a_conversation_whose_letters_are_gone_leaves_nothing_behind() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan").named("a@a.example"));
    stage.store.remove_vanished(stage.inbox, &[1]).unwrap();
    let count = |table: &str| -> i64 {
        let count = format!("SELECT count(*) FROM {table}");
        stage.store.file().read(|sql| Ok(sql.query_row(&count, [], |row| row.get(0))?)).unwrap()
    };
    for table in ["threads", "thread_links", "thread_folder", "messages", "bodies"] {
        assert_eq!(count(table), 0, "{table}");
    }
}
