#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{DraftId, Flags, FolderRole, OutboxId};

use super::OutboxStep;
use crate::testing::{MORNING, Stage, attached, blob, letter, listed, outgoing};
use crate::{
    DraftFields, MailboxStore, OperationKind, OperationOutcome, OutboxState, OutgoingLetter, RecipientRefusal,
    StoreError, Tag,
};

const RAW: &[u8] = b"Message-ID: <1@foyer.example>\r\n\r\nBonjour";

fn a_letter(store: &MailboxStore, not_before: i64) -> OutgoingLetter {
    OutgoingLetter {
        blob: blob(store, RAW).unwrap(),
        size: RAW.len() as u64,
        message_id: "<1@foyer.example>".to_owned(),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap(), "labo@medecins.example".parse().unwrap()],
        subject: "Transport".to_owned(),
        not_before,
    }
}

/// A letter handed over for sending, and its draft.
fn queued(stage: &Stage) -> (OutboxId, DraftId) {
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
    stage.heard();
    (letter, draft)
}

fn connected() -> OutboxStep {
    OutboxStep::Connected
}

fn requeued(at: i64) -> OutboxStep {
    OutboxStep::Requeued { at, code: "network".to_owned() }
}

fn refused_for_now() -> OutboxStep {
    OutboxStep::RefusedForNow { at: MORNING, code: "greylisted".to_owned() }
}

fn unknown() -> OutboxStep {
    OutboxStep::Unknown { code: "connection_lost".to_owned() }
}

fn accepted() -> OutboxStep {
    OutboxStep::Accepted { refused: vec![] }
}

fn refused() -> OutboxStep {
    OutboxStep::Refused { code: "rejected".to_owned(), refused: vec![] }
}

fn parked() -> OutboxStep {
    OutboxStep::Parked { code: "given_up".to_owned() }
}

/// The steps that lead to each state.
fn road_to(state: OutboxState) -> Vec<OutboxStep> {
    match state {
        OutboxState::Queued => vec![],
        OutboxState::Connected => vec![connected()],
        OutboxState::DataSent => vec![connected(), OutboxStep::DataSent],
        OutboxState::Unknown => vec![connected(), OutboxStep::DataSent, unknown()],
        OutboxState::Accepted => vec![connected(), OutboxStep::DataSent, accepted()],
        OutboxState::Refused => vec![connected(), refused()],
        OutboxState::Parked => vec![parked()],
    }
}

impl Stage {
    fn advances(&self, letter: OutboxId, steps: &[OutboxStep]) {
        for step in steps {
            self.store.advance(letter, step).unwrap();
        }
    }

    fn state(&self, letter: OutboxId) -> OutboxState {
        self.store.outbox_row(letter).unwrap().unwrap().state
    }
}

#[test]
fn every_step_is_legal_from_the_states_of_this_table_and_from_no_other() {
    use OutboxState::{Accepted, Connected, DataSent, Parked, Queued, Refused, Unknown};
    let table = [
        (connected(), vec![Queued], Connected),
        (requeued(MORNING), vec![Connected], Queued),
        (refused_for_now(), vec![Connected, DataSent], Queued),
        (OutboxStep::DataSent, vec![Connected], DataSent),
        (unknown(), vec![DataSent], Unknown),
        (accepted(), vec![DataSent, Unknown], Accepted),
        (refused(), vec![Connected, DataSent, Unknown], Refused),
        (parked(), vec![Queued, Connected, Unknown], Parked),
        (OutboxStep::ResentByPerson, vec![Unknown], Queued),
    ];
    for (step, starts, end) in table {
        for from in OutboxState::ALL {
            let stage = Stage::new();
            let (letter, _) = queued(&stage);
            stage.advances(letter, &road_to(from));
            let outcome = stage.store.advance(letter, &step);
            if starts.contains(&from) {
                outcome.unwrap_or_else(|error| panic!("{from:?} → {end:?}: {error:?}"));
                assert_eq!(stage.state(letter), end);
            } else {
                let illegal = matches!(outcome, Err(StoreError::IllegalStep { from: f, to }) if f == from && to == end);
                assert!(illegal, "{from:?} → {end:?}: {outcome:?}");
                assert_eq!(stage.state(letter), from);
            }
        }
    }
}

