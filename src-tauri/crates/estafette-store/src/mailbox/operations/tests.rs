#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, FolderId, MessageId, OperationId};

use crate::testing::{MORNING, Stage, VALIDITY, letter};
use crate::{Operation, OperationKind, OperationOutcome, StoreError, Tag};

/// A letter in the inbox under UID 1.
fn one_letter() -> (Stage, MessageId) {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan").named("b@a.example"));
    stage.heard();
    (stage, id)
}

impl Stage {
    fn due(&self) -> Vec<Operation> {
        self.store.due_operations(100).unwrap()
    }

    fn moves(&self, id: MessageId, to: FolderId) -> OperationId {
        self.store.move_messages(&[id], to).unwrap()[0]
    }

    fn flags_it(&self, id: MessageId) -> OperationId {
        self.store.set_flag(&[id], Flags::FLAGGED, true).unwrap()[0]
    }

    fn ends(&self, gesture: OperationId, outcome: OperationOutcome<'_>) {
        self.store.complete_operations(&[(gesture, outcome)]).unwrap();
    }

    fn unread(&self, folder: FolderId) -> (u32, u32) {
        let folders = self.store.folders().unwrap();
        let folder = folders.into_iter().find(|listed| listed.id == folder).unwrap();
        (folder.total, folder.unread)
    }
}

fn reached(uid: u32) -> OperationOutcome<'static> {
    OperationOutcome::Moved { uid_validity: VALIDITY, uid }
}

const NO: OperationOutcome<'static> = OperationOutcome::Park { reason: "the server said no" };

mod a_flag {
    use super::*;

    #[test]
    fn is_shown_at_once_and_waits_for_the_server() {
        let (stage, id) = one_letter();
        let gesture = stage.store.set_flag(&[id], Flags::SEEN, true).unwrap()[0];
        assert_eq!(stage.flags(id), Flags::SEEN);
        assert_eq!(stage.unread(stage.inbox), (1, 0));
        assert_eq!(
            stage.due(),
            [Operation {
                id: gesture,
                kind: OperationKind::SetFlag { flags: Flags::SEEN, on: true },
                folder: Some(stage.inbox),
                wire_name: "INBOX".to_owned(),
                uid_validity: Some(VALIDITY),
                uid: Some(1),
                message: Some(id),
                message_id: "b@a.example".to_owned(),
                attempts: 0,
            }]
        );
    }

    #[test]
    fn is_announced_as_one_change_of_everything_it_touches() {
        let (stage, id) = one_letter();
        stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
        let tags: Vec<Tag> = stage.heard().into_iter().map(|(tag, _)| tag).collect();
        assert_eq!(tags, [Tag::Folders, Tag::Threads, Tag::Thread, Tag::Operations]);
    }

    #[test]
    fn already_set_makes_no_gesture() {
        let (stage, id) = one_letter();
        stage.flags_it(id);
        assert_eq!(stage.store.set_flag(&[id], Flags::FLAGGED, true).unwrap(), []);
        assert_eq!(stage.store.set_flag(&[id], Flags::SEEN, false).unwrap(), []);
        assert_eq!(stage.store.set_flag(&[MessageId::new(404)], Flags::SEEN, true).unwrap(), []);
        assert_eq!(stage.due().len(), 1);
    }

