//! Where the authority of a certificate publishes its list of revoked ones (RFC 5280 §4.2.1.13), and what the certificate is
//! for.
//!
//! Only plain HTTP is asked. LDAP addresses and the delta lists of freshestCRL, which IGC-Santé names as well, are passed over:
//! what they hold is in the whole list too.

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{DistributionPointName, GeneralName, ParsedExtension};
use x509_parser::oid_registry::OID_X509_EXT_CRL_DISTRIBUTION_POINTS;
use x509_parser::prelude::FromDer;

use crate::http::HttpUrl;

/// Most addresses looked at; real certificates name one or two.
const MAX_POINTS: usize = 4;

/// What we read of a certificate ourselves. It has been verified before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Where the whole list is to be had, in the order of the certificate.
    pub(super) points: Vec<HttpUrl>,
    /// It says where, in a way nobody can read: that is not to publish none.
    pub(super) points_unreadable: bool,
    /// It says what it is for (extendedKeyUsage).
    pub(super) says_its_use: bool,
}

impl Said {
    /// What the certificate in `der` says; nothing of one that cannot be read.
    pub(super) fn by(der: &[u8]) -> Self {
        let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Self::default() };
        let mut said = Self::default();
        for extension in certificate.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::CRLDistributionPoints(found) => {
                    let whole =
                        found.points.iter().filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
                    for name in whole.filter_map(|point| point.distribution_point.as_ref()) {
                        said.points.extend(addresses(name));
                    }
                }
                ParsedExtension::ParseError { .. } => {
                    said.points_unreadable |= extension.oid == OID_X509_EXT_CRL_DISTRIBUTION_POINTS;
                }
                ParsedExtension::ExtendedKeyUsage(_) => said.says_its_use = true,
                _ => {}
            }
        }
        said.points.truncate(MAX_POINTS);
        said
    }
}

fn addresses<'n>(name: &'n DistributionPointName<'_>) -> impl Iterator<Item = HttpUrl> + 'n {
    let names = match name {
        DistributionPointName::FullName(names) => names.as_slice(),
        DistributionPointName::NameRelativeToCRLIssuer(_) => &[],
    };
    names.iter().filter_map(|name| match name {
        GeneralName::URI(address) => HttpUrl::parse(address),
        _ => None,
    })
}
