//! The operator does what a real one does: it wants TLS, knows its people, delivers, refuses, and comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/conversation.rs"]
mod conversation;

use std::time::{Duration, Instant, SystemTime};

use conversation::{Conversation, IMAP, SMTP, imap_session, submission_session, submit};
use estafette_harness::{
    Account, Corpus, CorpusOperator, Flag, Operator, OperatorSpec, ServerCertificate, ServerPackages, require,
};

const LETTER: &str = "Subject: Sortie\r\n\r\nBonjour";

fn secretariat() -> Account {
    Account::new("secretariat", "secretariat@ehpad-les-tilleuls.mssante.example", "Secrétariat")
}

fn helene() -> Account {
    Account::new("helene.fabre", "helene.fabre@medecin.mssante.example", "Dr Hélène Fabre")
}

fn two_people() -> OperatorSpec {
    OperatorSpec::new(vec![secretariat(), helene()])
}

/// What the secretariat's submission answers to a letter for `to`.
fn answer_to_letter_for(to: &str) -> Option<String> {
    let operator = require::operator(two_people())?;
    let mut session = submission_session(&operator, operator.submission_starttls_port(), &secretariat()).unwrap();
    Some(submit(&mut session, &secretariat().address, to, LETTER).unwrap())
}

#[test]
fn starts_in_less_than_a_second_once_unpacked() {
    if require::available("the test servers", ServerPackages::unpacked()).is_none() {
        return;
    }
    // the best of three: the machine may be busy with other tests
    let fastest = (0..3)
        .map(|_| {
            let started = Instant::now();
            let operator = Operator::start(two_people()).unwrap();
            let elapsed = started.elapsed();
            drop(operator);
            elapsed
        })
        .min()
        .unwrap();
    println!("started in {fastest:?}");
    assert!(fastest < Duration::from_secs(1), "{fastest:?}");
}

#[test]
fn imap_refuses_a_password_in_the_clear() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = Conversation::open(&operator, operator.imap_starttls_port()).unwrap();
    let greeting = session.hear(&["* OK"]).unwrap();
    assert!(greeting.contains("STARTTLS") && greeting.contains("LOGINDISABLED"), "{greeting}");
}

#[test]
fn login_over_starttls_finds_the_special_folders() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let folders = session.ask("a LIST \"\" *", &IMAP).unwrap();
    for role in ["\\Drafts", "\\Sent", "\\Trash", "\\Junk", "\\Archive"] {
        assert!(folders.contains(role), "{role} is not in {folders}");
    }
}

#[test]
fn session_announces_what_the_client_builds_on() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let capabilities = session.ask("a CAPABILITY", &IMAP).unwrap();
    for capability in ["CONDSTORE", "QRESYNC", "MOVE", "UIDPLUS", "SPECIAL-USE", "IDLE", "COMPRESS=DEFLATE"] {
        assert!(capabilities.contains(capability), "{capability} is not in {capabilities}");
    }
}

#[test]
fn imaps_speaks_tls_from_the_first_byte() {
    let Some(operator) = require::operator(two_people()) else { return };
    let session = Conversation::open(&operator, operator.imaps_port()).unwrap();
    let greeting = session.begin_tls(&operator).unwrap().hear(&["* OK"]).unwrap();
    assert!(greeting.contains("AUTH=PLAIN"), "{greeting}");
}

#[test]
fn letter_reaches_the_colleague() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = submission_session(&operator, operator.submission_starttls_port(), &secretariat()).unwrap();
    let answer = submit(&mut session, &secretariat().address, &helene().address, LETTER).unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    let arrived = operator.mailstore().wait_for_messages("helene.fabre", "INBOX", 1).unwrap();
    assert!(String::from_utf8_lossy(&arrived[0]).contains("Subject: Sortie"));
}

