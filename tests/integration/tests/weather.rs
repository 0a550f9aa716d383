//! Bad days: no password, a wrong one, a server that is down or cannot prove who it is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use estafette_contract::{Connection, ErrorCode, FolderRole, OutboxState};
use estafette_harness::{OperatorSpec, ServerCertificate, require};
use estafette_integration::{Desk, Scene, World, patiently};
use serde_json::{Value, json};

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";

fn offline_with(code: ErrorCode) -> impl Fn(&Connection) -> bool {
    move |state| matches!(state, Connection::Offline { problem, .. } if problem.code == code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_asked_again_and_the_right_one_opens_the_mailbox() {
    let Some(world) = World::quiet() else { return };
    let desk = Desk::sit_down(world.papers_with_password("sophie", "secretariat", "faux")).await;
    let asked = desk.wait_for_connection("the password to be refused", |state| {
        matches!(state, Connection::NeedsPassword { problem: Some(problem) } if problem.code == ErrorCode::AuthFailed)
    });
    let first = asked.await;
    let mailbox = first.id;
    let told = |view: &estafette_contract::MailboxView| match &view.connection {
        Connection::NeedsPassword { problem: Some(problem) } => Some(problem.report_id.clone()),
        _ => None,
    };
    let _done: Value = desk.get("password_submit", json!({ "mailbox": mailbox, "password": "encore faux" })).await;
    patiently("the second refusal, with an id of its own", async || {
        told(&desk.mailbox().await).filter(|id| Some(id) != told(&first).as_ref() && id.len() == 8)
    })
    .await;
    let right = world.account("secretariat").password;
    let _done: Value = desk.get("password_submit", json!({ "mailbox": mailbox, "password": right })).await;
    desk.wait_until_up_to_date().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_certificate_proves_nothing_gets_no_password() {
    for (certificate, fault) in [
        (ServerCertificate::OtherAuthority, "unknown_issuer"),
        (ServerCertificate::Expired, "expired"),
        (ServerCertificate::OtherName, "wrong_name"),
    ] {
        let Some(world) = World::of(OperatorSpec::new(World::accounts()).with_certificate(certificate)) else { return };
        let desk = Desk::sit_down(world.papers_for("sophie", "secretariat")).await;
        let cut = desk.wait_for_connection("the refusal", offline_with(ErrorCode::ServerUntrusted)).await;
        let Connection::Offline { problem, .. } = cut.connection else { unreachable!("waited for") };
        assert_eq!(problem.params["fault"], fault);
        assert!(!world.operator.logs().contains("method=PLAIN"), "no login was tried");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_written_while_the_server_is_down_leaves_by_itself_when_it_is_back_once() {
    let Some(mut world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    world.operator.stop().expect("stopped");
    desk.wait_for_connection("the cut to be seen", offline_with(ErrorCode::ServerUnreachable)).await;
    let draft = desk.write(&[URGENCES], "Écrit hors connexion", "Partira tout seul.").await;
    let letter = desk.send(&draft).await.expect("queued");
    let waiting = desk.wait_for_letter(letter, OutboxState::Queued).await;
    assert_eq!(desk.mailbox().await.waiting, 1, "{waiting:?}");

    world.operator.restart().expect("restarted");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    let arrived = world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives");
    assert_eq!(arrived.len(), 1);
    desk.wait_until_up_to_date().await;
    desk.wait_for_row(FolderRole::Sent, "Écrit hors connexion").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_already_received_are_read_without_a_server() {
    let scene = Scene::opens_with(|mailstore| {
        let raw =
            b"From: urgences@ch-val-fleuri.mssante.example\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
            Subject: Conduite\r\nMessage-ID: <1@ch.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\n\
            Surveiller la tension.\r\n";
        mailstore.deliver("secretariat", "INBOX", raw, &[], std::time::SystemTime::now())
    });
    let Some(mut scene) = scene else { return };
    scene.sits_down("sophie").await;
    scene.world.operator.stop().expect("stopped");
    let row = scene.sees("sophie", FolderRole::Inbox, "Conduite").await;
    let thread = scene.post("sophie").open(&row).await;
    assert!(scene.post("sophie").frame(&thread.url).await.contains("Surveiller la tension."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_does_not_exist_is_named() {
    let Some(world) = World::quiet() else { return };
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["mailboxes"][0]["imap"]["host"] = json!("imap.nulle-part.invalid");
    let desk = Desk::sit_down(world.papers_with("sophie", &provisioning, &account.password)).await;
    let cut = desk.wait_for_connection("the refusal", |state| matches!(state, Connection::Offline { .. })).await;
    let Connection::Offline { problem, .. } = cut.connection else { unreachable!("waited for") };
    let heard = match problem.code {
        ErrorCode::Offline => Err(anyhow::anyhow!("no name server answers on this machine")),
        code => Ok(code),
    };
    let Some(code) = require::available("a name server", heard) else { return };
    assert_eq!(code, ErrorCode::UnknownHost);
    assert_eq!(problem.params["host"], "imap.nulle-part.invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provisioning_file_that_cannot_be_used_is_an_obstacle_with_its_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = Desk::sit_down(folder.path().to_owned()).await;
    assert_eq!(desk.app().await.obstacle.expect("an obstacle").code, ErrorCode::ProvisioningMissing);
    let _keys = desk.leave().await;

    std::fs::write(folder.path().join("provisioning.json"), "{ \"schema\": 1,\n \"establishment\": \"EHPAD")
        .expect("written");
    let desk = Desk::sit_down(folder.path().to_owned()).await;
    let obstacle = desk.app().await.obstacle.expect("an obstacle");
    assert_eq!((obstacle.code, obstacle.params["reason"].as_str()), (ErrorCode::ProvisioningInvalid, "truncated"));
    assert_eq!(obstacle.params["line"], "2");
    let refused = desk.ask::<Value>("folder_list", json!({ "mailbox": 1 })).await.expect_err("nothing is open");
    assert_eq!(refused.code, ErrorCode::ProvisioningInvalid);
}
