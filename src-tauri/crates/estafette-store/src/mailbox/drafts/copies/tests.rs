#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use estafette_model::{Clock, DraftId};

use crate::testing::{MORNING, Stage, blob, key};
use crate::{DraftCopy, DraftCopyId, DraftFields, DraftVersion, MailboxStore, OutboxStep, OutgoingLetter, StoreError};

fn fields(subject: &str) -> DraftFields {
    DraftFields { subject: subject.to_owned(), ..DraftFields::default() }
}

fn written(stage: &Stage, subject: &str) -> DraftId {
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.store.save_draft(draft, 1, &fields(subject)).unwrap();
    draft
}

fn to_copy(stage: &Stage) -> Vec<DraftVersion> {
    stage.store.drafts_to_copy().unwrap().into_iter().map(|draft| draft.version).collect()
}

fn begun(stage: &Stage, draft: DraftId, message_id: &str) -> DraftCopyId {
    let version = DraftVersion::of(&stage.store.draft(draft).unwrap().unwrap());
    stage.store.begin_draft_copy(&version, message_id, "Drafts", MORNING).unwrap()
}

fn copied(stage: &Stage, draft: DraftId, uid: u32) -> DraftCopyId {
    let copy = begun(stage, draft, &format!("{uid}@foyer.example"));
    stage.store.draft_copy_taken(copy, Some((7, uid))).unwrap();
    copy
}

fn to_settle(stage: &Stage) -> Vec<(Option<(u32, u32)>, bool)> {
    stage.store.draft_copies_to_settle().unwrap().into_iter().map(|copy| (copy.place, copy.unwanted)).collect()
}

fn sent(stage: &Stage, draft: DraftId) {
    let letter = OutgoingLetter {
        blob: blob(&stage.store, b"Bonjour").unwrap(),
        size: 7,
        message_id: String::from("1@foyer.example"),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: String::from("Planning"),
        not_before: MORNING,
    };
    let letter = stage.store.queue(draft, &letter).unwrap();
    for step in [OutboxStep::Connected, OutboxStep::DataSent, OutboxStep::Accepted { refused: Vec::new() }] {
        stage.store.advance(letter, &step).unwrap();
    }
}

#[test]
fn a_letter_is_to_be_copied_once_something_was_written_and_again_once_it_changed() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&fields("Re: Bilan")).unwrap();
    assert_eq!(to_copy(&stage), [], "opened, nothing written");
    stage.store.save_draft(draft, 1, &fields("Re: Bilan")).unwrap();
    assert_eq!(to_copy(&stage), [DraftVersion { draft, revision: 1, files: Vec::new() }]);
    copied(&stage, draft, 12);
    assert_eq!((to_copy(&stage), to_settle(&stage)), (vec![], vec![]));
    stage.store.save_draft(draft, 2, &fields("Re: Bilan sanguin")).unwrap();
    assert_eq!(to_copy(&stage), [DraftVersion { draft, revision: 2, files: Vec::new() }]);
}

#[test]
fn a_file_alone_is_something_written_and_one_taken_off_is_a_change() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.clock.set(MORNING + 40);
    let files = ["bon.pdf", "suite.pdf"].map(|name| stage.attach(draft, name, "application/pdf", &[7; 9]).unwrap());
    let due = stage.store.drafts_to_copy().unwrap().remove(0);
    assert_eq!(due.version, DraftVersion { draft, revision: 0, files: files.to_vec() });
    assert_eq!((due.updated, due.weight), (MORNING + 40, 18), "joining a file is touching the letter");
    copied(&stage, draft, 12);
    assert_eq!(to_copy(&stage), []);
    stage.store.detach(files[0]).unwrap();
    copied(&stage, draft, 13);
    assert_eq!(to_copy(&stage), []);
    // The same as what an earlier copy holds is still not what the latest holds.
    stage.store.detach(files[1]).unwrap();
    stage.store.save_draft(draft, 1, &fields("Transport")).unwrap();
    assert_eq!(to_copy(&stage), [DraftVersion { draft, revision: 1, files: Vec::new() }]);
}

#[test]
fn the_earlier_copy_is_removed_only_once_the_place_of_the_later_one_is_known() {
    let stage = Stage::new();
    let draft = written(&stage, "Transport");
    copied(&stage, draft, 12);
    stage.store.save_draft(draft, 2, &fields("Transport de M. Peltier")).unwrap();
    let later = begun(&stage, draft, "13@foyer.example");
    assert_eq!(to_settle(&stage), [(None, false)], "it may not be there");
    stage.store.draft_copy_taken(later, None).unwrap();
    assert_eq!(to_settle(&stage), [(None, false)], "nobody knows where it is");
    stage.store.draft_copy_taken(later, Some((7, 13))).unwrap();
    assert_eq!(to_settle(&stage), [(Some((7, 12)), true)]);
    stage.store.forget_draft_copy(stage.store.draft_copies_to_settle().unwrap()[0].id).unwrap();
    assert_eq!(to_settle(&stage), []);
}

