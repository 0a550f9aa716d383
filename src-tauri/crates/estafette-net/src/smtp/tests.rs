//! Dialogues with a scripted submission server, from the banner on.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod dsn;
mod opening;
mod refusals;
mod sending;

use std::ops::ControlFlow;

use estafette_model::Address;

use super::{Envelope, ReversePath, SendPhase, Submission};
use crate::testing::{ScriptedServer, amelie, pipe};
use crate::timeouts::Timeouts;

/// What Exim offers, as far as we care.
const EXIM: &[&str] = &["250-rig.example Hello", "250-SIZE 20971520", "250-8BITMIME", "250 AUTH PLAIN LOGIN"];
/// A server of 1996.
const BARE: &[&str] = &["250-old.example", "250 AUTH PLAIN"];

const LETTER: &[u8] = b"Subject: Bilan\r\n\r\nVoici.\r\n";

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn envelope(to: &[&str]) -> Envelope {
    let from = ReversePath::Sender { address: address("amelie@mss.example"), reports: None };
    Envelope { from, to: to.iter().map(|to| address(to)).collect() }
}

/// A submission of Amélie's, logged in to a server that answers EHLO with these lines.
async fn submission(offered: &[&str]) -> (Submission, ScriptedServer) {
    let (client, mut server) = pipe();
    let (credential, timeouts) = (amelie(), Timeouts::default());
    let script = async {
        server.hears("EHLO [127.0.0.1]").await;
        server.says(offered).await;
        server.hears("AUTH PLAIN AGFtZWxpZQB0aXNhbmU=").await;
        server.says(&["235 2.7.0 welcome"]).await;
    };
    let (opened, ()) = tokio::join!(Submission::over(client, true, &credential, &timeouts), script);
    (opened.expect("the login is accepted"), server)
}

/// The server's part of a letter to one recipient, up to and without the final reply.
async fn takes_the_letter(server: &mut ScriptedServer) {
    assert!(server.line().await.starts_with("MAIL FROM:<amelie@mss.example>"));
    server.says(&["250 ok"]).await;
    server.hears("RCPT TO:<bastien@mss.example>").await;
    server.says(&["250 ok"]).await;
    server.hears("DATA").await;
    server.says(&["354 go ahead"]).await;
    server.hears_bytes(LETTER).await;
    server.hears(".").await;
}

/// Collects the phases a letter goes through.
fn phases(into: &mut Vec<SendPhase>) -> impl FnMut(SendPhase) -> ControlFlow<()> + Send {
    |phase| {
        into.push(phase);
        ControlFlow::Continue(())
    }
}
