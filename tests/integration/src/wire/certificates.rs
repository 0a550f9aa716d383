//! An authority the client believes, and the certificates it and others hand out.

use std::sync::Arc;

use estafette_harness::{Authority, Identity};
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::ResolvesServerCert;
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// The authority the client believes.
pub(super) struct Shop {
    pub(super) authority: Authority,
}

impl Shop {
    pub(super) fn open() -> anyhow::Result<Self> {
        Ok(Self { authority: Authority::new("Autorite d'essai")? })
    }

    pub(super) fn authority_pem(&self) -> String {
        self.authority.pem()
    }

    /// A server whose certificate is right.
    pub(super) fn honest_acceptor(&self) -> anyhow::Result<TlsAcceptor> {
        acceptor(&self.authority.identity(|_| {})?, &[])
    }
}

/// A server that shows `identity`, then `others`, and speaks every version it can.
pub(super) fn acceptor(identity: &Identity, others: &[Vec<u8>]) -> anyhow::Result<TlsAcceptor> {
    speaking(identity, others, rustls::ALL_VERSIONS, ring::default_provider())
}

/// The same, for a server that speaks only these versions, with the suites and groups of this provider.
pub(super) fn speaking(
    identity: &Identity,
    others: &[Vec<u8>],
    versions: &[&'static SupportedProtocolVersion],
    provider: CryptoProvider,
) -> anyhow::Result<TlsAcceptor> {
    // The key need not be that of the certificate: some servers here are thieves.
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.key.clone()));
    let key = provider.key_provider.load_private_key(key)?;
    let chain = std::iter::once(&identity.certificate).chain(others).cloned().map(CertificateDer::from).collect();
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(versions)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Always(Arc::new(CertifiedKey::new(chain, key)))));
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// One certificate, whoever is asked for.
#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: rustls::server::ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}
