//! Folders made, renamed, moved and deleted by the commands of the page, on a real server: what its disk holds is the judge.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::BTreeSet;
use std::time::SystemTime;

use estafette_contract::{Done, ErrorCode, FolderCreated, FolderDeleted, FolderRef, FolderRole, FolderView};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

const LETTER: &str = "From: urgences@ch-val-fleuri.mssante.example\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
                      Subject: Bilan\r\nMessage-ID: <bilan@ch-val-fleuri.example>\r\n\
                      Date: Tue, 24 Nov 2026 10:42:00 +0100\r\n\r\nBilan.\r\n";

fn letter_in(world: &World, folder: &str) {
    let store = world.operator.mailstore();
    store.deliver("secretariat", folder, LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
}

fn count(world: &World, folder: &str) -> usize {
    world.operator.mailstore().messages("secretariat", folder).unwrap().len()
}

/// The establishment's own folders, as the disk of the server has them: Maildir++, modified UTF-7.
fn on_disk(world: &World) -> BTreeSet<String> {
    const USUAL: [&str; 6] = [".Sent", ".Archive", ".Trash", ".Drafts", ".Junk", ".Brouillons"];
    let entries = std::fs::read_dir(world.operator.mailstore().maildir("secretariat")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.') && !USUAL.contains(&name.as_str())).collect()
}

async fn wait_for_disk(world: &World, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    patiently("the server to follow", async || (on_disk(world) == expected).then_some(())).await;
}

async fn own_folders(desk: &Desk) -> Vec<FolderView> {
    let mailbox = desk.mailbox().await.id;
    let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": mailbox })).await;
    folders.into_iter().filter(|folder| folder.role == FolderRole::Other).collect()
}

async fn names(desk: &Desk) -> Vec<String> {
    own_folders(desk).await.into_iter().map(|folder| folder.levels.join(" > ")).collect()
}

async fn makes(desk: &Desk, parent: Option<FolderRef>, name: &str) -> FolderRef {
    let mailbox = desk.mailbox().await.id;
    let made: FolderCreated =
        desk.get("folder_create", json!({ "mailbox": mailbox, "parent": parent, "name": name })).await;
    made.folder
}

async fn renames(desk: &Desk, folder: FolderRef, name: &str) {
    let mailbox = desk.mailbox().await.id;
    let _: Done = desk.get("folder_rename", json!({ "mailbox": mailbox, "folder": folder, "name": name })).await;
}

async fn moves(desk: &Desk, folder: FolderRef, parent: Option<FolderRef>) {
    let mailbox = desk.mailbox().await.id;
    let _: Done = desk.get("folder_move", json!({ "mailbox": mailbox, "folder": folder, "parent": parent })).await;
}

async fn deletes(desk: &Desk, folder: FolderRef) -> u32 {
    let mailbox = desk.mailbox().await.id;
    let deleted: FolderDeleted = desk.get("folder_delete", json!({ "mailbox": mailbox, "folder": folder })).await;
    deleted.letters
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_made_renamed_and_moved_are_so_on_the_server_and_for_a_colleague() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let admissions = makes(&desk, None, "Admissions d’été").await;
    let year = makes(&desk, Some(admissions), "2026").await;
    assert_eq!(names(&desk).await, ["Admissions d’été", "Admissions d’été > 2026"], "here at once");
    wait_for_disk(&world, &[".Admissions d&IBkA6Q-t&AOk-", ".Admissions d&IBkA6Q-t&AOk-.2026"]).await;

    renames(&desk, admissions, "Entrées").await;
    assert_eq!(names(&desk).await, ["Entrées", "Entrées > 2026"]);
    wait_for_disk(&world, &[".Entr&AOk-es", ".Entr&AOk-es.2026"]).await;

    moves(&desk, year, None).await;
    wait_for_disk(&world, &[".Entr&AOk-es", ".2026"]).await;

    let subscribed = std::fs::read_to_string(world.operator.mailstore().maildir("secretariat").join("subscriptions"));
    let subscribed = subscribed.unwrap();
    assert!(subscribed.contains("Entr&AOk-es\n") && !subscribed.contains("Admissions"), "{subscribed}");
    let colleague = world.desk("karine", "secretariat").await;
    assert_eq!(names(&colleague).await, ["2026", "Entrées"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_folder_keeps_its_letters_and_goes_on_receiving_them() {
    let Some(world) = World::quiet() else { return };
    letter_in(&world, "Projets");
    let desk = world.desk("sophie", "secretariat").await;
    let folder = own_folders(&desk).await[0].id;
    renames(&desk, folder, "Dossiers").await;
    wait_for_disk(&world, &[".Dossiers"]).await;
    assert_eq!(count(&world, "Dossiers"), 1);
    let mailbox = desk.mailbox().await.id;
    let _: Done = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
    patiently("the folder to be read by its new name", async || {
        own_folders(&desk).await.into_iter().find(|view| view.id == folder && view.total == 1)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_folder_is_gone_with_those_inside_it_and_every_letter_is_in_the_trash() {
    let Some(world) = World::quiet() else { return };
    letter_in(&world, "Projets");
    letter_in(&world, "Projets/2026");
    let desk = world.desk("sophie", "secretariat").await;
    let folders = own_folders(&desk).await;
    assert_eq!(folders[1].parent, Some(folders[0].id));
    assert_eq!(deletes(&desk, folders[0].id).await, 2);
    assert_eq!(names(&desk).await, Vec::<String>::new());
    wait_for_disk(&world, &[]).await;
    assert_eq!(count(&world, "Trash"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_network_gestures_on_folders_wait_and_are_replayed_in_their_order() {
    let Some(mut world) = World::quiet() else { return };
    letter_in(&world, "INBOX");
    letter_in(&world, "Anciens");
    let desk = world.desk("sophie", "secretariat").await;
    let row = desk.wait_for_row(FolderRole::Inbox, "Bilan").await;
    let old = own_folders(&desk).await[0].id;
    world.operator.stop().unwrap();

    let mailbox = desk.mailbox().await.id;
    let made = makes(&desk, None, "Admissions").await;
    let filed = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "folder", "folder": made } });
    let _moved: Value = desk.get("thread_move", filed).await;
    renames(&desk, made, "Entrées").await;
    moves(&desk, old, Some(made)).await;
    assert_eq!(names(&desk).await, ["Entrées", "Entrées > Anciens"]);

    world.operator.restart().unwrap();
    let _: Done = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
    wait_for_disk(&world, &[".Entr&AOk-es", ".Entr&AOk-es.Anciens"]).await;
    patiently("the letter to follow", async || (count(&world, "Entrées") == 1).then_some(())).await;
    assert_eq!(count(&world, "Entrées/Anciens"), 1);
    desk.wait_until_up_to_date().await;
    assert_eq!(names(&desk).await, ["Entrées", "Entrées > Anciens"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_received_a_letter_meanwhile_is_kept_with_it() {
    let Some(mut world) = World::quiet() else { return };
    letter_in(&world, "Projets");
    let desk = world.desk("sophie", "secretariat").await;
    let folder = own_folders(&desk).await[0].id;
    world.operator.stop().unwrap();
    assert_eq!(deletes(&desk, folder).await, 1);
    let late = LETTER.replace("bilan@", "late@");
    world.operator.mailstore().deliver("secretariat", "Projets", late.as_bytes(), &[], SystemTime::now()).unwrap();

    world.operator.restart().unwrap();
    let mailbox = desk.mailbox().await.id;
    let _: Done = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
    patiently("the folder to come back", async || (names(&desk).await == ["Projets"]).then_some(())).await;
    assert_eq!((count(&world, "Projets"), count(&world, "Trash")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_the_server_refuses_is_taken_back() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    // Dovecot keeps folders in folders of its own disk, and refuses to leave them.
    makes(&desk, None, "..").await;
    patiently("the refusal", async || names(&desk).await.is_empty().then_some(())).await;
    assert_eq!(on_disk(&world), BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_is_said_at_once() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    makes(&desk, None, "Projets").await;
    let mailbox = desk.mailbox().await.id;
    let again = json!({ "mailbox": mailbox, "parent": null, "name": "projets" });
    let refused = desk.ask::<FolderCreated>("folder_create", again).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NameTaken);
    let inbox = desk.folder(FolderRole::Inbox).await.id;
    let fixed = desk.ask::<FolderDeleted>("folder_delete", json!({ "mailbox": mailbox, "folder": inbox })).await;
    assert_eq!(fixed.unwrap_err().code, ErrorCode::FolderFixed);
}