    #[test]
    fn set_and_cleared_is_replayed_in_that_order() {
        let (stage, id) = one_letter();
        let set = stage.flags_it(id);
        let cleared = stage.store.set_flag(&[id], Flags::FLAGGED, false).unwrap()[0];
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [set]);
        stage.ends(set, OperationOutcome::Done);
        assert_eq!(stage.flags(id), Flags::empty(), "the second gesture still counts");
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [cleared]);
        stage.ends(cleared, OperationOutcome::Done);
        assert_eq!(stage.store.known_uids(stage.inbox).unwrap(), [(1, Flags::empty())]);
        assert_eq!(stage.due(), []);
    }

    #[test]
    fn refused_for_good_is_taken_back_and_kept_for_a_person_to_see() {
        let (stage, id) = one_letter();
        let gesture = stage.flags_it(id);
        stage.ends(gesture, NO);
        assert_eq!(stage.flags(id), Flags::empty());
        let parked = stage.store.parked_operations().unwrap();
        assert_eq!((parked[0].operation.id, parked[0].reason.as_str()), (gesture, "the server said no"));
        stage.store.dismiss_operation(gesture).unwrap();
        assert_eq!(stage.store.parked_operations().unwrap(), []);
        let again = stage.store.dismiss_operation(gesture);
        assert!(matches!(again, Err(StoreError::NotFound(crate::Row::Operation))));
    }

    #[test]
    fn refused_leaves_the_other_gestures_of_the_letter() {
        let (stage, id) = one_letter();
        let starred = stage.flags_it(id);
        stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
        stage.ends(starred, NO);
        assert_eq!(stage.flags(id), Flags::SEEN);
    }

    #[test]
    fn to_be_tried_later_is_not_due_before() {
        let (stage, id) = one_letter();
        let gesture = stage.flags_it(id);
        stage.ends(gesture, OperationOutcome::Retry { at: MORNING + 60, reason: "network" });
        assert_eq!(stage.due(), []);
        assert_eq!(stage.flags(id), Flags::FLAGGED, "still shown");
        stage.clock.set(MORNING + 60);
        assert_eq!(stage.due()[0].attempts, 1);
    }

    #[test]
    fn is_due_when_the_clock_was_set_back_a_year() {
        let (stage, id) = one_letter();
        let gesture = stage.flags_it(id);
        stage.ends(gesture, OperationOutcome::Retry { at: MORNING + 60, reason: "network" });
        stage.clock.set(MORNING - 365 * 86_400);
        assert_eq!(stage.due()[0].id, gesture);
    }

    #[test]
    fn completed_twice_changes_nothing_the_second_time() {
        let (stage, id) = one_letter();
        let gesture = stage.flags_it(id);
        stage.ends(gesture, OperationOutcome::Done);
        stage.ends(gesture, NO);
        assert_eq!(stage.flags(id), Flags::FLAGGED);
    }
}

#[test]
fn gestures_on_many_letters_are_due_together_oldest_first() {
    let stage = Stage::new();
    let ids: Vec<MessageId> = (1..=5).map(|uid| stage.arrives(stage.inbox, &letter(uid, "x"))).collect();
    let gestures = stage.store.set_flag(&ids, Flags::SEEN, true).unwrap();
    assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), gestures);
    assert_eq!(stage.store.due_operations(2).unwrap().len(), 2);
}

mod a_move {
    use super::*;

    #[test]
    fn is_shown_at_once_and_keeps_the_row() {
        let (stage, id) = one_letter();
        stage.moves(id, stage.archive);
        assert_eq!(stage.place(id), Some((stage.archive, None)));
        assert_eq!((stage.unread(stage.inbox), stage.unread(stage.archive)), ((0, 0), (1, 1)));
        let due = &stage.due()[0];
        assert_eq!((due.folder, due.uid), (Some(stage.inbox), Some(1)));
        assert_eq!(due.kind, OperationKind::Move { to: stage.archive, to_wire_name: "Archive".to_owned() });
    }

    #[test]
    fn does_not_let_the_letter_come_back_from_where_it_left() {
        let (stage, id) = one_letter();
        stage.moves(id, stage.archive);
        assert_eq!(stage.uids(stage.inbox), Vec::<u32>::new());
        let again = stage.store.insert_headers(stage.inbox, &[letter(1, "Bilan").named("b@a.example").0]).unwrap();
        assert_eq!(again, []);
        assert_eq!(stage.subjects(stage.inbox), Vec::<String>::new());
    }

