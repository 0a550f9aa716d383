//! Servers made to measure: what each shows, and whom the client believes.

use std::ops::RangeInclusive;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use estafette_harness::{Authority, Identity, ListAnswer, ListServer, listed_at};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, CustomExtension, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    KeyUsagePurpose, NameConstraints,
};

use super::super::certificates::Shop;
use super::super::hello::{RANDOM, server_hello};
use super::super::trial::now;

const SERIAL: u64 = 4_711;
const DAY: i64 = 24 * 3600;

/// A server, and whom the client believes.
pub(super) struct Server {
    pub(super) tls: Tls,
    /// The authority believed, PEM, when it is not that of the shop.
    pub(super) anchor: Option<String>,
    /// Alive for as long as the server is.
    pub(super) lists: Vec<ListServer>,
}

pub(super) enum Tls {
    /// A certificate with its key, and what is sent beside it.
    Shows(Identity, Vec<Vec<u8>>),
    /// The same, by a server that knows one version or few suites.
    Speaks(Identity, &'static [&'static rustls::SupportedProtocolVersion], Suites),
    /// The first answer of a server of the past.
    Answers(Vec<u8>),
    /// No TLS at all.
    Clear(&'static str),
}

/// The only suites a server has, by their place in rustls's list.
pub(super) type Suites = RangeInclusive<usize>;

pub(super) type Make = fn(&Shop) -> anyhow::Result<Server>;

impl Server {
    pub(super) fn of(tls: Tls) -> Self {
        Self { tls, anchor: None, lists: Vec::new() }
    }
}

/// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.
pub(super) const AES_GCM: u16 = 0xc02f;

pub(super) fn shows(identity: Identity) -> anyhow::Result<Server> {
    beside(identity, Vec::new())
}

pub(super) fn beside(identity: Identity, others: Vec<Vec<u8>>) -> anyhow::Result<Server> {
    Ok(Server::of(Tls::Shows(identity, others)))
}

pub(super) fn answers(version: u16, suite: u16, random: [u8; 32]) -> anyhow::Result<Server> {
    Ok(Server::of(Tls::Answers(server_hello(version, suite, random))))
}

