//! Flags, headers, bodies, searches.

use estafette_model::Flags;

use super::{BARE, DOVECOT, in_a_folder};
use crate::error::NetError;

#[tokio::test]
async fn the_last_message_is_not_taken_for_a_new_one() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears("e5 UID FETCH 43:* (UID FLAGS)").await;
        server.says(&[r"* 3 FETCH (UID 42 FLAGS (\Seen))", "e5 OK"]).await;
    };
    let (flags, ()) = tokio::join!(amelie.fetch_flags(43), script);
    assert_eq!(flags, Ok(vec![]));
}

#[tokio::test]
async fn flags_come_ascending_with_the_last_word_of_each() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears("e5 UID FETCH 1:* (UID FLAGS)").await;
        server
            .says(&[
                r"* 3 FETCH (UID 9 FLAGS (\Seen \Flagged $MssTaken))",
                r"* 1 FETCH (FLAGS () UID 4)",
                r"* 2 FETCH (FLAGS (\Deleted))",
                r"* 1 FETCH (UID 4 MODSEQ (12) FLAGS (\Answered \Recent))",
                "e5 OK",
            ])
            .await;
    };
    let (flags, ()) = tokio::join!(amelie.fetch_flags(0), script);
    assert_eq!(flags, Ok(vec![(4, Flags::ANSWERED), (9, Flags::SEEN.with(Flags::FLAGGED))]));
}

#[tokio::test]
async fn headers_are_read_with_all_that_a_listing_shows() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let header = "Subject: Bilan\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
    let script = async {
        server.hears("e5 UID FETCH 7,9 (UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])").await;
        let first = format!(
            "* 2 FETCH (UID 9 FLAGS (\\Seen) RFC822.SIZE 5000 INTERNALDATE \" 1-Feb-2026 00:00:00 +0100\" \
             BODY[HEADER] {{{}}}\r\n{header})\r\n",
            header.len()
        );
        server.dribbles(first.as_bytes()).await;
        server.says(&[r"* 1 FETCH (UID 8 FLAGS () BODY[HEADER] {2}", "", ")"]).await;
        server.says(&[r"* 1 FETCH (UID 9 FLAGS ())", "* 1 FETCH (UID 7 BODY[HEADER] NIL)", "e5 OK"]).await;
    };
    let (headers, ()) = tokio::join!(amelie.fetch_headers(&[9, 7, 9]), script);
    let headers = headers.unwrap();
    assert_eq!(headers.iter().map(|header| header.uid).collect::<Vec<_>>(), [7, 9]);
    assert!(headers[0].header.is_empty() && !headers[0].attachments_hint);
    let bilan = &headers[1];
    assert_eq!((bilan.flags, bilan.size, bilan.internal_date), (Flags::SEEN, 5000, 1_769_900_400));
    assert_eq!(bilan.header, header.as_bytes());
    assert!(bilan.attachments_hint);
    assert!(!format!("{bilan:?}").contains("Bilan"));
}

#[tokio::test]
async fn each_body_is_handed_over_as_it_arrives() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let (told, mut hears_of) = tokio::sync::mpsc::unbounded_channel();
    let mut sink = move |uid, body: Vec<u8>| told.send((uid, body)).unwrap();
    let script = async {
        server.hears("e5 UID FETCH 1:3 (UID BODY.PEEK[])").await;
        server.sends(b"* 1 FETCH (UID 1 BODY[] {5}\r\nun\r\n*)\r\n").await;
        // The second message is sent only once the first was handed over.
        assert_eq!(hears_of.recv().await.unwrap(), (1, b"un\r\n*".to_vec()));
        server.sends(b"* 2 FETCH (BODY[] \"deux\" UID 2)\r\n* 2 FETCH (FLAGS (\\Seen))\r\n").await;
        server.sends(b"* 7 FETCH (UID 7 BODY[] \"autre\")\r\n* 1 FETCH (UID 1 BODY[] \"encore\")\r\ne5 OK\r\n").await;
        assert_eq!(hears_of.recv().await.unwrap(), (2, b"deux".to_vec()));
    };
    let (fetched, ()) = tokio::join!(amelie.fetch_bodies(&[1, 2, 3], &mut sink), script);
    assert_eq!(fetched, Ok(()));
    drop(sink);
    assert_eq!(hears_of.recv().await, None);
}

#[tokio::test]
async fn nothing_is_asked_for_no_message() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    assert_eq!(amelie.fetch_headers(&[]).await, Ok(vec![]));
    assert_eq!(amelie.fetch_bodies(&[0], &mut |_, _| panic!("no message was asked for")).await, Ok(()));
    drop(amelie);
    assert_eq!(server.rest().await, "");
}