#[test]
fn letter_reaches_the_colleague_through_the_second_submission_service() {
    let Some(operator) = require::operator(two_people()) else { return };
    let port = operator.second_submission_starttls_port();
    let mut session = submission_session(&operator, port, &secretariat()).unwrap();
    let answer = submit(&mut session, &secretariat().address, &helene().address, LETTER).unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    assert_eq!(operator.mailstore().wait_for_messages("helene.fabre", "INBOX", 1).unwrap().len(), 1);
}

#[test]
fn submission_wants_tls_before_a_letter() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = Conversation::open(&operator, operator.submission_starttls_port()).unwrap();
    session.hear(&SMTP).unwrap();
    let capabilities = session.ask("EHLO poste.example", &SMTP).unwrap();
    let answer = session.ask("MAIL FROM:<secretariat@ehpad-les-tilleuls.mssante.example>", &SMTP).unwrap();
    assert!(capabilities.contains("STARTTLS") && !capabilities.contains("AUTH"), "{capabilities}");
    assert!(answer.starts_with("530"), "{answer}");
}

#[test]
fn submission_announces_the_size_asked_for() {
    let Some(operator) = require::operator(two_people().with_message_size_limit(10_000)) else { return };
    let mut session = submission_session(&operator, operator.submission_starttls_port(), &secretariat()).unwrap();
    assert!(session.ask("EHLO poste.example", &SMTP).unwrap().contains("SIZE 10000"));
    let long = format!("Subject: Long\r\n\r\n{}", "abcdefgh\r\n".repeat(2_000));
    let answer = submit(&mut session, &secretariat().address, &helene().address, &long).unwrap();
    assert!(answer.starts_with("552"), "{answer}");
}

#[test]
fn nobody_sends_with_somebody_elses_address() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = submission_session(&operator, operator.submission_starttls_port(), &secretariat()).unwrap();
    let answer = submit(&mut session, &helene().address, &helene().address, LETTER).unwrap();
    assert!(answer.starts_with("553"), "{answer}");
}

#[test]
fn unknown_person_of_a_hosted_domain_is_refused_at_once() {
    let Some(answer) = answer_to_letter_for("inconnue@medecin.mssante.example") else { return };
    assert!(answer.starts_with("550 5.1.1"), "{answer}");
}

#[test]
fn address_outside_the_trusted_space_is_refused() {
    let Some(answer) = answer_to_letter_for("helene.fabre@messagerie.invalid") else { return };
    assert!(answer.starts_with("550 5.7.1"), "{answer}");
}

#[test]
fn tempfail_addresses_are_refused_for_now() {
    let Some(answer) = answer_to_letter_for("tempfail1@medecin.mssante.example") else { return };
    assert!(answer.starts_with("451"), "{answer}");
}

#[test]
fn letter_to_a_domain_nobody_hosts_comes_back_as_a_report() {
    let Some(operator) = require::operator(two_people()) else { return };
    let mut session = submission_session(&operator, operator.submission_starttls_port(), &secretariat()).unwrap();
    let answer = submit(&mut session, &secretariat().address, "accueil@ailleurs.example", LETTER).unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    let report = operator.mailstore().wait_for_messages("secretariat", "INBOX", 1).unwrap().remove(0);
    assert!(String::from_utf8_lossy(&report).contains("Action: failed"));
}

#[test]
fn delivered_letter_keeps_its_flags_and_date() {
    let Some(operator) = require::operator(two_people()) else { return };
    let received = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    let flags = [Flag::Seen, Flag::Answered];
    operator.mailstore().deliver("secretariat", "Équipe/À classer", LETTER.as_bytes(), &flags, received).unwrap();
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    let folders = session.ask("a LSUB \"\" *", &IMAP).unwrap();
    assert!(folders.contains("\"&AMk-quipe/&AMA- classer\""), "{folders}");
    session.ask("a SELECT \"&AMk-quipe/&AMA- classer\"", &IMAP).unwrap();
    let message = session.ask("a FETCH 1 (FLAGS INTERNALDATE)", &IMAP).unwrap();
    assert!(message.contains("\\Seen") && message.contains("\\Answered"), "{message}");
    assert!(message.contains("21-Sep-2026"), "{message}");
}

