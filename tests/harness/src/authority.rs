//! An authority of a test: it signs what it is told to, right or wrong, and publishes lists of what it revoked.
//!
//! Made anew for each test and kept nowhere, like everything of [`crate::pki`], which makes what an operator needs.

use std::time::Duration;

use anyhow::Context;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, CrlDistributionPoint,
    DnType, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
    date_time_ymd,
};

/// An authority, or whoever passes for one.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key, DER (the key in PKCS #8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The certificate.
    pub certificate: Vec<u8>,
    /// Its key.
    pub key: Vec<u8>,
}

impl Authority {
    /// An authority of that name, valid from 2020 to 2099.
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn new(name: &str) -> anyhow::Result<Self> {
        Self::signed_by_itself(authority(name)?)
    }

    /// The same with other wishes.
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn amended(name: &str, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Self> {
        let mut params = authority(name)?;
        amend(&mut params);
        Self::signed_by_itself(params)
    }

    /// An authority that this one signed.
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn below(&self, name: &str, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Self> {
        let mut params = authority(name)?;
        amend(&mut params);
        let issuer = CertifiedIssuer::signed_by(params, KeyPair::generate()?, &self.issuer);
        Ok(Self { issuer: issuer.context("cannot sign an authority")? })
    }

    /// The certificate of a server on this machine, signed by this authority: `localhost` and `127.0.0.1`, from 2020 to 2099,
    /// for servers. `amend` makes it another.
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn identity(&self, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Identity> {
        let mut params = server()?;
        amend(&mut params);
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer).context("cannot sign a certificate")?;
        Ok(Identity { certificate: certificate.der().to_vec(), key: key.serialize_der() })
    }

    /// Its own certificate, PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Its own certificate, DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.issuer.der().to_vec()
    }

    /// A list of revoked certificates, DER, by their serial numbers; times in seconds since 1970.
    ///
    /// # Errors
    /// The list cannot be made: `next_update` is not after `issued_at`, or this is no authority that may sign lists.
    pub fn list(&self, issued_at: i64, next_update: i64, revoked: &[u64]) -> anyhow::Result<Vec<u8>> {
        let moment =
            |seconds: i64| anyhow::Ok(date_time_ymd(1970, 1, 1) + Duration::from_secs(u64::try_from(seconds)?));
        let revoked = revoked.iter().map(|serial| {
            anyhow::Ok(RevokedCertParams {
                serial_number: SerialNumber::from(*serial),
                revocation_time: moment(issued_at)?,
                reason_code: None,
                invalidity_date: None,
            })
        });
        let list = CertificateRevocationListParams {
            this_update: moment(issued_at)?,
            next_update: moment(next_update)?,
            crl_number: SerialNumber::from(u64::try_from(issued_at)?),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect::<anyhow::Result<_>>()?,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(list.signed_by(&self.issuer).context("cannot sign a list")?.der().to_vec())
    }

    fn signed_by_itself(params: CertificateParams) -> anyhow::Result<Self> {
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?);
        Ok(Self { issuer: issuer.context("cannot make an authority")? })
    }
}

impl Identity {
    /// The certificate of a server that nobody signed but itself.
    ///
    /// # Errors
    /// The certificate cannot be made.
    pub fn signed_by_itself() -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let certificate = server()?.self_signed(&key).context("cannot make a certificate")?;
        Ok(Self { certificate: certificate.der().to_vec(), key: key.serialize_der() })
    }
}

/// Says that the list of what its authority revoked is to be had at these addresses.
pub fn listed_at(params: &mut CertificateParams, serial: u64, addresses: &[&str]) {
    params.serial_number = Some(SerialNumber::from(serial));
    let uris = addresses.iter().map(|address| String::from(*address)).collect();
    params.crl_distribution_points = vec![CrlDistributionPoint { uris }];
}

fn authority(name: &str) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    Ok(params)
}

fn server() -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(vec![String::from("localhost"), String::from("127.0.0.1")])?;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    Ok(params)
}
