//! Gestures on many conversations at once, on real servers: one gesture here, a few commands there, and one refusal fails
//! only itself.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::BTreeSet;
use std::time::SystemTime;

use estafette_contract::{FolderRole, FolderView, Marked, Moved, ThreadRef, ThreadsSelected};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

const MANY: usize = 60;

/// A world whose secretariat has as many letters in its inbox, and an Estafette that received them.
async fn a_full_inbox() -> Option<(World, Desk)> {
    let world = World::filled(|store| {
        (0..MANY).try_for_each(|number| {
            let letter = format!(
                "From: urgences@ch-val-fleuri.mssante.example\r\n\
                 To: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Bilan {number}\r\n\
                 Message-ID: <bilan-{number}@ch-val-fleuri.example>\r\n\
                 Date: Tue, 24 Nov 2026 10:{number:02}:00 +0100\r\n\r\nBilan {number}.\r\n",
            );
            store.deliver("secretariat", "INBOX", letter.as_bytes(), &[], SystemTime::now())
        })
    })?;
    let desk = world.desk("sophie", "secretariat").await;
    wait_until_received(&desk).await;
    Some((world, desk))
}

async fn wait_until_received(desk: &Desk) {
    patiently("the first reception", async || {
        let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": desk.mailbox().await.id })).await;
        folders.iter().any(|known| known.role == FolderRole::Inbox && known.total as usize == MANY).then_some(())
    })
    .await;
}

async fn everything(desk: &Desk) -> Vec<ThreadRef> {
    let mailbox = desk.mailbox().await.id;
    let folder = desk.folder(FolderRole::Inbox).await.id;
    let asked = json!({ "mailbox": mailbox, "folder": folder, "filter": "all", "offset": 0, "limit": 5_000 });
    let selected: ThreadsSelected = desk.get("thread_select", asked).await;
    selected.threads
}

fn count(world: &World, folder: &str) -> usize {
    world.operator.mailstore().messages("secretariat", folder).expect("read").len()
}

/// The subject line of each letter of a folder, on the server.
fn subjects(world: &World, folder: &str) -> Vec<String> {
    let letters = world.operator.mailstore().messages("secretariat", folder).expect("read");
    letters
        .iter()
        .filter_map(|letter| {
            String::from_utf8_lossy(letter).lines().find(|line| line.starts_with("Subject: ")).map(str::to_owned)
        })
        .collect()
}

/// Waits until the server has that many letters in the inbox and in another folder.
async fn wait_for_the_server(world: &World, inbox: usize, folder: &str, there: usize) {
    patiently("the server to follow", async || {
        (count(world, "INBOX") == inbox && count(world, folder) == there).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_inbox_thrown_away_is_in_the_trash_of_the_server_and_comes_back_whole() {
    let Some((world, desk)) = a_full_inbox().await else { return };
    let mailbox = desk.mailbox().await.id;
    let inbox = desk.folder(FolderRole::Inbox).await.id;

    let threads = everything(&desk).await;
    let moved: Moved = desk
        .get("thread_move", json!({ "mailbox": mailbox, "threads": threads, "from": inbox, "to": { "kind": "trash" } }))
        .await;
    assert_eq!(moved.messages.len(), MANY);
    assert_eq!(desk.folder(FolderRole::Inbox).await.total, 0, "here at once");
    wait_for_the_server(&world, 0, "Trash", MANY).await;

    let back = json!({ "mailbox": mailbox, "messages": moved.messages, "to": { "kind": "folder", "folder": inbox } });
    let _back: Moved = desk.get("message_move", back).await;
    wait_for_the_server(&world, MANY, "Trash", 0).await;
    desk.wait_until_up_to_date().await;
    assert_eq!(everything(&desk).await.len(), MANY, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_on_many_reach_the_server_and_are_taken_back_from_those_alone() {
    let Some((world, desk)) = a_full_inbox().await else { return };
    let mailbox = desk.mailbox().await.id;
    let inbox = desk.folder(FolderRole::Inbox).await.id;
    let mark = |threads: Vec<ThreadRef>, on: bool| json!({ "mailbox": mailbox, "threads": threads, "folder": inbox, "mark": "seen", "on": on });
    let threads = everything(&desk).await;
    let first: Marked = desk.get("thread_mark", mark(threads[..5].to_vec(), true)).await;
    let rest: Marked = desk.get("thread_mark", mark(threads.clone(), true)).await;
    assert_eq!((first.messages.len(), rest.messages.len()), (5, MANY - 5));
    let undone = json!({ "mailbox": mailbox, "messages": rest.messages, "mark": "seen", "on": false });
    let _done: Value = desk.get("message_mark", undone).await;
    assert_eq!(desk.folder(FolderRole::Inbox).await.unread as usize, MANY - 5);

    // Another Estafette on the same mailbox sees what the server was told.
    let colleague = world.desk("karine", "secretariat").await;
    wait_until_received(&colleague).await;
    patiently("the colleague to see the same", async || {
        (colleague.folder(FolderRole::Inbox).await.unread as usize == MANY - 5).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_somebody_else_took_meanwhile_do_not_keep_the_others() {
    let Some((world, desk)) = a_full_inbox().await else { return };
    let mailbox = desk.mailbox().await.id;
    let inbox = desk.folder(FolderRole::Inbox).await.id;
    let colleague = world.desk("karine", "secretariat").await;
    wait_until_received(&colleague).await;

    let threads = everything(&desk).await;
    let elsewhere = everything(&colleague).await;
    let box_of = colleague.mailbox().await.id;
    let their_inbox = colleague.folder(FolderRole::Inbox).await.id;
    let theirs =
        json!({ "mailbox": box_of, "threads": elsewhere[..10], "from": their_inbox, "to": { "kind": "trash" } });
    let ours = json!({ "mailbox": mailbox, "threads": threads, "from": inbox, "to": { "kind": "archive" } });
    let (_theirs, _ours): (Moved, Moved) =
        tokio::join!(colleague.get("thread_move", theirs), desk.get("thread_move", ours));
    patiently("both gestures to be replayed", async || (count(&world, "INBOX") == 0).then_some(())).await;
    // RFC 6851 does not say who of two wins: a server may give a copy to both. None may be in neither.
    let put_away = [subjects(&world, "Archive"), subjects(&world, "Trash")].concat();
    let wanted: BTreeSet<String> = (0..MANY).map(|number| format!("Subject: Bilan {number}")).collect();
    assert_eq!(put_away.into_iter().collect::<BTreeSet<_>>(), wanted);
}
