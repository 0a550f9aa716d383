//! Mornings at the secretariat on which the network or the post lets people down, told as they happen.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, SystemTime};

use estafette_contract::{FolderRole, OutboxState};
use estafette_harness::{Fault, Moment, Random, Release};
use estafette_integration::{Scene, URGENCES, patiently};

const SOON: Duration = Duration::from_secs(20);

fn bilan(number: usize) -> Vec<u8> {
    format!(
        "From: {URGENCES}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Bilan {number}\r\n\
         Message-ID: <bilan-{number}@ch-val-fleuri.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n\
         Bilan {number}.\r\n",
    )
    .into_bytes()
}

fn two_bilans() -> Option<Scene> {
    Scene::opens_with(|store| {
        (1..=2).try_for_each(|number| store.deliver("secretariat", "INBOX", &bilan(number), &[], SystemTime::now()))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_falls_between_the_letter_and_its_answer_and_nobody_sends_it_again_by_itself() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.smtp.arm(Moment::AnswerToLetter, Fault::Stall);
    let letter = scene.sends_with_a_file("sophie", "Ordonnance", &Random::seeded(1).bytes(40_000)).await;
    assert!(scene.smtp.wait_for_strike(SOON).is_some(), "the operator answers");
    scene.the_network_falls();
    scene.is_told("sophie", letter, OutboxState::Unknown).await;
    scene.the_network_returns().await;
    scene.post("sophie").wait_until_up_to_date().await;
    // It did arrive, and « Envoyés » says nothing of it: only she may decide.
    let received = scene.world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("it had left");
    assert_eq!(received.len(), 1);
    scene.the_post_restarts("sophie").await;
    scene.post("sophie").wait_until_up_to_date().await;
    scene.is_told("sophie", letter, OutboxState::Unknown).await;

    // She telephones, learns that it is there, and takes the letter back; the next one leaves.
    let _draft = scene.takes_back("sophie", letter).await;
    let next = scene.sends("sophie", "Merci").await;
    scene.is_told("sophie", next, OutboxState::Accepted).await;
    scene.all_have_arrived(&["Merci", "Ordonnance"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_post_restarts_while_letters_wait_and_each_leaves_once_when_the_network_is_back() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.the_network_falls();
    let mut letters = Vec::new();
    for subject in ["Admission", "Repas", "Sortie"] {
        letters.push(scene.sends("sophie", subject).await);
    }
    for _ in 0..2 {
        scene.the_post_restarts("sophie").await;
        for letter in &letters {
            scene.is_told("sophie", *letter, OutboxState::Queued).await;
        }
    }
    scene.the_network_returns().await;
    for letter in &letters {
        scene.is_told("sophie", *letter, OutboxState::Accepted).await;
    }
    scene.all_arrived_once("sophie", &["Admission", "Repas", "Sortie"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_falls_in_the_middle_of_a_letter_and_it_leaves_by_itself_when_it_is_back() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.smtp.arm(Moment::InsideLetter(20_000), Fault::Stall);
    // More than what the machine takes in before the other end has: the last byte cannot have left.
    let letter = scene.sends_with_a_file("sophie", "Radiographie", &Random::seeded(2).bytes(9_000_000)).await;
    assert!(scene.smtp.wait_for_strike(SOON).is_some(), "the letter leaves");
    scene.the_network_falls();
    scene.is_told("sophie", letter, OutboxState::Queued).await;
    scene.the_network_returns().await;
    scene.is_told("sophie", letter, OutboxState::Accepted).await;
    scene.all_arrived_once("sophie", &["Radiographie"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_of_a_letter_whose_answer_is_lost_is_made_once() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    for (subject, release) in [("Compte rendu", Release::Cut), ("Bilan", Release::Reset)] {
        scene.imap.arm(Moment::AnswerToLetter, Fault::Stall);
        let letter = scene.sends_with_a_file("sophie", subject, &Random::seeded(3).bytes(40_000)).await;
        scene.is_told("sophie", letter, OutboxState::Accepted).await;
        assert!(scene.imap.wait_for_strike(SOON).is_some(), "the copy is made");
        scene.imap.release(release);
    }
    scene.all_arrived_once("sophie", &["Bilan", "Compte rendu"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_people_do_while_the_network_is_down_for_one_of_them_ends_the_same_for_both() {
    let Some(mut scene) = two_bilans() else { return };
    scene.sits_down("sophie").await;
    scene.sits_down("karine").await;
    // Each has a line of her own but for its name: the network falls while Sophie works, and Karine's gesture comes first.
    scene.marks("karine", "Bilan 1", "starred").await;
    patiently("the star on the server", async || {
        let stored = scene.world.operator.mailstore().stored("secretariat", "INBOX").expect("read");
        stored.iter().any(|letter| letter.flags.contains(&estafette_harness::Flag::Flagged)).then_some(())
    })
    .await;
    scene.the_network_falls();
    scene.puts_away("sophie", "Bilan 1", "archive").await;
    scene.marks("sophie", "Bilan 2", "seen").await;
    scene.the_post_restarts("sophie").await;
    scene.the_network_returns().await;
    for who in ["sophie", "karine"] {
        patiently("both to see the same", async || {
            scene.looks(who).await;
            let archived = scene.post(who).rows(FolderRole::Archive).await;
            let inbox = scene.post(who).rows(FolderRole::Inbox).await;
            let kept = archived.iter().any(|row| row.subject.as_deref() == Some("Bilan 1") && row.starred);
            let read = inbox.iter().any(|row| row.subject.as_deref() == Some("Bilan 2") && row.unread == 0);
            (kept && read && (archived.len(), inbox.len()) == (1, 1)).then_some(())
        })
        .await;
    }
    assert_eq!(scene.on_the_server("secretariat", "Archive"), ["Bilan 1"]);
    assert_eq!(scene.on_the_server("secretariat", "INBOX"), ["Bilan 2"]);
}
