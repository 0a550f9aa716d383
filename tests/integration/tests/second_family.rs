//! The main job and the bad days again at an operator of another family: Cyrus, which agrees with Dovecot on the standard alone.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

#[path = "second_family/folders.rs"]
mod folders;

use std::time::{Duration, SystemTime};

use estafette_contract::{
    AttachmentSaved, Connection, Done, DraftStarted, DraftView, ErrorCode, FolderRole, Marked, Moved, OutboxState,
    Saved, ThreadPage,
};
use estafette_harness::{Fault, Flag, ImapFamily, Moment, OperatorSpec, Random, Release};
use estafette_integration::{Desk, Scene, URGENCES, World, patiently};
use serde_json::json;

use folders::{in_folder, own_folders};

const SECRETARIAT: &str = "secretariat@ehpad-les-tilleuls.mssante.example";
/// What several parts have to be fetched for.
const LARGE: usize = 6 * 1024 * 1024;

fn cyrus() -> OperatorSpec {
    OperatorSpec::new(World::accounts()).with_family(ImapFamily::Cyrus)
}

fn deliver(world: &World, folder: &str, number: usize) {
    let letter = format!(
        "From: {URGENCES}\r\nTo: {SECRETARIAT}\r\nSubject: Bilan {number}\r\nMessage-ID: <bilan-{number}@ch.example>\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nBilan {number}.\r\n",
    );
    world.operator.mailstore().deliver("secretariat", folder, letter.as_bytes(), &[], SystemTime::now()).unwrap();
}

async fn looks(desk: &Desk) {
    let _asked: Done = desk.get("mailbox_sync", json!({ "mailbox": desk.mailbox().await.id })).await;
}

async fn subjects(desk: &Desk, role: FolderRole) -> Vec<String> {
    let mut subjects: Vec<String> = desk.rows(role).await.into_iter().filter_map(|row| row.subject).collect();
    subjects.sort();
    subjects
}

/// Waits until the server and a post both have exactly these in a folder.
async fn both_have(world: &World, desk: &Desk, folder: &str, role: FolderRole, wanted: &[&str]) {
    patiently(&format!("{folder} to be {wanted:?} on both sides"), async || {
        looks(desk).await;
        (world.subjects("secretariat", folder) == wanted && subjects(desk, role).await == wanted).then_some(())
    })
    .await;
}

