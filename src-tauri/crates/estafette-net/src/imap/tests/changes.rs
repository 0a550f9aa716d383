//! What changed since a modification sequence: with QRESYNC, with CONDSTORE alone.

use std::collections::BTreeMap;
use std::time::Duration;

use estafette_model::Flags;

use super::{DOVECOT, amelie, in_a_folder, still_usable};
use crate::imap::{Changes, IdleEnd, ImapSession};
use crate::testing::{ScriptedServer, pipe};
use crate::timeouts::Timeouts;

/// A session on a server that was asked to enable QRESYNC and answered so, with a folder of three messages selected. The next
/// command has the tag `e6`.
async fn enabling(answer: &[&str]) -> (ImapSession, ScriptedServer) {
    let (client, mut server) = pipe();
    let (timeouts, credential) = (Timeouts::default(), amelie());
    let opening = ImapSession::over(client, true, &credential, &timeouts);
    let script = async {
        server.hears("e1 CAPABILITY").await;
        server.says(&["* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN", "e1 OK"]).await;
        server.line().await;
        server.says(&["e2 OK Logged in"]).await;
        server.hears("e3 CAPABILITY").await;
        server.says(&[&format!("* CAPABILITY {DOVECOT} ENABLE"), "e3 OK"]).await;
        server.hears("e4 ENABLE QRESYNC").await;
        server.says(answer).await;
    };
    let (opened, ()) = tokio::join!(opening, script);
    let mut session = opened.expect("the login is accepted");
    let script = async {
        server.line().await;
        server.says(&["* 3 EXISTS", "* OK [UIDVALIDITY 9] valid", "e5 OK [READ-WRITE] selected"]).await;
    };
    let (selected, ()) = tokio::join!(session.select("INBOX"), script);
    assert_eq!(selected.expect("the folder is there").exists, 3);
    (session, server)
}

#[tokio::test]
async fn one_question_gives_what_is_new_what_is_marked_and_what_is_gone() {
    let (mut amelie, mut server) = enabling(&["* ENABLED QRESYNC", "e4 OK"]).await;
    let script = async {
        server.hears("e6 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 90 VANISHED)").await;
        server
            .says(&[
                "* VANISHED (EARLIER) 2,5:9",
                "* 3 FETCH (UID 12 FLAGS () MODSEQ (95))",
                r"* 1 FETCH (UID 4 FLAGS (\Seen) MODSEQ (93))",
                "e6 OK",
            ])
            .await;
    };
    let (changes, ()) = tokio::join!(amelie.fetch_changes(90), script);
    let flags = BTreeMap::from([(4, Flags::SEEN), (12, Flags::empty())]);
    assert_eq!(changes, Ok(Some(Changes { flags, vanished: vec![2..=2, 5..=9] })));
}

#[tokio::test]
async fn a_server_that_does_not_enable_it_is_asked_for_flags_alone() {
    let (mut amelie, mut server) = enabling(&["e4 NO not today"]).await;
    assert!(!amelie.capabilities().qresync);
    let script = async {
        server.hears("e6 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 90)").await;
        server.says(&["e6 OK"]).await;
    };
    let (changes, ()) = tokio::join!(amelie.fetch_changes(90), script);
    assert_eq!(changes, Ok(Some(Changes::default())));
}

#[tokio::test]
async fn a_server_that_refuses_to_say_what_changed_says_nothing_and_goes_on() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.hears("e5 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 1)").await;
        server.says(&["e5 BAD what"]).await;
    };
    let (changes, ()) = tokio::join!(amelie.fetch_changes(1), script);
    assert_eq!(changes, Ok(None));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test]
async fn what_vanishes_while_one_waits_is_news_and_is_counted() {
    let (mut amelie, mut server) = enabling(&["* ENABLED QRESYNC", "e4 OK"]).await;
    let script = async {
        server.hears("e6 IDLE").await;
        server.says(&["+ idling", "* VANISHED 4:5"]).await;
        server.hears("DONE").await;
        server.says(&["e6 OK"]).await;
    };
    let (end, ()) = tokio::join!(amelie.idle(std::future::pending(), Duration::from_secs(60)), script);
    assert_eq!(end, Ok(IdleEnd::Changed));
    // One of three is left: to hear so is no news.
    let script = async {
        server.hears("e7 NOOP").await;
        server.says(&["* 1 EXISTS", "e7 OK"]).await;
    };
    let (answered, ()) = tokio::join!(amelie.noop(), script);
    assert_eq!(answered, Ok(()));
    assert!(!amelie.dialogue.has_changed());
}

#[tokio::test]
async fn a_colleague_s_mark_is_news_although_it_names_the_uid_and_an_answer_of_our_own_is_not() {
    let (mut amelie, mut server) = enabling(&["* ENABLED QRESYNC", "e4 OK"]).await;
    let mark = r"* 1 FETCH (UID 4 MODSEQ (97) FLAGS (\Seen))";
    let script = async {
        server.hears("e6 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 90 VANISHED)").await;
        server.says(&[mark, "e6 OK"]).await;
        server.line().await;
        server.says(&[mark, "e7 OK"]).await;
    };
    let asked = async {
        amelie.fetch_changes(90).await.unwrap();
        assert!(!amelie.dialogue.has_changed());
        amelie.fetch_bodies(&[7], &mut |_, _| {}).await.unwrap();
        assert!(amelie.dialogue.has_changed(), "nobody asked for flags");
    };
    tokio::join!(asked, script);
}
