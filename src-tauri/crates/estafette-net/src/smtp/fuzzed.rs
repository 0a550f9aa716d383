//! Letters handed to a server that says anything.

use std::ops::ControlFlow;

use estafette_model::{Address, Secret};

use super::outcome::{Envelope, ReversePath, SendFailure, SendPhase};
use super::{Submission, ask_for_tls};
use crate::answers::{Answers, Heard, converse};
use crate::endpoint::Credential;
use crate::timeouts::Timeouts;

/// What an honest server says before the others begin.
const HONEST: [&[u8]; 3] = [
    b"220 rig.example ESMTP\r\n",
    b"250-rig.example Hello\r\n250-SIZE 20971520\r\n250-8BITMIME\r\n250-DSN\r\n250 AUTH PLAIN LOGIN\r\n",
    b"235 2.7.0 welcome\r\n",
];
/// Has a line that is a dot alone.
const LETTER: &str = "Subject: Bilan\r\n\r\n.\r\nVoici.\r\n";
const FINAL_DOT: &[u8] = b"\r\n.\r\n";

/// Has two letters handed to a server that says `bytes`, whose first says how fast it speaks and whether it is honest up to the
/// first letter.
///
/// # Panics
/// A fate was told that cannot be the letter's.
pub fn smtp_answers(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    let server = Answers::new(if how & 2 == 0 { &HONEST } else { &[] }, rest).slow(how & 1 != 0);
    let heard = server.heard();
    let (Some(amelie), Some(bastien), Some(chloe)) =
        (address("amelie@mss.example"), address("bastien@mss.example"), address("chloe@mss.example"))
    else {
        return;
    };
    let envelope = Envelope { from: ReversePath::Sender { address: amelie, reports: None }, to: vec![bastien, chloe] };
    converse(async {
        let credential =
            Credential::Password { login: "amelie".to_owned(), password: Secret::new("tisane".to_owned()) };
        let opened = Submission::over(Box::new(server), false, &credential, &Timeouts::default()).await;
        let Ok(mut submission) = opened else { return };
        for _ in 0..2 {
            hand_over(&mut submission, &envelope, &heard).await;
        }
        submission.quit().await;
    });
}

fn address(text: &str) -> Option<Address> {
    text.parse().ok()
}

async fn hand_over(submission: &mut Submission, envelope: &Envelope, heard: &Heard) {
    let before = dots(heard);
    let mut told = false;
    let fate = submission
        .send(envelope, LETTER, &mut |phase| {
            told |= phase == SendPhase::DataSent;
            assert_eq!(dots(heard), before, "the letter left before it was said to");
            ControlFlow::Continue(())
        })
        .await;
    let left = dots(heard) - before;
    assert!(left <= usize::from(told), "the letter left and nobody was told");
    match fate {
        Ok(_) => assert_eq!(left, 1, "a letter that never left was taken"),
        Err(SendFailure::NotSent(_)) => assert_eq!(left, 0, "a letter that may have left counts as not sent"),
        Err(SendFailure::Unknown(_)) => assert!(told, "nothing is known of a letter that never left"),
        // The server may say no at any time.
        Err(SendFailure::Refused { .. }) => {}
    }
}

fn dots(heard: &Heard) -> usize {
    heard.bytes().windows(FINAL_DOT.len()).filter(|window| *window == FINAL_DOT).count()
}

/// Asks for TLS, where whoever is on the way says `bytes`. The first byte says how fast they speak.
///
/// # Panics
/// Something was said in the clear beside the two commands.
pub fn smtp_starttls(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    let server = Answers::new(&[], rest).slow(how & 1 != 0);
    let heard = server.heard();
    converse(async { drop(ask_for_tls(server, &Timeouts::default()).await) });
    let heard = heard.bytes();
    assert!(b"EHLO [127.0.0.1]\r\nSTARTTLS\r\n".starts_with(&heard), "{}", heard.escape_ascii());
}
