//! « Envoyer », then a second thought: a letter is held ten seconds, can be taken back meanwhile, and leaves once after that
//! whatever became of Estafette.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, Instant};

use estafette_contract::{AuditAct, DraftView, ErrorCode, FolderRole, OutboxState, Withdrawn};
use estafette_integration::{Desk, Scene, World};
use serde_json::json;

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";

/// How many letters the hospital has, once it has one at least: the operator files a letter a moment after it took it.
fn received_by_urgences(world: &World) -> usize {
    world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_taken_back_in_time_is_the_draft_it_was_and_never_arrives() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "Chambre prête", "La chambre 21 est prête.").await;
    secretariat.put_in_drawer("Plan.pdf", b"%PDF-1.4 fictional");
    let draft = secretariat.join_drawer(&draft).await;
    let queued = secretariat.send_held(&draft).await.expect("queued");
    assert_eq!(queued.held_for, 10);
    assert_eq!(secretariat.letter(queued.outbox).await.expect("in the outbox").state, OutboxState::Held);

    let which = json!({ "mailbox": draft.mailbox, "outbox": queued.outbox });
    let back: Withdrawn = secretariat.get("outbox_withdraw", which.clone()).await;
    let again: DraftView =
        secretariat.get("draft_read", json!({ "mailbox": draft.mailbox, "draft": back.draft })).await;
    assert_eq!(again, draft);
    assert!(secretariat.outbox().await.is_empty());
    let twice = secretariat.ask::<Withdrawn>("outbox_withdraw", which).await.expect_err("nothing is left to take back");
    assert_eq!(twice.code, ErrorCode::Gone);
    let acts: Vec<AuditAct> = secretariat.journal().await.lines.iter().map(|line| line.act).collect();
    assert_eq!(acts, [AuditAct::TakeBack, AuditAct::Send], "the journal tells both");

    // A second letter, sent after it, has arrived: the first would have arrived before.
    let other = secretariat.write(&[URGENCES], "Chambre 12 prête", "La chambre 12 est prête.").await;
    let letter = secretariat.send(&other).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;
    assert_eq!(received_by_urgences(&world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_nobody_takes_back_leaves_after_ten_seconds_and_not_before() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "Chambre prête", "La chambre 12 est prête.").await;
    let pressed = Instant::now();
    let queued = secretariat.send_held(&draft).await.expect("queued");
    secretariat.wait_for_letter(queued.outbox, OutboxState::Accepted).await;
    assert!(pressed.elapsed() >= Duration::from_secs(10), "it left after {:?}", pressed.elapsed());
    assert_eq!(received_by_urgences(&world), 1);
    let which = json!({ "mailbox": draft.mailbox, "outbox": queued.outbox });
    let late = secretariat.ask::<Withdrawn>("outbox_withdraw", which).await.expect_err("it has left");
    assert_eq!(late.code, ErrorCode::TooLateToWithdraw);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_held_when_estafette_is_closed_leaves_first_and_once() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "Chambre prête", "La chambre 12 est prête.").await;
    let queued = secretariat.send_held(&draft).await.expect("queued");
    let keys = secretariat.leave().await;
    assert_eq!(received_by_urgences(&world), 1, "it left before Estafette was gone");

    let again = Desk::sit_down_with_keys(world.papers_for("sophie", "secretariat"), keys).await;
    again.wait_until_up_to_date().await;
    again.wait_for_row(FolderRole::Sent, "Chambre prête").await;
    assert_eq!(again.letter(queued.outbox).await.expect("still told of").state, OutboxState::Accepted);
    assert_eq!(received_by_urgences(&world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_held_without_network_waits_for_it_and_can_be_taken_back_until_then() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.the_network_falls();
    let (draft, letter) = scene.sends_with_a_second_thought("sophie", "Chambre prête").await;
    scene.the_post_restarts("sophie").await;
    let back = scene.takes_back("sophie", letter).await;
    assert_eq!(back.draft, draft.id);
}
