//! Letters that do not leave.

use std::io;
use std::ops::ControlFlow;

use futures::{StreamExt, stream};

use super::super::{Delivery, Envelope, SendFailure, SendPhase};
use super::{BARE, EXIM, LETTER, address, envelope, phases, submission};
use crate::error::NetError;
use crate::mail_data::MailData;
use crate::testing::ScriptedServer;

/// What becomes of a letter to Bastien and Chloé while the server follows `script`, and the phases it went through.
async fn sending(script: impl AsyncFnOnce(&mut ScriptedServer)) -> (Result<Delivery, SendFailure>, Vec<SendPhase>) {
    let (mut amelie, mut server) = submission(EXIM).await;
    let mut seen = Vec::new();
    let to = envelope(&["bastien@mss.example", "chloe@mss.example"]);
    let script = async move {
        script(&mut server).await;
    };
    let mut seeing = phases(&mut seen);
    let (sent, ()) = tokio::join!(amelie.send(&to, LETTER, &mut seeing), script);
    drop(seeing);
    (sent, seen)
}

async fn answers(server: &mut ScriptedServer, answers: &[&str]) {
    for answer in answers {
        server.line().await;
        server.says(&[answer]).await;
    }
}

/// Takes the letter and its dot, then answers.
async fn answers_the_dot(server: &mut ScriptedServer, answer: &str) {
    answers(server, &["250 ok", "250 ok", "250 ok", "354 go"]).await;
    server.hears_bytes(b"Subject: Bilan\r\n\r\nVoici.\r\n.\r\n").await;
    // The answer to the dot ends the transaction: there is nothing to reset.
    server.says(&[answer]).await;
}

