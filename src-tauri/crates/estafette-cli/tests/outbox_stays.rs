//! A run that ends by itself leaves the outbox alone: cut off on its way out, a letter's fate would be unknown.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::sync::Arc;
use std::time::Duration;

use estafette_contract::OutboxState;
use estafette_engine::{Engine, EngineOptions, KeyHolder, Provisioning, Unlocking};
use estafette_integration::{World, patiently};
use estafette_model::{Secret, SystemClock};
use estafette_net::Timeouts;

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
/// Longer than the sending loop ever waits before it looks at the outbox.
const LONG_ENOUGH: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_is_not_handed_over_by_a_run_that_only_receives() {
    let Some(mut world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    world.operator.stop().expect("stopped");
    let draft = desk.write(&[URGENCES], "Écrit hors connexion", "Partira plus tard.").await;
    let letter = desk.send(&draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Queued).await;
    let keys = desk.leave().await;
    world.operator.restart().expect("restarted");

    let papers = world.papers_for("sophie", "secretariat");
    let engine = Engine::open(EngineOptions {
        profile: papers.join("profile"),
        provisioning: Provisioning::read(&papers.join("provisioning.json")).expect("read"),
        anchors: vec![world.operator.ca_pem().as_bytes().to_vec()],
        holder: keys as Arc<dyn KeyHolder>,
        unlocking: Unlocking::Unasked,
        clock: Arc::new(SystemClock),
        timeouts: Timeouts::default(),
        events: Arc::new(|_event| {}),
    })
    .expect("opened");
    let mailbox = Arc::clone(engine.mailboxes().first().expect("a mailbox"));
    engine.give_password(mailbox.id(), Secret::new(world.account("secretariat").password)).expect("taken");
    engine.start_receiving();
    patiently("the mailbox to be in step", async || mailbox.connection().synced_at.map(drop)).await;
    patiently("the letter to be due", async || mailbox.with_store(|store| store.due_outbox()).await.expect("read"))
        .await;
    tokio::time::sleep(LONG_ENOUGH).await;
    let waiting = mailbox.with_store(|store| store.due_outbox()).await.expect("read");
    assert!(waiting.is_some(), "it is still here");
    assert!(world.operator.mailstore().messages("urgences", "INBOX").expect("read").is_empty());
    engine.close().await;
}
