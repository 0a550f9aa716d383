//! Showing who we are, and not showing it.

use super::super::ImapSession;
use super::{BARE, session};
use crate::endpoint::Credential;
use crate::error::NetError;
use crate::testing::{ScriptedServer, amelie, password, pipe};
use crate::timeouts::Timeouts;

/// Opens a session with `credential` while the server follows `script`; also returns what the client said after it.
async fn opening(
    credential: &Credential,
    script: impl AsyncFnOnce(&mut ScriptedServer),
) -> (Result<(), NetError>, String) {
    let (client, mut server) = pipe();
    let timeouts = Timeouts::default();
    let (opened, ()) = tokio::join!(ImapSession::over(client, true, credential, &timeouts), script(&mut server));
    let outcome = opened.map(drop);
    (outcome, server.rest().await)
}

async fn offers(server: &mut ScriptedServer, capabilities: &str) {
    server.hears("e1 CAPABILITY").await;
    server.says(&[&format!("* CAPABILITY IMAP4rev1 {capabilities}"), "e1 OK"]).await;
}

async fn accepts(server: &mut ScriptedServer) {
    server.says(&["e2 OK Logged in"]).await;
    server.hears("e3 CAPABILITY").await;
    server.says(&["* CAPABILITY IMAP4rev1", "e3 OK"]).await;
}

#[tokio::test]
async fn what_the_server_offers_is_read_again_after_the_login() {
    let (amelie, _server) = session("IMAP4rev1 IDLE MOVE QRESYNC").await;
    let offered = amelie.capabilities();
    assert!(offered.idle && offered.move_ && offered.condstore);
    assert!(!offered.uidplus && !offered.sasl_ir && !offered.special_use);
    assert!(!offered.qresync, "without ENABLE it cannot be had");
}

#[tokio::test]
async fn plain_waits_for_the_server_where_it_must() {
    let (outcome, _) = opening(&amelie(), async |server| {
        offers(server, "AUTH=PLAIN").await;
        server.hears("e2 AUTHENTICATE PLAIN").await;
        server.says(&["+ "]).await;
        server.hears("AGFtZWxpZQB0aXNhbmU=").await;
        accepts(server).await;
    })
    .await;
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn an_accented_password_goes_through_plain() {
    let (outcome, _) = opening(&password("amelie", "thé"), async |server| {
        offers(server, "SASL-IR AUTH=PLAIN").await;
        server.hears("e2 AUTHENTICATE PLAIN AGFtZWxpZQB0aMOp").await;
        accepts(server).await;
    })
    .await;
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn login_is_used_where_there_is_nothing_else() {
    let (outcome, _) = opening(&password("amelie", r#"ti"sa\ne"#), async |server| {
        offers(server, "SASL-IR AUTH=GSSAPI").await;
        server.hears(r#"e2 LOGIN "amelie" "ti\"sa\\ne""#).await;
        accepts(server).await;
    })
    .await;
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn a_server_that_forbids_login_hears_no_password() {
    let (outcome, said) = opening(&amelie(), async |server| offers(server, "LOGINDISABLED AUTH=EXTERNAL").await).await;
    assert_eq!((outcome, said.as_str()), (Err(NetError::LoginDisabled), ""));
}

#[tokio::test]
async fn what_cannot_be_written_is_not_sent() {
    let cases = [
        ("AUTH=GSSAPI", password("amelie", "thé")),
        ("AUTH=GSSAPI", password("amelie\r\ne9 DELETE INBOX", "tisane")),
        ("AUTH=GSSAPI", password("amelie", "tisane\r\ne9 DELETE INBOX")),
        ("SASL-IR AUTH=PLAIN", password("amelie\0bastien", "tisane")),
        ("SASL-IR AUTH=PLAIN", password("", "tisane")),
    ];
    for (offered, credential) in cases {
        let (outcome, said) = opening(&credential, async |server| offers(server, offered).await).await;
        assert!(matches!(outcome, Err(NetError::Unwritable { .. })), "{outcome:?}");
        assert_eq!(said, "");
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_from_a_server_in_trouble() {
    let cases = [
        ("NO [AUTHENTICATIONFAILED] Authentication failed.", true),
        ("NO wrong", true),
        ("NO [UNAVAILABLE] Temporary authentication failure.", false),
        ("NO [LIMIT] too many connections", false),
    ];
    for (answer, about_the_credential) in cases {
        let (outcome, _) = opening(&amelie(), async |server| {
            offers(server, "SASL-IR AUTH=PLAIN").await;
            server.line().await;
            server.says(&[&format!("e2 {answer}")]).await;
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
async fn a_greeting_over_tls_must_be_a_greeting() {
    let cases = [
        ("* OK ready", None),
        ("* PREAUTH logged in as bastien", Some("the server broke the protocol: no greeting")),
        ("* BYE [UNAVAILABLE] maintenance", Some("the server refused (UNAVAILABLE)")),
        ("e1 OK", Some("the server broke the protocol: no greeting")),
    ];
    for (greeting, refusal) in cases {
        let (client, mut server) = pipe();
        let (credential, timeouts) = (amelie(), Timeouts::default());
        let script = async {
            server.says(&[greeting]).await;
            if refusal.is_none() {
                offers(&mut server, BARE).await;
                server.line().await;
                accepts(&mut server).await;
            }
        };
        let (opened, ()) = tokio::join!(ImapSession::over(client, false, &credential, &timeouts), script);
        assert_eq!(opened.err().map(|error| error.to_string()).as_deref(), refusal, "{greeting}");
    }
}

#[tokio::test]
async fn leaving_says_so_and_does_not_insist() {
    let (amelie, mut server) = session(BARE).await;
    let script = async {
        server.hears("e4 LOGOUT").await;
        server.says(&["* BYE", "e4 OK"]).await;
    };
    tokio::join!(amelie.logout(), script);
    let (amelie, server) = session(BARE).await;
    drop(server);
    amelie.logout().await;
}
