//! Texts of letters: the recent ones first, those somebody opens before all others, old ones only as far back as is wanted.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, Instant, SystemTime};

use estafette_contract::{
    ApiError, Connection, Done, DraftStarted, ErrorCode, FolderRole, FolderView, MessageView, TextWithheld, ThreadRow,
};
use estafette_harness::{Flag, Mailstore, Random};
use estafette_integration::{Desk, Scene, URGENCES, patiently};
use serde_json::{Value, json};

const DAY: Duration = Duration::from_secs(86_400);
/// Letters older than a month.
const OLD: u64 = 100;
/// Letters of the last days.
const RECENT: u64 = 5;
/// Bytes of a letter, about.
const WEIGHT: usize = 24_000;
/// Bytes a second of a line on which the old letters take about a minute.
const SLOW: u64 = 50_000;

/// A letter whose text ends with its name, and that no compressor makes smaller.
fn letter(name: &str) -> Vec<u8> {
    let mut dice = Random::seeded(name.len() as u64);
    let noise: String = (0..WEIGHT / 2).map(|_| format!("{:02x}", dice.below(256))).collect();
    let lines: Vec<&str> = noise.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "From: {URGENCES}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: {name}\r\n\
         Message-ID: <{}@ch-val-fleuri.example>\r\n\r\nTexte de {name}.\r\n{}\r\n",
        name.replace(' ', "-"),
        lines.join("\r\n"),
    )
    .into_bytes()
}

fn delivered(store: &Mailstore, name: &str, flags: &[Flag], age: Duration) -> anyhow::Result<()> {
    store.deliver("secretariat", "INBOX", &letter(name), flags, SystemTime::now() - age)
}

fn years_of_letters(store: &Mailstore) -> anyhow::Result<()> {
    for number in 0..OLD {
        let days = u32::try_from(40 + number).expect("few");
        delivered(store, &format!("Ancien {number}"), &[Flag::Seen], DAY * days)?;
    }
    for number in 0..RECENT {
        let days = u32::try_from(number).expect("few");
        delivered(store, &format!("Récent {number}"), &[Flag::Seen], DAY * days)?;
    }
    Ok(())
}

/// Sophie sits down in front of years of letters, behind a slow line, and sees the list.
async fn in_the_back_fill(scene: &Scene) -> Desk {
    scene.imap.slow(SLOW);
    let desk = Desk::sit_down(scene.papers("sophie")).await;
    patiently("the list", async || desk.mailbox().await.synced_at).await;
    desk
}

async fn row(desk: &Desk, subject: &str) -> ThreadRow {
    desk.wait_for_row(FolderRole::Inbox, subject).await
}

async fn read(desk: &Desk, row: &ThreadRow) -> MessageView {
    desk.open(row).await.messages.into_iter().next().expect("a message")
}

/// Opens a conversation until its text is here, and gives the page.
async fn read_when_it_comes(desk: &Desk, row: &ThreadRow) -> String {
    let view = patiently("the text", async || Some(desk.open(row).await).filter(|view| view.messages[0].loaded)).await;
    desk.frame(&view.url).await
}

fn is_back_filling(state: &Connection) -> bool {
    matches!(state, Connection::Syncing { done, total, .. } if done < total)
}

async fn pause(desk: &Desk, paused: bool) {
    let mailbox = desk.mailbox().await.id;
    let _done: Done = desk.get("texts_pause", json!({ "mailbox": mailbox, "paused": paused })).await;
}

async fn keep(desk: &Desk, texts: &str) -> Result<Done, ApiError> {
    desk.ask("setting_change", json!({ "setting": "kept_texts", "value": texts })).await
}

