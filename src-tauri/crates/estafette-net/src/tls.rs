//! Whom we trust, and the TLS handshake.
//!
//! Nothing is said on an encrypted connection before the revocation of the server's certificate was looked into.
//! The anchors are given by the caller and are the only ones: MSSanté servers answer with certificates of IGC-Santé
//! (ECO.1.1.10), and an authority added to the machine by an antivirus or a proxy must not be able to read health mail.

mod anchors;
mod igc_sante;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::{CertificateError, ClientConfig};
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::endpoint::Endpoint;
use crate::error::{CertificateFault, NetError};
use crate::revocation::{RevocationCheck, RevocationStatus, Revocations, Visit};
use crate::transport::lost;

pub use anchors::Anchors;

/// The authorities whose servers we speak to. Cheap to clone: sessions share one.
///
/// TLS 1.2 or 1.3 (ECO.1.1.1). The suites are those of rustls with ring: ephemeral ECDH with AES-GCM or
/// ChaCha20-Poly1305 and nothing else, all of them in the ANSSI TLS guide.
#[derive(Clone)]
pub struct TlsTrust {
    config: Arc<ClientConfig>,
    anchors: usize,
    revocations: Arc<Revocations>,
    shown: Arc<Mutex<BTreeMap<Endpoint, Shown>>>,
}

/// What a server showed when it was last connected to.
#[derive(Clone)]
struct Shown {
    chain: Arc<[CertificateDer<'static>]>,
    status: RevocationStatus,
}

impl TlsTrust {
    /// Believes servers these authorities vouch for and no other. Whether what they signed was revoked is looked into as
    /// `revocation` says.
    ///
    /// # Errors
    /// [`NetError::TlsFailed`] when the versions and suites below do not fit together.
    pub fn new(anchors: Anchors, revocation: RevocationCheck) -> Result<Self, NetError> {
        let count = anchors.count();
        let revocations = Arc::new(Revocations::new(revocation, anchors.list()));
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| NetError::TlsFailed { reason: error.to_string() })?
            .with_root_certificates(anchors.into_store())
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config), anchors: count, revocations, shown: Arc::default() })
    }

    /// What was known of the revocation of a server's certificate when it was last looked into; nothing before the first
    /// connection.
    #[must_use]
    pub fn revocation_of(&self, endpoint: &Endpoint) -> Option<RevocationStatus> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).get(endpoint).map(|shown| shown.status)
    }

    /// Looks into the certificate a server showed again, while a connection to it lasts: a list may have come out meanwhile
    /// that names it, or none for too long. Fetches the lists anew once a day.
    ///
    /// # Errors
    /// [`NetError::Untrusted`] and [`NetError::RevocationUnknown`], after which nothing more is to be said to it.
    pub async fn look_again(&self, endpoint: &Endpoint) -> Result<(), NetError> {
        let known = self.shown.lock().unwrap_or_else(PoisonError::into_inner).get(endpoint).cloned();
        let Some(Shown { chain, .. }) = known else { return Ok(()) };
        self.look_into(endpoint, chain, Visit::Lasting).await
    }

    /// Makes `stream` an encrypted connection to a server that may be spoken to, or says what is wrong with what answered.
    pub(crate) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        endpoint: &Endpoint,
        stream: S,
        limit: Duration,
    ) -> Result<TlsStream<S>, NetError> {
        let host = &endpoint.host;
        let name = ServerName::try_from(host.clone()).map_err(|_| NetError::UnknownHost { host: host.clone() })?;
        let stream = match timeout(limit, TlsConnector::from(Arc::clone(&self.config)).connect(name, stream)).await {
            Ok(done) => done.map_err(|error| handshake_fault(host, &error))?,
            Err(_) => return Err(NetError::TimedOut),
        };
        let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
        let chain: Arc<[_]> = chain.iter().map(|certificate| certificate.clone().into_owned()).collect();
        self.look_into(endpoint, chain, Visit::Opening(limit)).await?;
        Ok(stream)
    }

    async fn look_into(
        &self,
        endpoint: &Endpoint,
        chain: Arc<[CertificateDer<'static>]>,
        visit: Visit,
    ) -> Result<(), NetError> {
        let judged = self.revocations.judge(&endpoint.host, &chain, visit).await;
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        match judged {
            Ok(status) => shown.insert(endpoint.clone(), Shown { chain, status }),
            Err(error) => {
                // Why it is not spoken to is told by the error; what was known before no longer holds.
                shown.remove(endpoint);
                return Err(error);
            }
        };
        Ok(())
    }
}

impl std::fmt::Debug for TlsTrust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsTrust").field("anchors", &self.anchors).finish_non_exhaustive()
    }
}

fn handshake_fault(host: &str, error: &io::Error) -> NetError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(fault)) => {
            NetError::Untrusted { host: host.to_owned(), reason: certificate_fault(fault) }
        }
        _ => lost(error),
    }
}

fn certificate_fault(fault: &CertificateError) -> CertificateFault {
    match fault {
        // A bad signature is that of an issuer who bears the name of one of our anchors and has not its key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => CertificateFault::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName
        }
        CertificateError::Revoked => CertificateFault::Revoked,
        // rustls's enum, open to new variants.
        _ => CertificateFault::Other,
    }
}

#[cfg(test)]
mod tests;
