//! When a list of revoked certificates was issued, and when the next one is due.
//!
//! Only its first fields are read: the rest may name a hundred thousand certificates, and is the verifier's to look through.

use x509_parser::asn1_rs::{Any, FromDer};
use x509_parser::time::ASN1Time;

/// The times of a list, seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    /// thisUpdate.
    pub(super) issued_at: i64,
    /// nextUpdate.
    pub(super) next_update: i64,
}

impl Times {
    /// The times of the list in `der` (RFC 5280 §5.1); none where there is no second one, which §5.1.2.5 forbids.
    pub(super) fn of(der: &[u8]) -> Option<Self> {
        let (_, list) = Any::from_der(der).ok()?;
        let (_, to_be_signed) = Any::from_der(list.data).ok()?;
        let mut rest = to_be_signed.data;
        // version, signature, issuer
        for _ in 0..3 {
            (rest, _) = Any::from_der(rest).ok()?;
        }
        let (rest, issued) = time(rest)?;
        let (_, next) = time(rest)?;
        Some(Self { issued_at: issued, next_update: next })
    }
}

fn time(der: &[u8]) -> Option<(&[u8], i64)> {
    let (rest, time) = ASN1Time::from_der(der).ok()?;
    Some((rest, time.timestamp()))
}
