//! The same calls the engine makes, against the programs operators run: Dovecot, Exim, and Dovecot's own submission.
//!
//! What a server left on disk is the judge, not what this crate believes it did.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::future::pending;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use estafette_harness::{Account, Flag, Operator, OperatorSpec, require};
use estafette_model::{Address, Flags, FolderRole, Secret, SystemClock};
use estafette_net::{
    Anchors, Credential, CrlArchive, CrlRecord, Delivery, Endpoint, Envelope, FlagChange, IdleEnd, ImapSession,
    NetError, ReversePath, RevocationCheck, RevocationPolicy, Security, SendFailure, Submission, Timeouts, TlsTrust,
    wire_name,
};

const LETTER: &str = "From: Amelie Garnier <amelie@mssante.example>\r\nTo: bastien@mssante.example\r\n\
                      Subject: Bilan\r\nMessage-ID: <bilan-1@mssante.example>\r\n\
                      Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n.\r\n..fin\r\n--x--\r\n";

/// An operator where Amélie and Bastien have a mailbox each.
fn operator() -> Option<Operator> {
    require::operator(OperatorSpec::new(vec![
        Account::new("amelie", "amelie@mssante.example", "Amelie Garnier"),
        Account::new("bastien", "bastien@mssante.example", "Bastien Caron"),
    ]))
}

fn trust(operator: &Operator) -> TlsTrust {
    let (policy, clock, archive) = (RevocationPolicy::default(), Arc::new(SystemClock), Arc::new(Forgetful));
    let anchors = Anchors::from_pem(&[operator.ca_pem().as_bytes()]).unwrap();
    TlsTrust::new(anchors, RevocationCheck { policy, clock, archive }).unwrap()
}

/// Keeps nothing: the authority of a test operator publishes no list.
struct Forgetful;

impl CrlArchive for Forgetful {
    fn records(&self) -> Vec<CrlRecord> {
        Vec::new()
    }

    fn keep(&self, _: &CrlRecord) {}
}

fn endpoint(operator: &Operator, port: u16, security: Security) -> Endpoint {
    Endpoint { host: operator.host().to_owned(), port, security }
}

fn password(login: &str, password: &str) -> Credential {
    Credential::Password { login: login.to_owned(), password: Secret::new(password.to_owned()) }
}

async fn mailbox(operator: &Operator, login: &str) -> ImapSession {
    let endpoint = endpoint(operator, operator.imap_starttls_port(), Security::StartTls);
    let credential = password(login, &format!("fictif-{login}"));
    ImapSession::open(&endpoint, &trust(operator), &credential, &Timeouts::default()).await.unwrap()
}

async fn submission(operator: &Operator, port: u16, security: Security) -> Submission {
    let credential = password("amelie", "fictif-amelie");
    let endpoint = endpoint(operator, port, security);
    Submission::open(&endpoint, &trust(operator), &credential, &Timeouts::default()).await.unwrap()
}

fn deliver(operator: &Operator, login: &str, letters: usize) {
    for number in 1..=letters {
        let letter = LETTER.replace("bilan-1", &format!("bilan-{number}"));
        operator.mailstore().deliver(login, "INBOX", letter.as_bytes(), &[], SystemTime::now()).unwrap();
    }
}

/// The letter as Dovecot keeps it on disk: lines end as they do on its own system.
fn on_disk(letter: &str) -> Vec<u8> {
    letter.replace("\r\n", "\n").into_bytes()
}

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

async fn send(submission: &mut Submission, to: &[&str], letter: &str) -> Result<Delivery, SendFailure> {
    let from = ReversePath::Sender { address: address("amelie@mssante.example"), reports: None };
    let envelope = Envelope { from, to: to.iter().map(|to| address(to)).collect() };
    submission.send(&envelope, letter.as_bytes(), &mut |_| ControlFlow::Continue(())).await
}

