#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, MessageId, ReceiptRequest, Receipts};

use crate::testing::{MORNING, Stage, blob, body_of, letter, outgoing};
use crate::{
    BodyToStore, DraftFields, MailboxStore, OperationKind, OutboxState, OutboxStep, OutgoingLetter, StoreError,
};

fn wanted(direct: bool) -> ReceiptRequest {
    ReceiptRequest { to: "amelie@medecins.example".parse().unwrap(), direct }
}

/// A letter of Amélie's who asks for a receipt, in the inbox with its text.
fn asks(stage: &Stage, uid: u32, direct: bool) -> MessageId {
    let id = stage.arrives(stage.inbox, &letter(uid, "Bilan").named("bilan@medecins.example"));
    let receipts = Receipts { report: None, request: Some(wanted(direct)) };
    stage.store.store_body(&[BodyToStore { receipts, ..body_of(id, "Voici") }]).unwrap();
    id
}

fn receipt(store: &MailboxStore) -> OutgoingLetter {
    OutgoingLetter {
        blob: blob(store, b"x").unwrap(),
        size: 1,
        message_id: "recu@foyer.example".to_owned(),
        from: None,
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: "Accusé de lecture".to_owned(),
        not_before: MORNING,
    }
}

#[test]
fn a_receipt_is_wanted_until_it_is_sent_and_never_again() {
    let stage = Stage::new();
    let id = asks(&stage, 1, false);
    assert_eq!(stage.store.receipt_request(id).unwrap(), Some(wanted(false)));
    stage.store.queue_receipt(id, &receipt(&stage.store)).unwrap();
    assert_eq!(stage.store.receipt_request(id).unwrap(), None);
    assert!(matches!(stage.store.queue_receipt(id, &receipt(&stage.store)), Err(StoreError::NotFound(_))));
    assert_eq!(stage.store.outbox().unwrap().len(), 1);
}

#[test]
fn the_server_and_the_colleagues_are_told_that_a_receipt_left() {
    let stage = Stage::new();
    let id = asks(&stage, 1, true);
    stage.store.queue_receipt(id, &receipt(&stage.store)).unwrap();
    assert_eq!(stage.flags(id), Flags::MDN_SENT);
    let due = stage.store.due_operations(10).unwrap();
    assert_eq!(due[0].kind, OperationKind::SetFlag { flags: Flags::MDN_SENT, on: true });
}

#[test]
fn a_receipt_a_colleague_sent_is_not_sent_twice() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan").flagged(Flags::MDN_SENT));
    let receipts = Receipts { report: None, request: Some(wanted(true)) };
    stage.store.store_body(&[BodyToStore { receipts, ..body_of(id, "Voici") }]).unwrap();
    assert_eq!(stage.store.receipt_request(id).unwrap(), None);
    assert!(matches!(stage.store.queue_receipt(id, &receipt(&stage.store)), Err(StoreError::NotFound(_))));
}

#[test]
fn another_copy_of_the_message_does_not_ask_again() {
    let stage = Stage::new();
    let first = asks(&stage, 1, true);
    stage.store.decline_receipt(first).unwrap();
    let second = asks(&stage, 2, true);
    assert_eq!(stage.store.receipt_request(second).unwrap(), None);
    assert_eq!(stage.store.outbox().unwrap(), []);
}

#[test]
fn a_message_without_id_could_be_answered_twice_and_asks_for_nothing() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan").nameless());
    let receipts = Receipts { report: None, request: Some(wanted(true)) };
    stage.store.store_body(&[BodyToStore { receipts, ..body_of(id, "Voici") }]).unwrap();
    assert_eq!(stage.store.receipt_request(id).unwrap(), None);
}

#[test]
fn a_receipt_that_left_leaves_no_copy_in_sent() {
    let stage = Stage::new();
    let id = asks(&stage, 1, true);
    let letter = stage.store.queue_receipt(id, &receipt(&stage.store)).unwrap();
    for step in [OutboxStep::Connected, OutboxStep::DataSent, OutboxStep::Accepted { refused: vec![] }] {
        stage.store.advance(letter, &step).unwrap();
    }
    assert_eq!(stage.store.outbox_row(letter).unwrap().unwrap().state, OutboxState::Accepted);
    assert_eq!(outgoing(&stage.store, letter), None);
    let due = stage.store.due_operations(10).unwrap();
    assert!(!due.iter().any(|operation| matches!(operation.kind, OperationKind::AppendSent { .. })));
    assert_eq!(stage.store.fates("recu@foyer.example").unwrap(), [], "it is not followed either");
}

#[test]
fn a_draft_keeps_the_wish_for_a_receipt() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields { receipt: true, ..DraftFields::default() }).unwrap();
    assert!(stage.store.draft(draft).unwrap().unwrap().fields.receipt);
    stage.store.save_draft(draft, 1, &DraftFields::default()).unwrap();
    assert!(!stage.store.draft(draft).unwrap().unwrap().fields.receipt);
    stage.store.save_draft(draft, 2, &DraftFields { receipt: true, ..DraftFields::default() }).unwrap();
    assert!(stage.store.drafts().unwrap()[0].fields.receipt);
}
