#![allow(clippy::unwrap_used, clippy::expect_used)]

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::CertificateError;

use super::{TlsTrust, certificate_fault};
use crate::error::{CertificateFault, NetError};

fn anchor() -> String {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem()
}

#[test]
fn every_certificate_of_every_file_is_an_anchor() {
    let two = format!("AC Racine, pour mémoire\n{}{}", anchor(), anchor());
    let trust = TlsTrust::from_pem(&[two.as_bytes(), anchor().as_bytes()]).unwrap();
    assert_eq!(trust.anchors(), 3);
    assert_eq!(format!("{trust:?}"), "TlsTrust { anchors: 3, .. }");
}

#[test]
fn an_anchor_that_cannot_be_read_is_not_left_out_in_silence() {
    let good = anchor();
    let broken = good.replacen("MII", "M!!", 1);
    let not_a_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = KeyPair::generate().unwrap().serialize_pem();
    for bad in [broken.as_str(), not_a_certificate, key.as_str(), "", "rien"] {
        assert_eq!(TlsTrust::from_pem(&[good.as_bytes(), bad.as_bytes()]).err(), Some(NetError::BadAnchor), "{bad}");
    }
    assert_eq!(TlsTrust::from_pem(&[]).err(), Some(NetError::BadAnchor));
}

#[test]
fn only_ephemeral_keys_and_authenticated_ciphers_are_offered() {
    let trust = TlsTrust::from_pem(&[anchor().as_bytes()]).unwrap();
    for suite in &trust.config.crypto_provider().cipher_suites {
        let name = format!("{:?}", suite.suite());
        assert!(name.starts_with("TLS13_") || name.starts_with("TLS_ECDHE_"), "{name}");
        assert!(name.contains("GCM") || name.contains("POLY1305"), "{name}");
    }
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
    let trust = TlsTrust::from_pem(&[anchor().as_bytes()]).unwrap();
    let (client, _server) = tokio::io::duplex(64);
    let refused = trust.handshake("imap mss.example", client, std::time::Duration::from_secs(1)).await;
    assert_eq!(refused.err(), Some(NetError::UnknownHost { host: "imap mss.example".to_owned() }));
}
