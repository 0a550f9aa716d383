//! Whom we trust, and the TLS handshake.
//!
//! The anchors are given by the caller and are the only ones: MSSanté servers answer with certificates of IGC-Santé
//! (ECO.1.1.10), and an authority added to the machine by an antivirus or a proxy must not be able to read health mail.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::error::{CertificateFault, NetError};
use crate::transport::lost;

/// The authorities whose servers we speak to. Cheap to clone: sessions share one.
///
/// TLS 1.2 or 1.3 (ECO.1.1.1). The suites are those of rustls with ring: ephemeral ECDH with AES-GCM or
/// ChaCha20-Poly1305 and nothing else, all of them in the ANSSI TLS guide.
#[derive(Clone)]
pub struct TlsTrust {
    config: Arc<ClientConfig>,
    anchors: usize,
}

impl TlsTrust {
    /// Trusts the certificates in these PEM files and no other; each file may hold several.
    ///
    /// # Errors
    /// [`NetError::BadAnchor`] when a file holds no certificate, a malformed one, or when there is no file at all:
    /// a trust that silently lost an anchor would be found out on the day a server changes its certificate.
    pub fn from_pem(anchors: &[&[u8]]) -> Result<Self, NetError> {
        let mut roots = RootCertStore::empty();
        for pem in anchors {
            let before = roots.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate.map_err(|_| NetError::BadAnchor)?).map_err(|_| NetError::BadAnchor)?;
            }
            if roots.len() == before {
                return Err(NetError::BadAnchor);
            }
        }
        let anchors = roots.len();
        if anchors == 0 {
            return Err(NetError::BadAnchor);
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| NetError::TlsFailed { reason: error.to_string() })?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config), anchors })
    }

    /// How many anchors there are.
    #[must_use]
    pub const fn anchors(&self) -> usize {
        self.anchors
    }

    /// Makes `stream` an encrypted connection to `host`, or says what is wrong with what answered.
    pub(crate) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
        limit: Duration,
    ) -> Result<TlsStream<S>, NetError> {
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| NetError::UnknownHost { host: host.to_owned() })?;
        match timeout(limit, TlsConnector::from(Arc::clone(&self.config)).connect(name, stream)).await {
            Ok(done) => done.map_err(|error| handshake_fault(host, &error)),
            Err(_) => Err(NetError::TimedOut),
        }
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
