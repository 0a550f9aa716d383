//! Certificates made anew for each operator: an authority, and a server certificate that it did or did not sign.
//!
//! Nothing here is kept: a key that lives as long as one test cannot be mistaken for a real one.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use crate::authority::Identity;

/// What is wrong, or nothing, with the certificate the servers show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ServerCertificate {
    /// Signed by the authority of [`crate::Operator::ca_pem`], for `localhost`, `127.0.0.1` and `127.0.0.2`.
    #[default]
    Trusted,
    /// Right names, signed by an authority the client was not told about.
    OtherAuthority,
    /// Right authority, for `mail.autre-operateur.example` only.
    OtherName,
    /// Right authority and names, ended in 2021.
    Expired,
}

/// PEM texts for one operator.
pub(crate) struct Pki {
    /// The authority clients are told to trust.
    pub(crate) ca_pem: String,
    pub(crate) server_pem: String,
    pub(crate) server_key_pem: String,
}

impl Pki {
    /// Of an authority of a test, and of what it signed.
    pub(crate) fn of(authority: &str, identity: &Identity) -> Self {
        Self {
            ca_pem: authority.to_owned(),
            server_pem: pem("CERTIFICATE", &identity.certificate),
            server_key_pem: pem("PRIVATE KEY", &identity.key),
        }
    }

    pub(crate) fn generate(kind: ServerCertificate) -> anyhow::Result<Self> {
        let trusted = authority("Autorite de demonstration Estafette")?;
        let (server_pem, server_key_pem) = match kind {
            ServerCertificate::Trusted | ServerCertificate::OtherName | ServerCertificate::Expired => {
                server(kind, &trusted)?
            }
            ServerCertificate::OtherAuthority => server(kind, &authority("Autorite inconnue")?)?,
        };
        Ok(Self { ca_pem: trusted.pem(), server_pem, server_key_pem })
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap_or_default()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn authority(name: &str) -> anyhow::Result<CertifiedIssuer<'static, KeyPair>> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2050, 1, 1);
    CertifiedIssuer::self_signed(params, KeyPair::generate()?).context("cannot make a certificate authority")
}

fn server(kind: ServerCertificate, issuer: &CertifiedIssuer<'_, KeyPair>) -> anyhow::Result<(String, String)> {
    let names: &[&str] = match kind {
        ServerCertificate::Trusted | ServerCertificate::OtherAuthority | ServerCertificate::Expired => {
            &["localhost", "127.0.0.1", "127.0.0.2"]
        }
        ServerCertificate::OtherName => &["mail.autre-operateur.example"],
    };
    let last_year = match kind {
        ServerCertificate::Trusted | ServerCertificate::OtherAuthority | ServerCertificate::OtherName => 2049,
        ServerCertificate::Expired => 2021,
    };
    let mut params = CertificateParams::new(names.iter().map(|name| String::from(*name)).collect::<Vec<_>>())?;
    params.distinguished_name.push(DnType::CommonName, names[0]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    params.not_before = date_time_ymd(2020, 6, 1);
    params.not_after = date_time_ymd(last_year, 1, 1);
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, issuer).context("cannot sign the server certificate")?;
    Ok((certificate.pem(), key.serialize_pem()))
}