#[test]
fn nothing_leads_from_data_back_to_the_queue_without_an_answer_or_a_person() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::DataSent));
    for step in [connected(), requeued(MORNING), parked(), OutboxStep::ResentByPerson] {
        assert!(matches!(stage.store.advance(letter, &step), Err(StoreError::IllegalStep { .. })));
    }
    assert_eq!(stage.store.due_outbox().unwrap(), None);
}

#[test]
fn a_letter_handed_over_waits_with_all_it_needs() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.heard();
    let id = stage.store.queue(draft, &a_letter(&stage.store, MORNING + 10)).unwrap();
    assert_eq!(stage.heard(), [(Tag::Drafts, vec![draft.get()]), (Tag::Outbox, vec![id.get()])]);
    let row = &stage.store.outbox().unwrap()[0];
    assert_eq!(
        (row.id, row.state, row.draft, row.message_id.as_str()),
        (id, OutboxState::Queued, Some(draft), "1@foyer.example")
    );
    assert_eq!(row.recipients, ["amelie@medecins.example", "labo@medecins.example"]);
    assert_eq!(
        (row.from.as_str(), row.subject.as_str(), row.size),
        ("secretariat@foyer.example", "Transport", RAW.len() as u64)
    );
    assert_eq!(outgoing(&stage.store, id).as_deref(), Some(RAW));
}

#[test]
fn a_draft_is_handed_over_once() {
    let stage = Stage::new();
    let (_, draft) = queued(&stage);
    assert!(matches!(stage.store.queue(draft, &a_letter(&stage.store, 0)), Err(StoreError::AlreadySending)));
    assert_eq!(stage.store.outbox().unwrap().len(), 1);
    let nobody = stage.store.queue(DraftId::new(404), &a_letter(&stage.store, 0));
    assert!(matches!(nobody, Err(StoreError::NotFound(crate::Row::Draft))));
}

#[test]
fn a_letter_is_due_when_its_time_has_come_and_nobody_has_it() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING + 10)).unwrap();
    assert_eq!(stage.store.due_outbox().unwrap(), None, "it may still be withdrawn");
    stage.clock.set(MORNING + 10);
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    stage.advances(letter, &[connected()]);
    assert_eq!(stage.store.due_outbox().unwrap(), None);
}

#[test]
fn a_waiting_letter_may_be_hastened_and_nothing_else() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &[connected(), requeued(MORNING + 300)]);
    stage.heard();
    stage.store.hasten(letter).unwrap();
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    assert_eq!(stage.heard(), [(Tag::Outbox, vec![letter.get()])]);
    stage.store.hasten(letter).unwrap();
    assert_eq!(stage.heard(), [], "it was due already");
    for state in OutboxState::ALL.into_iter().filter(|state| *state != OutboxState::Queued) {
        let stage = Stage::new();
        let (letter, _) = queued(&stage);
        stage.advances(letter, &road_to(state));
        stage.store.hasten(letter).unwrap();
        assert_eq!((stage.state(letter), stage.store.due_outbox().unwrap()), (state, None));
    }
}

#[test]
fn a_letter_settled_a_moment_ago_is_still_told_of() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.clock.set(MORNING + 10);
    stage.advances(letter, &road_to(OutboxState::Accepted));
    let told = |since| stage.store.outbox_since(since).unwrap().into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(told(MORNING + 10), [letter]);
    assert_eq!(told(MORNING + 11), []);
    let (waiting, _) = queued(&stage);
    assert_eq!(told(i64::MAX), [waiting], "what is open is always told of");
}

#[test]
fn only_one_of_two_senders_gets_the_letter() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    let outcomes: Vec<bool> = std::thread::scope(|scope| {
        let senders: Vec<_> =
            (0..2).map(|_| scope.spawn(|| stage.store.advance(letter, &connected()).is_ok())).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert_eq!(outcomes.into_iter().filter(|got| *got).count(), 1);
}

#[test]
fn a_failure_before_data_waits_and_counts() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &[connected(), requeued(MORNING + 300)]);
    assert_eq!(stage.store.due_outbox().unwrap(), None);
    stage.clock.set(MORNING + 300);
    let row = stage.store.due_outbox().unwrap().unwrap();
    assert_eq!((row.attempts, row.code.as_str()), (1, "network"));
}

