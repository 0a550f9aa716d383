//! Notifications: for which letters there is one, and what it says of them.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use estafette_api::Notice;
use estafette_contract::{Connection, FolderRole};
use estafette_harness::Flag;
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

const GERIATRIE: &str =
    "=?utf-8?q?CH_de_Val-Fleuri,_G=C3=A9riatrie_aigu=C3=AB?= <geriatrie@ch-val-fleuri.mssante.example>";
/// What a letter below holds that nobody may read in passing.
const CANARIES: [&str; 4] = ["zylkariethe", "238045399900142", "canari-objet", "canari-piece"];

fn letter(number: u32, from: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: canari-objet {number}\r\n\
         Message-ID: <avis{number}@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nMme Zylkariethe revient lundi.\r\n--b\r\n\
         Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=canari-piece.pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )
    .into_bytes()
}

fn deliver(world: &World, number: u32, from: &str, flags: &[Flag]) {
    let store = world.operator.mailstore();
    store.deliver("secretariat", "INBOX", &letter(number, from), flags, SystemTime::now()).expect("delivered");
}

/// A mailbox in which two letters wait that nobody has read.
fn with_unread_letters() -> Option<World> {
    World::filled(|store| {
        let received = SystemTime::now() - Duration::from_secs(7200);
        store.deliver("secretariat", "INBOX", &letter(1, GERIATRIE), &[], received)?;
        store.deliver("secretariat", "INBOX", &letter(2, GERIATRIE), &[], received)
    })
}

/// Letters put straight on the disk are noticed by Dovecot when it looks there.
async fn look_now(desk: &Desk) {
    let _asked: Value = desk.get("mailbox_sync", json!({ "mailbox": desk.mailbox().await.id })).await;
}

async fn first_notice(desk: &Desk) -> Notice {
    patiently("a notification", async || {
        look_now(desk).await;
        desk.corkboard.notices().into_iter().next()
    })
    .await
}

fn assert_no_canary(notice: &Notice) {
    let told = format!("{notice:?}").to_lowercase();
    assert!(CANARIES.iter().all(|canary| !told.contains(canary)), "{told}");
}

/// As Dovecot keeps it: `3 V1795600000 N3 G…` is the first line of its list.
fn uid_validity(world: &World) -> String {
    let list = world.operator.mailstore().maildir("secretariat").join("dovecot-uidlist");
    let text = std::fs::read_to_string(list).expect("Dovecot's list");
    text.split_whitespace().find(|word| word.starts_with('V')).expect("a UIDVALIDITY").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_what_is_read_and_what_one_wrote_oneself_is_no_news() {
    let Some(world) = with_unread_letters() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let own = desk.write(&["secretariat@ehpad-les-tilleuls.mssante.example"], "Note pour nous", "Bonjour").await;
    desk.send(&own).await.expect("queued");
    desk.wait_for_row(FolderRole::Inbox, "Note pour nous").await;
    deliver(&world, 3, GERIATRIE, &[Flag::Seen]);
    look_now(&desk).await;
    desk.wait_for_row(FolderRole::Inbox, "canari-objet 3").await;
    assert_eq!(desk.corkboard.notices(), []);

    deliver(&world, 4, GERIATRIE, &[]);
    let notice = first_notice(&desk).await;
    assert_eq!(notice.title, "Un nouveau message dans la boîte Secrétariat");
    assert_eq!(notice.body, "À prendre en charge");
    assert_no_canary(&notice);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_screen_is_told_a_number() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    desk.corkboard.locked.store(true, Ordering::Relaxed);
    deliver(&world, 1, GERIATRIE, &[]);
    let notice = first_notice(&desk).await;
    assert_eq!((notice.title.as_str(), notice.body.as_str()), ("Estafette", "Un nouveau message"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_made_anew_on_the_server_brings_no_news_and_the_next_letter_is_one() {
    let Some(mut world) = with_unread_letters() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let before = uid_validity(&world);
    world.operator.stop().expect("stopped");
    desk.wait_for_connection("the cut", |state| matches!(state, Connection::Offline { .. })).await;
    world.operator.mailstore().forget_numbers("secretariat").expect("forgotten");
    world.operator.restart().expect("restarted");
    patiently("the mailbox to be back", async || {
        look_now(&desk).await;
        (desk.mailbox().await.connection == Connection::UpToDate).then_some(())
    })
    .await;
    assert_ne!(uid_validity(&world), before, "the letters were numbered anew");
    assert_eq!(desk.rows(FolderRole::Inbox).await.len(), 2, "they came back");

    deliver(&world, 3, GERIATRIE, &[]);
    assert_eq!(first_notice(&desk).await.title, "Un nouveau message dans la boîte Secrétariat");
    assert_eq!(desk.corkboard.notices().len(), 1);
}
