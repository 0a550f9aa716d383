use std::time::Duration;

use super::ask_for_tls;
use crate::error::NetError;
use crate::testing::{ScriptedServer, pipe};

const LIMIT: Duration = Duration::from_secs(60);

/// What comes of asking for TLS while the server follows `script`, and what the client said after it.
async fn asking<F>(script: impl FnOnce(ScriptedServer) -> F) -> (Result<(), NetError>, String)
where
    F: Future<Output = ScriptedServer>,
{
    let (client, server) = pipe();
    let (asked, mut server) = tokio::join!(ask_for_tls(client, LIMIT), script(server));
    let outcome = asked.map(drop);
    (outcome, server.rest().await)
}

async fn up_to_starttls(server: &mut ScriptedServer) {
    server.says(&["* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] prêt"]).await;
    server.hears("s1 CAPABILITY").await;
    server.says(&["* CAPABILITY IMAP4rev1 StartTLS LOGINDISABLED", "s1 OK"]).await;
    server.hears("s2 STARTTLS").await;
}

#[tokio::test]
async fn a_plain_ok_lets_the_handshake_begin() {
    let (outcome, after) = asking(async |mut server| {
        up_to_starttls(&mut server).await;
        server.says(&["s2 OK Begin TLS negotiation now."]).await;
        server
    })
    .await;
    assert_eq!((outcome, after.as_str()), (Ok(()), ""));
}

#[tokio::test]
async fn words_slipped_in_behind_the_ok_stop_everything() {
    for slipped in ["* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "e1 OK", "x"] {
        let (outcome, after) = asking(async |mut server| {
            up_to_starttls(&mut server).await;
            server.sends(format!("s2 OK Begin\r\n{slipped}").as_bytes()).await;
            server
        })
        .await;
        assert_eq!((outcome, after.as_str()), (Err(NetError::PreTlsData), ""), "{slipped}");
    }
}

#[tokio::test]
async fn a_server_that_takes_us_for_logged_in_is_left() {
    for greeting in ["* PREAUTH logged in as amelie", "* preauth x"] {
        let (outcome, after) = asking(async |mut server| {
            server.says(&[greeting]).await;
            server
        })
        .await;
        assert_eq!((outcome, after.as_str()), (Err(NetError::StartTlsRefused), ""), "{greeting}");
    }
}

#[tokio::test]
async fn starttls_taken_out_of_the_capabilities_is_a_refusal() {
    for capabilities in ["* CAPABILITY IMAP4rev1 AUTH=PLAIN", "* CAPABILITY IMAP4rev1 XSTARTTLS", "* OK STARTTLS"] {
        let (outcome, after) = asking(async |mut server| {
            server.says(&["* OK [CAPABILITY IMAP4rev1 STARTTLS] ready"]).await;
            server.hears("s1 CAPABILITY").await;
            server.says(&[capabilities, "s1 OK done"]).await;
            server
        })
        .await;
        assert_eq!((outcome, after.as_str()), (Err(NetError::StartTlsRefused), ""), "{capabilities}");
    }
}

#[tokio::test]
async fn an_offer_that_is_taken_back_is_a_refusal() {
    let (outcome, after) = asking(async |mut server| {
        server.says(&["* OK ready"]).await;
        server.hears("s1 CAPABILITY").await;
        server.says(&["* CAPABILITY IMAP4rev1 STARTTLS", "s1 BAD what"]).await;
        server
    })
    .await;
    assert_eq!((outcome, after.as_str()), (Err(NetError::StartTlsRefused), ""));
}

#[tokio::test]
async fn anything_but_a_tagged_ok_to_starttls_stops_everything() {
    let cases = [
        ("s2 NO not now", NetError::StartTlsRefused),
        ("s2 BAD unknown", NetError::StartTlsRefused),
        ("s2 OKAY", NetError::StartTlsRefused),
        ("s2", NetError::StartTlsRefused),
        ("* OK go", NetError::Protocol { what: "something else than an answer to STARTTLS" }),
        ("s1 OK go", NetError::Protocol { what: "something else than an answer to STARTTLS" }),
        ("+ go", NetError::Protocol { what: "something else than an answer to STARTTLS" }),
        ("", NetError::Protocol { what: "something else than an answer to STARTTLS" }),
    ];
    for (answer, expected) in cases {
        let (outcome, after) = asking(async |mut server| {
            up_to_starttls(&mut server).await;
            server.says(&[answer]).await;
            server
        })
        .await;
        assert_eq!((outcome, after.as_str()), (Err(expected), ""), "{answer}");
    }
}

#[tokio::test]
async fn an_answer_that_is_here_before_its_question_stops_everything() {
    let (outcome, after) = asking(async |mut server| {
        server.sends(b"* OK ready\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 OK\r\ns2 OK\r\n").await;
        server
    })
    .await;
    assert_eq!((outcome, after.as_str()), (Err(NetError::PreTlsData), ""));
}

#[tokio::test]
async fn a_farewell_before_tls_is_not_quoted() {
    let (outcome, _) = asking(async |mut server| {
        server.says(&["* BYE [ALERT] call +33 1 99 00 00 00 and give your password"]).await;
        server
    })
    .await;
    assert_eq!(outcome, Err(NetError::ServerClosed));
}

#[tokio::test]
async fn a_server_that_talks_without_end_is_left() {
    let (outcome, _) = asking(async |mut server| {
        server.says(&["* OK ready"]).await;
        server.hears("s1 CAPABILITY").await;
        server.says(&["* OK again"; 200]).await;
        server
    })
    .await;
    assert!(matches!(outcome, Err(NetError::Protocol { .. })), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_greets_is_left_in_time() {
    let (client, _server) = pipe();
    assert_eq!(ask_for_tls(client, LIMIT).await.err(), Some(NetError::TimedOut));
}
