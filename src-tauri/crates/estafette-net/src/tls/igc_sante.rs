//! The authorities of IGC-Santé, by the fingerprints they were published with.
//!
//! An administrator who was handed another certificate under one of these names would open every mailbox to whoever made it:
//! better a program that does not open and says why. Source: ansforge/dops-cryptolib, PSCC_SpecFonct_msi_cryptolib v3.3.4
//! (25 June 2024), annex C, as in `assets/trust-anchors/README.md`.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

/// Common name and SHA-1 of the certificate. SHA-1 is what was published: it no longer proves that two certificates were not
/// made alike on purpose by their issuer, it still tells a certificate made by somebody else.
const PUBLISHED: [(&str, [u8; 20]); 9] = [
    ("AC RACINE IGC-SANTE ELEMENTAIRE", sha1("4b23d44dc5cbda230fc052dff52407edaf373c69")),
    ("AC RACINE IGC-SANTE STANDARD", sha1("b6ba1d6d5224bceda95a67f6f37b86896edd0006")),
    ("AC RACINE IGC-SANTE FORT", sha1("bbe751c8b107acd29f7d12e0fcdd717e00138764")),
    ("AC IGC-SANTE ELEMENTAIRE ORGANISATIONS", sha1("2cbfa991750af778348b3156c21609a1ab45a848")),
    ("AC IGC-SANTE ELEMENTAIRE PERSONNES", sha1("86a0de3d866e2db5095f6785a57fd5cc53b2f049")),
    ("AC IGC-SANTE STANDARD ORGANISATIONS", sha1("ea8752036e115ee8aa1653672289074a24b23994")),
    ("AC IGC-SANTE STANDARD PERSONNES", sha1("e0d6e1d8481fed62c65c53ed9dfcda949c3d1d81")),
    ("AC IGC-SANTE FORT ORGANISATIONS", sha1("7c3af35b76fe34699fbc72c6a340bc7f1ac4d854")),
    ("AC IGC-SANTE FORT PERSONNES", sha1("aa6131e760b95622c0f4c2aa9d985002c21f3a0c")),
];

/// The name `certificate` takes without having its fingerprint; none for an authority that is no other's namesake.
pub(super) fn counterfeit(certificate: &[u8]) -> Option<&'static str> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    let names: Vec<&str> = parsed.subject().iter_common_name().filter_map(|name| name.as_str().ok()).collect();
    let (name, fingerprint) =
        PUBLISHED.into_iter().find(|(published, _)| names.iter().any(|name| is_the_same(name, published)))?;
    (digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref() != fingerprint).then_some(name)
}

/// As people read them: neither case nor the width of a space makes another name.
fn is_the_same(name: &str, published: &str) -> bool {
    let words = name.split_whitespace();
    words.map(str::to_uppercase).eq(published.split_whitespace().map(str::to_uppercase))
}

/// The bytes of forty hexadecimal digits.
const fn sha1(hex: &str) -> [u8; 20] {
    let (digits, mut bytes, mut at) = (hex.as_bytes(), [0; 20], 0);
    while at < 20 {
        bytes[at] = digit(digits[2 * at]) << 4 | digit(digits[2 * at + 1]);
        at += 1;
    }
    bytes
}

const fn digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => panic!("a fingerprint of ours is not hexadecimal"),
    }
}

#[cfg(test)]
mod tests;
