//! Folders at Cyrus: made, renamed and deleted, by two people at once, and on a line that is cut.

use std::time::Duration;

use estafette_contract::{Done, FolderCreated, FolderDeleted, FolderRef, FolderRole, FolderView, Moved, ThreadPage};
use estafette_harness::{Fault, ImapFamily, Moment, OperatorSpec, Way};
use estafette_integration::{Desk, Scene, World, patiently};
use serde_json::json;

use super::{both_have, cyrus, deliver, looks, said};

pub(crate) async fn own_folders(desk: &Desk) -> Vec<FolderView> {
    let mailbox = desk.mailbox().await.id;
    let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": mailbox })).await;
    folders.into_iter().filter(|folder| folder.role == FolderRole::Other).collect()
}

async fn makes(desk: &Desk, parent: Option<FolderRef>, name: &str) -> FolderRef {
    let asked = json!({ "mailbox": desk.mailbox().await.id, "parent": parent, "name": name });
    desk.get::<FolderCreated>("folder_create", asked).await.folder
}

async fn deletes(desk: &Desk, folder: FolderRef) -> u32 {
    let asked = json!({ "mailbox": desk.mailbox().await.id, "folder": folder });
    desk.get::<FolderDeleted>("folder_delete", asked).await.letters
}

pub(crate) async fn in_folder(desk: &Desk, folder: FolderRef) -> Vec<String> {
    let asked =
        json!({ "mailbox": desk.mailbox().await.id, "folder": folder, "filter": "all", "offset": 0, "limit": 50 });
    let page: ThreadPage = desk.get("thread_list", asked).await;
    page.rows.into_iter().filter_map(|row| row.subject).collect()
}