#[test]
fn a_letter_accepted_leaves_one_copy_to_make_and_no_draft() {
    let stage = Stage::new();
    let (letter, draft) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::Accepted));
    assert_eq!(stage.store.draft(draft).unwrap(), None);
    assert_eq!(stage.store.outbox().unwrap(), []);
    let due = stage.store.due_operations(10).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((&due[0].kind, due[0].folder), (&OperationKind::AppendSent { outbox: letter }, Some(stage.sent)));
    assert_eq!((due[0].wire_name.as_str(), due[0].message_id.as_str()), ("Sent", "1@foyer.example"));
    assert_eq!(outgoing(&stage.store, letter).as_deref(), Some(RAW), "the copy is made from it");
}

#[test]
fn once_the_copy_is_in_sent_the_bytes_go_and_the_row_stays() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::Accepted));
    let append = stage.store.due_operations(10).unwrap()[0].id;
    stage.store.complete_operations(&[(append, OperationOutcome::Moved { uid_validity: 7, uid: 3 })]).unwrap();
    assert_eq!(outgoing(&stage.store, letter), None);
    assert_eq!(stage.store.due_operations(10).unwrap(), []);
    assert_eq!(stage.state(letter), OutboxState::Accepted);
}

#[test]
fn a_copy_that_cannot_be_made_does_not_make_the_letter_unsent() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::Accepted));
    let append = stage.store.due_operations(10).unwrap()[0].id;
    stage.store.complete_operations(&[(append, OperationOutcome::Park { reason: "over quota" })]).unwrap();
    assert_eq!(stage.state(letter), OutboxState::Accepted);
    assert_eq!(stage.store.parked_operations().unwrap().len(), 1);
    assert!(outgoing(&stage.store, letter).is_some(), "the only copy left is ours");
}

#[test]
fn without_a_sent_folder_the_copy_says_so() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.store.reconcile_folders(&[listed("INBOX", FolderRole::Inbox)]).unwrap();
    stage.advances(letter, &road_to(OutboxState::Accepted));
    let due = stage.store.due_operations(10).unwrap();
    assert_eq!((due[0].folder, due[0].wire_name.as_str()), (None, ""));
}

#[test]
fn the_letter_answered_is_marked_so_when_the_answer_leaves() {
    let stage = Stage::new();
    let question = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let fields = DraftFields { in_reply_to: Some(question), ..DraftFields::default() };
    let draft = stage.store.create_draft(&fields).unwrap();
    let answer = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
    assert_eq!(stage.flags(question), Flags::empty());
    stage.advances(answer, &road_to(OutboxState::Accepted));
    assert_eq!(stage.flags(question), Flags::ANSWERED);
    let kinds: Vec<OperationKind> = stage.store.due_operations(10).unwrap().into_iter().map(|due| due.kind).collect();
    assert!(kinds.contains(&OperationKind::SetFlag { flags: Flags::ANSWERED, on: true }), "{kinds:?}");
}

#[test]
fn a_letter_refused_gives_its_draft_back_with_the_reason() {
    for end in [OutboxState::Refused, OutboxState::Parked] {
        let stage = Stage::new();
        let (letter, draft) = queued(&stage);
        stage.advances(letter, &road_to(end));
        let drafts = stage.store.drafts().unwrap();
        assert_eq!((drafts[0].id, drafts[0].sending), (draft, false));
        assert_eq!(drafts[0].error, stage.store.outbox_row(letter).unwrap().unwrap().code);
        assert!(!drafts[0].error.is_empty());
        assert_eq!(stage.store.outbox().unwrap(), []);
        let second = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
        assert_ne!(second, letter);
        assert_eq!(stage.store.draft(draft).unwrap().unwrap().error, "");
    }
}

