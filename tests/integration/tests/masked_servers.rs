//! A day's work on servers that lack what Dovecot and Cyrus have: nothing is lost and nothing is there twice, on either side.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use estafette_contract::{Done, FolderRole, Marked, Moved, OutboxState, ThreadRow};
use estafette_harness::{Fault, FaultProxy, Flag, ImapFamily, Mailstore, Moment, OperatorSpec, Way};
use estafette_integration::{Desk, World, patiently};
use serde_json::json;

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
const EVERYTHING: [&str; 5] = ["UIDPLUS", "MOVE", "SPECIAL-USE", "CONDSTORE", "QRESYNC"];

fn deliver(store: &Mailstore, number: usize) {
    deliver_into(store, "INBOX", number);
}

fn deliver_into(store: &Mailstore, folder: &str, number: usize) {
    let letter = format!(
        "From: {URGENCES}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Bilan {number}\r\n\
         Message-ID: <bilan-{number}@ch-val-fleuri.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n\
         Bilan {number}.\r\n",
    );
    store.deliver("secretariat", folder, letter.as_bytes(), &[], SystemTime::now()).expect("delivered");
}

async fn here(desk: &Desk, role: FolderRole) -> Vec<String> {
    let mut subjects: Vec<String> = desk.rows(role).await.into_iter().filter_map(|row| row.subject).collect();
    subjects.sort();
    subjects
}

fn named(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("Bilan {number}")).collect()
}

async fn row(desk: &Desk, number: usize) -> ThreadRow {
    desk.wait_for_row(FolderRole::Inbox, &format!("Bilan {number}")).await
}

async fn put_away(desk: &Desk, number: usize, to: &str) {
    let row = row(desk, number).await;
    let asked =
        json!({ "mailbox": desk.mailbox().await.id, "threads": [row.id], "from": row.folder, "to": { "kind": to } });
    let moved: Moved = desk.get("thread_move", asked).await;
    assert_eq!(moved.messages.len(), 1);
}

async fn mark(desk: &Desk, number: usize, mark: &str) {
    let row = row(desk, number).await;
    let mailbox = desk.mailbox().await.id;
    let asked = json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": mark, "on": true });
    let marked: Marked = desk.get("thread_mark", asked).await;
    assert_eq!(marked.messages.len(), 1);
}

async fn synchronise(desk: &Desk) {
    let _asked: Done = desk.get("mailbox_sync", json!({ "mailbox": desk.mailbox().await.id })).await;
}

/// What was done is on the server, and what is there is what is seen, by who did it and by somebody who comes later.
async fn both_sides_agree(world: &World, desk: &Desk, later: &str, wanted: &BTreeMap<&str, Vec<String>>) {
    let roles = [
        ("INBOX", FolderRole::Inbox),
        ("Archive", FolderRole::Archive),
        ("Trash", FolderRole::Trash),
        ("Sent", FolderRole::Sent),
    ];
    patiently("the server to follow", async || {
        wanted.iter().all(|(folder, subjects)| world.subjects("secretariat", folder) == *subjects).then_some(())
    })
    .await;
    let colleague = world.desk(later, "secretariat").await;
    for eyes in [desk, &colleague] {
        for (folder, role) in roles {
            patiently(&format!("{folder} to be seen as it is: {:?}", wanted[folder]), async || {
                synchronise(eyes).await;
                (here(eyes, role).await == wanted[folder]).then_some(())
            })
            .await;
        }
    }
    let _keys = colleague.leave().await;
}

