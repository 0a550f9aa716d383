#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{FolderId, MessageId, ThreadId};

use crate::testing::{Stage, letter};

/// A question and its answer, and the conversation they make.
fn question_and_answer() -> (Stage, ThreadId, MessageId, MessageId) {
    let stage = Stage::new();
    let question = stage.arrives(stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    let answer = stage.arrives(stage.sent, &letter(2, "RE : Bilan").named("r@a.example").answering("q@a.example"));
    let thread = stage.store.message(question).unwrap().unwrap().thread;
    (stage, thread, question, answer)
}

fn ids(stage: &Stage, thread: ThreadId, seen_from: Option<FolderId>) -> Vec<MessageId> {
    let rows = match seen_from {
        None => stage.store.thread(thread),
        Some(folder) => stage.store.thread_in(thread, folder),
    };
    rows.unwrap().into_iter().map(|row| row.id).collect()
}

#[test]
fn a_conversation_is_read_oldest_first_across_folders() {
    let (stage, thread, question, answer) = question_and_answer();
    assert_eq!(ids(&stage, thread, None), [question, answer]);
}

#[test]
fn the_same_letter_twice_is_read_once_in_the_inbox() {
    let (stage, thread, question, answer) = question_and_answer();
    let copy = stage.arrives(stage.archive, &letter(1, "Bilan").named("q@a.example"));
    let received = stage.arrives(stage.inbox, &letter(2, "RE : Bilan").named("r@a.example").answering("q@a.example"));
    assert_eq!(ids(&stage, thread, None), [question, received]);
    assert_eq!(ids(&stage, thread, Some(stage.archive)), [copy, received], "seen from the archive, its own copy");
    assert_eq!(ids(&stage, thread, Some(stage.sent)), [question, answer]);
}

#[test]
fn what_was_thrown_away_is_not_read_with_the_rest() {
    let (stage, thread, question, answer) = question_and_answer();
    stage.store.move_messages(&[answer], stage.trash).unwrap();
    assert_eq!(ids(&stage, thread, None), [question]);
}

#[test]
fn what_was_thrown_away_is_read_from_the_trash_or_when_nothing_else_is_left() {
    let (stage, thread, question, answer) = question_and_answer();
    stage.store.move_messages(&[answer], stage.trash).unwrap();
    assert_eq!(ids(&stage, thread, Some(stage.trash)), [question, answer]);
    stage.store.move_messages(&[question], stage.trash).unwrap();
    assert_eq!(ids(&stage, thread, None), [question, answer]);
}

#[test]
fn letters_without_message_id_are_all_read() {
    let stage = Stage::new();
    let first = stage.arrives(stage.inbox, &letter(1, "a").nameless().answering("q@a.example"));
    let second = stage.arrives(stage.inbox, &letter(2, "b").nameless().answering("q@a.example"));
    let thread = stage.store.message(first).unwrap().unwrap().thread;
    assert_eq!(ids(&stage, thread, None), [first, second]);
}

#[test]
fn of_an_endless_conversation_the_newest_five_hundred_are_read() {
    let stage = Stage::new();
    let letters: Vec<_> = (1..=520).map(|uid| letter(uid, "x").answering("q@a.example").0).collect();
    let inserted = stage.store.insert_headers(stage.inbox, &letters).unwrap();
    let thread = stage.store.message(inserted[0].id).unwrap().unwrap().thread;
    let read = ids(&stage, thread, None);
    assert_eq!(read.len(), 500);
    assert_eq!(read.last(), Some(&inserted[519].id));
}

#[test]
fn what_is_not_there_is_nothing() {
    let stage = Stage::new();
    assert_eq!(stage.store.thread(ThreadId::new(404)).unwrap(), []);
    assert_eq!(stage.store.message(MessageId::new(404)).unwrap(), None);
}
