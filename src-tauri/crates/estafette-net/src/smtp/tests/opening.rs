//! Introducing ourselves and logging in.

use super::super::{Submission, ask_for_tls};
use super::{BARE, EXIM, submission};
use crate::endpoint::Credential;
use crate::error::NetError;
use crate::testing::{ScriptedServer, amelie, password, pipe};
use crate::timeouts::Timeouts;

/// Opens a submission while the server follows `script`; also returns what the client said after it.
async fn opening(
    credential: &Credential,
    script: impl AsyncFnOnce(&mut ScriptedServer),
) -> (Result<(), NetError>, String) {
    let (client, mut server) = pipe();
    let timeouts = Timeouts::default();
    let (opened, ()) = tokio::join!(Submission::over(client, false, credential, &timeouts), script(&mut server));
    let outcome = opened.map(drop);
    (outcome, server.rest().await)
}

/// Asks for TLS in clear while the server follows `script`; also returns what the client said after it.
async fn asking_for_tls(script: impl AsyncFnOnce(&mut ScriptedServer)) -> (Result<(), NetError>, String) {
    let (client, mut server) = pipe();
    let timeouts = Timeouts::default();
    let (asked, ()) = tokio::join!(ask_for_tls(client, &timeouts), script(&mut server));
    let outcome = asked.map(drop);
    (outcome, server.rest().await)
}

async fn offers(server: &mut ScriptedServer, offered: &[&str]) {
    server.says(&["220-rig.example", "220 ESMTP ready"]).await;
    server.hears("EHLO [127.0.0.1]").await;
    server.says(offered).await;
}

#[tokio::test]
async fn the_limit_of_the_server_is_known_before_a_letter_is_written() {
    let cases: [(&[&str], Option<u64>); 5] = [
        (EXIM, Some(20_971_520)),
        (BARE, None),
        (&["250-a", "250-size 0", "250 AUTH PLAIN"], None),
        (&["250-a", "250-SIZE", "250 AUTH PLAIN"], None),
        (&["250-a", "250-SIZE beaucoup", "250 AUTH PLAIN"], None),
    ];
    for (offered, expected) in cases {
        assert_eq!(submission(offered).await.0.max_size(), expected, "{offered:?}");
    }
}