#[test]
fn while_the_place_of_a_copy_is_not_known_no_other_is_made() {
    let stage = Stage::new();
    let draft = written(&stage, "Transport");
    let copy = begun(&stage, draft, "<12@foyer.example>");
    stage.store.save_draft(draft, 2, &fields("Transport de M. Peltier")).unwrap();
    // The program dies between the command and the answer.
    let stage = stage.crashed();
    assert_eq!(to_copy(&stage), []);
    let known = DraftCopy {
        id: copy,
        message_id: String::from("12@foyer.example"),
        wire_name: String::from("Drafts"),
        dated: MORNING,
        begun: MORNING,
        taken: false,
        place: None,
        unwanted: false,
    };
    assert_eq!(stage.store.draft_copies_to_settle().unwrap(), [known]);
    stage.store.forget_draft_copy(copy).unwrap();
    assert_eq!(to_copy(&stage).len(), 1, "it was not there");
}

#[test]
fn the_copy_of_a_letter_sent_or_thrown_away_is_to_be_removed_and_that_of_one_taken_back_is_not() {
    let stage = Stage::new();
    let (thrown_away, left, taken_back) = (written(&stage, "1"), written(&stage, "2"), written(&stage, "3"));
    for (draft, uid) in [(thrown_away, 1), (left, 2), (taken_back, 3)] {
        copied(&stage, draft, uid);
    }
    stage.store.delete_draft(thrown_away).unwrap();
    sent(&stage, left);
    let letter = stage.store.queue(taken_back, &a_letter(&stage.store)).unwrap();
    assert_eq!(to_settle(&stage), [(Some((7, 1)), true), (Some((7, 2)), true)], "what has not left keeps its copy");
    stage.store.withdraw(letter).unwrap();
    assert_eq!(to_copy(&stage), [], "it is as it was copied");
}

#[test]
fn a_letter_on_its_way_is_not_copied() {
    let stage = Stage::new();
    let draft = written(&stage, "Transport");
    let version = to_copy(&stage).remove(0);
    stage.store.queue(draft, &a_letter(&stage.store)).unwrap();
    assert_eq!(to_copy(&stage), []);
    let begun = stage.store.begin_draft_copy(&version, "1@foyer.example", "Drafts", MORNING);
    assert!(matches!(begun, Err(StoreError::AlreadySending)), "{begun:?}");
}

#[test]
fn a_letter_thrown_away_while_it_is_copied_leaves_the_copy_to_be_looked_for_and_removed() {
    let stage = Stage::new();
    let draft = written(&stage, "Transport");
    let copy = begun(&stage, draft, "12@foyer.example");
    stage.store.delete_draft(draft).unwrap();
    assert_eq!(to_settle(&stage), [(None, true)]);
    stage.store.draft_copy_taken(copy, Some((7, 12))).unwrap();
    assert_eq!(to_settle(&stage), [(Some((7, 12)), true)]);
}

#[test]
fn the_copy_of_a_draft_lost_with_a_damaged_file_is_no_longer_ours_to_remove() {
    let stage = Stage::new();
    let (kept, lost, thrown_away) = (written(&stage, "1"), written(&stage, "2"), written(&stage, "3"));
    for (draft, uid) in [(kept, 1), (lost, 2), (thrown_away, 3)] {
        copied(&stage, draft, uid);
    }
    stage.store.delete_draft(thrown_away).unwrap();
    // What a spoilt page takes away is gone without its consequences.
    stage
        .store
        .file()
        .write(|sql, _| {
            sql.execute_batch(
                "CREATE TABLE loose AS SELECT * FROM draft_copies;
                 DROP TABLE draft_copies;
                 ALTER TABLE loose RENAME TO draft_copies;",
            )?;
            Ok(sql.execute("DELETE FROM drafts WHERE id = ?1", [lost.get()])?)
        })
        .unwrap();
    stage.store.close();
    let clock: Arc<dyn Clock> = Arc::clone(&stage.clock) as Arc<dyn Clock>;
    MailboxStore::rebuild(&stage.path(), &key(), &clock).unwrap();
    let stage = stage.reopened();
    assert_eq!(to_settle(&stage), [(Some((7, 3)), true)], "it may be all there is of the letter");
    assert_eq!(to_copy(&stage), [], "the one kept has its copy");
}

fn a_letter(store: &MailboxStore) -> OutgoingLetter {
    OutgoingLetter {
        blob: blob(store, b"Bonjour").unwrap(),
        size: 7,
        message_id: String::from("1@foyer.example"),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: String::from("Planning"),
        not_before: MORNING + 60,
    }
}
