#![allow(clippy::unwrap_used, clippy::expect_used)]

//! What holds of a mailbox as a whole, whatever was done to it.

mod any_order;
mod plans;
mod size;

use estafette_model::Flags;

use crate::testing::{Stage, letter};
use crate::{DraftFields, OperationOutcome, Tag};

#[test]
fn rebuilding_drops_the_copies_and_keeps_what_a_person_did() {
    let stage = Stage::new();
    let flagged = stage.arrives(stage.inbox, &letter(1, "a"));
    let moved = stage.arrives(stage.inbox, &letter(2, "b"));
    stage.has_text(flagged, "créatinine");
    stage.store.set_flag(&[flagged], Flags::FLAGGED, true).unwrap();
    stage.store.move_messages(&[moved], stage.archive).unwrap();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.heard();
    stage.store.rebuild_server_copies().unwrap();

    assert_eq!(stage.heard(), [(Tag::Folders, vec![]), (Tag::Threads, vec![]), (Tag::Thread, vec![])]);
    assert_eq!(stage.subjects(stage.inbox), Vec::<String>::new());
    assert!(stage.store.search("creatinine", 10).unwrap().is_empty());
    assert!(stage.store.folders().unwrap().iter().all(|folder| (folder.total, folder.unread) == (0, 0)));
    assert!(stage.store.draft(draft).unwrap().is_some());
    assert_eq!(stage.store.due_operations(10).unwrap().len(), 2, "gestures know the UID, not the copy");
}

#[test]
fn gestures_find_their_letters_again_after_a_rebuild() {
    let stage = Stage::new();
    let flagged = stage.arrives(stage.inbox, &letter(1, "a"));
    let moved = stage.arrives(stage.inbox, &letter(2, "b"));
    let starred = stage.store.set_flag(&[flagged], Flags::FLAGGED, true).unwrap()[0];
    stage.store.move_messages(&[moved], stage.archive).unwrap();
    stage.store.rebuild_server_copies().unwrap();
    let back = stage.store.insert_headers(stage.inbox, &[letter(1, "a").0, letter(2, "b").0]).unwrap();
    assert_eq!(back.len(), 1, "the one moved away does not come back where it was");
    assert_eq!(stage.flags(back[0].id), Flags::FLAGGED);
    stage.store.complete_operations(&[(starred, OperationOutcome::Done)]).unwrap();
    assert_eq!(stage.store.known_uids(stage.inbox).unwrap(), [(1, Flags::FLAGGED)]);
}

#[test]
fn a_restart_changes_nothing_and_announces_nothing() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.has_text(id, "créatinine");
    stage.heard();
    let stage = stage.reopened();
    assert_eq!(stage.heard(), []);
    assert_eq!(stage.subjects(stage.inbox), ["Bilan"]);
    assert_eq!(stage.store.search("creatinine", 10).unwrap().len(), 1);
}

#[test]
fn a_window_that_reads_when_it_hears_of_a_change_sees_it() {
    let directory = tempfile::tempdir().unwrap();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let slot: std::sync::Arc<std::sync::OnceLock<crate::MailboxStore>> = std::sync::Arc::default();
    let sink = {
        let (seen, slot) = (seen.clone(), slot.clone());
        std::sync::Arc::new(move |_| {
            if let Some(store) = slot.get() {
                seen.lock().unwrap().push(store.folders().unwrap().len());
            }
        })
    };
    let clock = std::sync::Arc::new(estafette_model::SystemClock);
    let store =
        crate::MailboxStore::open(&directory.path().join("box.db"), &crate::testing::key(), clock, sink).unwrap();
    assert!(slot.set(store.clone()).is_ok());
    store.reconcile_folders(&crate::testing::everyday_folders()).unwrap();
    assert_eq!(*seen.lock().unwrap(), [4]);
}