/// Waits until the server has exactly these beside the usual ones.
async fn server_has(world: &World, wanted: &[&str]) {
    const USUAL: [&str; 5] = ["Archive", "Drafts", "Junk", "Sent", "Trash"];
    patiently(&format!("the server to have {wanted:?}"), async || {
        let mut names = world.operator.mailstore().folders("secretariat").unwrap();
        names.retain(|name| !USUAL.contains(&name.as_str()));
        (names == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_made_renamed_and_deleted_with_what_is_in_them() {
    folders_at(cyrus()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_inside_the_inbox_are_made_renamed_and_deleted_with_what_is_in_them() {
    folders_at(cyrus().with_family(ImapFamily::CyrusOfOld)).await;
}

async fn folders_at(spec: OperatorSpec) {
    let Some(world) = World::of(spec) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let admissions = makes(&desk, None, "Admissions d’été").await;
    let year = makes(&desk, Some(admissions), "2026").await;
    server_has(&world, &["Admissions d’été", "Admissions d’été/2026"]).await;
    deliver(&world, "Admissions d’été/2026", 0);
    let mailbox = desk.mailbox().await.id;
    let _: Done =
        desk.get("folder_rename", json!({ "mailbox": mailbox, "folder": admissions, "name": "Entrées" })).await;
    server_has(&world, &["Entrées", "Entrées/2026"]).await;
    patiently("the letter under the new name", async || {
        looks(&desk).await;
        (in_folder(&desk, year).await == ["Bilan 0"]).then_some(())
    })
    .await;
    assert_eq!(deletes(&desk, admissions).await, 1);
    server_has(&world, &[]).await;
    both_have(&world, &desk, "Trash", FolderRole::Trash, &["Bilan 0"]).await;
    let colleague = world.desk("karine", "secretariat").await;
    assert!(own_folders(&colleague).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_made_anew_under_its_old_name_shows_what_is_in_it_now() {
    let Some(world) = World::of(cyrus()) else { return };
    deliver(&world, "Projets", 0);
    let sophie = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    let before = own_folders(&sophie).await[0].id;
    patiently("the letter", async || (in_folder(&sophie, before).await == ["Bilan 0"]).then_some(())).await;
    let hers = own_folders(&karine).await[0].id;
    assert_eq!(deletes(&karine, hers).await, 1);
    server_has(&world, &[]).await;
    // The first letter of the new folder has the number the other one had.
    deliver(&world, "Projets", 1);
    patiently("the other letter alone", async || {
        looks(&sophie).await;
        let folder = own_folders(&sophie).await.first()?.id;
        (in_folder(&sophie, folder).await == ["Bilan 1"]).then_some(())
    })
    .await;
    both_have(&world, &sophie, "Trash", FolderRole::Trash, &["Bilan 0"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_a_colleague_made_meanwhile_is_the_one_that_was_meant() {
    // Dovecot says so in a word of the standard, Cyrus in its own words alone.
    for spec in [OperatorSpec::new(World::accounts()), cyrus()] {
        let Some(scene) = Scene::opens_at(spec) else { return };
        a_folder_made_by_two(scene).await;
    }
}

async fn a_folder_made_by_two(mut scene: Scene) {
    deliver(&scene.world, "INBOX", 0);
    scene.sits_down("sophie").await;
    let row = scene.sees("sophie", FolderRole::Inbox, "Bilan 0").await;
    scene.the_network_falls();
    let desk = scene.post("sophie");
    let made = makes(desk, None, "Projets").await;
    let mailbox = desk.mailbox().await.id;
    let filed = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "folder", "folder": made } });
    let _moved: Moved = desk.get("thread_move", filed).await;
    scene.world.operator.mailstore().create_folder("secretariat", "Projets").unwrap();
    scene.the_network_returns().await;
    patiently("the letter in the folder", async || {
        (scene.on_the_server("secretariat", "Projets") == ["Bilan 0"]).then_some(())
    })
    .await;
    desk.wait_until_up_to_date().await;
    let folders = own_folders(desk).await;
    assert_eq!(folders.iter().map(|folder| folder.levels.join("/")).collect::<Vec<_>>(), ["Projets"]);
    assert_eq!(in_folder(desk, folders[0].id).await, ["Bilan 0"]);
    server_has(&scene.world, &["Projets"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_a_colleague_deleted_a_moment_before_is_deleted() {
    let Some(world) = World::of(cyrus()) else { return };
    world.operator.mailstore().create_folder("secretariat", "Projets").unwrap();
    let sophie = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    for desk in [&karine, &sophie] {
        let folder = own_folders(desk).await[0].id;
        assert_eq!(deletes(desk, folder).await, 0);
        server_has(&world, &[]).await;
    }
    assert!(said(&world, r#"LIST "" "Projets""#) > 0, "the server was asked whether it has it");
    let made = makes(&sophie, None, "Suivi").await;
    server_has(&world, &["Suivi"]).await;
    assert_eq!(own_folders(&sophie).await.iter().map(|folder| folder.id).collect::<Vec<_>>(), [made]);
}

/// A folder is made, renamed and deleted, each time on a line that is cut a little later than the time before: in between, the
/// server did it and its answer does not come.
async fn folders_on_a_line_that_is_cut(spec: OperatorSpec) {
    let Some(mut scene) = Scene::opens_at(spec) else { return };
    scene.sits_down("sophie").await;
    let desk = scene.post("sophie");
    let mailbox = desk.mailbox().await.id;
    let both_agree = async |wanted: &[&str]| {
        patiently(&format!("{wanted:?} on both sides"), async || {
            // Asked only once the line is cut: what is asked before would pass first.
            if scene.imap.wait_for_strike(Duration::ZERO).is_some() {
                looks(desk).await;
            }
            let here: Vec<String> = own_folders(desk).await.iter().map(|folder| folder.levels.join("/")).collect();
            let mut there = scene.world.operator.mailstore().folders("secretariat").unwrap();
            there.retain(|name| {
                wanted.contains(&name.as_str()) || name.starts_with("Dossier") || name.starts_with("Suivi")
            });
            (here == wanted && there == wanted).then_some(())
        })
        .await;
        scene.imap.disarm();
        looks(desk).await;
        desk.wait_until_up_to_date().await;
    };
    for number in 0..8 {
        let cut = || scene.imap.arm(Moment::Bytes(Way::Down, 25 * number), Fault::Cut);
        let (before, after) = (format!("Dossier {number}"), format!("Suivi {number}"));
        cut();
        let folder = makes(desk, None, &before).await;
        both_agree(&[&before]).await;
        cut();
        let _: Done = desk.get("folder_rename", json!({ "mailbox": mailbox, "folder": folder, "name": after })).await;
        both_agree(&[&after]).await;
        cut();
        deletes(desk, folder).await;
        both_agree(&[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_made_renamed_and_deleted_on_a_line_that_is_cut_is_so_once() {
    folders_on_a_line_that_is_cut(cyrus()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_dovecot_too_a_folder_made_renamed_and_deleted_on_a_line_that_is_cut_is_so_once() {
    folders_on_a_line_that_is_cut(OperatorSpec::new(World::accounts())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_whose_parent_was_never_made_is_renamed_and_deleted_with_it() {
    let Some(world) = World::of(cyrus()) else { return };
    deliver(&world, "Projets/2026", 0);
    let desk = world.desk("sophie", "secretariat").await;
    let projects = own_folders(&desk).await[0].id;
    let renamed = json!({ "mailbox": desk.mailbox().await.id, "folder": projects, "name": "Dossiers" });
    let _: Done = desk.get("folder_rename", renamed).await;
    server_has(&world, &["Dossiers", "Dossiers/2026"]).await;
    assert_eq!(deletes(&desk, projects).await, 1);
    server_has(&world, &[]).await;
    both_have(&world, &desk, "Trash", FolderRole::Trash, &["Bilan 0"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_received_a_letter_meanwhile_is_kept_with_it() {
    let Some(mut scene) = Scene::opens_at(cyrus()) else { return };
    deliver(&scene.world, "Projets", 0);
    scene.sits_down("sophie").await;
    let desk = scene.post("sophie");
    let folder = own_folders(desk).await[0].id;
    patiently("the letter", async || (in_folder(desk, folder).await == ["Bilan 0"]).then_some(())).await;
    scene.the_network_falls();
    assert_eq!(deletes(desk, folder).await, 1);
    deliver(&scene.world, "Projets", 1);
    scene.the_network_returns().await;
    patiently("the folder to be there with the new letter", async || {
        let there = own_folders(desk).await.first()?.id;
        (in_folder(desk, there).await == ["Bilan 1"]).then_some(())
    })
    .await;
    assert_eq!(scene.on_the_server("secretariat", "Projets"), ["Bilan 1"]);
    assert_eq!(scene.on_the_server("secretariat", "Trash"), ["Bilan 0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_the_server_refuses_is_taken_back() {
    let Some(world) = World::of(cyrus()) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    // Cyrus takes neither this mark nor « % » and « ^ » in a name.
    makes(&desk, None, "Urgent !").await;
    patiently("the refusal", async || own_folders(&desk).await.is_empty().then_some(())).await;
    server_has(&world, &[]).await;
}