pub(super) fn identity(shop: &Shop, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Identity> {
    shop.authority.identity(amend)
}

pub(super) fn amended(shop: &Shop, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Server> {
    shows(identity(shop, amend)?)
}

pub(super) fn right(shop: &Shop) -> anyhow::Result<Server> {
    amended(shop, |_| {})
}

pub(super) fn of_today(_: &Shop) -> anyhow::Result<Server> {
    answers(0x0303, AES_GCM, RANDOM)
}

pub(super) fn named(shop: &Shop, names: &[&str]) -> anyhow::Result<Server> {
    let names = CertificateParams::new(names.iter().map(|name| String::from(*name)).collect::<Vec<_>>())?;
    amended(shop, |params| params.subject_alt_names = names.subject_alt_names)
}

pub(super) fn used_for(shop: &Shop, uses: Vec<ExtendedKeyUsagePurpose>) -> anyhow::Result<Server> {
    amended(shop, |params| params.extended_key_usages = uses)
}

pub(super) fn with_extension(shop: &Shop, critical: bool) -> anyhow::Result<Server> {
    // 1.2.250.1.71.1.2.5, the private arc of IGC-Santé: an ASN.1 NULL.
    let mut extension = CustomExtension::from_oid_content(&[1, 2, 250, 1, 71, 1, 2, 5], vec![5, 0]);
    extension.set_criticality(critical);
    amended(shop, |params| params.custom_extensions.push(extension))
}

pub(super) fn listed_nowhere_readable(shop: &Shop) -> anyhow::Result<Server> {
    // cRLDistributionPoints (RFC 5280 §4.2.1.13): a sequence of one NULL, where addresses should be.
    let extension = CustomExtension::from_oid_content(&[2, 5, 29, 31], vec![0x30, 2, 5, 0]);
    amended(shop, |params| params.custom_extensions.push(extension))
}

pub(super) fn below(shop: &Shop, amend: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Server> {
    let between = shop.authority.below("Intermediaire d'essai", amend)?;
    beside(between.identity(|_| {})?, vec![between.der()])
}

pub(super) fn right_below(shop: &Shop) -> anyhow::Result<Server> {
    below(shop, |_| {})
}

/// An authority that may have so many others below it has one that has one.
pub(super) fn under_a_limit(others: u8) -> anyhow::Result<Server> {
    let limited = |params: &mut CertificateParams| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(others));
    let root = Authority::new("Racine d'essai")?;
    let first = root.below("Premiere d'essai", limited)?;
    let second = first.below("Seconde d'essai", |_| {})?;
    let mut server = beside(second.identity(|_| {})?, vec![second.der(), first.der()])?;
    server.anchor = Some(root.pem());
    Ok(server)
}

/// An authority that may sign for these names, or not for those.
pub(super) fn constrained(allowed: &[&str], forbidden: &[&str]) -> anyhow::Result<Server> {
    let trees = |names: &[&str]| names.iter().map(|name| GeneralSubtree::DnsName(String::from(*name))).collect();
    let constraints = NameConstraints { permitted_subtrees: trees(allowed), excluded_subtrees: trees(forbidden) };
    let root = Authority::new("Racine d'essai")?;
    let between = root.below("Intermediaire d'essai", |params| params.name_constraints = Some(constraints))?;
    let mut server = beside(between.identity(|_| {})?, vec![between.der()])?;
    server.anchor = Some(root.pem());
    Ok(server)
}

/// An authority that may sign for the addresses of this network (8 bits).
pub(super) fn allowed_address(network: [u8; 4]) -> anyhow::Result<Server> {
    let subtree = GeneralSubtree::IpAddress(CidrSubnet::V4(network, [255, 0, 0, 0]));
    let constraints = NameConstraints { permitted_subtrees: vec![subtree], excluded_subtrees: Vec::new() };
    let root = Authority::new("Racine d'essai")?;
    let between = root.below("Intermediaire d'essai", |params| params.name_constraints = Some(constraints))?;
    let mut server = beside(between.identity(|_| {})?, vec![between.der()])?;
    server.anchor = Some(root.pem());
    Ok(server)
}

/// Certificates kept in `tests/fixtures/tls`.
#[derive(Clone, Copy)]
pub(super) enum Certificate {
    Sha1,
    Md5,
    Sha256,
    Under1024,
    Under2048,
}

/// A server that shows one of them.
pub(super) fn kept(which: Certificate) -> anyhow::Result<Server> {
    let (certificate, issuer) = match which {
        Certificate::Sha1 => (include_str!("../../../../fixtures/tls/sha1.pem"), None),
        Certificate::Md5 => (include_str!("../../../../fixtures/tls/md5.pem"), None),
        Certificate::Sha256 => (include_str!("../../../../fixtures/tls/sha256.pem"), None),
        Certificate::Under1024 => {
            let issuer = include_str!("../../../../fixtures/tls/issuer-1024.pem");
            (include_str!("../../../../fixtures/tls/under-1024.pem"), Some(issuer))
        }
        Certificate::Under2048 => {
            let issuer = include_str!("../../../../fixtures/tls/issuer-2048.pem");
            (include_str!("../../../../fixtures/tls/under-2048.pem"), Some(issuer))
        }
    };
    let key = from_pem(include_str!("../../../../fixtures/tls/leaf-key.pem"))?;
    let identity = Identity { certificate: from_pem(certificate)?, key };
    let mut server = beside(identity, issuer.map(from_pem).transpose()?.into_iter().collect())?;
    server.anchor = Some(String::from(include_str!("../../../../fixtures/tls/root.pem")));
    Ok(server)
}

fn from_pem(pem: &str) -> anyhow::Result<Vec<u8>> {
    let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(lines).context("not PEM")
}

pub(super) fn list_of(authority: &Authority, revoked: &[u64]) -> anyhow::Result<ListAnswer> {
    Ok(ListAnswer::Body(authority.list(now() - DAY, now() + DAY, revoked)?))
}

/// A server whose authority answers so when it is asked for its list.
pub(super) fn listed(
    shop: &Shop,
    answer: impl FnOnce(&Authority) -> anyhow::Result<ListAnswer>,
) -> anyhow::Result<Server> {
    let lists = ListServer::start(answer(&shop.authority)?)?;
    let mut server = amended(shop, |params| listed_at(params, SERIAL, &[&lists.url()]))?;
    server.lists.push(lists);
    Ok(server)
}

pub(super) fn good_list(shop: &Shop) -> anyhow::Result<Server> {
    listed(shop, |ours| list_of(ours, &[SERIAL + 1]))
}

/// A server below an authority that is on the list of the anchor, or not.
pub(super) fn below_listed(revoked: &[u64]) -> anyhow::Result<Server> {
    let root = Authority::new("Racine d'essai")?;
    let above = ListServer::start(list_of(&root, revoked)?)?;
    let between = root.below("Intermediaire d'essai", |params| {
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        listed_at(params, SERIAL, &[&above.url()]);
    })?;
    let below = ListServer::start(list_of(&between, &[])?)?;
    let server = between.identity(|params| listed_at(params, 12, &[&below.url()]))?;
    let mut server = beside(server, vec![between.der()])?;
    server.anchor = Some(root.pem());
    server.lists.extend([above, below]);
    Ok(server)
}
