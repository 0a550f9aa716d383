//! What became of a letter: reports of the operator's servers and receipts of the readers, matched to each recipient.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, SystemTime};

use estafette_contract::{DraftStarted, ErrorCode, FolderRole, OutboxState, ThreadRow, UndeliveredView};
use estafette_harness::{Fault, Moment, OperatorSpec, Random};
use estafette_integration::{Desk, Scene, World, patiently};
use serde_json::{Value, json};

const SECRETARIAT: &str = "secretariat@ehpad-les-tilleuls.mssante.example";
const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
/// A domain of the rig that no server takes letters for: Exim accepts, then reports a failure.
const NOWHERE: &str = "accueil@partout.example";
/// The rig's server that never answers.
const SLOW: &str = "accueil@slow.example";

fn reporting() -> Option<World> {
    World::of(OperatorSpec::new(World::accounts()).with_reports())
}

/// Waits until the page of the conversation that holds the sent letter says `words`.
async fn frame_says(desk: &Desk, sent: &ThreadRow, words: &str) -> String {
    patiently(words, async || {
        let page = desk.frame(&desk.open(sent).await.url).await;
        page.contains(words).then_some(page)
    })
    .await
}

async fn undelivered(desk: &Desk) -> Vec<UndeliveredView> {
    desk.get("undelivered_list", json!({ "mailbox": desk.mailbox().await.id })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recipient_has_their_own_fate_and_a_failure_is_told_until_it_is_seen() {
    let Some(world) = reporting() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let letter = secretariat.write(&[URGENCES, NOWHERE], "Transport", "Départ à 14 h.").await;
    let letter = secretariat.send(&letter).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;
    let sent = secretariat.wait_for_row(FolderRole::Sent, "Transport").await;

    let told =
        patiently("the failure", async || Some(undelivered(&secretariat).await).filter(|letters| !letters.is_empty()))
            .await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].subject.as_deref(), Some("Transport"));
    assert_eq!(told[0].thread, Some(sent.id), "the page can show it");
    let [nowhere] = told[0].recipients.as_slice() else { panic!("{told:?}") };
    assert_eq!(nowhere.address, NOWHERE);
    assert!(!nowhere.words.is_empty(), "in the words of the server");
    frame_says(&secretariat, &sent, &format!("Refusé pour {NOWHERE}")).await;
    // LMTP makes no reports of its own: Exim says that it has delivered, or handed on.
    let page = patiently("news of the one it reached", async || {
        let page = secretariat.frame(&secretariat.open(&sent).await.url).await;
        [format!("Remis à {URGENCES}"), format!("Relayé à {URGENCES}")]
            .iter()
            .any(|words| page.contains(words))
            .then_some(page)
    })
    .await;
    assert!(page.contains(&format!("Refusé pour {NOWHERE}")), "one does not hide the other");

    let dismiss = json!({ "mailbox": secretariat.mailbox().await.id, "letter": told[0].letter });
    let _done: Value = secretariat.get("undelivered_dismiss", dismiss).await;
    assert!(undelivered(&secretariat).await.is_empty());
    frame_says(&secretariat, &sent, &format!("Refusé pour {NOWHERE}")).await;

    // The envelope that left is the one the reports name, and no report tells more than the header of the letter.
    let reports = world.operator.mailstore().messages("secretariat", "INBOX").expect("read");
    let reports: Vec<_> = reports.iter().map(|raw| String::from_utf8_lossy(raw)).collect();
    assert!(reports.iter().all(|report| !report.contains("14 h")), "the text of the letter comes back");
    assert!(reports.iter().any(|report| report.to_ascii_lowercase().contains("original-envelope-id:")), "{reports:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_s_desk_knows_the_fate_of_a_letter_it_did_not_send() {
    let Some(world) = reporting() else { return };
    let sophie = world.desk("sophie", "secretariat").await;
    let letter = sophie.write(&[NOWHERE], "Transport", "Départ à 14 h.").await;
    sophie.send(&letter).await.expect("queued");
    let karine = world.desk("karine", "secretariat").await;
    let sent = karine.wait_for_row(FolderRole::Sent, "Transport").await;
    frame_says(&karine, &sent, &format!("Refusé pour {NOWHERE}")).await;
    assert_eq!(undelivered(&karine).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_at_a_server_is_said_to_be_late() {
    let Some(world) = reporting() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let letter = secretariat.write(&[SLOW], "Lent", "Bonjour.").await;
    secretariat.send(&letter).await.expect("queued");
    let sent = secretariat.wait_for_row(FolderRole::Sent, "Lent").await;
    frame_says(&secretariat, &sent, &format!("Retardé pour {SLOW}")).await;
    assert!(undelivered(&secretariat).await.is_empty(), "nothing has failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn fates_outlive_the_program_and_the_letter_in_the_outbox() {
    let Some(world) = reporting() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let secretariat = Desk::sit_down(papers.clone()).await;
    secretariat.wait_until_up_to_date().await;
    let letter = secretariat.write(&[NOWHERE], "Transport", "Départ à 14 h.").await;
    secretariat.send(&letter).await.expect("queued");
    patiently("the failure", async || (!undelivered(&secretariat).await.is_empty()).then_some(())).await;
    let keys = secretariat.leave().await;
    let again = Desk::sit_down_with_keys(papers, keys).await;
    let sent = again.wait_for_row(FolderRole::Sent, "Transport").await;
    frame_says(&again, &sent, &format!("Refusé pour {NOWHERE}")).await;
    assert_eq!(undelivered(&again).await.len(), 1, "still to be told");
}

/// A letter that asks for a receipt, written by the urgences and received by the secretariat.
async fn asked(urgences: &Desk, secretariat: &Desk) -> (ThreadRow, Value) {
    let mailbox = urgences.mailbox().await.id;
    let started: DraftStarted = urgences.get("draft_create", json!({ "mailbox": mailbox })).await;
    let content =
        json!({ "to": [SECRETARIAT], "cc": [], "subject": "Bilan", "body_html": "<p>Ci-joint.</p>", "receipt": true });
    let save = json!({ "mailbox": mailbox, "draft": started.draft, "revision": 1, "content": content });
    let _saved: Value = urgences.get("draft_save", save).await;
    let draft = urgences.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await;
    urgences.send(&draft).await.expect("queued");
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Bilan").await;
    let message = patiently("the question", async || {
        secretariat.open(&row).await.messages.into_iter().find(|message| message.receipt.is_some())
    })
    .await;
    let receipt = message.receipt.expect("asked");
    assert_eq!((receipt.to.as_str(), receipt.elsewhere), (URGENCES, false));
    (row, json!({ "mailbox": secretariat.mailbox().await.id, "message": message.id, "reply": "send" }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_asked_for_is_sent_once_and_tells_the_sender_that_the_letter_was_read() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    let (row, answer) = asked(&urgences, &secretariat).await;
    karine.wait_for_row(FolderRole::Inbox, "Bilan").await;

    let _done: Value = secretariat.get("receipt_answer", answer.clone()).await;
    assert!(secretariat.open(&row).await.messages[0].receipt.is_none(), "answered");
    let twice = secretariat.ask::<Value>("receipt_answer", answer).await.expect_err("not twice");
    assert_eq!(twice.code, ErrorCode::Gone);

    let sent = urgences.wait_for_row(FolderRole::Sent, "Bilan").await;
    let page = frame_says(&urgences, &sent, &format!("Lu par {SECRETARIAT}")).await;
    assert!(page.contains("Suivi de ce message"));
    assert!(secretariat.outbox().await.is_empty(), "a receipt is no letter of the mailbox");
    assert!(world.operator.mailstore().messages("secretariat", "Sent").expect("read").is_empty());

    // $MDNSent: the colleague's desk does not ask again.
    patiently("Karine not to be asked", async || {
        let view = karine.open(&karine.wait_for_row(FolderRole::Inbox, "Bilan").await).await;
        view.messages.iter().all(|message| message.loaded && message.receipt.is_none()).then_some(())
    })
    .await;
    let received = world.operator.mailstore().messages("urgences", "INBOX").expect("read");
    assert_eq!(received.len(), 1, "one receipt");
    let receipt = String::from_utf8_lossy(&received[0]).into_owned();
    assert!(receipt.starts_with("Return-Path: <>") || receipt.contains("Return-path: <>"), "{receipt}");
    assert!(!receipt.contains("Ci-joint"), "nothing of what was read");
    assert!(receipt.contains("manual-action/MDN-sent-manually; displayed"), "{receipt}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_would_rather_not_is_not_asked_again_and_nothing_leaves() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let (row, mut answer) = asked(&urgences, &secretariat).await;
    answer["reply"] = json!("decline");
    let _done: Value = secretariat.get("receipt_answer", answer.clone()).await;
    assert!(secretariat.open(&row).await.messages[0].receipt.is_none());
    answer["reply"] = json!("send");
    assert!(secretariat.ask::<Value>("receipt_answer", answer).await.is_err(), "it was settled");
    assert!(world.operator.mailstore().messages("urgences", "INBOX").expect("read").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_leaves_by_itself_only_where_somebody_chose_so() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let (row, mut answer) = asked(&urgences, &secretariat).await;
    answer["reply"] = json!("automatic");
    let _done: Value = secretariat.get("receipt_answer", answer.clone()).await;
    assert!(secretariat.open(&row).await.messages[0].receipt.is_some(), "nobody chose so: the question stays");
    let _done: Value =
        secretariat.get("setting_change", json!({ "setting": "automatic_receipts", "value": true })).await;
    let _done: Value = secretariat.get("receipt_answer", answer).await;
    assert!(secretariat.open(&row).await.messages[0].receipt.is_none());
    let received = world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives");
    let receipt = String::from_utf8_lossy(&received[0]).into_owned();
    assert!(receipt.contains("automatic-action/MDN-sent-automatically; displayed"), "{receipt}");
}

/// A letter from the urgences that asks for a receipt at `address`.
fn asking_for_a_receipt(address: &str) -> Vec<u8> {
    format!(
        "Return-Path: <{URGENCES}>\r\nFrom: <{URGENCES}>\r\nTo: <{SECRETARIAT}>\r\nSubject: Bilan\r\n\
         Message-ID: <bilan@ch-val-fleuri.mssante.example>\r\nDisposition-Notification-To: <{address}>\r\n\r\nBonjour.\r\n"
    )
    .into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_agreed_to_without_network_leaves_when_it_is_back_and_nobody_waits_for_it() {
    let Some(mut scene) = Scene::opens_with(|store| {
        store.deliver("secretariat", "INBOX", &asking_for_a_receipt(URGENCES), &[], SystemTime::now())
    }) else {
        return;
    };
    scene.sits_down("sophie").await;
    let row = scene.sees("sophie", FolderRole::Inbox, "Bilan").await;
    let sophie = scene.post("sophie");
    let message = patiently("the question", async || {
        sophie.open(&row).await.messages.into_iter().find(|message| message.receipt.is_some())
    })
    .await;
    scene.the_network_falls();
    let answer = json!({ "mailbox": sophie.mailbox().await.id, "message": message.id, "reply": "send" });
    let _done: Value = sophie.get("receipt_answer", answer).await;
    assert!(sophie.open(&row).await.messages[0].receipt.is_none(), "here at once");
    assert_eq!(sophie.mailbox().await.waiting, 0, "no letter of theirs waits");
    assert!(sophie.outbox().await.is_empty());
    scene.the_network_returns().await;
    let received = scene.world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives");
    assert_eq!(received.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_would_go_elsewhere_never_leaves_by_itself() {
    let Some(world) = World::quiet() else { return };
    let letter = asking_for_a_receipt("suivi@ailleurs.mssante.example");
    let delivered = world.operator.mailstore().deliver("secretariat", "INBOX", &letter, &[], SystemTime::now());
    delivered.expect("delivered");
    let secretariat = world.desk("sophie", "secretariat").await;
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Bilan").await;
    let message = patiently("the question", async || {
        secretariat.open(&row).await.messages.into_iter().find(|message| message.receipt.is_some())
    })
    .await;
    assert!(message.receipt.expect("asked").elsewhere);
    let _done: Value =
        secretariat.get("setting_change", json!({ "setting": "automatic_receipts", "value": true })).await;
    let answer = json!({ "mailbox": secretariat.mailbox().await.id, "message": message.id, "reply": "automatic" });
    let _done: Value = secretariat.get("receipt_answer", answer).await;
    assert!(secretariat.open(&row).await.messages[0].receipt.is_some(), "a person is asked");
    assert!(secretariat.outbox().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_proves_that_a_letter_nobody_was_sure_of_has_left_and_it_is_filed_once() {
    let Some(mut scene) = Scene::opens_with_reports() else { return };
    scene.sits_down("sophie").await;
    scene.smtp.arm(Moment::AnswerToLetter, Fault::Stall);
    let letter = scene.sends_with_a_file("sophie", "Ordonnance", &Random::seeded(1).bytes(40_000)).await;
    assert!(scene.smtp.wait_for_strike(Duration::from_secs(20)).is_some(), "the operator answers");
    scene.the_network_falls();
    scene.is_told("sophie", letter, OutboxState::Unknown).await;
    scene.the_network_returns().await;
    // Nobody decides anything: « Envoyés » says nothing of it, the server that delivered it does.
    scene.is_told("sophie", letter, OutboxState::Accepted).await;
    scene.all_have_arrived(&["Ordonnance"]).await;
    let sent = scene.sees("sophie", FolderRole::Sent, "Ordonnance").await;
    frame_says(scene.post("sophie"), &sent, &format!("Remis à {URGENCES}")).await;
    assert_eq!(scene.on_the_server("secretariat", "Sent"), ["Ordonnance"]);
}
