#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, FolderId};

use crate::testing::{Letter, Stage, VALIDITY, letter};
use crate::{OperationKind, OperationOutcome, StoreError};

#[test]
fn a_first_synchronisation_has_nothing_to_start_from() {
    let stage = Stage::new();
    let sync = stage.store.begin_folder(stage.inbox, VALIDITY).unwrap();
    assert_eq!((sync.uid_next, sync.highest_modseq, sync.reset), (None, None, false));
    stage.store.finish_folder(stage.inbox, Some(12), Some(u64::MAX >> 1)).unwrap();
    let sync = stage.store.begin_folder(stage.inbox, VALIDITY).unwrap();
    assert_eq!((sync.uid_next, sync.highest_modseq), (Some(12), Some(u64::MAX >> 1)));
    let inbox = stage.store.folders().unwrap().into_iter().find(|folder| folder.id == stage.inbox).unwrap();
    assert_eq!((inbox.uid_validity, inbox.uid_next), (Some(VALIDITY), Some(12)));
}

#[test]
fn known_uids_come_with_the_flags_of_the_server() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(9, "b").flagged(Flags::SEEN));
    let id = stage.arrives(stage.inbox, &letter(4, "a"));
    stage.store.set_flag(&[id], Flags::FLAGGED, true).unwrap();
    assert_eq!(stage.store.known_uids(stage.inbox).unwrap(), [(4, Flags::empty()), (9, Flags::SEEN)]);
}

#[test]
fn flags_of_the_server_are_shown_and_counted() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "a"));
    stage.store.apply_server_flags(stage.inbox, &[(1, Flags::SEEN), (77, Flags::SEEN)]).unwrap();
    assert_eq!(stage.flags(id), Flags::SEEN);
    let inbox = stage.store.folders().unwrap().into_iter().find(|folder| folder.id == stage.inbox).unwrap();
    assert_eq!((inbox.total, inbox.unread), (1, 0));
}

#[test]
fn flags_that_did_not_change_are_not_announced() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "a").flagged(Flags::SEEN));
    stage.heard();
    stage.store.apply_server_flags(stage.inbox, &[(1, Flags::SEEN)]).unwrap();
    assert_eq!(stage.heard(), []);
}

#[test]
fn a_flag_set_here_survives_an_older_answer_of_the_server() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "a"));
    let gesture = stage.store.set_flag(&[id], Flags::SEEN, true).unwrap()[0];
    stage.store.apply_server_flags(stage.inbox, &[(1, Flags::FLAGGED)]).unwrap();
    assert_eq!(stage.flags(id), Flags::SEEN.with(Flags::FLAGGED), "both are shown");
    assert_eq!(stage.store.known_uids(stage.inbox).unwrap(), [(1, Flags::FLAGGED)], "the server has not heard of it");
    stage.store.complete_operations(&[(gesture, OperationOutcome::Done)]).unwrap();
    assert_eq!(stage.store.known_uids(stage.inbox).unwrap(), [(1, Flags::SEEN.with(Flags::FLAGGED))]);
    stage.store.apply_server_flags(stage.inbox, &[(1, Flags::empty())]).unwrap();
    assert_eq!(stage.flags(id), Flags::empty(), "once replayed, the server has the last word");
}

#[test]
fn a_letter_gone_from_the_server_is_gone_with_its_gestures() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.has_text(id, "créatinine");
    stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
    stage.store.remove_vanished(stage.inbox, &[1, 2]).unwrap();
    assert_eq!(stage.store.message(id).unwrap(), None);
    assert_eq!(stage.store.body(id).unwrap(), None);
    assert!(stage.search("creatinine", 10).unwrap().is_empty());
    assert!(stage.store.due_operations(10).unwrap().is_empty());
}

#[test]
fn an_unknown_folder_cannot_be_synchronised() {
    let refused = Stage::new().store.begin_folder(FolderId::new(404), 1);
    assert!(matches!(refused, Err(StoreError::NotFound(crate::Row::Folder))));
}

mod a_changed_uidvalidity {
    use super::*;

    const NEW: u32 = VALIDITY + 1;

    fn changes(stage: &Stage) {
        let sync = stage.store.begin_folder(stage.inbox, NEW).unwrap();
        assert!(sync.reset);
        assert_eq!((sync.uid_next, sync.highest_modseq), (None, None));
    }

    /// The same letter under the UID of the new numbering.
    fn renumbered(letter: &Letter, uid: u32) -> Letter {
        let mut renumbered = letter.clone();
        renumbered.0.uid = uid;
        renumbered
    }

    #[test]
    fn drops_the_copies_of_that_folder_only() {
        let stage = Stage::new();
        stage.arrives(stage.inbox, &letter(1, "Réception"));
        stage.arrives(stage.archive, &letter(1, "Archive").named("z@a.example"));
        stage.store.finish_folder(stage.inbox, Some(2), Some(5)).unwrap();
        changes(&stage);
        assert_eq!(stage.subjects(stage.inbox), Vec::<String>::new());
        assert_eq!(stage.subjects(stage.archive), ["Archive"]);
        assert!(!stage.store.begin_folder(stage.inbox, NEW).unwrap().reset, "once is enough");
    }