#[test]
fn recipients_turned_down_are_told_one_by_one() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::DataSent));
    let turned_down = vec![RecipientRefusal {
        address: "labo@medecins.example".to_owned(),
        code: 550,
        reason: "unknown user".to_owned(),
    }];
    stage.advances(letter, &[OutboxStep::Accepted { refused: turned_down.clone() }]);
    let row = stage.store.outbox_row(letter).unwrap().unwrap();
    assert_eq!((row.refused, row.recipients.len()), (turned_down, 2));
}

#[test]
fn a_person_who_knows_the_facts_may_send_an_unknown_letter_again_under_its_name() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &road_to(OutboxState::Unknown));
    assert_eq!(stage.store.due_outbox().unwrap(), None);
    stage.clock.set(MORNING + 900);
    stage.advances(letter, &[OutboxStep::ResentByPerson]);
    let due = stage.store.due_outbox().unwrap().unwrap();
    assert_eq!((due.id, due.message_id.as_str()), (letter, "1@foyer.example"));
}

#[test]
fn a_letter_may_be_taken_back_before_it_leaves_and_not_after() {
    let stage = Stage::new();
    let (letter, draft) = queued(&stage);
    assert_eq!(stage.store.withdraw(letter).unwrap(), draft);
    assert_eq!(stage.store.drafts().unwrap()[0].id, draft);
    assert_eq!(stage.store.outbox_row(letter).unwrap(), None);
    assert!(matches!(stage.store.withdraw(letter), Err(StoreError::NotFound(crate::Row::Letter))));
    for state in OutboxState::ALL.into_iter().filter(|state| *state != OutboxState::Queued) {
        let stage = Stage::new();
        let (letter, _) = queued(&stage);
        stage.advances(letter, &road_to(state));
        assert!(matches!(stage.store.withdraw(letter), Err(StoreError::IllegalStep { .. })), "{state:?}");
    }
}

#[test]
fn after_a_crash_a_letter_is_where_it_can_do_no_harm() {
    for before in OutboxState::ALL {
        let stage = Stage::new();
        let (letter, _) = queued(&stage);
        stage.advances(letter, &road_to(before));
        let stage = stage.crashed();
        let after = match before {
            OutboxState::Connected => OutboxState::Queued,
            OutboxState::DataSent => OutboxState::Unknown,
            OutboxState::Queued
            | OutboxState::Unknown
            | OutboxState::Accepted
            | OutboxState::Refused
            | OutboxState::Parked => before,
        };
        assert_eq!(stage.state(letter), after, "from {before:?}");
    }
}

/// A letter handed over with ten seconds to change one's mind, its draft has a file.
fn held(stage: &Stage) -> (OutboxId, DraftId) {
    let fields = DraftFields {
        subject: "Transport de Mme Aubert".to_owned(),
        body_html: "<p>Bonjour,</p>".to_owned(),
        to: vec!["amelie@medecins.example".to_owned()],
        references: vec!["0@medecins.example".to_owned()],
        ..DraftFields::default()
    };
    let draft = stage.store.create_draft(&fields).unwrap();
    stage.store.save_draft(draft, 4, &fields).unwrap();
    stage.attach(draft, "DLU.pdf", "application/pdf", b"%PDF-1.4 fictional").unwrap();
    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING + 10)).unwrap();
    (letter, draft)
}

#[test]
fn a_held_letter_is_begun_by_nobody_before_its_time() {
    let stage = Stage::new();
    let (letter, _) = held(&stage);
    for second in 0..10 {
        stage.clock.set(MORNING + second);
        assert!(stage.store.outbox_row(letter).unwrap().unwrap().is_held(MORNING + second));
        let begun = stage.store.advance(letter, &connected());
        assert!(matches!(begun, Err(StoreError::IllegalStep { .. })), "at {second} s: {begun:?}");
        assert_eq!(stage.store.due_outbox().unwrap(), None);
    }
    stage.clock.set(MORNING + 10);
    assert!(!stage.store.outbox_row(letter).unwrap().unwrap().is_held(MORNING + 10));
    stage.advances(letter, &[connected()]);
}