#[tokio::test]
async fn a_letter_is_looked_for_by_its_whole_message_id() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        for tag in ["e5", "e6"] {
            server.hears(&format!(r#"{tag} UID SEARCH HEADER Message-ID "<a\"b\\c@mss.example>""#)).await;
            server.says(&["* SEARCH 9 4", "* SEARCH 4", &format!("{tag} OK")]).await;
        }
    };
    let searches = async {
        let bare = amelie.find_by_message_id(r#"a"b\c@mss.example"#).await;
        (bare, amelie.find_by_message_id(r#"<a"b\c@mss.example>"#).await)
    };
    let ((bare, bracketed), ()) = tokio::join!(searches, script);
    assert_eq!((bare, bracketed), (Ok(vec![4, 9]), Ok(vec![4, 9])));
}

#[tokio::test]
async fn what_is_no_message_id_is_not_searched_for() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let long = "x".repeat(2_000);
    for id in ["", "<>", "a b@c", "a\r\ne9 DELETE INBOX", "é@mss.example", long.as_str()] {
        assert!(matches!(amelie.find_by_message_id(id).await, Err(NetError::Unwritable { .. })), "{id}");
    }
    drop(amelie);
    assert_eq!(server.rest().await, "");
}

#[tokio::test]
async fn a_large_message_is_asked_for_stretch_by_stretch() {
    let (mut amelie, mut server) = in_a_folder(DOVECOT).await;
    let script = async {
        server.hears("e5 UID FETCH 9 (UID BODY.PEEK[]<0.4>)").await;
        server
            .sends(b"* 1 FETCH (UID 8 BODY[]<0> \"faux\")\r\n* 2 FETCH (BODY[]<0> {4}\r\nSubj UID 9)\r\ne5 OK\r\n")
            .await;
        server.hears("e6 UID FETCH 9 (UID BODY.PEEK[]<4.4>)").await;
        // A stretch of another place, and a whole message, are no answer.
        server
            .sends(b"* 2 FETCH (UID 9 BODY[]<0> \"Subj\")\r\n* 2 FETCH (UID 9 BODY[] \"Subject\")\r\ne6 OK\r\n")
            .await;
        server.hears("e7 UID FETCH 9 (UID BODY.PEEK[]<7.4>)").await;
        server.sends(b"* 2 FETCH (UID 9 BODY[]<7> \"\")\r\ne7 OK\r\n").await;
        server.hears("e8 UID FETCH 9 (UID BODY.PEEK[]<0.4>)").await;
        server.says(&["e8 OK nothing"]).await;
    };
    let stretches = async {
        let mut stretches = Vec::new();
        for start in [0, 4, 7, 0] {
            stretches.push(amelie.fetch_stretch(9, start, 4).await.unwrap());
        }
        stretches
    };
    let (stretches, ()) = tokio::join!(stretches, script);
    assert_eq!(stretches, [Some(b"Subj".to_vec()), None, Some(vec![]), None]);
}

#[tokio::test]
async fn a_draft_of_ours_is_the_first_with_its_name_and_date_that_nobody_marked() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.hears(r#"e5 UID SEARCH HEADER Message-ID "<a@mss.example>""#).await;
        server.says(&["* SEARCH 4 5 6 7", "e5 OK"]).await;
        server.hears("e6 UID FETCH 4:7 (UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])").await;
        server
            .says(&[
                r#"* 1 FETCH (UID 4 FLAGS (\Draft) INTERNALDATE " 1-Feb-2026 00:00:01 +0100" BODY[HEADER] NIL)"#,
                r#"* 2 FETCH (UID 5 FLAGS (\Draft \Deleted) INTERNALDATE " 1-Feb-2026 00:00:00 +0100" BODY[HEADER] NIL)"#,
                r#"* 3 FETCH (UID 6 FLAGS (\Draft) INTERNALDATE "31-Jan-2026 23:00:00 +0000" BODY[HEADER] NIL)"#,
                r#"* 4 FETCH (UID 7 FLAGS (\Draft) INTERNALDATE "31-Jan-2026 23:00:00 +0000" BODY[HEADER] NIL)"#,
                "e6 OK",
            ])
            .await;
    };
    let (found, ()) = tokio::join!(amelie.find_dated("a@mss.example", 1_769_900_400), script);
    assert_eq!(found, Ok(Some(6)));
}

#[tokio::test]
async fn a_draft_nobody_knows_costs_one_question() {
    let (mut amelie, mut server) = in_a_folder(BARE).await;
    let script = async {
        server.line().await;
        server.says(&["* SEARCH", "e5 OK"]).await;
    };
    let (found, ()) = tokio::join!(amelie.find_dated("a@mss.example", 0), script);
    assert_eq!(found, Ok(None));
    drop(amelie);
    assert_eq!(server.rest().await, "");
}