#[test]
fn flags_and_keywords_set_by_a_client_are_read_back() {
    let Some(operator) = require::operator(two_people()) else { return };
    let store = operator.mailstore();
    store.deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    session.ask("a SELECT INBOX", &IMAP).unwrap();
    session.ask("a STORE 1 FLAGS (\\Flagged $Forwarded)", &IMAP).unwrap();
    session.ask("a LOGOUT", &IMAP).unwrap();
    let stored = store.stored("secretariat", "INBOX").unwrap().remove(0);
    assert_eq!((stored.flags, stored.keywords), (vec![Flag::Flagged], vec![String::from("$Forwarded")]));
}

#[test]
fn certificate_of_another_authority_is_not_trusted() {
    let spec = two_people().with_certificate(ServerCertificate::OtherAuthority);
    let Some(operator) = require::operator(spec) else { return };
    let session = Conversation::open(&operator, operator.imaps_port()).unwrap();
    let error = session.begin_tls(&operator).err().expect("the handshake must fail");
    assert!(format!("{error:#}").contains("UnknownIssuer"), "{error:#}");
}

#[test]
fn certificate_for_another_name_is_not_trusted() {
    let spec = two_people().with_certificate(ServerCertificate::OtherName);
    let Some(operator) = require::operator(spec) else { return };
    let session = Conversation::open(&operator, operator.imaps_port()).unwrap();
    let error = session.begin_tls(&operator).err().expect("the handshake must fail");
    assert!(format!("{error:#}").contains("not valid for name"), "{error:#}");
}

#[test]
fn expired_certificate_is_not_trusted() {
    let spec = two_people().with_certificate(ServerCertificate::Expired);
    let Some(operator) = require::operator(spec) else { return };
    let session = Conversation::open(&operator, operator.imaps_port()).unwrap();
    let error = session.begin_tls(&operator).err().expect("the handshake must fail");
    assert!(format!("{error:#}").contains("expired"), "{error:#}");
}

#[test]
fn stopped_operator_comes_back_on_the_same_ports_with_its_letters() {
    let Some(mut operator) = require::operator(two_people()) else { return };
    let (port, now) = (operator.imap_starttls_port(), SystemTime::now());
    operator.mailstore().deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], now).unwrap();
    operator.stop().unwrap();
    assert!(Conversation::open(&operator, port).is_err());
    operator.restart().unwrap();
    let mut session = imap_session(&operator, &secretariat()).unwrap();
    assert!(session.ask("a STATUS INBOX (MESSAGES)", &IMAP).unwrap().contains("MESSAGES 1"));
}

#[test]
fn two_operators_live_side_by_side() {
    let Some(tilleuls) = require::operator(two_people()) else { return };
    let Some(val_fleuri) = require::operator(two_people()) else { return };
    tilleuls.mailstore().deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], SystemTime::now()).unwrap();
    let mut session = imap_session(&val_fleuri, &secretariat()).unwrap();
    assert!(session.ask("a STATUS INBOX (MESSAGES)", &IMAP).unwrap().contains("MESSAGES 0"));
}

#[test]
fn a_corpus_is_found_whole_by_a_client_and_the_word_of_its_own_in_one_letter() {
    let folder = tempfile::tempdir().unwrap();
    let serving = CorpusOperator::start(folder.path(), Corpus::seeded(1), 30);
    let Some(serving) = require::available("the test servers", serving) else { return };
    let operator = serving.operator();
    let account = operator.accounts()[0].clone();
    let password = std::fs::read_to_string(folder.path().join("password.txt")).unwrap();
    assert_eq!(password.trim_end(), account.password);

    let mut session = imap_session(operator, &account).unwrap();
    let selected = session.ask("a SELECT INBOX", &IMAP).unwrap();
    assert!(selected.contains("* 30 EXISTS"), "{selected}");
    let word = Corpus::probe(0).unwrap();
    let found = session.ask(&format!("a SEARCH BODY {word}"), &IMAP).unwrap();
    assert!(found.contains("* SEARCH 1\r\n"), "{found}");
}