#[test]
fn a_letter_taken_back_is_the_draft_it_was_with_its_files() {
    let stage = Stage::new();
    let (letter, draft) = held(&stage);
    let written = stage.store.draft(draft).unwrap().unwrap();
    assert_eq!(stage.store.drafts().unwrap(), [], "it is on its way");
    stage.store.withdraw(letter).unwrap();
    let back = stage.store.draft(draft).unwrap().unwrap();
    assert_eq!(back, crate::Draft { sending: false, ..written });
    let file = attached(&stage.store, back.attachments[0].id);
    assert_eq!(file.as_deref(), Some(&b"%PDF-1.4 fictional"[..]));
}

#[test]
fn after_a_crash_a_held_letter_is_still_held_and_leaves_when_its_time_has_passed() {
    let stage = Stage::new();
    let (letter, draft) = held(&stage);
    let stage = stage.crashed();
    assert!(stage.store.outbox_row(letter).unwrap().unwrap().is_held(MORNING));
    assert_eq!((stage.store.due_outbox().unwrap(), stage.store.drafts().unwrap()), (None, vec![]));
    stage.clock.set(MORNING + 3_600);
    let stage = stage.crashed();
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    assert_eq!(outgoing(&stage.store, letter).as_deref(), Some(RAW));
    stage.advances(letter, &road_to(OutboxState::Accepted));
    assert_eq!(stage.store.draft(draft).unwrap(), None);
}

#[test]
fn after_a_crash_a_held_letter_may_still_be_taken_back() {
    let stage = Stage::new();
    let (letter, draft) = held(&stage);
    let stage = stage.crashed();
    assert_eq!(stage.store.withdraw(letter).unwrap(), draft);
    let stage = stage.crashed();
    stage.clock.set(MORNING + 3_600);
    assert_eq!(stage.store.due_outbox().unwrap(), None, "it never leaves");
    assert_eq!(stage.store.drafts().unwrap()[0].attachments.len(), 1);
}

#[test]
fn taking_back_and_leaving_at_the_same_instant_never_do_both() {
    for round in 0..40 {
        let stage = Stage::new();
        let (letter, draft) = held(&stage);
        stage.clock.set(MORNING + 10);
        let start = std::sync::Barrier::new(2);
        let (left, taken_back) = std::thread::scope(|scope| {
            let sender = scope.spawn(|| {
                start.wait();
                stage.store.advance(letter, &connected()).is_ok()
            });
            let person = scope.spawn(|| {
                start.wait();
                stage.store.withdraw(letter).is_ok()
            });
            (sender.join().unwrap(), person.join().unwrap())
        });
        assert_ne!(left, taken_back, "round {round}: one of them, and only one");
        assert_eq!(stage.store.draft(draft).unwrap().unwrap().sending, left);
        assert_eq!(stage.store.outbox_row(letter).unwrap().is_some(), left);
    }
}

#[test]
fn a_clock_set_back_does_not_hold_a_letter_for_hours() {
    let stage = Stage::new();
    let (letter, _) = held(&stage);
    stage.clock.set(MORNING - 3_600);
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    stage.advances(letter, &[connected(), requeued(MORNING - 3_600 + 300)]);
    assert_eq!(stage.store.due_outbox().unwrap(), None, "the wait before another try is not a hold");
}

#[test]
fn a_clock_set_back_a_year_does_not_keep_a_letter_that_failed_once_for_a_year() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &[connected(), requeued(MORNING + 300)]);
    assert_eq!(stage.store.due_outbox().unwrap(), None);
    stage.clock.set(MORNING - 365 * 86_400);
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    stage.advances(letter, &[connected()]);
}

#[test]
fn a_wait_that_the_clock_allows_is_waited_for_to_its_last_second() {
    let stage = Stage::new();
    let (letter, _) = queued(&stage);
    stage.advances(letter, &[connected(), requeued(MORNING + super::LONGEST_WAIT)]);
    for second in [0, 1, super::LONGEST_WAIT - 1] {
        stage.clock.set(MORNING + second);
        assert_eq!(stage.store.due_outbox().unwrap(), None, "{second} s");
    }
    stage.clock.set(MORNING + super::LONGEST_WAIT);
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
}

