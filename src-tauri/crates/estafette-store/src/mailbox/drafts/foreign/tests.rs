#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use estafette_model::DraftId;

use crate::testing::{MORNING, Stage, attached, blob};
use crate::{DraftFields, DraftVersion, ForeignDraft, ForeignDraftToKeep, JoinedFile, StoreError};

fn shown(uid: u32, subject: &str) -> ForeignDraft {
    let to = vec![String::from("mdph@exemple.example"), String::from("Dr Fabre")];
    ForeignDraft { uid, subject: subject.to_owned(), to, saved: MORNING + i64::from(uid), files: 1 }
}

fn kept(stage: &Stage, uid: u32, subject: &str) {
    let raw = format!("Subject: {subject}\r\n\r\n").into_bytes();
    let draft = ForeignDraftToKeep { shown: shown(uid, subject), message_id: format!("<{uid}@ailleurs.example>"), raw };
    stage.store.keep_foreign_draft(7, &draft).unwrap();
}

fn subjects(stage: &Stage) -> Vec<String> {
    stage.store.foreign_drafts().unwrap().into_iter().map(|draft| draft.subject).collect()
}

fn there(uids: &[u32]) -> BTreeSet<u32> {
    uids.iter().copied().collect()
}

fn taken_up(stage: &Stage, uid: u32) -> DraftId {
    let fields = DraftFields { subject: String::from("Planning"), ..DraftFields::default() };
    let file = JoinedFile {
        name: String::from("a.pdf"),
        mime_type: String::from("application/pdf"),
        bytes: blob(&stage.store, &[1, 2, 3]).unwrap(),
        size: 3,
    };
    stage.store.adopt_draft(uid, "Drafts", &fields, &[file]).unwrap()
}

#[test]
fn what_is_there_and_is_not_ours_is_fetched_newest_first_and_what_is_gone_is_forgotten() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.store.save_draft(draft, 1, &DraftFields::default()).unwrap();
    let version = DraftVersion::of(&stage.store.draft(draft).unwrap().unwrap());
    let copy = stage.store.begin_draft_copy(&version, "5@foyer.example", "Drafts", MORNING).unwrap();
    stage.store.draft_copy_taken(copy, Some((7, 5))).unwrap();
    assert_eq!(stage.store.reconcile_foreign_drafts(7, &there(&[3, 5, 9])).unwrap(), [9, 3]);
    kept(&stage, 3, "Planning");
    kept(&stage, 9, "Transport");
    assert_eq!(stage.store.foreign_drafts().unwrap(), [shown(9, "Transport"), shown(3, "Planning")]);
    assert_eq!(stage.store.reconcile_foreign_drafts(7, &there(&[5, 9, 12])).unwrap(), [12]);
    assert_eq!(subjects(&stage), ["Transport"]);
    // Numbered anew, everything is another.
    assert_eq!(stage.store.reconcile_foreign_drafts(8, &there(&[9])).unwrap(), [9]);
    assert_eq!(subjects(&stage), [""; 0]);
}

#[test]
fn of_thousands_the_newest_are_kept() {
    let stage = Stage::new();
    let wanted = stage.store.reconcile_foreign_drafts(7, &(1..=3_000).collect()).unwrap();
    assert_eq!((wanted.len(), wanted.first(), wanted.last()), (200, Some(&3_000), Some(&2_801)));
}

#[test]
fn a_copy_of_ours_whose_place_is_not_known_is_not_taken_for_another_s() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.store.save_draft(draft, 1, &DraftFields::default()).unwrap();
    let version = DraftVersion::of(&stage.store.draft(draft).unwrap().unwrap());
    stage.store.begin_draft_copy(&version, "3@ailleurs.example", "Drafts", MORNING).unwrap();
    kept(&stage, 3, "Planning");
    assert_eq!(subjects(&stage), [""; 0]);
}

#[test]
fn one_taken_up_is_a_draft_with_its_files_and_stays_there_until_it_is_thrown_away() {
    let stage = Stage::new();
    kept(&stage, 3, "Planning");
    assert!(stage.store.foreign_draft_raw(3).unwrap().unwrap().starts_with(b"Subject: Planning"));
    let draft = taken_up(&stage, 3);
    assert_eq!(subjects(&stage), [""; 0], "it is among those of here");
    let here = stage.store.draft(draft).unwrap().unwrap();
    assert_eq!(here.attachments.len(), 1);
    assert_eq!(attached(&stage.store, here.attachments[0].id), Some(vec![1, 2, 3]));
    assert_eq!(stage.store.drafts_to_copy().unwrap(), [], "the server has all of it");
    assert_eq!(stage.store.reconcile_foreign_drafts(7, &there(&[3])).unwrap(), [0; 0], "still known");
    // Changed here, it is copied; the one it was made of stays.
    stage.store.save_draft(draft, 1, &DraftFields::default()).unwrap();
    let version = stage.store.drafts_to_copy().unwrap().remove(0).version;
    let copy = stage.store.begin_draft_copy(&version, "9@foyer.example", "Drafts", MORNING).unwrap();
    stage.store.draft_copy_taken(copy, Some((7, 9))).unwrap();
    assert_eq!(stage.store.draft_copies_to_settle().unwrap(), []);
    stage.store.delete_draft(draft).unwrap();
    let to_remove = stage.store.draft_copies_to_settle().unwrap();
    assert_eq!(to_remove.iter().map(|copy| copy.place).collect::<Vec<_>>(), [Some((7, 3)), Some((7, 9))]);
}

#[test]
fn one_that_is_gone_or_was_taken_up_before_leaves_no_half_draft() {
    let stage = Stage::new();
    kept(&stage, 3, "Planning");
    taken_up(&stage, 3);
    for uid in [3, 4] {
        let again = stage.store.adopt_draft(uid, "Drafts", &DraftFields::default(), &[]);
        assert!(matches!(again, Err(StoreError::NotFound(_))), "{again:?}");
    }
    assert_eq!(stage.store.drafts().unwrap().len(), 1);
}
