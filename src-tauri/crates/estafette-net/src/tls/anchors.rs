//! The authorities whose servers are believed, as an installation gives them.

use rustls::RootCertStore;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, TrustAnchor};

use super::igc_sante;
use crate::error::NetError;

/// Authorities, read and found genuine.
pub struct Anchors(RootCertStore);

impl Anchors {
    /// The certificates in these PEM files; each file may hold several.
    ///
    /// # Errors
    /// [`NetError::BadAnchor`] when a file holds no certificate, a malformed one, or when there is no file at all:
    /// a trust that silently lost an anchor would be found out on the day a server changes its certificate.
    /// [`NetError::CounterfeitAnchor`] when one takes the name of an authority of IGC-Santé.
    pub fn from_pem(files: &[&[u8]]) -> Result<Self, NetError> {
        let mut roots = RootCertStore::empty();
        for pem in files {
            let before = roots.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| NetError::BadAnchor)?;
                if let Some(name) = igc_sante::counterfeit(&certificate) {
                    return Err(NetError::CounterfeitAnchor { name });
                }
                roots.add(certificate).map_err(|_| NetError::BadAnchor)?;
            }
            if roots.len() == before {
                return Err(NetError::BadAnchor);
            }
        }
        if roots.is_empty() { Err(NetError::BadAnchor) } else { Ok(Self(roots)) }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn list(&self) -> Vec<TrustAnchor<'static>> {
        self.0.roots.clone()
    }

    pub(super) fn into_store(self) -> RootCertStore {
        self.0
    }
}
