//! A server on loopback: what it says in clear, the certificate it shows, and all that it hears.

use std::sync::Arc;

use estafette_model::SystemClock;
use estafette_net::{Anchors, CrlArchive, CrlRecord, RevocationCheck, RevocationPolicy, Security, TlsTrust};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::Protocol;

/// What is wrong, or nothing, with a certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shown {
    Good,
    OtherAuthority,
    OtherName,
    Expired,
    NotYetValid,
    ForClients,
}

/// A trust, and a server identity it accepts or not.
pub(crate) fn identity(shown: Shown) -> (TlsTrust, TlsAcceptor) {
    identity_speaking(shown, rustls::ALL_VERSIONS)
}

/// The same, for a server that knows only these versions of TLS.
pub(crate) fn identity_speaking(
    shown: Shown,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> (TlsTrust, TlsAcceptor) {
    // Both bear the same name.
    let (ours, theirs) = (authority(), authority());
    let issuer = if matches!(shown, Shown::OtherAuthority) { &theirs } else { &ours };
    let name = if matches!(shown, Shown::OtherName) { "mail.mss.example" } else { "127.0.0.1" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let (from, to) = match shown {
        Shown::Expired => (2020, 2021),
        Shown::NotYetValid => (2090, 2099),
        Shown::Good | Shown::OtherAuthority | Shown::OtherName | Shown::ForClients => (2020, 2099),
    };
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
    let usage = match shown {
        Shown::ForClients => ExtendedKeyUsagePurpose::ClientAuth,
        _ => ExtendedKeyUsagePurpose::ServerAuth,
    };
    params.extended_key_usages = vec![usage];
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateDer::from(params.signed_by(&key, issuer).unwrap());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())))
        .unwrap();
    (trust(&ours.pem()), TlsAcceptor::from(Arc::new(config)))
}

/// A trust in one authority, as of an installation that decided nothing.
pub(crate) fn trust(authority: &str) -> TlsTrust {
    let (policy, clock, archive) = (RevocationPolicy::default(), Arc::new(SystemClock), Arc::new(Forgetful));
    let anchors = Anchors::from_pem(&[authority.as_bytes()]).unwrap();
    TlsTrust::new(anchors, RevocationCheck { policy, clock, archive }).unwrap()
}

/// Keeps nothing.
struct Forgetful;

impl CrlArchive for Forgetful {
    fn records(&self) -> Vec<CrlRecord> {
        Vec::new()
    }

    fn keep(&self, _: &CrlRecord) {}
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What a server says: the first entry at once, each of the others after a line heard. Written as they are.
pub(crate) type Replies = &'static [&'static str];

/// All that a server heard.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Before the handshake.
    pub(crate) clear: String,
    /// After it.
    pub(crate) encrypted: String,
}

/// A server for one connection. Its task ends when the client hangs up.
pub(crate) async fn serve(clear: Replies, encrypted: Option<(TlsAcceptor, Replies)>) -> (u16, JoinHandle<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = Heard { clear: answer(&mut stream, clear).await, encrypted: String::new() };
        match encrypted {
            Some((acceptor, replies)) => {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    heard.encrypted = answer(&mut stream, replies).await + &rest(&mut stream).await;
                }
            }
            None => heard.clear += &rest(&mut stream).await,
        }
        heard
    });
    (port, serving)
}

/// A server that lets people log in, in the usual way of its protocol.
pub(crate) async fn usual(protocol: Protocol, security: Security, acceptor: TlsAcceptor) -> (u16, JoinHandle<Heard>) {
    let clear: Replies = match (security, protocol) {
        (Security::ImplicitTls, _) => &[],
        (Security::StartTls, Protocol::Imap) => {
            &["* OK ready\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 OK\r\n", "s2 OK go\r\n"]
        }
        (Security::StartTls, Protocol::Smtp) => &["220 ready\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n"],
    };
    let encrypted: Replies = match (security, protocol) {
        (Security::ImplicitTls, Protocol::Imap) => {
            &["* OK ready\r\n", IMAP_OFFER, "e2 OK welcome\r\n", "* CAPABILITY IMAP4rev1\r\ne3 OK\r\n"]
        }
        (Security::StartTls, Protocol::Imap) => {
            &["", IMAP_OFFER, "e2 OK welcome\r\n", "* CAPABILITY IMAP4rev1\r\ne3 OK\r\n"]
        }
        (Security::ImplicitTls, Protocol::Smtp) => &["220 ready\r\n", "250-a\r\n250 AUTH PLAIN\r\n", "235 welcome\r\n"],
        (Security::StartTls, Protocol::Smtp) => &["", "250-a\r\n250 AUTH PLAIN\r\n", "235 welcome\r\n"],
    };
    serve(clear, Some((acceptor, encrypted))).await
}

const IMAP_OFFER: &str = "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\ne1 OK\r\n";

async fn answer<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, replies: Replies) -> String {
    let mut heard = String::new();
    for (at, reply) in replies.iter().enumerate() {
        let line = if at == 0 { Some(String::new()) } else { line(stream).await };
        let Some(line) = line else { break };
        heard += &line;
        // A client that has gone away hears nothing; what it said is what counts.
        let _ = stream.write_all(reply.as_bytes()).await;
        let _ = stream.flush().await;
    }
    heard
}

async fn line<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") {
        line.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(line).ok()
}

async fn rest<S: AsyncRead + Unpin>(stream: &mut S) -> String {
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    String::from_utf8_lossy(&rest).into_owned()
}