#[tokio::test]
async fn login_is_used_where_plain_is_missing() {
    let (outcome, _) = opening(&password("amelie", "thé"), async |server| {
        offers(server, &["250-a", "250 AUTH LOGIN NTLM"]).await;
        server.hears("AUTH LOGIN").await;
        server.says(&["334 VXNlcm5hbWU6"]).await;
        server.hears("YW1lbGll").await;
        server.says(&["334 UGFzc3dvcmQ6"]).await;
        server.hears("dGjDqQ==").await;
        server.says(&["235 ok"]).await;
    })
    .await;
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn a_login_refused_at_the_name_does_not_hand_over_the_password() {
    let (outcome, said) = opening(&amelie(), async |server| {
        offers(server, &["250-a", "250 AUTH LOGIN"]).await;
        server.line().await;
        server.says(&["334 VXNlcm5hbWU6"]).await;
        server.line().await;
        server.says(&["535 no such user"]).await;
    })
    .await;
    assert!(matches!(outcome, Err(NetError::AuthRefused { .. })));
    assert_eq!(said, "");
}

#[tokio::test]
async fn a_server_without_a_way_to_log_in_hears_no_password() {
    for offered in [&["250 a"][..], &["250-a", "250 AUTH GSSAPI XOAUTH2"]] {
        let (outcome, said) = opening(&amelie(), async |server| offers(server, offered).await).await;
        assert_eq!((outcome, said.as_str()), (Err(NetError::LoginDisabled), ""));
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_from_a_server_in_trouble() {
    let cases = [
        ("535 5.7.8 Authentication credentials invalid", true),
        ("534 too weak", true),
        ("454 4.7.0 Temporary authentication failure", false),
        ("421 going away", false),
    ];
    for (answer, about_the_credential) in cases {
        let (outcome, _) = opening(&amelie(), async |server| {
            offers(server, EXIM).await;
            server.line().await;
            server.says(&[answer]).await;
        })
        .await;
        match outcome {
            Err(NetError::AuthRefused { .. }) => assert!(about_the_credential, "{answer}"),
            Err(NetError::ServerRefused { .. }) => assert!(!about_the_credential, "{answer}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_turns_us_away_is_quoted_over_tls_alone() {
    let turned_away = async |server: &mut ScriptedServer| {
        server.says(&["421-4.7.0 Too many connections,", "421 4.7.0 call +33 1 99 00 00 00"]).await;
    };
    let (over_tls, _) = opening(&amelie(), turned_away).await;
    let (in_clear, _) = asking_for_tls(turned_away).await;
    let words = |outcome| match outcome {
        Err(NetError::ServerRefused { reply }) => (reply.code(), reply.text().to_owned()),
        other => panic!("{other:?}"),
    };
    assert_eq!(words(over_tls).1, "4.7.0 Too many connections, 4.7.0 call +33 1 99 00 00 00");
    assert_eq!(words(in_clear), (Some(421), String::new()));
}

#[tokio::test]
async fn a_plain_220_lets_the_handshake_begin() {
    let (outcome, said) = asking_for_tls(async |server| {
        offers(server, &["250-a", "250-starttls", "250 AUTH PLAIN"]).await;
        server.hears("STARTTLS").await;
        server.says(&["220 go ahead"]).await;
    })
    .await;
    assert_eq!((outcome, said.as_str()), (Ok(()), ""));
}

#[tokio::test]
async fn replies_slipped_in_behind_the_220_stop_everything() {
    for slipped in ["250 AUTH PLAIN\r\n", "2", "235 welcome\r\n"] {
        let (outcome, said) = asking_for_tls(async |server| {
            offers(server, &["250-a", "250 STARTTLS"]).await;
            server.line().await;
            server.sends(format!("220 go\r\n{slipped}").as_bytes()).await;
        })
        .await;
        assert_eq!((outcome, said.as_str()), (Err(NetError::PreTlsData), ""), "{slipped}");
    }
}

#[tokio::test]
async fn starttls_that_is_missing_or_refused_stops_everything() {
    let (stripped, said) = asking_for_tls(async |server| offers(server, EXIM).await).await;
    assert_eq!((stripped, said.as_str()), (Err(NetError::StartTlsRefused), ""));
    for answer in ["454 TLS not available", "502 no", "250 ok", "334 go on"] {
        let (outcome, said) = asking_for_tls(async |server| {
            offers(server, &["250-a", "250 STARTTLS"]).await;
            server.line().await;
            server.says(&[answer]).await;
        })
        .await;
        assert_eq!((outcome, said.as_str()), (Err(NetError::StartTlsRefused), ""), "{answer}");
    }
}

#[tokio::test]
async fn what_is_no_smtp_is_not_answered() {
    for banner in ["* OK IMAP4rev1 ready", "HTTP/1.1 400 Bad Request", "", "250 ok", "22", "abc d"] {
        let (outcome, said) = opening(&amelie(), async |server| server.says(&[banner]).await).await;
        assert!(matches!(outcome, Err(NetError::Protocol { .. })), "{banner}: {outcome:?}");
        assert_eq!(said, "");
    }
}

#[tokio::test]
async fn a_reply_whose_lines_disagree_is_no_reply() {
    let (outcome, _) = opening(&amelie(), async |server| {
        server.says(&["220 ready"]).await;
        server.line().await;
        server.says(&["250-a", "550 AUTH PLAIN"]).await;
    })
    .await;
    assert!(matches!(outcome, Err(NetError::Protocol { .. })));
}

#[tokio::test]
async fn a_reply_without_end_is_given_up() {
    let (outcome, _) = opening(&amelie(), async |server| {
        server.says(&["220-still here"; 1_000]).await;
    })
    .await;
    assert_eq!(outcome, Err(NetError::Protocol { what: "a reply without end" }));
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up_in_time() {
    let (client, server) = pipe();
    let (credential, timeouts) = (amelie(), Timeouts::default());
    let began = tokio::time::Instant::now();
    let opened = Submission::over(client, false, &credential, &timeouts).await;
    assert_eq!((opened.err(), began.elapsed().as_secs()), (Some(NetError::TimedOut), 60));
    drop(server);
}

#[tokio::test]
async fn leaving_says_so() {
    let (amelie, mut server) = submission(EXIM).await;
    let script = async {
        server.hears("QUIT").await;
        server.says(&["221 bye"]).await;
    };
    tokio::join!(amelie.quit(), script);
}