#[test]
fn a_letter_is_withdrawn_as_if_nothing_had_been_only_before_anybody_begins() {
    for state in OutboxState::ALL {
        let stage = Stage::new();
        let (letter, draft) = queued(&stage);
        stage.advances(letter, &road_to(state));
        match stage.store.withdraw(letter) {
            Ok(back) => assert_eq!((back, state), (draft, OutboxState::Queued)),
            Err(StoreError::IllegalStep { from, .. }) => {
                assert_ne!(state, OutboxState::Queued);
                assert_eq!((from, stage.state(letter)), (state, state));
            }
            Err(error) => panic!("{state:?}: {error:?}"),
        }
    }
}

#[test]
fn a_clock_set_forward_ends_waits_and_sends_nothing_twice() {
    let stage = Stage::new();
    let (letter, _) = held(&stage);
    stage.clock.set(MORNING + 365 * 86_400);
    stage.advances(letter, &road_to(OutboxState::Unknown));
    stage.clock.set(MORNING);
    let stage = stage.crashed();
    assert_eq!((stage.state(letter), stage.store.due_outbox().unwrap()), (OutboxState::Unknown, None));
}

#[test]
fn holds_end_together_when_nobody_is_there_to_take_a_letter_back() {
    let stage = Stage::new();
    let (late, _) = queued(&stage);
    stage.advances(late, &[connected(), requeued(MORNING + 300)]);
    let (letter, _) = held(&stage);
    assert_eq!(stage.store.end_holds().unwrap(), 1);
    assert_eq!(stage.store.due_outbox().unwrap().map(|row| row.id), Some(letter));
    assert_eq!(stage.store.end_holds().unwrap(), 0);
    assert_eq!(stage.store.outbox_row(late).unwrap().unwrap().not_before, MORNING + 300, "it waits for its own reason");
}

fn blobs(stage: &Stage) -> (i64, i64) {
    let count = "SELECT (SELECT count(*) FROM blobs), (SELECT count(*) FROM blob_pieces)";
    stage.store.file().read(|sql| Ok(sql.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap()
}

/// The bytes of a letter and of its files are here as long as somebody needs them, and no longer.
#[test]
fn the_bytes_of_a_letter_go_with_the_last_who_needs_them() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let file = stage.attach(draft, "film.mp4", "video/mp4", &[7; 300_000]).unwrap();
    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
    assert_eq!(blobs(&stage).0, 2, "the file of the draft, and the letter");

    assert_eq!(stage.store.withdraw(letter).unwrap(), draft);
    assert_eq!(blobs(&stage).0, 1, "taken back: the letter is no more, the draft has its file");
    assert_eq!(attached(&stage.store, file).unwrap().len(), 300_000);

    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
    stage.advances(letter, &road_to(OutboxState::Refused));
    assert_eq!(blobs(&stage).0, 1, "refused: the same");

    let letter = stage.store.queue(draft, &a_letter(&stage.store, MORNING)).unwrap();
    stage.advances(letter, &road_to(OutboxState::Accepted));
    assert_eq!(attached(&stage.store, file), None);
    assert_eq!(blobs(&stage), (1, 1), "gone: the draft with its file, and the letter waits for its copy");
    let append = stage.store.due_operations(10).unwrap()[0].id;
    stage.store.complete_operations(&[(append, OperationOutcome::Done)]).unwrap();
    assert_eq!(blobs(&stage), (0, 0));
}

#[test]
fn a_letter_of_several_pieces_is_read_from_any_of_its_bytes() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let raw: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let long = OutgoingLetter {
        blob: blob(&stage.store, &raw).unwrap(),
        size: raw.len() as u64,
        ..a_letter(&stage.store, MORNING)
    };
    let letter = stage.store.queue(draft, &long).unwrap();
    assert_eq!(stage.store.outbox_row(letter).unwrap().unwrap().size, 400_000);
    assert!(outgoing(&stage.store, letter).unwrap() == raw);
    let piece = stage.store.outgoing_piece(letter, 131_071).unwrap().unwrap();
    assert_eq!(piece, raw[131_071..131_072], "what is left of its piece");
    assert_eq!(stage.store.outgoing_piece(letter, 400_000).unwrap(), None);
}
