#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use estafette_model::SystemClock;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::{CertificateError, CipherSuite, NamedGroup};

use super::{Anchors, TlsTrust, certificate_fault};
use crate::endpoint::{Endpoint, Security};
use crate::error::{CertificateFault, NetError};
use crate::revocation::{RevocationCheck, RevocationPolicy};
use crate::testing::Kept;

fn trust(anchors: &[&[u8]]) -> Result<TlsTrust, NetError> {
    let (policy, clock, archive) = (RevocationPolicy::default(), Arc::new(SystemClock), Arc::new(Kept::default()));
    TlsTrust::new(Anchors::from_pem(anchors)?, RevocationCheck { policy, clock, archive })
}

fn anchor() -> String {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem()
}

#[test]
fn every_certificate_of_every_file_is_an_anchor() {
    let two = format!("AC Racine, pour mémoire\n{}{}", anchor(), anchor());
    let trust = trust(&[two.as_bytes(), anchor().as_bytes()]).unwrap();
    assert_eq!(format!("{trust:?}"), "TlsTrust { anchors: 3, .. }");
}

#[test]
fn an_anchor_that_cannot_be_read_is_not_left_out_in_silence() {
    let good = anchor();
    let broken = good.replacen("MII", "M!!", 1);
    let not_a_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = KeyPair::generate().unwrap().serialize_pem();
    for bad in [broken.as_str(), not_a_certificate, key.as_str(), "", "rien"] {
        assert_eq!(trust(&[good.as_bytes(), bad.as_bytes()]).err(), Some(NetError::BadAnchor), "{bad}");
    }
    assert_eq!(trust(&[]).err(), Some(NetError::BadAnchor));
}

/// What the TLS guide of ANSSI (SDE-NT-35, 2020, annex A) recommends, as far as rustls knows it: ephemeral keys and
/// authenticated ciphers.
const RECOMMENDED: [CipherSuite; 9] = [
    CipherSuite::TLS13_AES_256_GCM_SHA384,
    CipherSuite::TLS13_AES_128_GCM_SHA256,
    CipherSuite::TLS13_CHACHA20_POLY1305_SHA256,
    CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
];

#[test]
fn exactly_the_suites_of_the_anssi_guide_are_offered_and_no_key_exchange_that_is_not() {
    let trust = trust(&[anchor().as_bytes()]).unwrap();
    let provider = trust.config.crypto_provider();
    let offered: Vec<CipherSuite> = provider.cipher_suites.iter().map(|suite| suite.suite()).collect();
    assert_eq!(offered, RECOMMENDED);
    let groups: Vec<NamedGroup> = provider.kx_groups.iter().map(|group| group.name()).collect();
    assert_eq!(groups, [NamedGroup::X25519, NamedGroup::secp256r1, NamedGroup::secp384r1]);
}

#[test]
fn an_anchor_that_takes_the_name_of_an_authority_of_igc_sante_is_said_to() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS");
    let namesake = params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    let refused = trust(&[anchor().as_bytes(), namesake.as_bytes()]).err();
    assert_eq!(refused, Some(NetError::CounterfeitAnchor { name: "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS" }));
}

#[test]
fn each_fault_of_a_certificate_has_its_own_word() {
    let cases = [
        (CertificateError::UnknownIssuer, CertificateFault::UnknownIssuer),
        (CertificateError::Expired, CertificateFault::Expired),
        (CertificateError::NotValidYet, CertificateFault::NotYetValid),
        (CertificateError::NotValidForName, CertificateFault::WrongName),
        (CertificateError::Revoked, CertificateFault::Revoked),
        (CertificateError::BadSignature, CertificateFault::UnknownIssuer),
        (CertificateError::BadEncoding, CertificateFault::Other),
    ];
    for (fault, expected) in cases {
        assert_eq!(certificate_fault(&fault), expected);
    }
}

#[tokio::test]
async fn a_host_that_is_no_name_is_unknown() {
    let trust = trust(&[anchor().as_bytes()]).unwrap();
    let (client, _server) = tokio::io::duplex(64);
    let endpoint = Endpoint { host: "imap mss.example".to_owned(), port: 143, security: Security::StartTls };
    let refused = trust.handshake(&endpoint, client, std::time::Duration::from_secs(1)).await;
    assert_eq!(refused.err(), Some(NetError::UnknownHost { host: "imap mss.example".to_owned() }));
}
