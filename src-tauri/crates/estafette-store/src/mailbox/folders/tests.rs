#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, FolderRole};

use crate::testing::{Stage, everyday_folders, letter, listed};
use crate::{Folder, ListedFolder, OperationOutcome, StoreError, Tag};

fn names(folders: &[Folder]) -> Vec<&str> {
    folders.iter().map(|folder| folder.name.as_str()).collect()
}

fn without(name: &str) -> Vec<ListedFolder> {
    everyday_folders().into_iter().filter(|folder| folder.wire_name != name).collect()
}

#[test]
fn folders_come_in_the_order_of_the_rail() {
    let stage = Stage::new();
    let mut all = everyday_folders();
    all.extend([listed("Zone nord", FolderRole::Other), listed("ateliers", FolderRole::Other)]);
    all.reverse();
    let folders = stage.store.reconcile_folders(&all).unwrap();
    assert_eq!(names(&folders), ["INBOX", "Sent", "Archive", "Trash", "ateliers", "Zone nord"]);
    assert_eq!(stage.store.folders().unwrap(), folders);
}

#[test]
fn a_folder_keeps_its_row_whatever_changes_but_its_name_on_the_server() {
    let stage = Stage::new();
    let mut renamed = everyday_folders();
    renamed[1] = ListedFolder {
        name: "Envoyés".to_owned(),
        wire_name: "Sent".to_owned(),
        delimiter: None,
        role: FolderRole::Other,
        selectable: false,
    };
    let folders = stage.store.reconcile_folders(&renamed).unwrap();
    let sent = folders.iter().find(|folder| folder.id == stage.sent).unwrap();
    assert_eq!(
        (sent.name.as_str(), sent.role, sent.selectable, sent.delimiter),
        ("Envoyés", FolderRole::Other, false, None)
    );
    assert_eq!(sent.uid_validity, Some(crate::testing::VALIDITY), "its copies are still good");
}

#[test]
fn the_same_list_again_announces_nothing() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&everyday_folders()).unwrap();
    assert_eq!(stage.heard(), []);
    stage.store.reconcile_folders(&without("Trash")).unwrap();
    assert_eq!(stage.heard(), [(Tag::Folders, vec![])]);
}

#[test]
fn a_list_without_folders_is_a_failure_and_drops_nothing() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan"));
    assert_eq!(stage.store.reconcile_folders(&[]).unwrap().len(), 4);
    assert_eq!(stage.subjects(stage.inbox), ["Bilan"]);
}

#[test]
fn a_folder_gone_takes_its_copies_and_their_words_with_it() {
    let stage = Stage::new();
    let id = stage.arrives(stage.archive, &letter(1, "Bilan"));
    stage.has_text(id, "créatinine");
    stage.store.set_flag(&[id], Flags::SEEN, true).unwrap();
    let folders = stage.store.reconcile_folders(&without("Archive")).unwrap();
    assert_eq!(names(&folders), ["INBOX", "Sent", "Trash"]);
    assert_eq!(stage.store.message(id).unwrap(), None);
    assert!(stage.search("creatinine", 10).unwrap().is_empty());
    assert_eq!(stage.store.due_operations(10).unwrap(), []);
    assert!(matches!(stage.store.known_uids(stage.archive), Ok(known) if known.is_empty()));
    assert!(matches!(stage.store.begin_folder(stage.archive, 1), Err(StoreError::NotFound(_))));
}

#[test]
fn a_letter_on_its_way_to_a_folder_gone_goes_back() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.store.move_messages(&[id], stage.archive).unwrap();
    let folders = stage.store.reconcile_folders(&without("Archive")).unwrap();
    assert_eq!(stage.place(id), Some((stage.inbox, Some(1))));
    assert_eq!((folders[0].total, folders[0].unread), (1, 1), "the answer counts it already");
    assert_eq!(stage.store.parked_operations().unwrap().len(), 1);
}

#[test]
fn a_letter_that_reached_a_folder_gone_is_gone() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let gesture = stage.store.move_messages(&[id], stage.archive).unwrap()[0];
    stage.store.complete_operations(&[(gesture, OperationOutcome::Done)]).unwrap();
    stage.store.reconcile_folders(&without("Archive")).unwrap();
    assert_eq!(stage.place(id), None);
    assert_eq!(stage.store.parked_operations().unwrap(), []);
}

#[test]
fn a_letter_leaving_a_folder_gone_has_no_letter_behind_it_any_more() {
    let stage = Stage::new();
    let id = stage.arrives(stage.archive, &letter(1, "Bilan"));
    stage.store.move_messages(&[id], stage.inbox).unwrap();
    stage.store.reconcile_folders(&without("Archive")).unwrap();
    assert_eq!(stage.place(id), None);
    assert_eq!(stage.subjects(stage.inbox), Vec::<String>::new());
    assert_eq!(stage.store.parked_operations().unwrap().len(), 1);
}

#[test]
fn a_folder_that_comes_back_under_the_same_name_is_another_one() {
    let stage = Stage::new();
    stage.store.reconcile_folders(&without("Archive")).unwrap();
    let folders = stage.store.reconcile_folders(&everyday_folders()).unwrap();
    let archive = folders.iter().find(|folder| folder.role == FolderRole::Archive).unwrap();
    assert_ne!(archive.id, stage.archive);
    assert_eq!(archive.uid_validity, None);
}

#[test]
fn a_name_listed_twice_is_one_folder() {
    let stage = Stage::new();
    let mut twice = everyday_folders();
    twice.push(listed("Projets", FolderRole::Other));
    twice.push(listed("Projets", FolderRole::Other));
    assert_eq!(stage.store.reconcile_folders(&twice).unwrap().len(), 5);
}
