//! Whom we speak to.

use estafette_net::{CertificateFault, NetError, Security};

use super::server::{Shown, identity, identity_speaking, usual};
use super::{BOTH, Protocol, opens, patient};

#[tokio::test]
async fn a_trusted_server_is_told_the_password_and_only_after_the_handshake() {
    for protocol in BOTH {
        for security in [Security::StartTls, Security::ImplicitTls] {
            let (trust, acceptor) = identity(Shown::Good);
            let (port, server) = usual(protocol, security, acceptor).await;
            assert_eq!(opens(protocol, port, security, &trust, &patient()).await, Ok(()), "{protocol:?} {security:?}");
            let heard = server.await.unwrap();
            let clear = match (security, protocol) {
                (Security::ImplicitTls, _) => "",
                (Security::StartTls, Protocol::Imap) => "s1 CAPABILITY\r\ns2 STARTTLS\r\n",
                (Security::StartTls, Protocol::Smtp) => "EHLO [127.0.0.1]\r\nSTARTTLS\r\n",
            };
            assert_eq!(heard.clear, clear);
            assert!(heard.encrypted.contains("AGFtZWxpZQB0aXNhbmU="), "{}", heard.encrypted);
        }
    }
}

#[tokio::test]
async fn a_server_that_knows_tls_1_2_alone_is_spoken_to() {
    let (trust, acceptor) = identity_speaking(Shown::Good, &[&rustls::version::TLS12]);
    let (port, _server) = usual(Protocol::Imap, Security::ImplicitTls, acceptor).await;
    assert_eq!(opens(Protocol::Imap, port, Security::ImplicitTls, &trust, &patient()).await, Ok(()));
}

#[tokio::test]
async fn a_certificate_we_do_not_trust_is_named_for_what_is_wrong_and_told_nothing() {
    let cases = [
        (Shown::OtherAuthority, CertificateFault::UnknownIssuer),
        (Shown::OtherName, CertificateFault::WrongName),
        (Shown::Expired, CertificateFault::Expired),
        (Shown::NotYetValid, CertificateFault::NotYetValid),
        (Shown::ForClients, CertificateFault::Other),
    ];
    for (shown, reason) in cases {
        for protocol in BOTH {
            for security in [Security::StartTls, Security::ImplicitTls] {
                let (trust, acceptor) = identity(shown);
                let (port, server) = usual(protocol, security, acceptor).await;
                let refused = opens(protocol, port, security, &trust, &patient()).await;
                let expected = NetError::Untrusted { host: "127.0.0.1".to_owned(), reason };
                assert_eq!(refused, Err(expected), "{shown:?} {protocol:?} {security:?}");
                assert_eq!(server.await.unwrap().encrypted, "");
            }
        }
    }
}
