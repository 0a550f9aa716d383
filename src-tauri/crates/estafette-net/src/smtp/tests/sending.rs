//! Letters that leave, or may have.

use std::ops::ControlFlow;
use std::time::Duration;

use super::super::{Delivery, SendFailure, SendPhase};
use super::{BARE, EXIM, LETTER, address, envelope, phases, submission, takes_the_letter};
use crate::error::NetError;
use crate::reply::ServerReply;

#[tokio::test]
async fn a_letter_goes_through_its_phases_and_arrives() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let mut seen = Vec::new();
    let script = async {
        server.hears("MAIL FROM:<amelie@mss.example> SIZE=26 BODY=7BIT").await;
        server.says(&["250 ok"]).await;
        server.hears("RCPT TO:<bastien@mss.example>").await;
        server.says(&["250 ok"]).await;
        server.hears("DATA").await;
        server.says(&["354 go ahead"]).await;
        server.hears_bytes(b"Subject: Bilan\r\n\r\nVoici.\r\n.\r\n").await;
        server.says(&["250 2.0.0 queued as 1vNabc-0001"]).await;
    };
    let (bastien, mut seeing) = (envelope(&["bastien@mss.example"]), phases(&mut seen));
    let (sent, ()) = tokio::join!(amelie.send(&bastien, LETTER, &mut seeing), script);
    drop(seeing);
    let reply = ServerReply::smtp(250, &["2.0.0 queued as 1vNabc-0001".to_owned()]);
    assert_eq!(sent, Ok(Delivery { accepted: vec![address("bastien@mss.example")], refused: vec![], reply }));
    assert_eq!(seen, [SendPhase::Connected, SendPhase::RecipientsAccepted, SendPhase::DataSent]);
}

#[tokio::test]
async fn two_letters_follow_each_other_on_one_connection() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        for _ in 0..2 {
            takes_the_letter(&mut server).await;
            server.says(&["250 ok"]).await;
        }
    };
    let letters = async {
        for _ in 0..2 {
            amelie.send(&envelope(&["bastien@mss.example"]), LETTER, &mut |_| ControlFlow::Continue(())).await.unwrap();
        }
    };
    tokio::join!(letters, script);
}

#[tokio::test]
async fn dots_and_line_ends_are_written_so_that_nothing_can_hide() {
    let letter = b"Subject: a\n\n.\n..\nun\r.\rdeux\n\r\n.\r\nMAIL FROM:<x@y.example>\n.";
    let wire = b"Subject: a\r\n\r\n..\r\n...\r\nun\r\n..\r\ndeux\r\n\r\n..\r\nMAIL FROM:<x@y.example>\r\n..\r\n.\r\n";
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        for answer in ["250 ok", "250 ok", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
        server.hears_bytes(wire).await;
        server.says(&["250 ok"]).await;
    };
    let bastien = envelope(&["bastien@mss.example"]);
    let mut ignoring = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(&bastien, letter, &mut ignoring), script);
    assert!(sent.is_ok());
    drop(amelie);
    assert_eq!(server.rest().await, "");
}

#[tokio::test]
async fn the_parameters_follow_the_letter_and_the_server() {
    let eight_bit = "Subject: été\r\n\r\n\r\n".as_bytes();
    let cases: [(&[&str], &[u8], &str); 4] = [
        (EXIM, eight_bit, "MAIL FROM:<amelie@mss.example> SIZE=20 BODY=8BITMIME"),
        (EXIM, b"Subject: a\n\n", "MAIL FROM:<amelie@mss.example> SIZE=14 BODY=7BIT"),
        (&["250-a", "250-8bitmime", "250 AUTH PLAIN"], eight_bit, "MAIL FROM:<amelie@mss.example> BODY=8BITMIME"),
        (BARE, LETTER, "MAIL FROM:<amelie@mss.example>"),
    ];
    for (offered, letter, expected) in cases {
        let (mut amelie, mut server) = submission(offered).await;
        let script = async {
            server.hears(expected).await;
            drop(server);
        };
        let bastien = envelope(&["bastien@mss.example"]);
        let mut ignoring = |_| ControlFlow::Continue(());
        let (sent, ()) = tokio::join!(amelie.send(&bastien, letter, &mut ignoring), script);
        assert_eq!(sent, Err(SendFailure::NotSent(NetError::ServerClosed)));
    }
}

