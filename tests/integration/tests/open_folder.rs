//! A folder open in the window that is not the inbox: what comes into it is seen at once, on a second connection, and a
//! server that refuses one loses nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, Instant, SystemTime};

use estafette_contract::FolderRole;
use estafette_harness::OperatorSpec;
use estafette_integration::{Desk, Scene, World, patiently};
use serde_json::{Value, json};

/// Far less than the two minutes after which every folder is looked at.
const AT_ONCE: Duration = Duration::from_secs(12);

fn deliver(world: &World, folder: &str, subject: &str) {
    let letter = format!(
        "From: urgences@ch-val-fleuri.mssante.example\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
         Subject: {subject}\r\nMessage-ID: <{subject}@ch-val-fleuri.example>\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n{subject}.\r\n",
    );
    let store = world.operator.mailstore();
    store.deliver("secretariat", folder, letter.as_bytes(), &[], SystemTime::now()).expect("delivered");
}

async fn opens(desk: &Desk, role: FolderRole) {
    let folder = if role == FolderRole::Inbox { None } else { Some(desk.folder(role).await.id) };
    let asked = json!({ "mailbox": desk.mailbox().await.id, "folder": folder });
    let _told: Value = desk.get("folder_opened", asked).await;
}

async fn waits_for(desk: &Desk, role: FolderRole, subject: &str) -> Duration {
    let begun = Instant::now();
    desk.wait_for_row(role, subject).await;
    begun.elapsed()
}

/// The second connection is there: somebody logged in beside the receiving loop.
async fn until_there_are(world: &World, sessions: usize) {
    patiently("the second connection", async || {
        (world.operator.imap_sessions_at_once("secretariat") >= sessions).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_into_the_open_folder_is_seen_at_once_and_three_connections_are_the_most() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    // The receiving loop, and the one that looked for letters of unknown fate at the start if there was any.
    assert_eq!(world.operator.imap_sessions_at_once("secretariat"), 1);
    opens(&desk, FolderRole::Archive).await;
    until_there_are(&world, 2).await;
    for subject in ["Bilan-1", "Bilan-2"] {
        deliver(&world, "Archive", subject);
        assert!(waits_for(&desk, FolderRole::Archive, subject).await < AT_ONCE, "{subject}");
    }
    // Another folder on the same connection, then the inbox, which needs none.
    opens(&desk, FolderRole::Sent).await;
    opens(&desk, FolderRole::Trash).await;
    deliver(&world, "Trash", "Bilan-3");
    assert!(waits_for(&desk, FolderRole::Trash, "Bilan-3").await < AT_ONCE);
    opens(&desk, FolderRole::Inbox).await;
    deliver(&world, "INBOX", "Bilan-4");
    assert!(waits_for(&desk, FolderRole::Inbox, "Bilan-4").await < AT_ONCE);
    opens(&desk, FolderRole::Archive).await;
    deliver(&world, "Archive", "Bilan-5");
    assert!(waits_for(&desk, FolderRole::Archive, "Bilan-5").await < AT_ONCE);
    assert_eq!(world.operator.imap_sessions_at_once("secretariat"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_allows_one_connection_keeps_it_and_is_asked_as_before() {
    let spec = OperatorSpec::new(World::accounts()).with_connections_per_person(1);
    let Some(world) = World::of(spec) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    opens(&desk, FolderRole::Archive).await;
    patiently("the refusal", async || world.operator.logs().contains("Maximum number of connections").then_some(()))
        .await;
    // The one there is goes on, and nobody is asked for a password.
    deliver(&world, "INBOX", "Bilan-1");
    assert!(waits_for(&desk, FolderRole::Inbox, "Bilan-1").await < AT_ONCE);
    deliver(&world, "Archive", "Bilan-2");
    let _asked: Value = desk.get("mailbox_sync", json!({ "mailbox": desk.mailbox().await.id })).await;
    waits_for(&desk, FolderRole::Archive, "Bilan-2").await;
    desk.wait_until_up_to_date().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_fell_and_is_back_brings_the_second_connection_back() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    let desk = scene.post("sophie");
    opens(desk, FolderRole::Archive).await;
    until_there_are(&scene.world, 2).await;
    scene.the_network_falls();
    tokio::time::sleep(Duration::from_secs(3)).await;
    scene.the_network_returns().await;
    desk.wait_until_up_to_date().await;
    // Each letter that came before the connection was back is seen when it is: it looks first.
    deliver(&scene.world, "Archive", "Bilan-1");
    waits_for(desk, FolderRole::Archive, "Bilan-1").await;
    deliver(&scene.world, "Archive", "Bilan-2");
    assert!(waits_for(desk, FolderRole::Archive, "Bilan-2").await < AT_ONCE);
}
