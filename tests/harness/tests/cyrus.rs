//! The operator whose IMAP server is Cyrus does what the other does, and what Cyrus does alone.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/conversation.rs"]
mod conversation;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use conversation::{Conversation, IMAP, imap_session, submission_session, submit};
use estafette_harness::{Account, Flag, ImapFamily, Operator, OperatorSpec, require};

const LETTER: &str = "Subject: Sortie\r\n\r\nBonjour\r\n";

fn secretariat() -> Account {
    Account::new("secretariat", "secretariat@ehpad-les-tilleuls.mssante.example", "Secrétariat")
}

fn helene() -> Account {
    Account::new("helene.fabre", "helene.fabre@medecin.mssante.example", "Dr Hélène Fabre")
}

fn two_people() -> OperatorSpec {
    OperatorSpec::new(vec![secretariat(), helene()]).with_family(ImapFamily::Cyrus)
}

#[test]
fn refuses_a_password_in_the_clear() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = Conversation::open(&operator, operator.imap_starttls_port()).unwrap();
    let greeting = session.hear(&["* OK"]).unwrap();
    assert!(greeting.contains("Cyrus IMAP"), "{greeting}");
    assert!(greeting.contains("STARTTLS") && greeting.contains("LOGINDISABLED"), "{greeting}");
    let answer = session.ask("a LOGIN secretariat fictif-secretariat", &IMAP).unwrap();
    assert!(answer.starts_with("a NO"), "{answer}");
}

#[test]
fn a_wrong_password_and_a_stranger_are_refused() {
    let Some(operator) = require::operator(two_people()) else { return };
    for (login, password) in [("secretariat", "faux"), ("personne", "fictif-personne")] {
        let somebody = Account { password: String::from(password), ..Account::new(login, "x@y.example", "X") };
        assert!(imap_session(&operator, &somebody).is_err());
    }
}

#[test]
fn first_login_finds_the_special_folders() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let folders = session.ask("a LIST \"\" *", &IMAP).unwrap().to_lowercase();
    for role in ["\\drafts", "\\sent", "\\trash", "\\junk", "\\archive"] {
        assert!(folders.contains(role), "{role} is not in {folders}");
    }
    let names = operator.mailstore().folders("secretariat").unwrap();
    assert_eq!(names, ["Archive", "Drafts", "Junk", "Sent", "Trash"]);
}

#[test]
fn what_is_withheld_is_not_announced_and_no_folder_has_a_use() {
    let withheld = ["MOVE", "UIDPLUS", "SPECIAL-USE"];
    let Some(operator) = require::operator(two_people().without(&withheld)) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let capabilities = session.ask("a CAPABILITY", &IMAP).unwrap();
    for capability in capabilities.split_whitespace() {
        assert!(!withheld.contains(&capability), "{capabilities}");
    }
    assert!(capabilities.contains("QRESYNC"), "{capabilities}");
    let folders = session.ask("a LIST \"\" *", &IMAP).unwrap().to_lowercase();
    assert!(folders.contains("sent") && !folders.contains("\\sent"), "{folders}");
}

#[test]
fn imaps_speaks_tls_from_the_first_byte() {
    let Some(operator) = require::operator(two_people()) else { return };
    let session = Conversation::open(&operator, operator.imaps_port()).unwrap();
    let greeting = session.begin_tls(&operator).unwrap().hear(&["* OK"]).unwrap();
    assert!(greeting.contains("AUTH=PLAIN"), "{greeting}");
}

#[test]
fn letter_reaches_the_colleague_before_her_first_login() {
    let Some(operator) = require::operator(two_people()) else { return };
    for port in [operator.submission_starttls_port(), operator.second_submission_starttls_port()] {
        let mut session = submission_session(&operator, port, &secretariat()).unwrap();
        let answer = submit(&mut session, &secretariat().address, &helene().address, LETTER).unwrap();
        assert!(answer.starts_with("250"), "{answer}");
    }
    let arrived = operator.mailstore().wait_for_messages("helene.fabre", "INBOX", 2).unwrap();
    assert!(arrived.iter().all(|letter| String::from_utf8_lossy(letter).contains("Subject: Sortie")));
}

#[test]
fn what_is_filled_is_read_back() {
    let received = UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    let operator = Operator::start_filled(two_people(), |mailstore| {
        let flags = [Flag::Flagged, Flag::Seen];
        mailstore.deliver("secretariat", "Entrées/2026", LETTER.as_bytes(), &flags, received)?;
        mailstore.create_folder("secretariat", "Vide")
    });
    let Some(operator) = require::available("the operator", operator) else { return };
    let stored = operator.mailstore().stored("secretariat", "Entrées/2026").unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].raw.as_slice(), stored[0].received), (LETTER.as_bytes(), received));
    assert_eq!(stored[0].flags, [Flag::Flagged, Flag::Seen]);
    let names = operator.mailstore().folders("secretariat").unwrap();
    assert!(names.contains(&String::from("Vide")) && names.contains(&String::from("Entrées/2026")), "{names:?}");
    assert!(operator.mailstore().stored("secretariat", "Nulle part").unwrap().is_empty());
    assert!(operator.mailstore().stored("secretariat", "Vide").unwrap().is_empty());
}

#[test]
fn of_old_every_folder_is_inside_the_inbox() {
    let Some(operator) = require::operator(two_people().with_family(ImapFamily::CyrusOfOld)) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let folders = session.ask("a LIST \"\" *", &IMAP).unwrap();
    assert!(folders.contains("\".\" INBOX.Sent"), "{folders}");
    operator.mailstore().deliver("secretariat", "Entrées/2026", LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
    let names = operator.mailstore().folders("secretariat").unwrap();
    assert!(names.contains(&String::from("Entrées/2026")) && names.contains(&String::from("Sent")), "{names:?}");
}

#[test]
fn a_session_that_waits_is_told_of_a_letter_at_once() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    session.ask("a SELECT INBOX", &IMAP).unwrap();
    session.ask("a IDLE", &["+"]).unwrap();
    operator.mailstore().deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
    // a server that looks by itself would need a minute, and the conversation ends after ten seconds of silence
    assert!(session.hear(&["* 1 EXISTS"]).is_ok());
}

#[test]
fn what_is_said_is_written_down() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    session.ask("a SELECT INBOX", &IMAP).unwrap();
    assert!(operator.imap_dialogue("secretariat").unwrap().contains("SELECT INBOX"));
    assert_eq!(operator.imap_dialogue("helene.fabre").unwrap(), "");
}

#[test]
fn comes_back_with_its_letters_after_it_was_stopped() {
    let Some(mut operator) = require::operator(two_people()) else { return };
    operator.mailstore().deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
    operator.stop().unwrap();
    assert!(operator.mailstore().stored("secretariat", "INBOX").is_err(), "nobody is there to be asked");
    operator.restart().unwrap();
    assert_eq!(operator.mailstore().messages("secretariat", "INBOX").unwrap(), [LETTER.as_bytes()]);
}

#[test]
fn a_login_that_is_not_its_local_part_is_refused_at_the_start() {
    let account = Account::new("dui", "dossier@editeur.mssante.example", "DUI");
    let started = Operator::start(OperatorSpec::new(vec![account]).with_family(ImapFamily::Cyrus));
    let error = format!("{:#}", started.unwrap_err());
    assert!(error.contains("Cyrus delivers by local part") || error.contains("cannot be had"), "{error}");
}