#[tokio::test]
async fn the_recipients_a_server_refuses_are_named_and_the_others_are_served() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        for answer in ["250 ok", "550 5.1.1 No such mailbox", "250 ok", "452 4.2.2 Boîte pleine", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
        server.hears_bytes(b"Subject: Bilan\r\n\r\nVoici.\r\n.\r\n").await;
        server.says(&["250 ok"]).await;
    };
    let envelope = envelope(&["chloe@mss.example", "bastien@mss.example", "david@mss.example"]);
    let mut ignoring = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(&envelope, LETTER, &mut ignoring), script);
    let sent = sent.unwrap();
    assert_eq!(sent.accepted, [address("bastien@mss.example")]);
    let refused: Vec<_> =
        sent.refused.iter().map(|(who, reply)| (who.local_part(), reply.detail(), reply.is_permanent())).collect();
    assert_eq!(refused, [("chloe", Some("5.1.1"), true), ("david", Some("4.2.2"), false)]);
    assert!(!format!("{sent:?}").contains("mss.example"));
}

#[tokio::test]
async fn a_connection_lost_after_the_dot_leaves_the_fate_unknown() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        takes_the_letter(&mut server).await;
        drop(server);
    };
    let bastien = envelope(&["bastien@mss.example"]);
    let mut ignoring = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(&bastien, LETTER, &mut ignoring), script);
    assert_eq!(sent, Err(SendFailure::Unknown(NetError::ServerClosed)));
    let again = amelie.send(&bastien, LETTER, &mut ignoring).await;
    assert_eq!(again, Err(SendFailure::NotSent(NetError::Abandoned)));
}

#[tokio::test(start_paused = true)]
async fn a_250_that_never_comes_leaves_the_fate_unknown_after_ten_minutes() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let began = tokio::time::Instant::now();
    let script = takes_the_letter(&mut server);
    let bastien = envelope(&["bastien@mss.example"]);
    let mut ignoring = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(&bastien, LETTER, &mut ignoring), script);
    assert_eq!(sent, Err(SendFailure::Unknown(NetError::TimedOut)));
    assert_eq!(began.elapsed().as_secs(), 600);
}

#[tokio::test]
async fn an_answer_to_the_dot_that_means_nothing_leaves_the_fate_unknown() {
    for answer in ["354 go on", "* OK", "25", "250"] {
        let (mut amelie, mut server) = submission(EXIM).await;
        let script = async {
            takes_the_letter(&mut server).await;
            server.says(&[answer]).await;
        };
        let bastien = envelope(&["bastien@mss.example"]);
        let mut ignoring = |_| ControlFlow::Continue(());
        let (sent, ()) = tokio::join!(amelie.send(&bastien, LETTER, &mut ignoring), script);
        match answer {
            // A bare code is a reply all the same (RFC 5321 §4.2).
            "250" => assert!(sent.is_ok(), "{sent:?}"),
            _ => assert!(matches!(sent, Err(SendFailure::Unknown(NetError::Protocol { .. }))), "{answer}: {sent:?}"),
        }
    }
}

#[tokio::test]
async fn the_last_phase_is_told_before_the_dot_is_written() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let (told, tells) = std::sync::mpsc::channel();
    let script = async {
        for answer in ["250 ok", "250 ok", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
        server.hears_bytes(LETTER).await;
        server.hears(".").await;
        assert_eq!(tells.try_iter().last(), Some(SendPhase::DataSent));
    };
    let bastien = envelope(&["bastien@mss.example"]);
    let mut telling = |phase| {
        told.send(phase).unwrap();
        ControlFlow::Continue(())
    };
    tokio::select! {
        biased;
        () = script => {}
        sent = amelie.send(&bastien, LETTER, &mut telling) => panic!("{sent:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_large_letter_on_a_slow_line_is_waited_for() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let line = [b"x".repeat(998).as_slice(), b"\r\n"].concat();
    let letter = line.repeat(1_000);
    let script = async {
        for answer in ["250 ok", "250 ok", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
        for _ in 0..25 {
            tokio::time::sleep(Duration::from_secs(40)).await;
            server.hears_bytes(&line.repeat(40)).await;
        }
        server.hears(".").await;
        server.says(&["250 ok"]).await;
    };
    let bastien = envelope(&["bastien@mss.example"]);
    // Hangs up when it gives up, so that the script does too.
    let sending = async move { amelie.send(&bastien, &letter, &mut |_| ControlFlow::Continue(())).await };
    let (sent, ()) = tokio::join!(sending, script);
    assert!(sent.is_ok(), "{sent:?}");
}
