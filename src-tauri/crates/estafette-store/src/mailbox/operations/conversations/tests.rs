#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use estafette_model::{Flags, FolderId, MessageId, ThreadId};

use crate::testing::{Letter, Stage, VALIDITY, letter};
use crate::{OperationKind, OperationOutcome, StoreError, ThreadFilter};

/// As many conversations of one letter each in the inbox, under UIDs from 1; newest first.
fn conversations(stage: &Stage, count: u32) -> Vec<ThreadId> {
    let letters: Vec<_> =
        (1..=count).map(|uid| letter(uid, &format!("Bilan {uid}")).named(&format!("{uid}@a.example")).0).collect();
    stage.store.insert_headers(stage.inbox, &letters).unwrap();
    stage.heard();
    stage.store.thread_ids(stage.inbox, ThreadFilter::All, 0, count).unwrap()
}

fn total(stage: &Stage, folder: FolderId) -> u32 {
    stage.store.folders().unwrap().into_iter().find(|known| known.id == folder).unwrap().total
}

fn arrives(stage: &Stage, folder: FolderId, letter: &Letter) -> (MessageId, ThreadId) {
    let id = stage.arrives(folder, letter);
    (id, stage.store.message(id).unwrap().unwrap().thread)
}

#[test]
fn a_stretch_of_the_list_is_what_its_pages_show() {
    let stage = Stage::new();
    let all = conversations(&stage, 7);
    let page = stage.store.thread_page(stage.inbox, ThreadFilter::All, 2, 3).unwrap();
    assert_eq!(stage.store.thread_ids(stage.inbox, ThreadFilter::All, 2, 3).unwrap(), all[2..5]);
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), all[2..5]);
    stage.store.mark_threads(&all[..6], stage.inbox, Flags::SEEN, true).unwrap();
    assert_eq!(stage.store.thread_ids(stage.inbox, ThreadFilter::Unread, 0, 100).unwrap(), all[6..]);
}

#[test]
fn twelve_archived_are_announced_as_one_change_and_given_back_as_they_were() {
    let stage = Stage::new();
    let twelve = conversations(&stage, 12);
    let moved = stage.store.move_threads(&twelve, stage.inbox, stage.archive).unwrap();
    assert_eq!((moved.len(), total(&stage, stage.inbox), total(&stage, stage.archive)), (12, 0, 12));
    let changes = stage.heard();
    let mut tags: Vec<_> = changes.iter().map(|(tag, _)| *tag).collect();
    tags.dedup();
    assert_eq!(tags.len(), changes.len(), "each sort of reading is announced once");
    stage.store.move_messages(&moved, stage.inbox).unwrap();
    assert_eq!((total(&stage, stage.inbox), total(&stage, stage.archive)), (12, 0));
}

#[test]
fn only_what_lies_in_the_folder_is_moved() {
    let stage = Stage::new();
    let (question, thread) = arrives(&stage, stage.inbox, &letter(1, "Bilan").named("q@a.example"));
    let answer = stage.arrives(stage.sent, &letter(1, "RE : Bilan").answering("q@a.example").named("r@a.example"));
    assert_eq!(stage.store.move_threads(&[thread], stage.inbox, stage.trash).unwrap(), [question]);
    assert_eq!(stage.place(answer), Some((stage.sent, Some(1))));
}

#[test]
fn what_was_marked_already_is_not_among_what_is_given_back() {
    let stage = Stage::new();
    let threads = conversations(&stage, 3);
    let first = stage.store.mark_threads(&threads[..1], stage.inbox, Flags::FLAGGED, true).unwrap();
    let rest = stage.store.mark_threads(&threads, stage.inbox, Flags::FLAGGED, true).unwrap();
    assert_eq!((first.len(), rest.len()), (1, 2));
    assert!(rest.iter().all(|message| !first.contains(message)));
    stage.store.set_flag(&rest, Flags::FLAGGED, false).unwrap();
    assert_eq!(stage.store.thread_ids(stage.inbox, ThreadFilter::Starred, 0, 9).unwrap(), threads[..1]);
}

#[test]
fn a_destination_gone_moves_nothing() {
    let stage = Stage::new();
    let threads = conversations(&stage, 3);
    let nowhere = stage.store.move_threads(&threads, stage.inbox, FolderId::new(404));
    assert!(matches!(nowhere, Err(StoreError::NotFound(_))));
    assert_eq!(total(&stage, stage.inbox), 3);
}

#[test]
fn conversations_gone_in_the_meantime_are_passed_over() {
    let stage = Stage::new();
    let mut threads = conversations(&stage, 2);
    threads.insert(1, ThreadId::new(404));
    assert_eq!(stage.store.move_threads(&threads, stage.inbox, stage.trash).unwrap().len(), 2);
}

#[test]
fn one_that_the_server_refuses_comes_back_alone() {
    let stage = Stage::new();
    let threads = conversations(&stage, 3);
    let moved = stage.store.move_threads(&threads, stage.inbox, stage.archive).unwrap();
    let ends: Vec<_> = stage
        .store
        .due_operations(10)
        .unwrap()
        .into_iter()
        .map(|due| match due.uid {
            Some(2) => (due.id, OperationOutcome::Park { reason: "NO [LIMIT]" }),
            uid => (due.id, OperationOutcome::Moved { uid_validity: VALIDITY, uid: 10 + uid.unwrap() }),
        })
        .collect();
    stage.store.complete_operations(&ends).unwrap();
    let places: Vec<_> = moved.iter().map(|message| stage.place(*message).unwrap()).collect();
    assert_eq!(places, [(stage.archive, Some(13)), (stage.inbox, Some(2)), (stage.archive, Some(11))]);
    assert_eq!(stage.store.parked_operations().unwrap().len(), 1);
}

#[test]
fn five_thousand_conversations_are_moved_in_their_order_and_in_a_moment() {
    /// In a debug build, on a loaded machine; a person waits about a second for as many in a release build.
    const PATIENCE: Duration = Duration::from_secs(30);
    let stage = Stage::new();
    let all = conversations(&stage, 5_000);
    let begun = Instant::now();
    let moved = stage.store.move_threads(&all, stage.inbox, stage.trash).unwrap();
    println!("5,000 conversations moved in {:?}", begun.elapsed());
    assert!(begun.elapsed() < PATIENCE);
    assert_eq!((moved.len(), total(&stage, stage.inbox), total(&stage, stage.trash)), (5_000, 0, 5_000));
    let due = stage.store.due_operations(10_000).unwrap();
    assert_eq!(due.len(), 5_000);
    assert!(due.iter().all(|due| matches!(due.kind, OperationKind::Move { to, .. } if to == stage.trash)));
}
