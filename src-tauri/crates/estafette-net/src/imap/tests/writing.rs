//! Marking, moving, and putting messages into folders.

use std::collections::BTreeMap;
use std::io;

use estafette_model::Flags;
use futures::{StreamExt, stream};

use super::{BARE, DOVECOT, in_a_folder, still_usable};
use crate::error::NetError;
use crate::imap::{AppendUid, FlagChange, MoveOutcome};
use crate::mail_data::MailData;

#[tokio::test]
async fn flags_are_put_on_and_taken_off_never_replaced() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears(r"e5 UID STORE 1:2,9 +FLAGS.SILENT (\Seen \Flagged)").await;
        server.says(&["e5 OK"]).await;
        server.hears(r"e6 UID STORE 4 -FLAGS.SILENT (\Seen)").await;
        server.says(&["e6 OK"]).await;
    };
    let changes = async {
        amelie.store_flags(&[2, 9, 1], FlagChange::Add, Flags::SEEN.with(Flags::FLAGGED)).await.unwrap();
        amelie.store_flags(&[4], FlagChange::Remove, Flags::SEEN).await.unwrap();
        amelie.store_flags(&[4], FlagChange::Add, Flags::empty()).await.unwrap();
    };
    tokio::join!(changes, script);
}

#[tokio::test]
async fn move_tells_the_new_uids() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.hears(r#"e5 UID MOVE 4:5,8 "Trait&AOk-""#).await;
        server.says(&["* OK [COPYUID 77 4:5,8 101:102,90] moved", "* 1 EXPUNGE", "* 1 EXPUNGE", "e5 OK"]).await;
    };
    let (moved, ()) = tokio::join!(amelie.move_messages(&[8, 4, 5], "Trait&AOk-"), script);
    let uids = BTreeMap::from([(4, 101), (5, 102), (8, 90)]);
    assert_eq!(moved, Ok(MoveOutcome { uid_validity: Some(77), uids, removed: true }));
}

#[tokio::test]
async fn without_move_exactly_the_copied_messages_are_expunged() {
    let (mut amelie, mut server) = in_a_folder("IMAP4rev1 UIDPLUS").await;
    let script = async {
        server.hears(r#"e5 UID COPY 4,8 "Suivi""#).await;
        server.says(&["e5 OK [COPYUID 77 4,8 101:102] done"]).await;
        server.hears(r"e6 UID STORE 4,8 +FLAGS.SILENT (\Deleted)").await;
        server.says(&["e6 OK"]).await;
        server.hears("e7 UID EXPUNGE 4,8").await;
        server.says(&["* 2 EXPUNGE", "* 1 EXPUNGE", "e7 OK"]).await;
    };
    let (moved, ()) = tokio::join!(amelie.move_messages(&[4, 8], "Suivi"), script);
    let uids = BTreeMap::from([(4, 101), (8, 102)]);
    assert_eq!(moved, Ok(MoveOutcome { uid_validity: Some(77), uids, removed: true }));
}

#[tokio::test]
async fn move_keeps_message_when_server_lacks_uidplus() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears(r#"e5 UID COPY 4 "Suivi""#).await;
        server.says(&["e5 OK"]).await;
        server.hears(r"e6 UID STORE 4 +FLAGS.SILENT (\Deleted)").await;
        server.says(&["e6 OK"]).await;
    };
    let (moved, ()) = tokio::join!(amelie.move_messages(&[4], "Suivi"), script);
    assert_eq!(moved, Ok(MoveOutcome { uid_validity: None, uids: BTreeMap::new(), removed: false }));
    drop(amelie);
    assert_eq!(server.rest().await, "");
}

#[tokio::test]
async fn a_copy_that_is_refused_deletes_nothing() {
    let (mut amelie, mut server) = in_a_folder("IMAP4rev1 UIDPLUS").await;
    let script = async {
        server.line().await;
        server.says(&["e5 NO [TRYCREATE] Mailbox doesn't exist: Suivi"]).await;
    };
    let (moved, ()) = tokio::join!(amelie.move_messages(&[4], "Suivi"), script);
    assert!(matches!(moved, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("TRYCREATE")));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test]
async fn a_server_that_names_four_thousand_million_uids_is_believed_for_ours_alone() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["* OK [COPYUID 77 1:4294967295 1:4294967295] moved", "e5 OK"]).await;
    };
    let (moved, ()) = tokio::join!(amelie.move_messages(&[2, 900], "Suivi"), script);
    assert_eq!(moved.unwrap().uids, BTreeMap::from([(2, 2)]));
}