async fn a_day_without(withheld: &[&'static str]) {
    a_day_at(OperatorSpec::new(World::accounts()).without(withheld)).await;
}

async fn a_day_at_cyrus_without(withheld: &[&'static str]) {
    a_day_at(OperatorSpec::new(World::accounts()).with_family(ImapFamily::Cyrus).without(withheld)).await;
}

async fn a_day_at(spec: OperatorSpec) {
    let Some(world) = World::of(spec) else { return };
    for number in 0..8 {
        deliver(world.operator.mailstore(), number);
    }
    let desk = world.desk("sophie", "secretariat").await;
    put_away(&desk, 0, "archive").await;
    put_away(&desk, 1, "archive").await;
    put_away(&desk, 2, "trash").await;
    mark(&desk, 3, "seen").await;
    mark(&desk, 4, "starred").await;
    let draft = desk.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    let letter = desk.send(&draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    let mut wanted = BTreeMap::from([
        ("INBOX", named(3..8)),
        ("Archive", named(0..2)),
        ("Trash", named(2..3)),
        ("Sent", vec![String::from("Transport")]),
    ]);
    both_sides_agree(&world, &desk, "karine", &wanted).await;
    // What comes later is seen, and what was put away stays there.
    deliver(world.operator.mailstore(), 8);
    desk.wait_for_row(FolderRole::Inbox, "Bilan 8").await;
    wanted.insert("INBOX", named(3..9));
    both_sides_agree(&world, &desk, "jeanne", &wanted).await;
    let stored = world.operator.mailstore().stored("secretariat", "INBOX").expect("read");
    let with = |flag| {
        let shown = stored.iter().filter(|letter| !letter.flags.contains(&Flag::Deleted));
        shown.filter(|letter| letter.flags.contains(&flag)).count()
    };
    assert_eq!((with(Flag::Seen), with(Flag::Flagged)), (1, 1));
    let arrived = world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives");
    assert_eq!(arrived.len(), 1, "sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_uidplus_nothing_is_lost_or_twice() {
    a_day_without(&["UIDPLUS"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_move_nothing_is_lost_or_twice() {
    a_day_without(&["MOVE"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_special_use_nothing_is_lost_or_twice() {
    a_day_without(&["SPECIAL-USE"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_condstore_nothing_is_lost_or_twice() {
    a_day_without(&["CONDSTORE", "QRESYNC"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_of_them_nothing_is_lost_or_twice() {
    a_day_without(&EVERYTHING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_with_every_folder_inside_the_inbox_nothing_is_lost_or_twice() {
    a_day_at(OperatorSpec::new(World::accounts()).with_family(ImapFamily::CyrusOfOld)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_with_every_folder_inside_the_inbox_and_without_any_of_them_nothing_is_lost_or_twice() {
    a_day_at(OperatorSpec::new(World::accounts()).with_family(ImapFamily::CyrusOfOld).without(&EVERYTHING)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_without_uidplus_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&["UIDPLUS"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_without_move_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&["MOVE"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_without_special_use_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&["SPECIAL-USE"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_without_condstore_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&["CONDSTORE", "QRESYNC"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_without_any_of_them_nothing_is_lost_or_twice() {
    a_day_at_cyrus_without(&EVERYTHING).await;
}

/// Each letter is put away while the line is cut a little later than for the one before: in between, the copy is made and
/// its answer does not come.
async fn put_away_on_a_line_that_is_cut(spec: OperatorSpec) {
    let Some(world) = World::of(spec) else { return };
    let cuts = 24_usize;
    for number in 0..cuts {
        deliver(world.operator.mailstore(), number);
    }
    let line = FaultProxy::before(world.operator.host(), world.operator.imap_starttls_port()).expect("a line");
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["mailboxes"][0]["imap"]["port"] = line.port().into();
    let desk = Desk::sit_down(world.papers_with("sophie", &provisioning, &account.password)).await;
    desk.wait_until_up_to_date().await;
    for number in 0..cuts {
        line.arm(Moment::Bytes(Way::Down, 20 * number as u64), Fault::Cut);
        put_away(&desk, number, "archive").await;
        patiently("the letter to be put away on the server", async || {
            // Asked only once the line is cut: what is asked before would pass first.
            if line.wait_for_strike(Duration::ZERO).is_some() {
                synchronise(&desk).await;
            }
            (world.subjects("secretariat", "INBOX").len() == cuts - number - 1).then_some(())
        })
        .await;
        line.disarm();
        desk.wait_until_up_to_date().await;
    }
    desk.wait_until_up_to_date().await;
    let mut wanted = named(0..cuts);
    wanted.sort();
    let none = Vec::new;
    let wanted = BTreeMap::from([("INBOX", none()), ("Archive", wanted), ("Trash", none()), ("Sent", none())]);
    both_sides_agree(&world, &desk, "karine", &wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_put_away_on_a_line_that_is_cut_is_there_once_without_move() {
    put_away_on_a_line_that_is_cut(OperatorSpec::new(World::accounts()).without(&["MOVE"])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_put_away_on_a_line_that_is_cut_is_there_once() {
    put_away_on_a_line_that_is_cut(OperatorSpec::new(World::accounts())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_cyrus_a_letter_put_away_on_a_line_that_is_cut_is_there_once() {
    put_away_on_a_line_that_is_cut(OperatorSpec::new(World::accounts()).with_family(ImapFamily::Cyrus)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_in_the_archive_before_is_not_taken_for_the_copy_of_another() {
    let Some(world) = World::of(OperatorSpec::new(World::accounts()).without(&["MOVE"])) else { return };
    for folder in ["Archive", "INBOX"] {
        deliver_into(world.operator.mailstore(), folder, 0);
    }
    let desk = world.desk("sophie", "secretariat").await;
    // The second look knows what is in the archive.
    synchronise(&desk).await;
    desk.wait_until_up_to_date().await;
    put_away(&desk, 0, "archive").await;
    patiently("both to be in the archive", async || {
        let twice = world.subjects("secretariat", "Archive") == ["Bilan 0", "Bilan 0"];
        (twice && world.subjects("secretariat", "INBOX").is_empty()).then_some(())
    })
    .await;
}