    #[test]
    fn takes_the_uid_the_server_gives() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        stage.ends(gesture, reached(50));
        assert_eq!(stage.place(id), Some((stage.archive, Some(50))));
        assert_eq!(stage.uids(stage.archive), [50]);
        assert_eq!(stage.due(), []);
    }

    #[test]
    fn without_uidplus_is_recognised_when_the_folder_is_read() {
        let (stage, id) = one_letter();
        stage.has_text(id, "créatinine");
        let gesture = stage.moves(id, stage.archive);
        stage.ends(gesture, OperationOutcome::Done);
        let read = [letter(50, "Bilan").named("b@a.example").flagged(Flags::SEEN).0];
        assert_eq!(stage.store.insert_headers(stage.archive, &read).unwrap(), []);
        assert_eq!(stage.place(id), Some((stage.archive, Some(50))));
        assert_eq!(stage.flags(id), Flags::SEEN, "with the flags it has there");
        assert_eq!(
            stage.store.body(id).unwrap().map(|body| body.bytes).as_deref(),
            Some("créatinine".as_bytes()),
            "nothing is fetched again"
        );
    }

    #[test]
    fn not_done_yet_is_not_confused_with_a_twin_that_was_there_before() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        let twin = stage.arrives(stage.archive, &letter(9, "Bilan").named("b@a.example"));
        assert_eq!(stage.place(id), Some((stage.archive, None)));
        stage.ends(gesture, reached(50));
        assert_eq!(stage.place(id), Some((stage.archive, Some(50))));
        assert_eq!(stage.place(twin), Some((stage.archive, Some(9))));
    }

    #[test]
    fn whose_end_is_read_before_it_is_told_keeps_the_older_row() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        let read = stage.arrives(stage.archive, &letter(50, "Bilan").named("b@a.example").flagged(Flags::SEEN));
        stage.flags_it(read);
        stage.ends(gesture, reached(50));
        assert_eq!(stage.place(id), Some((stage.archive, Some(50))));
        assert_eq!(stage.place(read), None);
        assert_eq!(stage.flags(id), Flags::SEEN.with(Flags::FLAGGED), "what was done on the newer row is kept");
        assert_eq!(stage.unread(stage.archive), (1, 0));
    }

    #[test]
    fn without_name_nor_uid_is_fetched_again_where_it_went() {
        let stage = Stage::new();
        let id = stage.arrives(stage.inbox, &letter(1, "Bilan").nameless());
        let gesture = stage.moves(id, stage.archive);
        stage.ends(gesture, OperationOutcome::Done);
        assert_eq!(stage.place(id), None);
        stage.arrives(stage.archive, &letter(50, "Bilan").nameless());
        assert_eq!(stage.subjects(stage.archive), ["Bilan"]);
    }

    #[test]
    fn never_seen_at_its_end_is_given_up_after_two_complete_passes() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        stage.ends(gesture, OperationOutcome::Done);
        stage.store.finish_folder(stage.archive, Some(1), None).unwrap();
        assert_eq!(stage.place(id), Some((stage.archive, None)), "the server may have answered before it was there");
        stage.store.finish_folder(stage.archive, Some(1), None).unwrap();
        assert_eq!(stage.place(id), None);
    }

    #[test]
    fn its_end_is_looked_into_until_the_letter_is_seen_there_or_given_up() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        assert!(stage.store.folders_awaiting_moves().unwrap().is_empty(), "the server was not asked yet");
        stage.ends(gesture, OperationOutcome::Done);
        for _ in 0..2 {
            assert_eq!(stage.store.folders_awaiting_moves().unwrap(), [stage.archive]);
            assert!(stage.store.begin_folder(stage.archive, 1).unwrap().awaits_moves);
            stage.store.finish_folder(stage.archive, Some(1), Some(7)).unwrap();
        }
        assert!(stage.store.folders_awaiting_moves().unwrap().is_empty());
        assert!(!stage.store.begin_folder(stage.archive, 1).unwrap().awaits_moves);
    }

    #[test]
    fn refused_brings_the_letter_back() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        stage.ends(gesture, NO);
        assert_eq!(stage.place(id), Some((stage.inbox, Some(1))));
        assert_eq!((stage.unread(stage.inbox), stage.unread(stage.archive)), ((1, 1), (0, 0)));
        assert_eq!(stage.uids(stage.inbox), [1]);
        assert_eq!(stage.store.parked_operations().unwrap().len(), 1);
    }

    #[test]
    fn refused_because_somebody_else_was_faster_brings_nothing_back() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        stage.store.remove_vanished(stage.inbox, &[1]).unwrap();
        assert_eq!(stage.place(id), Some((stage.archive, None)), "perhaps it is our own move that is reported");
        stage.ends(gesture, NO);
        assert_eq!(stage.place(id), None);
    }

    #[test]
    fn and_another_are_replayed_one_after_the_other() {
        let (stage, id) = one_letter();
        let first = stage.moves(id, stage.archive);
        let second = stage.moves(id, stage.trash);
        assert_eq!(stage.place(id), Some((stage.trash, None)));
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [first]);
        stage.ends(first, reached(50));
        let due = &stage.due()[0];
        assert_eq!((due.id, due.folder, due.uid), (second, Some(stage.archive), Some(50)));
        stage.ends(second, reached(60));
        assert_eq!(stage.place(id), Some((stage.trash, Some(60))));
    }

    #[test]
    fn and_back_again_ends_where_it_began_under_a_new_uid() {
        let (stage, id) = one_letter();
        let away = stage.moves(id, stage.trash);
        let back = stage.moves(id, stage.inbox);
        assert_eq!(stage.place(id), Some((stage.inbox, None)));
        let again = stage.store.insert_headers(stage.inbox, &[letter(1, "Bilan").named("b@a.example").0]).unwrap();
        assert_eq!(again, [], "its old UID is not a new letter");
        stage.ends(away, reached(50));
        stage.ends(back, reached(2));
        assert_eq!(stage.place(id), Some((stage.inbox, Some(2))));
        assert_eq!(stage.subjects(stage.inbox), ["Bilan"]);
    }

    #[test]
    fn in_a_circle_gives_each_gesture_the_uid_of_its_own_stage() {
        let (stage, id) = one_letter();
        let there = stage.moves(id, stage.archive);
        let away = stage.moves(id, stage.trash);
        let back = stage.moves(id, stage.archive);
        let starred = stage.flags_it(id);
        stage.ends(there, reached(50));
        assert_eq!(stage.place(id), Some((stage.archive, None)), "it will not stay under that UID");
        stage.ends(away, reached(60));
        stage.ends(back, reached(70));
        assert_eq!(stage.place(id), Some((stage.archive, Some(70))));
        let due = stage.due();
        assert_eq!((due.len(), due[0].id, due[0].uid), (1, starred, Some(70)));
    }

    #[test]
    fn without_uidplus_holds_the_next_one_until_it_is_recognised() {
        let (stage, id) = one_letter();
        let first = stage.moves(id, stage.archive);
        let second = stage.moves(id, stage.trash);
        stage.ends(first, OperationOutcome::Done);
        assert_eq!(stage.due(), []);
        let read = stage.store.insert_headers(stage.archive, &[letter(50, "Bilan").named("b@a.example").0]).unwrap();
        assert_eq!(read, []);
        assert_eq!(stage.place(id), Some((stage.trash, None)), "it is shown where it is going");
        let due = &stage.due()[0];
        assert_eq!((due.id, due.folder, due.uid), (second, Some(stage.archive), Some(50)));
    }

    #[test]
    fn refused_takes_the_next_one_with_it_and_keeps_the_flags() {
        let (stage, id) = one_letter();
        let first = stage.moves(id, stage.archive);
        stage.moves(id, stage.trash);
        let starred = stage.flags_it(id);
        stage.ends(first, NO);
        assert_eq!(stage.place(id), Some((stage.inbox, Some(1))));
        assert_eq!(stage.flags(id), Flags::FLAGGED);
        let due = stage.due();
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].id, due[0].folder, due[0].uid), (starred, Some(stage.inbox), Some(1)));
    }

    #[test]
    fn of_a_letter_flagged_before_waits_for_the_flag() {
        let (stage, id) = one_letter();
        let starred = stage.flags_it(id);
        let moved = stage.moves(id, stage.archive);
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [starred]);
        stage.ends(starred, OperationOutcome::Done);
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [moved]);
    }

    #[test]
    fn of_a_letter_flagged_after_gives_the_flag_its_uid() {
        let (stage, id) = one_letter();
        let moved = stage.moves(id, stage.archive);
        let starred = stage.flags_it(id);
        stage.ends(moved, reached(50));
        let due = &stage.due()[0];
        assert_eq!(
            (due.id, due.folder, due.uid, due.uid_validity),
            (starred, Some(stage.archive), Some(50), Some(VALIDITY))
        );
        assert_eq!(stage.flags(id), Flags::FLAGGED);
    }

    #[test]
    fn flags_of_a_letter_on_its_way_are_those_of_the_server_with_ours_on_top() {
        let (stage, id) = one_letter();
        stage.moves(id, stage.archive);
        stage.flags_it(id);
        stage.store.apply_server_flags(stage.inbox, &[(1, Flags::SEEN)]).unwrap();
        assert_eq!(stage.flags(id), Flags::SEEN.with(Flags::FLAGGED));
    }

    #[test]
    fn to_where_it_is_or_to_nowhere_makes_no_gesture() {
        let (stage, id) = one_letter();
        assert_eq!(stage.store.move_messages(&[id], stage.inbox).unwrap(), []);
        let nowhere = stage.store.move_messages(&[id], FolderId::new(404));
        assert!(matches!(nowhere, Err(StoreError::NotFound(crate::Row::Folder))));
        assert_eq!(stage.place(id), Some((stage.inbox, Some(1))));
    }

    #[test]
    fn survives_a_crash() {
        let (stage, id) = one_letter();
        let gesture = stage.moves(id, stage.archive);
        let stage = stage.crashed();
        assert_eq!(stage.place(id), Some((stage.archive, None)));
        assert_eq!(stage.due().into_iter().map(|due| due.id).collect::<Vec<_>>(), [gesture]);
    }
}