#[tokio::test]
async fn both_doors_of_the_mail_server_open_with_the_password_alone() {
    let Some(operator) = operator() else { return };
    let doors = [
        endpoint(&operator, operator.imap_starttls_port(), Security::StartTls),
        endpoint(&operator, operator.imaps_port(), Security::ImplicitTls),
    ];
    for door in doors {
        let right = password("amelie", "fictif-amelie");
        let session = ImapSession::open(&door, &trust(&operator), &right, &Timeouts::default()).await.unwrap();
        let offered = session.capabilities();
        assert!(offered.uidplus && offered.move_ && offered.qresync && offered.idle && offered.special_use);
        session.logout().await;
        let wrong = password("amelie", "fictif-bastien");
        let refused = ImapSession::open(&door, &trust(&operator), &wrong, &Timeouts::default()).await.map(drop);
        match refused {
            Err(NetError::AuthRefused { reply }) => assert_eq!(reply.detail(), Some("AUTHENTICATIONFAILED")),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn every_door_of_submission_opens_with_the_password_alone() {
    let Some(operator) = operator() else { return };
    let doors = [
        endpoint(&operator, operator.submission_starttls_port(), Security::StartTls),
        endpoint(&operator, operator.submissions_port(), Security::ImplicitTls),
        endpoint(&operator, operator.second_submission_starttls_port(), Security::StartTls),
    ];
    for door in doors {
        let submission = submission(&operator, door.port, door.security).await;
        assert_eq!(submission.max_size(), Some(20 * 1024 * 1024), "{door:?}");
        submission.quit().await;
        let wrong = password("amelie", "fictif-bastien");
        let refused = Submission::open(&door, &trust(&operator), &wrong, &Timeouts::default()).await.map(drop);
        assert!(matches!(refused, Err(NetError::AuthRefused { .. })), "{door:?}: {refused:?}");
    }
}

#[tokio::test]
async fn folders_have_their_roles_and_keep_their_accents() {
    let Some(operator) = operator() else { return };
    let mut amelie = mailbox(&operator, "amelie").await;
    let wire_name = wire_name("Suivi/Traité à l’été");
    for _ in 0..2 {
        amelie.create_folder(&wire_name).await.unwrap();
    }
    let listed = amelie.list_folders().await.unwrap();
    for role in FolderRole::ALL {
        let holders = listed.iter().filter(|folder| folder.role == role).count();
        assert!(holders == 1 || role == FolderRole::Other, "{role:?}: {listed:?}");
    }
    let made = listed.iter().find(|folder| folder.wire_name == wire_name).unwrap();
    assert_eq!((made.name.as_str(), made.delimiter, made.selectable), ("Suivi/Traité à l’été", Some('/'), true));
    assert_eq!(amelie.select(&wire_name).await.unwrap().exists, 0);
    amelie.logout().await;
}

#[tokio::test]
async fn letters_are_listed_fetched_and_marked() {
    let Some(operator) = operator() else { return };
    deliver(&operator, "amelie", 3);
    let mut amelie = mailbox(&operator, "amelie").await;
    let selected = amelie.select("INBOX").await.unwrap();
    assert_eq!((selected.exists, selected.uid_next, selected.read_only), (3, Some(4), false));
    assert!(selected.highest_modseq.is_some());

    let headers = amelie.fetch_headers(&[1, 2, 3, 9]).await.unwrap();
    assert_eq!(headers.iter().map(|header| header.uid).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(headers[0].header.ends_with(b"\r\n\r\n") && headers[0].attachments_hint);
    assert_eq!(headers[0].size as usize, LETTER.len());
    assert!(headers[0].internal_date > 1_700_000_000);

    let mut bodies = Vec::new();
    amelie.fetch_bodies(&[3, 1], &mut |uid, body| bodies.push((uid, body))).await.unwrap();
    assert_eq!(bodies[0], (1, LETTER.as_bytes().to_vec()));
    assert_eq!(bodies[1].0, 3);

    amelie.store_flags(&[1, 3], FlagChange::Add, Flags::SEEN.with(Flags::FLAGGED)).await.unwrap();
    amelie.store_flags(&[3], FlagChange::Remove, Flags::SEEN).await.unwrap();
    let flags = amelie.fetch_flags(2).await.unwrap();
    assert_eq!(flags, [(2, Flags::empty()), (3, Flags::FLAGGED)]);
    assert_eq!(amelie.fetch_flags(4).await, Ok(vec![]));
    amelie.logout().await;
    let stored = operator.mailstore().stored("amelie", "INBOX").unwrap();
    assert_eq!(stored[0].flags, [Flag::Flagged, Flag::Seen]);
}

#[tokio::test]
async fn an_appended_letter_is_found_again_and_moved_to_where_the_server_says() {
    let Some(operator) = operator() else { return };
    let mut amelie = mailbox(&operator, "amelie").await;
    let unix = LETTER.replace("\r\n", "\n");
    let there = amelie.append("INBOX", Flags::SEEN, 1_769_900_400, unix.as_bytes()).await.unwrap().unwrap();
    let selected = amelie.select("INBOX").await.unwrap();
    assert_eq!(there.uid_validity, selected.uid_validity);
    assert_eq!(amelie.find_by_message_id("bilan-1@mssante.example").await, Ok(vec![there.uid]));
    assert_eq!(amelie.find_by_message_id("<ilan-1@mssante.example>").await, Ok(vec![]));
    let header = amelie.fetch_headers(&[there.uid]).await.unwrap().remove(0);
    assert_eq!((header.flags, header.internal_date), (Flags::SEEN, 1_769_900_400));

    let moved = amelie.move_messages(&[there.uid, 999], "Archive").await.unwrap();
    assert!(moved.removed);
    let archived = amelie.select("Archive").await.unwrap();
    assert_eq!(moved.uid_validity, Some(archived.uid_validity));
    let new_uid = moved.uids[&there.uid];
    assert_eq!(amelie.find_by_message_id("<bilan-1@mssante.example>").await, Ok(vec![new_uid]));
    amelie.logout().await;
    assert_eq!(operator.mailstore().messages("amelie", "INBOX").unwrap().len(), 0);
    assert_eq!(operator.mailstore().messages("amelie", "Archive").unwrap(), [on_disk(LETTER)]);
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_refused_and_the_session_goes_on() {
    let Some(operator) = operator() else { return };
    deliver(&operator, "amelie", 1);
    let mut amelie = mailbox(&operator, "amelie").await;
    amelie.select("INBOX").await.unwrap();
    let moved = amelie.move_messages(&[1], "Suivi").await;
    assert!(
        matches!(&moved, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("TRYCREATE")),
        "{moved:?}"
    );
    let appended = amelie.append("Suivi", Flags::empty(), 0, LETTER.as_bytes()).await;
    assert!(matches!(&appended, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("TRYCREATE")));
    assert!(matches!(amelie.select("Suivi").await, Err(NetError::ServerRefused { .. })));
    assert_eq!(amelie.select("INBOX").await.unwrap().exists, 1);
    amelie.logout().await;
}

#[tokio::test]
async fn idle_hears_of_a_letter_and_of_a_colleague_s_mark() {
    let Some(operator) = operator() else { return };
    let (mut desk, mut colleague) = (mailbox(&operator, "amelie").await, mailbox(&operator, "amelie").await);
    desk.select("INBOX").await.unwrap();
    let minute = Duration::from_secs(60);
    let arrival = async { colleague.append("INBOX", Flags::empty(), 0, LETTER.as_bytes()).await.unwrap() };
    let (ended, _) = tokio::join!(desk.idle(pending(), minute), arrival);
    assert_eq!(ended, Ok(IdleEnd::Changed));
    assert_eq!(desk.fetch_flags(1).await.unwrap().len(), 1);

    colleague.select("INBOX").await.unwrap();
    let mark = async { colleague.store_flags(&[1], FlagChange::Add, Flags::SEEN).await.unwrap() };
    let (ended, ()) = tokio::join!(desk.idle(pending(), minute), mark);
    assert_eq!(ended, Ok(IdleEnd::Changed));
    assert_eq!(desk.fetch_flags(1).await, Ok(vec![(1, Flags::SEEN)]));

    assert_eq!(desk.idle(async {}, minute).await, Ok(IdleEnd::Interrupted));
    assert_eq!(desk.idle(pending(), Duration::from_millis(50)).await, Ok(IdleEnd::TimedOut));
    desk.noop().await.unwrap();
}

#[tokio::test]
async fn a_letter_sent_through_each_server_arrives_byte_for_byte() {
    let Some(operator) = operator() else { return };
    let doors = [
        (operator.submission_starttls_port(), Security::StartTls),
        (operator.submissions_port(), Security::ImplicitTls),
        (operator.second_submission_starttls_port(), Security::StartTls),
    ];
    for (sent, (port, security)) in doors.into_iter().enumerate() {
        let mut submission = submission(&operator, port, security).await;
        let delivery = send(&mut submission, &["bastien@mssante.example"], LETTER).await.unwrap();
        assert_eq!(delivery.accepted, [address("bastien@mssante.example")]);
        submission.quit().await;
        let arrived = operator.mailstore().wait_for_messages("bastien", "INBOX", sent + 1).unwrap();
        assert!(arrived.iter().all(|letter| letter.ends_with(&on_disk(LETTER))), "the letter was changed on its way");
    }
}

#[tokio::test]
async fn an_attempt_to_smuggle_a_second_letter_arrives_as_one() {
    let Some(operator) = operator() else { return };
    let smuggling = format!("{LETTER}\n.\nMAIL FROM:<amelie@mssante.example>\r\n\r.\r\nDATA\r\n.");
    let mut submission = submission(&operator, operator.submission_starttls_port(), Security::StartTls).await;
    send(&mut submission, &["bastien@mssante.example"], &smuggling).await.unwrap();
    submission.quit().await;
    let arrived = operator.mailstore().wait_for_messages("bastien", "INBOX", 1).unwrap();
    let tail = on_disk("\r\n.\r\nMAIL FROM:<amelie@mssante.example>\r\n\r\n.\r\nDATA\r\n.\r\n");
    assert_eq!(arrived.len(), 1);
    assert!(arrived[0].ends_with(&tail), "{}", arrived[0].escape_ascii());
}

#[tokio::test]
async fn each_server_s_refusals_are_told_apart() {
    let Some(operator) = operator() else { return };
    for port in [operator.submission_starttls_port(), operator.second_submission_starttls_port()] {
        let mut submission = submission(&operator, port, Security::StartTls).await;
        let delivery =
            send(&mut submission, &["nouser@mssante.example", "bastien@mssante.example"], LETTER).await.unwrap();
        assert_eq!(delivery.accepted, [address("bastien@mssante.example")]);
        assert!(delivery.refused[0].1.is_permanent());
        let cases = [("nouser@mssante.example", true), ("tempfail@mssante.example", false)];
        for (to, expected) in cases {
            match send(&mut submission, &[to], LETTER).await {
                Err(SendFailure::Refused { permanent, recipients, .. }) => {
                    assert_eq!((permanent, recipients.len()), (expected, 1), "{to} at {port}");
                }
                other => panic!("{other:?}"),
            }
        }
        let virus = LETTER.replace("Bilan", "EICAR");
        match send(&mut submission, &["bastien@mssante.example"], &virus).await {
            Err(SendFailure::Refused { permanent, recipients, .. }) => assert!(permanent && recipients.is_empty()),
            other => panic!("{other:?}"),
        }
        submission.quit().await;
    }
    assert_eq!(operator.mailstore().wait_for_messages("bastien", "INBOX", 2).unwrap().len(), 2);
}

#[tokio::test]
async fn a_server_that_stops_is_a_closed_connection() {
    let Some(mut operator) = operator() else { return };
    let mut amelie = mailbox(&operator, "amelie").await;
    amelie.select("INBOX").await.unwrap();
    let mut submission = submission(&operator, operator.submission_starttls_port(), Security::StartTls).await;
    operator.stop().unwrap();
    assert_eq!(amelie.noop().await, Err(NetError::ServerClosed));
    assert_eq!(amelie.noop().await, Err(NetError::Abandoned));
    let sent = send(&mut submission, &["bastien@mssante.example"], LETTER).await;
    assert_eq!(sent.err(), Some(SendFailure::NotSent(NetError::ServerClosed)));
}

#[tokio::test]
async fn dovecot_says_of_a_folder_it_lists_what_it_says_of_one_it_selects() {
    let Some(operator) = operator() else { return };
    let mut amelie = mailbox(&operator, "amelie").await;
    for letters in [1, 3] {
        deliver(&operator, "amelie", letters);
        let selected = amelie.select("INBOX").await.unwrap();
        let listed = amelie.list_folders().await.unwrap();
        let told =
            listed.iter().find(|folder| folder.role == FolderRole::Inbox).and_then(|inbox| inbox.status).unwrap();
        assert_eq!(
            (told.uid_validity, Some(told.uid_next), Some(told.highest_modseq)),
            (selected.uid_validity, selected.uid_next, selected.highest_modseq)
        );
        amelie.store_flags(&[1], FlagChange::Add, Flags::SEEN).await.unwrap();
        amelie.store_flags(&[1], FlagChange::Remove, Flags::SEEN).await.unwrap();
        let listed = amelie.list_folders().await.unwrap();
        let changed =
            listed.iter().find_map(|folder| folder.status.filter(|_| folder.role == FolderRole::Inbox)).unwrap();
        assert!(changed.highest_modseq > told.highest_modseq, "a flag changed: {changed:?}");
    }
}