/// The conversations of the inbox whose text is here, told by the first words the list shows of it.
async fn with_text(desk: &Desk, beginning: &str) -> usize {
    let rows = desk.rows(FolderRole::Inbox).await;
    let named = |row: &&ThreadRow| row.subject.as_deref().is_some_and(|subject| subject.starts_with(beginning));
    rows.iter().filter(named).filter(|row| !row.preview.is_empty()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_letter_that_is_opened_and_a_new_one_do_not_wait_for_the_others() {
    let Some(scene) = Scene::opens_with(years_of_letters) else { return };
    let desk = in_the_back_fill(&scene).await;
    desk.wait_for_connection("the back-fill", is_back_filling).await;
    patiently("the recent letters", async || (with_text(&desk, "Récent").await == 5).then_some(())).await;
    assert!(with_text(&desk, "Ancien").await < 50, "the recent ones came first");
    assert!(desk.mailbox().await.synced_at.is_some(), "the list is up to date");

    // The oldest is the last in the order of all.
    let oldest = row(&desk, &format!("Ancien {}", OLD - 1)).await;
    let first_look = read(&desk, &oldest).await;
    assert_eq!((first_look.loaded, first_look.withheld), (false, None), "on its way");
    let begun = Instant::now();
    let page = read_when_it_comes(&desk, &oldest).await;
    assert!(page.contains(&format!("Texte de Ancien {}.", OLD - 1)), "{page}");
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());

    delivered(scene.world.operator.mailstore(), "Nouveau", &[], Duration::ZERO).unwrap();
    let begun = Instant::now();
    row(&desk, "Nouveau").await;
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());

    // So is a gesture.
    let mailbox = desk.mailbox().await.id;
    let asked =
        json!({ "mailbox": mailbox, "threads": [oldest.id], "from": oldest.folder, "to": { "kind": "archive" } });
    let _moved: Value = desk.get("thread_move", asked).await;
    patiently("the move on the server", async || {
        (!scene.on_the_server("secretariat", "Archive").is_empty()).then_some(())
    })
    .await;
    assert!(is_back_filling(&desk.mailbox().await.connection), "all of that while the others are still coming");
    assert!(with_text(&desk, "Ancien").await < 90);

    scene.imap.slow(0);
    desk.wait_until_up_to_date().await;
    assert_eq!(with_text(&desk, "Ancien").await, 99, "and the one in the archive");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_opened_does_not_wait_for_a_list_of_thousands() {
    // Headers come two hundred, then two thousand at a time.
    const MANY: u32 = 3_200;
    let fill = |store: &Mailstore| {
        (0..MANY).try_for_each(|number| {
            let raw = format!(
                "From: {URGENCES}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Bilan {number}\r\n\
                 Message-ID: <bilan-{number}@ch-val-fleuri.example>\r\n\r\nTexte du bilan {number}.\r\n",
            );
            let age = Duration::from_secs(60) * number;
            store.deliver("secretariat", "INBOX", raw.as_bytes(), &[Flag::Seen], SystemTime::now() - age)
        })
    };
    let Some(scene) = Scene::opens_with(fill) else { return };
    scene.imap.slow(150_000);
    let desk = Desk::sit_down(scene.papers("sophie")).await;
    patiently("the first rows", async || {
        let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": desk.mailbox().await.id })).await;
        folders.iter().any(|folder| folder.total > 0).then_some(())
    })
    .await;
    let newest = row(&desk, "Bilan 0").await;
    let page = read_when_it_comes(&desk, &newest).await;
    assert!(page.contains("Texte du bilan 0."), "{page}");
    assert_eq!(desk.mailbox().await.synced_at, None, "the list is still being read");
    scene.imap.slow(0);
    desk.wait_until_up_to_date().await;
    assert_eq!(desk.folder(FolderRole::Inbox).await.total, MANY, "and it is whole");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_interrupted_recent_letters_and_those_that_are_opened_come_all_the_same() {
    let Some(scene) = Scene::opens_with(years_of_letters) else { return };
    let desk = in_the_back_fill(&scene).await;
    pause(&desk, true).await;
    let paused =
        desk.wait_for_connection("the pause", |state| matches!(state, Connection::Paused { left } if *left > 50)).await;
    assert!(paused.texts_paused);
    assert_eq!(with_text(&desk, "Récent").await, 5);
    scene.imap.slow(0);
    let here = with_text(&desk, "Ancien").await;

    delivered(scene.world.operator.mailstore(), "Nouveau", &[], Duration::ZERO).unwrap();
    row(&desk, "Nouveau").await;
    patiently("the text of the new letter", async || (with_text(&desk, "Nouveau").await == 1).then_some(())).await;
    let oldest = row(&desk, &format!("Ancien {}", OLD - 1)).await;
    assert!(read_when_it_comes(&desk, &oldest).await.contains("Texte de Ancien 99."));
    desk.wait_for_connection("the pause again", |state| matches!(state, Connection::Paused { .. })).await;
    assert_eq!(with_text(&desk, "Ancien").await, here + 1, "and no other");

    pause(&desk, false).await;
    desk.wait_until_up_to_date().await;
    assert_eq!(with_text(&desk, "Ancien").await, 100);
    assert!(!desk.mailbox().await.texts_paused);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_older_than_what_is_kept_go_from_this_machine_and_come_when_opened() {
    let fill = |store: &Mailstore| {
        years_of_letters(store)?;
        delivered(store, "Pas encore lu", &[], DAY * 60)?;
        delivered(store, "Suivi", &[Flag::Seen, Flag::Flagged], DAY * 60)
    };
    let Some(mut scene) = Scene::opens_with(fill) else { return };
    scene.sits_down("sophie").await;
    let desk = scene.post("sophie");
    assert_eq!(with_text(desk, "Ancien").await, 100);

    keep(desk, "1_month").await.expect("chosen");
    patiently("the old texts to go", async || (with_text(desk, "Ancien").await == 0).then_some(())).await;
    assert_eq!(
        (with_text(desk, "Récent").await, with_text(desk, "Pas").await, with_text(desk, "Suivi").await),
        (5, 1, 1)
    );
    desk.wait_until_up_to_date().await;
    assert_eq!(scene.on_the_server("secretariat", "INBOX").len(), 107, "nothing is deleted there");

    // Found by its header, read when it is opened, and answered.
    let old = row(desk, "Ancien 7").await;
    assert!(read_when_it_comes(desk, &old).await.contains("Texte de Ancien 7."));
    let other = row(desk, "Ancien 8").await;
    let message = read(desk, &other).await.id;
    let asked = json!({ "mailbox": desk.mailbox().await.id, "message": message, "mode": "reply" });
    let _draft: DraftStarted = desk.get("message_answer", asked).await;

    // Without a network it says so, and comes by itself afterwards.
    scene.the_network_falls();
    desk.wait_for_connection("the cut", |state| matches!(state, Connection::Offline { .. })).await;
    let third = row(desk, "Ancien 9").await;
    let cut_off = read(desk, &third).await;
    assert_eq!((cut_off.loaded, cut_off.withheld), (false, Some(TextWithheld::Offline)));
    let asked = json!({ "mailbox": desk.mailbox().await.id, "message": cut_off.id, "mode": "reply" });
    let refused = desk.ask::<DraftStarted>("message_answer", asked).await.expect_err("not here");
    assert_eq!(refused.code, ErrorCode::MessageNotLoaded);
    scene.the_network_returns().await;
    patiently("the text, unasked", async || (with_text(desk, "Ancien 9").await > 0).then_some(())).await;

    keep(desk, "all").await.expect("chosen");
    patiently("all texts again", async || (with_text(desk, "Ancien").await == 100).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_decides_how_far_back_texts_are_kept() {
    let Some(scene) = Scene::opens_with(years_of_letters) else { return };
    let account = scene.world.account("secretariat");
    let mut provisioning = scene.world.provisioning(&account);
    provisioning["settings"] = json!({ "kept_texts": "1_month" });
    let desk = Desk::sit_down(scene.world.papers_with("fixed", &provisioning, &account.password)).await;
    desk.wait_until_up_to_date().await;
    assert_eq!((with_text(&desk, "Récent").await, with_text(&desk, "Ancien").await), (5, 0));
    assert_eq!(keep(&desk, "all").await.expect_err("fixed").code, ErrorCode::SettingFixed);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_no_longer_on_the_server_says_so() {
    let Some(mut scene) = Scene::opens_with(years_of_letters) else { return };
    scene.sits_down("sophie").await;
    let desk = scene.post("sophie");
    keep(desk, "1_month").await.expect("chosen");
    patiently("the old texts to go", async || (with_text(desk, "Ancien").await == 0).then_some(())).await;
    let old = row(desk, "Ancien 7").await;
    // What the window shows is kept while somebody else deletes the letter.
    scene.the_network_falls();
    desk.wait_for_connection("the cut", |state| matches!(state, Connection::Offline { .. })).await;
    let message = read(desk, &old).await.id;
    for place in ["cur", "new"] {
        for file in std::fs::read_dir(scene.world.operator.mailstore().maildir("secretariat").join(place)).unwrap() {
            let file = file.unwrap().path();
            if String::from_utf8_lossy(&std::fs::read(&file).unwrap()).contains("<Ancien-7@") {
                std::fs::remove_file(file).unwrap();
            }
        }
    }
    scene.the_network_returns().await;
    let asked = json!({ "mailbox": desk.mailbox().await.id, "message": message, "mode": "reply" });
    patiently("the letter to be gone", async || {
        let refused = desk.ask::<DraftStarted>("message_answer", asked.clone()).await.expect_err("nothing to answer");
        (refused.code == ErrorCode::Gone).then_some(())
    })
    .await;
}
