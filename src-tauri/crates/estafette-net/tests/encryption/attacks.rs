//! What an attacker on the line can say before the handshake (after the NO STARTTLS study), and that it gains nothing.

use estafette_net::{NetError, Security};

use super::server::{Replies, Shown, identity, serve};
use super::{Protocol, opens, patient};

const OFFER: &str = "* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 OK\r\n";

#[tokio::test]
async fn an_attack_in_clear_gains_neither_a_password_nor_a_handshake() {
    let attacks: [(&str, Protocol, Replies); 12] = [
        ("logged in already", Protocol::Imap, &["* PREAUTH welcome\r\n"]),
        ("logged in later", Protocol::Imap, &["* OK\r\n", "* PREAUTH welcome\r\ns1 OK\r\n"]),
        ("no STARTTLS", Protocol::Imap, &["* OK\r\n", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\ns1 OK\r\n"]),
        ("refused", Protocol::Imap, &["* OK\r\n", OFFER, "s2 NO not today\r\n"]),
        ("unknown", Protocol::Imap, &["* OK\r\n", OFFER, "s2 BAD what\r\n"]),
        ("an answer slipped in", Protocol::Imap, &["* OK\r\n", OFFER, "s2 OK go\r\ne1 OK\r\n"]),
        ("a mailbox slipped in", Protocol::Imap, &["* OK\r\n", OFFER, "s2 OK go\r\n* LIST () \"/\" Suivi\r\n"]),
        ("sent elsewhere", Protocol::Imap, &["* BYE [REFERRAL imap://amelie@mss.example/] moved\r\n"]),
        ("no STARTTLS", Protocol::Smtp, &["220 hi\r\n", "250-a\r\n250 AUTH PLAIN\r\n"]),
        ("refused", Protocol::Smtp, &["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "454 not today\r\n"]),
        (
            "a reply slipped in",
            Protocol::Smtp,
            &["220 hi\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n235 welcome\r\n"],
        ),
        ("sent away", Protocol::Smtp, &["554 give your password to +33 1 99 00 00 00\r\n"]),
    ];
    for (attack, protocol, replies) in attacks {
        let (trust, _) = identity(Shown::Good);
        let (port, server) = serve(replies, None).await;
        let refused = opens(protocol, port, Security::StartTls, &trust, &patient()).await.unwrap_err();
        let told = format!("{refused:?} {refused}");
        assert!(!told.contains("+33") && !told.contains("today"), "{attack}: {told}");
        let commands = ["s1 CAPABILITY", "s2 STARTTLS", "EHLO [127.0.0.1]", "STARTTLS"];
        for line in server.await.unwrap().clear.lines() {
            assert!(commands.contains(&line), "{attack}: {protocol:?} heard {line}");
        }
    }
}

#[tokio::test]
async fn what_is_slipped_in_after_the_go_ahead_breaks_the_handshake() {
    // The extra line leaves in a packet of its own, so that it is read as the beginning of the handshake.
    let (trust, _) = identity(Shown::Good);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 1024];
        for reply in ["* OK\r\n", OFFER, "s2 OK go\r\n"] {
            stream.write_all(reply.as_bytes()).await.unwrap();
            assert!(stream.read(&mut buffer).await.unwrap() > 0);
        }
        stream.write_all(b"* OK slipped in\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    let refused = opens(Protocol::Imap, port, Security::StartTls, &trust, &patient()).await;
    assert!(matches!(refused, Err(NetError::TlsFailed { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_speaks_in_clear_where_tls_begins_at_once_is_told_nothing() {
    let (trust, _) = identity(Shown::Good);
    let (port, server) = serve(&["* OK ready\r\n"], None).await;
    let refused = opens(Protocol::Imap, port, Security::ImplicitTls, &trust, &patient()).await;
    assert!(matches!(refused, Err(NetError::TlsFailed { .. })), "{refused:?}");
    assert!(!server.await.unwrap().clear.contains("amelie"));
}
