//! Lines that cut, reset, stall, crawl or change a bit, at places drawn from a seed: what is received is there once, what is
//! sent is taken once, and in the end all of it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use estafette_contract::{FolderRole, FolderView, OutboxRef, OutboxState};
use estafette_harness::{Fault, LETTER_RUN, Moment, Random, Release, Way};
use estafette_integration::{Desk, Scene, URGENCES, patiently};
use serde_json::{Value, json};

const SEED: u64 = 20_261_124;
/// The strike of an armed fault is waited for this long.
const SOON: Duration = Duration::from_secs(20);
/// Bytes of a file that make its letter one that is caught on its way.
const FILE: usize = 40_000;

fn bilan(number: usize) -> Vec<u8> {
    let lines: String =
        (0..40).map(|line| format!("Ligne {line} du bilan {number}, sans particularité.\r\n")).collect();
    format!(
        "From: {URGENCES}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Bilan {number}\r\n\
         Message-ID: <bilan-{number}@ch-val-fleuri.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n{lines}",
    )
    .into_bytes()
}

fn comes_in(scene: &Scene, number: usize) {
    let store = scene.world.operator.mailstore();
    store.deliver("secretariat", "INBOX", &bilan(number), &[], SystemTime::now()).expect("delivered");
}

/// Looks until `subjects` letters are here, each once.
async fn all_are_here(scene: &Scene, who: &str, letters: usize) {
    let mut wanted: Vec<String> = (0..letters).map(|number| format!("Bilan {number}")).collect();
    wanted.sort();
    patiently("every letter to be here", async || {
        scene.looks(who).await;
        (scene.subjects(who, FolderRole::Inbox).await == wanted).then_some(())
    })
    .await;
    scene.post(who).wait_until_up_to_date().await;
    assert_eq!(scene.subjects(who, FolderRole::Inbox).await, wanted, "each once");
}