    #[test]
    fn a_flag_gesture_follows_its_letter_by_message_id() {
        let stage = Stage::new();
        let bilan = letter(1, "Bilan").named("b@a.example");
        let id = stage.arrives(stage.inbox, &bilan);
        stage.store.set_flag(&[id], Flags::FLAGGED, true).unwrap();
        changes(&stage);
        assert!(stage.store.due_operations(10).unwrap().is_empty(), "nothing is done under the old numbers");
        let id = stage.arrives(stage.inbox, &renumbered(&bilan, 31));
        assert_eq!(stage.flags(id), Flags::FLAGGED);
        let due = stage.store.due_operations(10).unwrap();
        assert_eq!((due[0].uid, due[0].uid_validity, due[0].message), (Some(31), Some(NEW), Some(id)));
    }

    #[test]
    fn a_letter_being_moved_away_does_not_come_back() {
        let stage = Stage::new();
        let bilan = letter(1, "Bilan").named("b@a.example");
        let id = stage.arrives(stage.inbox, &bilan);
        stage.store.move_messages(&[id], stage.archive).unwrap();
        changes(&stage);
        let inserted = stage.store.insert_headers(stage.inbox, &[renumbered(&bilan, 31).0]).unwrap();
        assert_eq!(inserted, []);
        assert_eq!(stage.place(id), Some((stage.archive, None)));
        let due = stage.store.due_operations(10).unwrap();
        assert_eq!((due[0].uid, due[0].uid_validity), (Some(31), Some(NEW)));
        assert_eq!(stage.uids(stage.inbox), Vec::<u32>::new());
    }

    #[test]
    fn gestures_whose_letter_did_not_come_back_are_parked() {
        let stage = Stage::new();
        let flagged = stage.arrives(stage.inbox, &letter(1, "a"));
        let moved = stage.arrives(stage.inbox, &letter(2, "b"));
        stage.store.set_flag(&[flagged], Flags::FLAGGED, true).unwrap();
        stage.store.move_messages(&[moved], stage.archive).unwrap();
        changes(&stage);
        stage.store.finish_folder(stage.inbox, Some(1), None).unwrap();
        assert!(stage.store.due_operations(10).unwrap().is_empty());
        let parked = stage.store.parked_operations().unwrap();
        assert_eq!(parked.len(), 2);
        assert!(parked.iter().all(|parked| parked.reason.contains("UIDVALIDITY")));
        assert_eq!(stage.place(moved), None, "the copy shown elsewhere had no letter behind it any more");
    }

    #[test]
    fn a_gesture_on_a_letter_without_message_id_is_parked_at_once() {
        let stage = Stage::new();
        let flagged = stage.arrives(stage.inbox, &letter(1, "a").nameless());
        let moved = stage.arrives(stage.inbox, &letter(2, "b").nameless());
        stage.store.set_flag(&[flagged], Flags::FLAGGED, true).unwrap();
        stage.store.move_messages(&[moved], stage.archive).unwrap();
        changes(&stage);
        assert_eq!(stage.store.parked_operations().unwrap().len(), 2);
        assert_eq!(stage.place(moved), None);
        stage.arrives(stage.inbox, &letter(1, "b").nameless());
        assert_eq!(stage.subjects(stage.inbox), ["b"], "it is fetched again where it is");
    }

    #[test]
    fn a_letter_on_its_way_into_the_folder_stays() {
        let stage = Stage::new();
        let id = stage.arrives(stage.archive, &letter(1, "a"));
        stage.store.move_messages(&[id], stage.inbox).unwrap();
        changes(&stage);
        assert_eq!(stage.place(id), Some((stage.inbox, None)));
        let due = stage.store.due_operations(10).unwrap();
        assert!(matches!(due[0].kind, OperationKind::Move { to, .. } if to == stage.inbox));
    }
}

#[test]
fn what_the_server_names_is_told_from_what_is_known() {
    let stage = Stage::new();
    for uid in [4, 5, 9] {
        stage.arrives(stage.inbox, &letter(uid, "x"));
    }
    stage.store.apply_server_flags(stage.inbox, &[(9, Flags::SEEN)]).unwrap();
    let known = stage.store.known_among(stage.inbox, &[9, 7, 4]).unwrap();
    assert_eq!(known, [(4, Flags::empty()), (9, Flags::SEEN)]);
    assert_eq!(stage.store.known_within(stage.inbox, &[1..=4, 6..=8, 9..=u32::MAX]).unwrap(), [4, 9]);
    assert_eq!(stage.store.known_within(stage.archive, &[1..=u32::MAX]).unwrap(), [0_u32; 0]);
}

#[test]
fn a_letter_moved_here_and_not_yet_there_is_still_expected_there() {
    let stage = Stage::new();
    let ids = [1, 2].map(|uid| stage.arrives(stage.inbox, &letter(uid, "x")));
    assert_eq!(stage.store.expected_on_server(stage.inbox).unwrap(), 2);
    stage.store.move_messages(&[ids[0]], stage.archive).unwrap();
    assert_eq!(stage.store.expected_on_server(stage.inbox).unwrap(), 2);
    assert_eq!(stage.store.expected_on_server(stage.archive).unwrap(), 0);
    stage.store.remove_vanished(stage.inbox, &[2]).unwrap();
    assert_eq!(stage.store.expected_on_server(stage.inbox).unwrap(), 1);
}
