//! Servers whose certificate was revoked, or of which nobody can tell: the handshake is all that they are told.

use std::sync::Arc;

use estafette_harness::{Authority, Identity, ListAnswer, ListServer, listed_at};
use estafette_model::{Clock, SystemClock};
use estafette_net::{CertificateFault, Endpoint, NetError, RevocationStatus, Security};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use super::server::{trust, usual};
use super::{BOTH, Protocol, opens, patient};

const SERIAL: u64 = 4_711;
const DAY: i64 = 24 * 3600;

fn acceptor(Identity { certificate, key }: Identity) -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(certificate)], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)));
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

/// What becomes of an attempt to log in to a server whose authority answers so, what the server was told, and what is then
/// known of it.
async fn meeting(
    protocol: Protocol,
    security: Security,
    answer: impl FnOnce(&Authority) -> ListAnswer,
) -> (Result<(), NetError>, String, Option<RevocationStatus>) {
    let authority = Authority::new("Autorite d'essai").unwrap();
    let lists = ListServer::start(answer(&authority)).unwrap();
    let server = authority.identity(|params| listed_at(params, SERIAL, &[&lists.url()])).unwrap();
    let trust = trust(&authority.pem());
    let (port, serving) = usual(protocol, security, acceptor(server)).await;
    let opened = opens(protocol, port, security, &trust, &patient()).await;
    let endpoint = Endpoint { host: "127.0.0.1".to_owned(), port, security };
    (opened, serving.await.unwrap().encrypted, trust.revocation_of(&endpoint))
}

#[tokio::test]
async fn a_revoked_server_is_told_nothing_and_neither_is_one_nobody_can_vouch_for() {
    let now = SystemClock.unix_seconds();
    for protocol in BOTH {
        for security in [Security::StartTls, Security::ImplicitTls] {
            let good = |authority: &Authority| ListAnswer::Body(authority.list(now - DAY, now + DAY, &[1]).unwrap());
            let (opened, told, status) = meeting(protocol, security, good).await;
            assert_eq!(opened, Ok(()), "the control: {protocol:?} {security:?}");
            assert!(told.contains("AGFtZWxpZQB0aXNhbmU="), "{told}");
            assert_eq!(status, Some(RevocationStatus::Current { issued_at: now - DAY, next_update: now + DAY }));

            let named =
                |authority: &Authority| ListAnswer::Body(authority.list(now - DAY, now + DAY, &[SERIAL]).unwrap());
            let (opened, told, status) = meeting(protocol, security, named).await;
            let reason = CertificateFault::Revoked;
            assert_eq!(opened, Err(NetError::Untrusted { host: "127.0.0.1".to_owned(), reason }));
            assert_eq!((told.as_str(), status), ("", None), "{protocol:?} {security:?}");

            let (opened, told, status) = meeting(protocol, security, |_| ListAnswer::Status(403)).await;
            let list_host = Some("127.0.0.1".to_owned());
            assert_eq!(opened, Err(NetError::RevocationUnknown { host: "127.0.0.1".to_owned(), list_host }));
            assert_eq!((told.as_str(), status), ("", None), "{protocol:?} {security:?}");
        }
    }
}