/// Letters come in while the line fails at one place after another.
async fn receives_through(faults: &[Fault]) {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    let mut dice = Random::seeded(SEED);
    let mut letters = 0;
    for fault in faults {
        for way in [Way::Up, Way::Down] {
            for _ in 0..4 {
                let bytes = dice.log_uniform(if way == Way::Up { 700 } else { 6_000 });
                scene.imap.arm(Moment::Bytes(way, bytes as u64), *fault);
                comes_in(&scene, letters);
                letters += 1;
                patiently("the fault", async || {
                    scene.looks("sophie").await;
                    scene.imap.wait_for_strike(Duration::ZERO)
                })
                .await;
                scene.imap.release(Release::Flow);
                all_are_here(&scene, "sophie", letters).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_over_a_line_that_is_cut_is_there_once() {
    receives_through(&[Fault::Cut, Fault::Reset]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_over_a_line_that_stalls_or_changes_a_bit_is_there_once() {
    receives_through(&[Fault::Stall, Fault::FlipBit(3)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_reception_cut_anywhere_goes_on_where_it_was() {
    const LETTERS: usize = 12;
    let filled = |store: &estafette_harness::Mailstore| {
        (0..LETTERS)
            .try_for_each(|number| store.deliver("secretariat", "INBOX", &bilan(number), &[], SystemTime::now()))
    };
    let Some(scene) = Scene::opens_with(filled) else { return };
    for bytes in (0..36_000).step_by(3_000) {
        scene.imap.arm(Moment::Bytes(Way::Down, bytes), Fault::Cut);
        let name = format!("karine-{bytes}");
        let desk = Desk::sit_down(scene.papers(&name)).await;
        let mailbox = desk.mailbox().await.id;
        patiently("every letter with its text", async || {
            let _asked: Value = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
            let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": mailbox })).await;
            let _listed = folders.iter().find(|folder| folder.role == FolderRole::Inbox)?;
            let rows = desk.rows(FolderRole::Inbox).await;
            let whole = rows.iter().filter(|row| row.preview.contains("Ligne 0"));
            (whole.count() == LETTERS && rows.len() == LETTERS).then_some(())
        })
        .await;
        let _keys = desk.leave().await;
    }
}

/// Sends a letter while `fault` waits for it; gives what a person is told in the end, after « Réessayer » where it waits.
async fn sends_through(scene: &Scene, subject: &str, moment: Moment, fault: Fault) -> OutboxState {
    scene.smtp.arm(moment, fault);
    let letter = scene.sends_with_a_file("sophie", subject, &Random::seeded(SEED).bytes(FILE)).await;
    if fault == Fault::Stall && scene.smtp.wait_for_strike(SOON).is_some() {
        scene.smtp.release(Release::Flow);
    }
    let ended = settled(scene, letter).await;
    scene.smtp.disarm();
    ended
}

async fn settled(scene: &Scene, letter: OutboxRef) -> OutboxState {
    let post = scene.post("sophie");
    let mailbox = post.mailbox().await.id;
    patiently("the letter to be settled", async || {
        let state = post.letter(letter).await?.state;
        if state == OutboxState::Queued {
            let _again: Value = post.get("outbox_retry", json!({ "mailbox": mailbox, "outbox": letter })).await;
        }
        (!matches!(state, OutboxState::Held | OutboxState::Queued | OutboxState::Sending)).then_some(state)
    })
    .await
}

/// Each letter accepted was received once and has one copy; one of unknown fate was received once at most.
async fn nothing_lost_and_nothing_twice(scene: &Scene, told: &BTreeMap<String, OutboxState>) {
    let of = |wanted: OutboxState| -> Vec<&str> {
        told.iter().filter(|(_, state)| **state == wanted).map(|(subject, _)| subject.as_str()).collect()
    };
    let (accepted, unknown) = (of(OutboxState::Accepted), of(OutboxState::Unknown));
    assert_eq!(accepted.len() + unknown.len(), told.len(), "{told:?}");
    patiently("what was accepted to be received and copied", async || {
        scene.looks("sophie").await;
        let received = scene.on_the_server("urgences", "INBOX");
        let arrived = accepted.iter().all(|subject| received.iter().any(|other| other == subject));
        (arrived && scene.on_the_server("secretariat", "Sent") == accepted).then_some(())
    })
    .await;
    let mut received = scene.on_the_server("urgences", "INBOX");
    let all = received.len();
    received.dedup();
    assert_eq!(received.len(), all, "each once");
}

async fn sends_over_a_line_that(faults: &[Fault]) {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    let mut dice = Random::seeded(SEED);
    let mut told = BTreeMap::new();
    for (at, fault) in faults.iter().enumerate() {
        let mut moments = vec![
            Moment::InsideLetter(LETTER_RUN),
            Moment::InsideLetter(LETTER_RUN + dice.below(FILE / 2) as u64),
            Moment::AnswerToLetter,
        ];
        moments.extend((0..3).map(|_| Moment::Bytes(Way::Up, dice.log_uniform(3_000) as u64)));
        moments.extend((0..3).map(|_| Moment::Bytes(Way::Down, dice.log_uniform(4_000) as u64)));
        for (place, moment) in moments.into_iter().enumerate() {
            let subject = format!("Courrier {at}-{place}");
            let state = sends_through(&scene, &subject, moment, *fault).await;
            told.insert(subject, state);
        }
    }
    nothing_lost_and_nothing_twice(&scene, &told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_over_a_line_that_is_cut_is_taken_once() {
    sends_over_a_line_that(&[Fault::Cut]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_over_a_line_that_is_reset_is_taken_once() {
    sends_over_a_line_that(&[Fault::Reset]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_over_a_line_that_changes_a_bit_is_taken_once() {
    sends_over_a_line_that(&[Fault::FlipBit(5)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_stalls_and_goes_on_delays_a_letter_and_no_more() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    for (subject, moment) in [("Avant", Moment::InsideLetter(LETTER_RUN)), ("Après", Moment::AnswerToLetter)] {
        assert_eq!(sends_through(&scene, subject, moment, Fault::Stall).await, OutboxState::Accepted);
    }
    let received = scene.world.operator.mailstore().wait_for_messages("urgences", "INBOX", 2).expect("both");
    assert_eq!(received.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_and_late_line_brings_and_takes_everything_once() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    for line in [&scene.imap, &scene.smtp] {
        line.slow(60_000);
        line.delay(Duration::from_millis(20));
    }
    (0..4).for_each(|number| comes_in(&scene, number));
    let letter = scene.sends_with_a_file("sophie", "Compte rendu", &Random::seeded(SEED).bytes(FILE)).await;
    assert_eq!(settled(&scene, letter).await, OutboxState::Accepted);
    all_are_here(&scene, "sophie", 4).await;
    scene.all_arrived_once("sophie", &["Compte rendu"]).await;
}
