#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Correspondent, Flags, FolderId};

use super::NewMessage;
use crate::testing::{MORNING, Stage, letter, person};
use crate::{StoreError, Tag};

#[test]
fn a_new_letter_is_listed_counted_and_found_at_once() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan sanguin de M. Rolland"));
    assert_eq!(stage.subjects(stage.inbox), ["Bilan sanguin de M. Rolland"]);
    let inbox = stage.store.folders().unwrap().into_iter().find(|folder| folder.id == stage.inbox).unwrap();
    assert_eq!((inbox.total, inbox.unread), (1, 1));
    let found = stage.search("rolland amelie", 10).unwrap();
    assert_eq!(found.into_iter().map(|row| row.latest).collect::<Vec<_>>(), [id]);
}

#[test]
fn the_header_comes_back_as_it_was_given() {
    let stage = Stage::new();
    let mut sent = letter(1, "Bilan").answering("a@b.example").0;
    sent.header.cc = vec![person("bastien"), Correspondent::default()];
    sent.header.date = Some(MORNING - 100_000);
    let id = stage.store.insert_headers(stage.inbox, std::slice::from_ref(&sent)).unwrap()[0].id;
    let row = stage.store.message(id).unwrap().unwrap();
    let mut expected = sent.header;
    expected.message_id = "1@medecins.example".to_owned();
    expected.in_reply_to = vec!["a@b.example".to_owned()];
    expected.references = vec!["a@b.example".to_owned()];
    assert_eq!(row.header, expected);
    assert_eq!((row.uid, row.size, row.date, row.has_body), (Some(1), 1_000, MORNING - 100_000, false));
}

#[test]
fn a_uid_known_already_is_left_alone() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let again = stage.store.insert_headers(stage.inbox, &[letter(1, "Autre chose").0, letter(2, "Suite").0]).unwrap();
    assert_eq!(again.into_iter().map(|new| new.uid).collect::<Vec<_>>(), [2]);
    assert_eq!(stage.subjects(stage.inbox), ["Suite", "Bilan"]);
}

#[test]
fn the_same_uid_in_another_folder_is_another_letter() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.arrives(stage.archive, &letter(1, "Ancien").named("vieux@medecins.example"));
    assert_eq!(stage.subjects(stage.inbox), ["Bilan"]);
    assert_eq!(stage.subjects(stage.archive), ["Ancien"]);
}

#[test]
fn ids_follow_the_dates_whatever_the_order_of_arrival() {
    let stage = Stage::new();
    let late = stage.arrives(stage.inbox, &letter(1, "Mardi").arrived(MORNING));
    let early = stage.arrives(stage.inbox, &letter(2, "Lundi").arrived(MORNING - 86_400));
    assert!(early < late);
    assert_eq!(stage.subjects(stage.inbox), ["Mardi", "Lundi"]);
}

#[test]
fn a_batch_in_any_order_is_inserted_by_date() {
    let stage = Stage::new();
    let batch: Vec<NewMessage> = [3, 1, 2].map(|uid| letter(uid, "x").0).to_vec();
    let inserted = stage.store.insert_headers(stage.inbox, &batch).unwrap();
    assert!(inserted.is_sorted_by_key(|new| new.id));
    assert_eq!(inserted.iter().map(|new| new.uid).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn letters_of_the_same_second_are_all_kept() {
    let stage = Stage::new();
    let batch: Vec<NewMessage> = (1..=50).map(|uid| letter(uid, &format!("n° {uid}")).arrived(MORNING).0).collect();
    let inserted = stage.store.insert_headers(stage.inbox, &batch).unwrap();
    assert_eq!(inserted.len(), 50);
    assert_eq!(stage.uids(stage.inbox), (1..=50).collect::<Vec<_>>());
}

#[test]
fn an_unknown_folder_takes_nothing() {
    let stage = Stage::new();
    let refused = stage.store.insert_headers(FolderId::new(999), &[letter(1, "x").0]);
    assert!(matches!(refused, Err(StoreError::NotFound(crate::Row::Folder))));
}

#[test]
fn a_header_with_nothing_in_it_is_a_letter_all_the_same() {
    let stage = Stage::new();
    let empty = NewMessage {
        uid: 1,
        flags: Flags::empty(),
        size: 0,
        internal_date: None,
        header: crate::HeaderFields::default(),
    };
    let mut twin = empty.clone();
    twin.uid = 2;
    assert_eq!(stage.store.insert_headers(stage.inbox, &[empty, twin]).unwrap().len(), 2);
    assert_eq!(stage.subjects(stage.inbox).len(), 2, "letters without Message-ID are not one conversation");
}

#[test]
fn what_arrives_is_announced_with_its_folder_and_conversation() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let thread = stage.store.message(id).unwrap().unwrap().thread;
    assert_eq!(
        stage.heard(),
        [
            (Tag::Folders, vec![stage.inbox.get()]),
            (Tag::Threads, vec![stage.inbox.get()]),
            (Tag::Thread, vec![thread.get()])
        ]
    );
    stage.store.insert_headers(stage.inbox, &[letter(1, "Bilan").0]).unwrap();
    assert_eq!(stage.heard(), [], "nothing new, nothing to say");
}