/// How many lines of what was said to the server hold `words`.
fn said(world: &World, words: &str) -> usize {
    let dialogue = world.operator.imap_dialogue("secretariat").unwrap();
    dialogue.lines().filter(|line| line.contains(words)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_answered_with_a_file_which_arrives_and_is_in_sent_once() {
    let Some(world) = World::of(cyrus()) else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let asked = urgences.write(&[SECRETARIAT], "Demande de DLU", "Mme Aubert est arrivée à 9 h 20.").await;
    urgences.send(&asked).await.expect("queued");
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Demande de DLU").await;
    assert_eq!((row.unread, row.from.address.as_str()), (1, URGENCES));
    let thread = secretariat.open(&row).await;
    patiently("the text of the letter", async || {
        secretariat.frame(&thread.url).await.contains("Mme Aubert est arrivée").then_some(())
    })
    .await;

    let mailbox = secretariat.mailbox().await.id;
    let reply = json!({ "mailbox": mailbox, "message": thread.messages[0].id, "mode": "reply" });
    let started: DraftStarted = secretariat.get("message_answer", reply).await;
    let draft: DraftView = secretariat.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await;
    secretariat.put_in_drawer("DLU Aubert.pdf", b"%PDF-1.4 fictional");
    let draft = secretariat.join_drawer(&draft).await;
    let letter = secretariat.send(&draft).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;

    let answer = urgences.wait_for_row(FolderRole::Inbox, "Re : Demande de DLU").await;
    assert_eq!(saved_file(&urgences, "Re : Demande de DLU", "DLU Aubert.pdf").await, b"%PDF-1.4 fictional");
    assert_eq!(urgences.open(&answer).await.messages.len(), 2, "the answer joins the letter it answers");
    both_have(&world, &secretariat, "Sent", FolderRole::Sent, &["Re : Demande de DLU"]).await;
    patiently("the letter to be marked as answered", async || {
        let stored = world.operator.mailstore().stored("secretariat", "INBOX").unwrap();
        stored[0].flags.contains(&Flag::Answered).then_some(())
    })
    .await;
    assert_eq!(world.operator.mailstore().messages("urgences", "INBOX").unwrap().len(), 1, "sent once");
}

/// « Enregistrer » on the only file of a conversation.
async fn saved_file(desk: &Desk, subject: &str, name: &str) -> Vec<u8> {
    let row = desk.wait_for_row(FolderRole::Inbox, subject).await;
    let view = patiently("the file", async || {
        let view = desk.open(&row).await;
        (view.messages.last()?.attachments == 1).then_some(view)
    })
    .await;
    let page = desk.frame(&view.url).await;
    let (_, rest) = page.split_once("/do/save/").expect("a file in the page");
    let address: Vec<u64> = rest.split('"').next().unwrap().split('/').map(|part| part.parse().unwrap()).collect();
    let save = json!({ "mailbox": desk.mailbox().await.id, "message": address[0], "index": address[1] });
    let saved: AttachmentSaved = desk.get("attachment_save", save).await;
    assert_eq!(saved, AttachmentSaved::Saved { name: name.to_owned() });
    std::fs::read(desk.saved(name)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_moves_and_what_is_undone_are_seen_by_a_second_post() {
    let Some(world) = World::of(cyrus()) else { return };
    (0..3).for_each(|number| deliver(&world, "INBOX", number));
    let sophie = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    let mailbox = sophie.mailbox().await.id;
    let row = sophie.wait_for_row(FolderRole::Inbox, "Bilan 1").await;
    let mark =
        |mark: &str| json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": mark, "on": true });
    let seen: Marked = sophie.get("thread_mark", mark("seen")).await;
    let _starred: Marked = sophie.get("thread_mark", mark("starred")).await;
    patiently("Karine to see it read and marked", async || {
        let row = karine.wait_for_row(FolderRole::Inbox, "Bilan 1").await;
        (row.unread == 0 && row.starred).then_some(())
    })
    .await;
    let unread = json!({ "mailbox": mailbox, "messages": seen.messages, "mark": "seen", "on": false });
    let _undone: Done = sophie.get("message_mark", unread).await;
    patiently("Karine to see it unread again", async || {
        (karine.wait_for_row(FolderRole::Inbox, "Bilan 1").await.unread == 1).then_some(())
    })
    .await;

    let archive = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "archive" } });
    let moved: Moved = sophie.get("thread_move", archive).await;
    both_have(&world, &karine, "Archive", FolderRole::Archive, &["Bilan 1"]).await;
    both_have(&world, &karine, "INBOX", FolderRole::Inbox, &["Bilan 0", "Bilan 2"]).await;
    let back = json!({ "mailbox": mailbox, "messages": moved.messages, "to": { "kind": "inbox" } });
    let _back: Moved = sophie.get("message_move", back).await;
    for desk in [&sophie, &karine] {
        both_have(&world, desk, "INBOX", FolderRole::Inbox, &["Bilan 0", "Bilan 1", "Bilan 2"]).await;
        both_have(&world, desk, "Archive", FolderRole::Archive, &[]).await;
    }
    assert!(karine.wait_for_row(FolderRole::Inbox, "Bilan 1").await.starred, "the star went there and back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_somebody_else_is_read_and_what_may_not_be_done_there_stops_nothing() {
    let Some(world) = World::of(cyrus()) else { return };
    let store = world.operator.mailstore();
    let letter = b"From: somebody@ch.example\r\nSubject: Garde\r\nMessage-ID: <garde@ch.example>\r\n\r\nGarde.\r\n";
    store.deliver("urgences", "Gardes", letter, &[], SystemTime::now()).unwrap();
    store.share("urgences", "Gardes", "secretariat").unwrap();
    store.share("urgences", "Sent", "secretariat").unwrap();
    deliver(&world, "INBOX", 0);
    let desk = world.desk("sophie", "secretariat").await;
    let folders = own_folders(&desk).await;
    let names: Vec<String> = folders.iter().map(|folder| folder.levels.join("/")).collect();
    let shared = names.iter().position(|name| name.ends_with("urgences/Gardes")).unwrap_or_else(|| panic!("{names:?}"));
    let shared = folders[shared].id;
    patiently("the letter of somebody else", async || (in_folder(&desk, shared).await == ["Garde"]).then_some(()))
        .await;

    let mailbox = desk.mailbox().await.id;
    let asked = json!({ "mailbox": mailbox, "folder": shared, "filter": "all", "offset": 0, "limit": 50 });
    let page: ThreadPage = desk.get("thread_list", asked).await;
    let moved = json!({ "mailbox": mailbox, "threads": [page.rows[0].id], "from": shared, "to": { "kind": "trash" } });
    let _moved: Moved = desk.get("thread_move", moved).await;
    // What is one's own goes on meanwhile, in one's own folders.
    let draft = desk.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    let letter = desk.send(&draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    both_have(&world, &desk, "Sent", FolderRole::Sent, &["Transport"]).await;
    assert_eq!(world.operator.mailstore().messages("urgences", "Gardes").unwrap().len(), 1, "it is still theirs");
    assert!(world.subjects("secretariat", "Trash").is_empty(), "and no copy was taken");
    assert!(world.subjects("urgences", "Sent").is_empty());
    let row = desk.wait_for_row(FolderRole::Inbox, "Bilan 0").await;
    let archive = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "archive" } });
    let _moved: Moved = desk.get("thread_move", archive).await;
    both_have(&world, &desk, "Archive", FolderRole::Archive, &["Bilan 0"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_is_full_keeps_no_copy_and_the_letter_is_sent_once_all_the_same() {
    let Some(world) = World::of(cyrus().with_quota(120)) else { return };
    deliver(&world, "INBOX", 0);
    let filling =
        format!("From: {URGENCES}\r\nSubject: Plan\r\n\r\n{}", "un plan en texte\r\n".repeat(100 * 1024 / 18));
    world
        .operator
        .mailstore()
        .deliver("secretariat", "Archive", filling.as_bytes(), &[], SystemTime::now())
        .expect("it just fits");
    let desk = world.desk("sophie", "secretariat").await;
    desk.put_in_drawer("Ordonnance.pdf", &Random::seeded(4).bytes(30_000));
    let draft = desk.write(&[URGENCES], "Ordonnance", "En pièce jointe.").await;
    let draft = desk.join_drawer(&draft).await;
    let letter = desk.send(&draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    patiently("the copy to be refused", async || (said(&world, "NO Over quota") > 0).then_some(())).await;
    // What needs no room goes on, behind the refusal.
    let row = desk.wait_for_row(FolderRole::Inbox, "Bilan 0").await;
    let trash = json!({
        "mailbox": desk.mailbox().await.id, "threads": [row.id], "from": row.folder, "to": { "kind": "trash" }
    });
    let _moved: Moved = desk.get("thread_move", trash).await;
    both_have(&world, &desk, "Trash", FolderRole::Trash, &["Bilan 0"]).await;
    desk.wait_until_up_to_date().await;
    assert!(world.subjects("secretariat", "Sent").is_empty());
    assert_eq!(desk.letter(letter).await.expect("still told").state, OutboxState::Accepted);
    let arrived = world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).unwrap();
    assert_eq!(arrived.len(), 1, "sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_two_posts_put_away_at_once_are_where_the_server_has_them() {
    // Cyrus gives them to the faster one, and tells the other nothing; Dovecot may give a copy to both.
    for spec in [cyrus(), OperatorSpec::new(World::accounts())] {
        let Some(world) = World::of(spec) else { return };
        letters_put_away_by_two(world).await;
    }
}

async fn letters_put_away_by_two(world: World) {
    (0..30).for_each(|number| deliver(&world, "INBOX", number));
    let sophie = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    let mut asked = Vec::new();
    for (desk, to) in [(&sophie, "archive"), (&karine, "trash")] {
        let rows = patiently("every letter", async || {
            Some(desk.rows(FolderRole::Inbox).await).filter(|rows| rows.len() == 30)
        })
        .await;
        let threads: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mailbox = desk.mailbox().await.id;
        asked.push(json!({ "mailbox": mailbox, "threads": threads, "from": rows[0].folder, "to": { "kind": to } }));
    }
    let (_one, _other): (Moved, Moved) =
        tokio::join!(sophie.get("thread_move", asked[0].clone()), karine.get("thread_move", asked[1].clone()));
    patiently("both gestures to be replayed", async || {
        let store = world.operator.mailstore();
        store.messages("secretariat", "INBOX").unwrap().is_empty().then_some(())
    })
    .await;
    let mut put_away = [world.subjects("secretariat", "Archive"), world.subjects("secretariat", "Trash")].concat();
    put_away.sort();
    put_away.dedup();
    assert_eq!(put_away.len(), 30, "none is lost");
    for desk in [&sophie, &karine] {
        patiently("both posts to see what the server has", async || {
            looks(desk).await;
            let seen = (subjects(desk, FolderRole::Archive).await, subjects(desk, FolderRole::Trash).await);
            let there = (world.subjects("secretariat", "Archive"), world.subjects("secretariat", "Trash"));
            (seen == there).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_asked_again_and_the_right_one_opens_the_mailbox() {
    let Some(world) = World::of(cyrus()) else { return };
    let desk = Desk::sit_down(world.papers_with_password("sophie", "secretariat", "faux")).await;
    let refused = |state: &Connection| matches!(state, Connection::NeedsPassword { problem: Some(problem) } if problem.code == ErrorCode::AuthFailed);
    desk.wait_for_connection("the password to be refused", refused).await;
    let right = json!({ "mailbox": desk.mailbox().await.id, "password": world.account("secretariat").password });
    let _: Done = desk.get("password_submit", right).await;
    desk.wait_until_up_to_date().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_of_a_letter_whose_answer_is_lost_is_made_once() {
    let Some(mut scene) = Scene::opens_at(cyrus()) else { return };
    scene.sits_down("sophie").await;
    for (subject, release) in [("Compte rendu", Release::Cut), ("Bilan", Release::Reset)] {
        scene.imap.arm(Moment::AnswerToLetter, Fault::Stall);
        let letter = scene.sends_with_a_file("sophie", subject, &Random::seeded(3).bytes(40_000)).await;
        scene.is_told("sophie", letter, OutboxState::Accepted).await;
        assert!(scene.imap.wait_for_strike(Duration::from_secs(20)).is_some(), "the copy is made");
        scene.imap.release(release);
    }
    scene.all_arrived_once("sophie", &["Bilan", "Compte rendu"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_comes_while_nobody_does_anything_is_seen_by_itself() {
    let Some(world) = World::of(cyrus()) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    patiently("the wait to begin", async || (said(&world, " IDLE") > 0).then_some(())).await;
    let urgences = world.desk("urgences", "urgences").await;
    let draft = urgences.write(&[SECRETARIAT], "Sortie ce matin", "Mme Aubert sort à 11 h.").await;
    urgences.send(&draft).await.expect("queued");
    desk.wait_for_row(FolderRole::Inbox, "Sortie ce matin").await;
    assert!(said(&world, "* 1 EXISTS") > 0, "the server told it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_while_the_post_was_off_is_asked_for_and_adds_up() {
    let Some(world) = World::of(cyrus()) else { return };
    (0..20).for_each(|number| deliver(&world, "INBOX", number));
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down(papers.clone()).await;
    desk.wait_until_up_to_date().await;
    desk.wait_for_row(FolderRole::Inbox, "Bilan 0").await;
    let keys = desk.leave().await;

    let karine = world.desk("karine", "secretariat").await;
    let mailbox = karine.mailbox().await.id;
    for number in 0..5 {
        let row = karine.wait_for_row(FolderRole::Inbox, &format!("Bilan {number}")).await;
        let asked = if number < 3 {
            json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "trash" } })
        } else {
            json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": "starred", "on": true })
        };
        let _done: serde_json::Value = karine.get(if number < 3 { "thread_move" } else { "thread_mark" }, asked).await;
    }
    deliver(&world, "INBOX", 20);
    patiently("the server to follow", async || {
        let stored = world.operator.mailstore().stored("secretariat", "INBOX").unwrap();
        let starred = stored.iter().filter(|letter| letter.flags.contains(&Flag::Flagged)).count();
        ((stored.len(), starred) == (18, 2)).then_some(())
    })
    .await;
    let _keys = karine.leave().await;

    // Everything is asked for with « UID FETCH 1:* (UID FLAGS) »; what changed, with CHANGEDSINCE behind it.
    let whole = |world: &World| said(world, "UID FETCH 1:* (UID FLAGS)") - said(world, "CHANGEDSINCE");
    let (whole_before, changes_before) = (whole(&world), said(&world, "CHANGEDSINCE"));
    let desk = Desk::sit_down_with_keys(papers, keys).await;
    desk.wait_until_up_to_date().await;
    let wanted = world.subjects("secretariat", "INBOX");
    patiently("the post to follow", async || (subjects(&desk, FolderRole::Inbox).await == wanted).then_some(())).await;
    let starred = desk.rows(FolderRole::Inbox).await.iter().filter(|row| row.starred).count();
    assert_eq!((wanted.len(), starred), (18, 2));
    assert!(said(&world, "CHANGEDSINCE") > changes_before, "what changed is asked for");
    assert!(said(&world, "VANISHED (EARLIER)") > 0, "the server tells what is gone");
    assert_eq!(whole(&world), whole_before, "and nothing is compared as a whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_letter_is_received_in_parts_byte_for_byte() {
    let Some(world) = World::of(cyrus()) else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let scan = [b"%PDF-1.4 ".to_vec(), Random::seeded(6).bytes(LARGE)].concat();
    urgences.put_in_drawer("Scanner.pdf", &scan);
    let draft = urgences.write(&[SECRETARIAT], "Scanner", "En pièce jointe.").await;
    let draft = urgences.join_drawer(&draft).await;
    let letter = urgences.send(&draft).await.expect("queued");
    urgences.wait_for_letter(letter, OutboxState::Accepted).await;
    assert!(saved_file(&secretariat, "Scanner", "Scanner.pdf").await == scan, "byte for byte");
    assert!(said(&world, "BODY.PEEK[]<") > 1, "in parts");

    let row = secretariat.wait_for_row(FolderRole::Inbox, "Scanner").await;
    let view = secretariat.open(&row).await;
    let export = json!({
        "mailbox": secretariat.mailbox().await.id, "thread": row.id, "folder": row.folder,
        "message": view.messages[0].id, "form": "eml"
    });
    let exported: Saved = secretariat.get("thread_export", export).await;
    let exported = std::fs::read(secretariat.saved(&exported.name.expect("a name"))).unwrap();
    assert!(world.operator.mailstore().messages("secretariat", "INBOX").unwrap() == [exported], "as the server has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_while_the_network_is_down_is_done_when_it_is_back() {
    let Some(mut scene) = Scene::opens_at(cyrus()) else { return };
    (0..3).for_each(|number| deliver(&scene.world, "INBOX", number));
    scene.sits_down("sophie").await;
    scene.sees("sophie", FolderRole::Inbox, "Bilan 2").await;
    scene.the_network_falls();
    scene.puts_away("sophie", "Bilan 0", "archive").await;
    scene.marks("sophie", "Bilan 1", "starred").await;
    let letter = scene.sends("sophie", "Transport").await;
    deliver(&scene.world, "INBOX", 3);
    scene.the_network_returns().await;
    scene.is_told("sophie", letter, OutboxState::Accepted).await;
    scene.all_arrived_once("sophie", &["Transport"]).await;
    let desk = scene.post("sophie");
    both_have(&scene.world, desk, "INBOX", FolderRole::Inbox, &["Bilan 1", "Bilan 2", "Bilan 3"]).await;
    both_have(&scene.world, desk, "Archive", FolderRole::Archive, &["Bilan 0"]).await;
    let stored = scene.world.operator.mailstore().stored("secretariat", "INBOX").unwrap();
    assert_eq!(stored.iter().filter(|letter| letter.flags.contains(&Flag::Flagged)).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_down_for_a_while_is_found_again() {
    let Some(mut world) = World::of(cyrus()) else { return };
    deliver(&world, "INBOX", 0);
    let desk = world.desk("sophie", "secretariat").await;
    desk.wait_for_row(FolderRole::Inbox, "Bilan 0").await;
    world.operator.stop().unwrap();
    let draft = desk.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    let letter = desk.send(&draft).await.expect("queued");
    world.operator.restart().unwrap();
    deliver(&world, "INBOX", 1);
    looks(&desk).await;
    desk.wait_for_row(FolderRole::Inbox, "Bilan 1").await;
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    both_have(&world, &desk, "Sent", FolderRole::Sent, &["Transport"]).await;
}
