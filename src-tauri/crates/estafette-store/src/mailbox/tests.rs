#![allow(clippy::unwrap_used, clippy::expect_used)]

//! What holds of a mailbox as a whole, whatever was done to it.

mod any_order;
mod plans;
mod size;

use crate::testing::{Stage, letter};

#[test]
fn a_restart_changes_nothing_and_announces_nothing() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.has_text(id, "créatinine");
    stage.heard();
    let stage = stage.reopened();
    assert_eq!(stage.heard(), []);
    assert_eq!(stage.subjects(stage.inbox), ["Bilan"]);
    assert_eq!(stage.search("creatinine", 10).unwrap().len(), 1);
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
