//! The demonstration is what the application asks for: papers it can read, mailboxes it can open, a year of letters.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/conversation.rs"]
mod conversation;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conversation::{IMAP, imap_session, submission_session, submit};
use estafette_harness::{Account, DemoOperator, ServerPackages, require};
use serde_json::Value;
use tempfile::TempDir;

/// A demonstration and the folder of its papers.
fn demonstration() -> Option<(DemoOperator, TempDir)> {
    require::available("the test servers", ServerPackages::unpacked())?;
    let folder = tempfile::tempdir().unwrap();
    Some((DemoOperator::start(folder.path()).unwrap(), folder))
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

fn account<'a>(demonstration: &'a DemoOperator, login: &str) -> &'a Account {
    demonstration.operator().accounts().iter().find(|account| account.login == login).unwrap()
}

#[test]
fn papers_name_the_mailboxes_the_people_and_the_servers() {
    let Some((demonstration, folder)) = demonstration() else { return };
    let papers = json(folder.path(), "provisioning.json");
    assert_eq!((&papers["schema"], &papers["establishment"]), (&Value::from(1), &Value::from("EHPAD Les Tilleuls")));
    let keys: BTreeSet<_> = papers.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["schema", "establishment", "people", "mailboxes"]));
    let mailboxes = papers["mailboxes"].as_array().unwrap();
    let shown: Vec<_> = mailboxes
        .iter()
        .map(|mailbox| format!("{} {}", mailbox["kind"].as_str().unwrap(), mailbox["label"].as_str().unwrap()))
        .collect();
    assert_eq!(
        shown,
        [
            "personal Claire Morvan",
            "organizational Secrétariat",
            "organizational Infirmerie",
            "application Envois du DUI"
        ]
    );
    let port = demonstration.operator().imap_starttls_port();
    assert_eq!(mailboxes[1]["imap"], serde_json::json!({ "host": "127.0.0.2", "port": port, "security": "starttls" }));
    assert!(papers["people"].as_array().unwrap().iter().any(|person| person["id"] == "sophie.martel"));
}

#[test]
fn passwords_open_every_mailbox_and_the_letters_are_there() {
    let Some((demonstration, folder)) = demonstration() else { return };
    let passwords = json(folder.path(), "passwords.json");
    for mailbox in json(folder.path(), "provisioning.json")["mailboxes"].as_array().unwrap() {
        let (login, address) = (mailbox["login"].as_str().unwrap(), mailbox["address"].as_str().unwrap());
        let account = Account {
            password: passwords[address].as_str().unwrap().to_owned(),
            ..account(&demonstration, login).clone()
        };
        let mut session = imap_session(demonstration.operator(), &account).unwrap();
        let answer = session.ask("a STATUS Sent (MESSAGES)", &IMAP).unwrap();
        assert!(answer.contains("MESSAGES") && !answer.contains("MESSAGES 0"), "{answer}");
    }
}

#[test]
fn server_counts_twelve_unread_letters_at_the_secretariat() {
    let Some((demonstration, _folder)) = demonstration() else { return };
    let mut session = imap_session(demonstration.operator(), account(&demonstration, "secretariat")).unwrap();
    let answer = session.ask("a STATUS INBOX (UNSEEN)", &IMAP).unwrap();
    assert!(answer.contains("UNSEEN 12"), "{answer}");
}

#[test]
fn what_the_secretariat_sends_reaches_the_doctor() {
    let Some((demonstration, _folder)) = demonstration() else { return };
    let (operator, secretariat) = (demonstration.operator(), account(&demonstration, "secretariat"));
    let mut session = submission_session(operator, operator.submission_starttls_port(), secretariat).unwrap();
    let doctor = &account(&demonstration, "helene.fabre").address;
    let answer = submit(&mut session, &secretariat.address, doctor, "Subject: Merci\r\n\r\nBien reçu").unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    assert_eq!(operator.mailstore().wait_for_messages("helene.fabre", "INBOX", 1).unwrap().len(), 1);
}

#[test]
fn authority_of_the_papers_is_the_operators() {
    let Some((demonstration, folder)) = demonstration() else { return };
    assert_eq!(fs::read_to_string(folder.path().join("ca.pem")).unwrap(), demonstration.operator().ca_pem());
}
