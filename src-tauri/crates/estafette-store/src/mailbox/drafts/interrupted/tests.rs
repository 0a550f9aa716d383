#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::DraftId;

use crate::testing::{MORNING, Stage, blob};
use crate::{DraftFields, OutgoingLetter, StoreError, Tag};

fn fields(subject: &str) -> DraftFields {
    DraftFields { subject: subject.to_owned(), ..DraftFields::default() }
}

/// A letter open in a composer, saved once.
fn being_written(stage: &Stage, subject: &str) -> DraftId {
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.store.open_draft(draft).unwrap();
    stage.store.save_draft(draft, 1, &fields(subject)).unwrap();
    draft
}

fn interrupted(stage: &Stage) -> Vec<String> {
    stage.store.interrupted_drafts().unwrap().into_iter().map(|draft| draft.fields.subject).collect()
}

#[test]
fn the_letter_written_when_the_program_died_is_found_at_the_next_start() {
    let stage = Stage::new();
    being_written(&stage, "Chutes de M. Peltier");
    assert_eq!(interrupted(&stage), [""; 0], "it is on screen");
    let stage = stage.crashed();
    assert_eq!(interrupted(&stage), ["Chutes de M. Peltier"]);
    let stage = stage.crashed();
    assert_eq!(interrupted(&stage), ["Chutes de M. Peltier"], "asked until somebody answers");
}

#[test]
fn a_letter_closed_as_it_should_be_is_not_offered() {
    let stage = Stage::new();
    let draft = being_written(&stage, "Transport");
    stage.heard();
    stage.store.close_draft(draft).unwrap();
    assert_eq!(stage.heard(), [(Tag::Drafts, vec![draft.get()])]);
    stage.store.close_draft(draft).unwrap();
    assert_eq!(stage.heard(), [], "it was closed already");
    assert_eq!(interrupted(&stage.crashed()), [""; 0]);
}

#[test]
fn a_letter_taken_up_again_is_offered_again_only_after_another_crash() {
    let stage = Stage::new();
    let draft = being_written(&stage, "Transport");
    let stage = stage.crashed();
    stage.store.open_draft(draft).unwrap();
    assert_eq!(interrupted(&stage), [""; 0]);
    let stage = stage.crashed();
    assert_eq!(interrupted(&stage), ["Transport"]);
    stage.store.close_draft(draft).unwrap();
    assert_eq!(interrupted(&stage.crashed()), [""; 0], "« Plus tard » is an answer");
}

#[test]
fn an_empty_letter_is_nothing_to_find_again_unless_it_has_a_file() {
    let stage = Stage::new();
    let empty = stage.store.create_draft(&DraftFields::default()).unwrap();
    let with_file = stage.store.create_draft(&fields("Avec le DLU")).unwrap();
    for draft in [empty, with_file] {
        stage.store.open_draft(draft).unwrap();
    }
    stage.attach(with_file, "DLU.pdf", "application/pdf", b"%PDF-1.4 fictional").unwrap();
    assert_eq!(interrupted(&stage.crashed()), ["Avec le DLU"]);
}

#[test]
fn a_letter_sent_or_erased_is_open_no_more() {
    let stage = Stage::new();
    let sent = being_written(&stage, "Envoyé");
    let erased = being_written(&stage, "Supprimé");
    let letter = OutgoingLetter {
        blob: blob(&stage.store, b"Bonjour").unwrap(),
        size: 7,
        message_id: "<1@foyer.example>".to_owned(),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: "Envoyé".to_owned(),
        not_before: MORNING + 10,
    };
    let outbox = stage.store.queue(sent, &letter).unwrap();
    stage.store.delete_draft(erased).unwrap();
    assert!(matches!(stage.store.open_draft(sent), Err(StoreError::AlreadySending)));
    assert!(matches!(stage.store.open_draft(erased), Err(StoreError::NotFound(crate::Row::Draft))));
    let stage = stage.crashed();
    stage.store.withdraw(outbox).unwrap();
    assert_eq!(interrupted(&stage), [""; 0], "taken back, it is a draft like another");
}
