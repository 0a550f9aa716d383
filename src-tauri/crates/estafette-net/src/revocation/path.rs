//! The path of certificates from a server to an anchor, and what a list says of each of them.
//!
//! The same verifier as rustls uses, asked a second time: only it knows which of the certificates a server sent are part of
//! the path, and no address is looked at in one that is not.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error, ExpirationPolicy, KeyUsage,
    RevocationCheckDepth, RevocationOptions, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use super::points::Said;
use crate::error::CertificateFault;
use crate::http::HttpUrl;

/// What a server showed, at one moment.
pub(super) struct Path<'a> {
    pub(super) anchors: &'a [TrustAnchor<'static>],
    /// Its own certificate, then whatever else it sent.
    pub(super) chain: &'a [CertificateDer<'static>],
    pub(super) at: UnixTime,
}

/// One certificate of the path.
#[derive(Debug)]
pub(super) struct Link {
    place: Place,
    issuer: Vec<u8>,
    /// Where its authority's list is to be had.
    pub(super) points: Vec<HttpUrl>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Server,
    Authority,
}

/// What a list says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Signed by the right authority, and the certificate is not on it.
    Cleared,
    /// The certificate is on it.
    Revoked,
    /// Not a list, not that authority's, or not signed by it.
    Unusable,
}

impl Path<'_> {
    /// The certificates from the server's to the one the anchor signed.
    pub(super) fn links(&self) -> Result<Vec<Link>, CertificateFault> {
        let mut links = Vec::new();
        self.verify(None, |place, issuer, der| {
            let said = Said::by(der);
            // The verifier lets a certificate through that does not say what it is for; a server's has to say it.
            let says_its_use = place == Place::Authority || said.says_its_use;
            if said.points_unreadable || !says_its_use {
                return Err(CertificateFault::Other);
            }
            links.push(Link { place, issuer: issuer.to_vec(), points: said.points });
            Ok(())
        })?;
        Ok(links)
    }

    /// What `list` says of `link`. Whether it is still of the day is not looked at here.
    pub(super) fn word_of(&self, list: &[u8], link: &Link) -> Word {
        let Ok(list) = BorrowedCertRevocationList::from_der(list) else { return Word::Unusable };
        let list = CertRevocationList::from(list);
        if list.issuer() != link.issuer {
            return Word::Unusable;
        }
        let lists = [&list];
        let Ok(options) = RevocationOptionsBuilder::new(&lists) else { return Word::Unusable };
        let options = match link.place {
            Place::Server => options.with_depth(RevocationCheckDepth::EndEntity),
            // Those below it are under other authorities, of which this list knows nothing.
            Place::Authority => options.with_status_policy(UnknownStatusPolicy::Allow),
        };
        let options = options.with_expiration_policy(ExpirationPolicy::Ignore).build();
        match self.verify(Some(options), |_, _, _| Ok(())) {
            Ok(()) => Word::Cleared,
            Err(CertificateFault::Revoked) => Word::Revoked,
            Err(_) => Word::Unusable,
        }
    }

    /// Whether these lists together clear the path; `all_listed` when each of its certificates has its own.
    pub(super) fn cleared_by(&self, lists: &[Arc<[u8]>], all_listed: bool) -> Result<(), CertificateFault> {
        let lists: Vec<CertRevocationList<'_>> = lists
            .iter()
            .filter_map(|list| BorrowedCertRevocationList::from_der(list).ok())
            .map(CertRevocationList::from)
            .collect();
        let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
        let Ok(options) = RevocationOptionsBuilder::new(&lists) else { return Ok(()) };
        let options = if all_listed { options } else { options.with_status_policy(UnknownStatusPolicy::Allow) };
        self.verify(Some(options.build()), |_, _, _| Ok(()))
    }

    /// Verifies the path and shows each of its certificates: its place, its issuer, itself.
    fn verify(
        &self,
        revocation: Option<RevocationOptions<'_>>,
        mut see: impl FnMut(Place, &[u8], &[u8]) -> Result<(), CertificateFault>,
    ) -> Result<(), CertificateFault> {
        let (own, others) = self.chain.split_first().ok_or(CertificateFault::Other)?;
        let server = EndEntityCert::try_from(own).map_err(|error| fault(&error))?;
        let algorithms = ring::default_provider().signature_verification_algorithms.all;
        let usage = KeyUsage::server_auth();
        let path = server
            .verify_for_usage(algorithms, self.anchors, others, self.at, usage, revocation, None)
            .map_err(|error| fault(&error))?;
        see(Place::Server, server.issuer(), own)?;
        path.intermediate_certificates()
            .try_for_each(|authority| see(Place::Authority, authority.issuer(), &authority.der()))
    }
}

fn fault(error: &Error) -> CertificateFault {
    match error {
        Error::CertRevoked => CertificateFault::Revoked,
        Error::CertExpired { .. } => CertificateFault::Expired,
        Error::CertNotValidYet { .. } => CertificateFault::NotYetValid,
        Error::UnknownIssuer => CertificateFault::UnknownIssuer,
        // webpki's enum, open to new variants.
        _ => CertificateFault::Other,
    }
}
