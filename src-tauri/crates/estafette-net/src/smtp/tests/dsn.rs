//! Reports of delivery: asked for where they are offered, and never elsewhere.

use std::ops::ControlFlow;

use estafette_model::EnvelopeId;

use super::super::{Envelope, ReversePath};
use super::{EXIM, LETTER, address, submission};

const WITH_DSN: &[&str] = &["250-rig.example Hello", "250-SIZE 20971520", "250-8BITMIME", "250-DSN", "250 AUTH PLAIN"];

fn wanting_reports(to: &[&str]) -> Envelope {
    let reports = Some(EnvelopeId::new(*b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"));
    let from = ReversePath::Sender { address: address("amelie@mss.example"), reports };
    Envelope { from, to: to.iter().map(|to| address(to)).collect() }
}

/// Sends `envelope` through a server that offers `offered` and hears exactly these commands before DATA.
async fn hears(offered: &[&str], envelope: &Envelope, commands: &[&str]) {
    let (mut amelie, mut server) = submission(offered).await;
    let script = async {
        for command in commands {
            server.hears(command).await;
            server.says(&["250 ok"]).await;
        }
        server.hears("DATA").await;
        server.says(&["354 go ahead"]).await;
        server.hears_bytes(LETTER).await;
        server.hears(".").await;
        server.says(&["250 ok"]).await;
    };
    let mut seeing = |_| ControlFlow::Continue(());
    let (sent, ()) = tokio::join!(amelie.send(envelope, LETTER, &mut seeing), script);
    assert_eq!(sent.map(|delivery| delivery.accepted), Ok(envelope.to.clone()));
}

#[tokio::test]
async fn reports_are_asked_for_on_every_recipient_where_they_are_offered() {
    hears(
        WITH_DSN,
        &wanting_reports(&["bastien@mss.example", "a+b=c@mss.example"]),
        &[
            "MAIL FROM:<amelie@mss.example> RET=HDRS ENVID=00112233445566778899aabbccddeeff SIZE=26 BODY=7BIT",
            "RCPT TO:<bastien@mss.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;bastien@mss.example",
            // « + » and « = » are what xtext writes otherwise (RFC 3461 §4).
            "RCPT TO:<a+b=c@mss.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a+2Bb+3Dc@mss.example",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_server_that_does_not_offer_reports_is_not_asked_for_any() {
    hears(
        EXIM,
        &wanting_reports(&["bastien@mss.example"]),
        &["MAIL FROM:<amelie@mss.example> SIZE=26 BODY=7BIT", "RCPT TO:<bastien@mss.example>"],
    )
    .await;
}

#[tokio::test]
async fn what_leaves_in_nobody_s_name_asks_for_no_report() {
    let receipt = Envelope { from: ReversePath::Nobody, to: vec![address("bastien@mss.example")] };
    hears(WITH_DSN, &receipt, &["MAIL FROM:<> SIZE=26 BODY=7BIT", "RCPT TO:<bastien@mss.example>"]).await;
}