#[tokio::test]
async fn a_message_is_uploaded_once_the_server_wants_it() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.hears(r#"e5 APPEND "Envoy&AOk-s" (\Seen) "31-Jan-2026 23:00:00 +0000" {17}"#).await;
        server.says(&["* OK still here", "+ OK"]).await;
        server.hears_bytes(b"Subject: a\r\n\r\n.\r\n\r\n").await;
        server.says(&["* 4 EXISTS", "e5 OK [APPENDUID 77 101] done"]).await;
    };
    let (appended, ()) =
        tokio::join!(amelie.append("Envoy&AOk-s", Flags::SEEN, 1_769_900_400, b"Subject: a\n\n.\n"), script);
    assert_eq!(appended, Ok(Some(AppendUid { uid_validity: 77, uid: 101 })));
}

#[tokio::test]
async fn a_full_mailbox_says_so_before_the_upload() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["e5 NO [OVERQUOTA] Quota exceeded"]).await;
    };
    let (appended, ()) = tokio::join!(amelie.append("INBOX", Flags::empty(), 0, b"Subject: a\r\n\r\n"), script);
    assert!(matches!(appended, Err(NetError::ServerRefused { reply }) if reply.detail() == Some("OVERQUOTA")));
    still_usable(&mut amelie, &mut server, "e6").await;
}

#[tokio::test]
async fn a_server_without_uidplus_does_not_say_where_the_message_is() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears(r#"e5 APPEND "INBOX" () "01-Jan-1970 00:00:00 +0000" {1}"#).await;
        server.says(&["+"]).await;
        server.hears_bytes(b"a\r\n").await;
        server.says(&["e5 OK"]).await;
    };
    let (appended, ()) = tokio::join!(amelie.append("INBOX", Flags::empty(), 0, b"a"), script);
    assert_eq!(appended, Ok(None));
}

#[tokio::test]
async fn a_message_imap_cannot_carry_is_not_begun() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let nul = amelie.append("INBOX", Flags::empty(), 0, b"a\0b").await;
    let date = amelie.append("INBOX", Flags::empty(), i64::MAX, b"a").await;
    for refused in [nul, date] {
        assert!(matches!(refused, Err(NetError::Unwritable { .. })), "{refused:?}");
    }
    drop(amelie);
    assert_eq!(server.rest().await, "");
}

#[tokio::test]
async fn an_append_whose_answer_is_lost_is_not_taken_for_a_refusal() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.line().await;
        server.says(&["+"]).await;
        server.hears_bytes(b"a\r\n").await;
        drop(server);
    };
    let (appended, ()) = tokio::join!(amelie.append("INBOX", Flags::empty(), 0, b"a"), script);
    assert_eq!(appended, Err(NetError::ServerClosed));
}

#[tokio::test]
async fn a_message_that_comes_in_pieces_is_one_literal() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let pieces = stream::iter([b"Subject: a\r".to_vec(), b"\n\r\n".to_vec(), b"b\r\n".to_vec()].map(Ok)).boxed();
    let script = async {
        server.hears(r#"e5 APPEND "INBOX" () "01-Jan-1970 00:00:00 +0000" {17}"#).await;
        server.says(&["+"]).await;
        server.hears_bytes(b"Subject: a\r\n\r\nb\r\n\r\n").await;
        server.says(&["e5 OK"]).await;
    };
    let (appended, ()) =
        tokio::join!(amelie.append("INBOX", Flags::empty(), 0, MailData::in_pieces(17, pieces)), script);
    assert_eq!(appended, Ok(None));
}

#[tokio::test]
async fn a_message_of_another_size_than_was_said_is_never_whole() {
    for (size, unwritable) in [(15, true), (30, true), (17, false)] {
        let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
        let lost = if unwritable { Ok(b"b\r\n".to_vec()) } else { Err(io::Error::other("the file")) };
        let pieces = stream::iter([Ok(b"Subject: a\r\n\r\n".to_vec()), lost]).boxed();
        let script = async {
            server.line().await;
            server.says(&["+"]).await;
        };
        let (appended, ()) =
            tokio::join!(amelie.append("INBOX", Flags::empty(), 0, MailData::in_pieces(size, pieces)), script);
        assert_eq!(matches!(appended, Err(NetError::Unwritable { .. })), unwritable, "{appended:?}");
        assert_eq!(amelie.fetch_flags(1).await, Err(NetError::Abandoned), "the exchange is half way");
        drop(amelie);
        assert!((server.rest().await.len() as u64) < size, "said to have {size}");
    }
}