fn refusal(sent: Result<Delivery, SendFailure>) -> (u16, bool, usize) {
    match sent {
        Err(SendFailure::Refused { reply, permanent, recipients }) => {
            (reply.code().unwrap(), permanent, recipients.len())
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_at_each_stage_is_told_for_good_or_for_now() {
    for (code, permanent) in [(550, true), (451, false)] {
        let no = format!("{code} no");
        let stages: [&[&str]; 3] = [
            &[&no, "250 reset"],
            &["250 ok", &no, &no, "250 reset"],
            &["250 ok", "250 ok", "250 ok", &no, "250 reset"],
        ];
        for (stage, recipients) in stages.into_iter().zip([0, 2, 0]) {
            let (sent, _) = sending(async |server| answers(server, stage).await).await;
            assert_eq!(refusal(sent), (code, permanent, recipients), "{stage:?}");
        }
        let (sent, seen) = sending(async |server| answers_the_dot(server, &no).await).await;
        assert_eq!((refusal(sent), seen.len()), ((code, permanent, 0), 3));
    }
}

#[tokio::test]
async fn a_letter_refused_to_all_is_reset_and_no_data_is_sent() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let to = envelope(&["bastien@mss.example", "chloe@mss.example"]);
    let script = async {
        answers(&mut server, &["250 ok", "550 5.1.1 unknown", "452 4.2.2 full"]).await;
        server.hears("RSET").await;
        server.says(&["250 ok"]).await;
        assert!(server.line().await.starts_with("MAIL FROM"));
        server.says(&["451 later"]).await;
        server.hears("RSET").await;
        server.says(&["500 what"]).await;
    };
    let letters = async {
        let mut ignoring = |_| ControlFlow::Continue(());
        let first = amelie.send(&to, LETTER, &mut ignoring).await;
        let second = amelie.send(&to, LETTER, &mut ignoring).await;
        (first, second, amelie.send(&to, LETTER, &mut ignoring).await)
    };
    let ((first, second, third), ()) = tokio::join!(letters, script);
    match first {
        Err(SendFailure::Refused { permanent, recipients, .. }) => {
            // Chloé's mailbox may have room tomorrow.
            assert!(!permanent);
            assert_eq!(recipients[0].0, address("bastien@mss.example"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(refusal(second).0, 451);
    // The server would not forget the last letter: the next one could go to its recipients.
    assert_eq!(third, Err(SendFailure::NotSent(NetError::Abandoned)));
}

#[tokio::test]
async fn a_server_that_goes_away_at_a_recipient_refuses_for_now() {
    let (sent, seen) = sending(async |server| answers(server, &["250 ok", "421 4.3.2 shutting down"]).await).await;
    assert_eq!((refusal(sent), seen), ((421, false, 0), vec![SendPhase::Connected]));
}

#[tokio::test]
async fn a_connection_lost_before_the_dot_means_the_letter_has_not_left() {
    let stages: [&[&str]; 4] = [&[], &["250 ok"], &["250 ok", "250 ok"], &["250 ok", "250 ok", "250 ok"]];
    for stage in stages {
        let (sent, seen) = sending(async |server| {
            answers(server, stage).await;
            server.line().await;
        })
        .await;
        assert_eq!(sent, Err(SendFailure::NotSent(NetError::ServerClosed)), "{stage:?}");
        assert!(!seen.contains(&SendPhase::DataSent));
    }
}

#[tokio::test]
async fn a_reply_out_of_place_means_the_letter_has_not_left() {
    let stages: [&[&str]; 3] = [&["354 go"], &["250 ok", "334 go"], &["250 ok", "250 ok", "250 ok", "250 ok"]];
    for stage in stages {
        let (sent, seen) = sending(async |server| answers(server, stage).await).await;
        assert!(matches!(sent, Err(SendFailure::NotSent(NetError::Protocol { .. }))), "{stage:?}: {sent:?}");
        assert!(!seen.contains(&SendPhase::DataSent));
    }
}

#[tokio::test]
async fn a_letter_the_server_cannot_take_is_refused_here() {
    let bastien = envelope(&["bastien@mss.example"]);
    let eight_bit = "Subject: été\r\n\r\n".as_bytes();
    let crowd = Envelope { to: vec![address("bastien@mss.example"); 1_001], ..bastien.clone() };
    let small: &[&str] = &["250-a", "250-SIZE 25", "250 AUTH PLAIN"];
    let cases: [(&[&str], &Envelope, &[u8], NetError); 4] = [
        (small, &bastien, LETTER, NetError::TooLarge { limit: 25, size: 26 }),
        (BARE, &bastien, eight_bit, NetError::Unwritable { what: "eight-bit text, to a server without 8BITMIME" }),
        (
            EXIM,
            &envelope(&[]),
            LETTER,
            NetError::Unwritable { what: "a letter to nobody, or to more than a thousand recipients" },
        ),
        (
            EXIM,
            &crowd,
            LETTER,
            NetError::Unwritable { what: "a letter to nobody, or to more than a thousand recipients" },
        ),
    ];
    for (offered, envelope, letter, expected) in cases {
        let (mut amelie, mut server) = submission(offered).await;
        let sent = amelie.send(envelope, letter, &mut |phase| panic!("{phase:?}")).await;
        assert_eq!(sent, Err(SendFailure::NotSent(expected)));
        drop(amelie);
        assert_eq!(server.rest().await, "");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_reading_is_given_up_and_the_letter_has_not_left() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let letter = vec![b'x'; 1_000_000];
    let bastien = envelope(&["bastien@mss.example"]);
    let mut ignoring = |_| ControlFlow::Continue(());
    let script = answers(&mut server, &["250 ok", "250 ok", "354 go"]);
    let (sent, ()) = tokio::join!(amelie.send(&bastien, &letter, &mut ignoring), script);
    assert_eq!(sent, Err(SendFailure::NotSent(NetError::TimedOut)));
}

#[test]
fn no_address_can_carry_a_command() {
    for text in ["a@b.example>\r\nDATA", "a@b.example> SIZE=1", "<a@b.example", "a b@c.example", "\"a\r\n\"@b.example"]
    {
        assert!(text.parse::<estafette_model::Address>().is_err(), "{text:?}");
    }
}

#[test]
fn every_address_a_person_may_write_to_can_be_written_to_the_server() {
    let long = format!("{}@{}.mss.example", "a".repeat(64), "b".repeat(63));
    for text in ["a@b.example", "jean-luc.o'neill+suivi@ehpad-les-tilleuls.mss.example", "x@1.2.example", &long] {
        let address = address(text);
        assert_eq!(super::super::transaction::on_wire(&address).unwrap().to_string(), address.as_str());
    }
}

#[tokio::test]
async fn a_letter_whose_caller_breaks_off_before_the_dot_does_not_leave() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        for answer in ["250 ok", "250 ok", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
    };
    let bastien = envelope(&["bastien@mss.example"]);
    let mut breaking = |phase| match phase {
        SendPhase::DataSent => ControlFlow::Break(()),
        SendPhase::Connected | SendPhase::RecipientsAccepted => ControlFlow::Continue(()),
    };
    let (sent, ()) = tokio::join!(amelie.send(&bastien, LETTER, &mut breaking), script);
    assert_eq!(sent.unwrap_err(), SendFailure::NotSent(NetError::Abandoned));
    drop(amelie);
    let heard = server.rest().await;
    assert!(!heard.ends_with("\r\n.\r\n") && !heard.contains("QUIT"), "{heard:?}");
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_to_its_end_does_not_leave_and_nothing_is_added_to_it() {
    let (mut amelie, mut server) = submission(EXIM).await;
    let script = async {
        for answer in ["250 ok", "250 ok", "354 go"] {
            server.line().await;
            server.says(&[answer]).await;
        }
    };
    let bastien = envelope(&["bastien@mss.example"]);
    let pieces = stream::iter([Ok(b"Subject: a\r\n\r\n.cach".to_vec()), Err(io::Error::other("the file"))]).boxed();
    let letter = MailData::in_pieces(100, pieces);
    let mut going_on = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(&bastien, letter, &mut going_on), script);
    assert_eq!(sent.unwrap_err(), SendFailure::NotSent(NetError::Abandoned));
    amelie.quit().await;
    assert_eq!(server.rest().await, "Subject: a\r\n\r\n..cach");
}
