//! The servers of the table, each beside the one that is right.

use anyhow::Context;
use estafette_harness::{Authority, Identity, ListAnswer, ListServer};
use rcgen::{BasicConstraints, DnType, ExtendedKeyUsagePurpose, IsCa, SanType, date_time_ymd};

use super::super::hello::{DOWNGRADE, RANDOM};
use super::super::trial::now;
use super::servers::{
    AES_GCM, Certificate, Make, Server, Tls, allowed_address, amended, answers, below, below_listed, beside,
    constrained, good_list, identity, kept, list_of, listed, listed_nowhere_readable, named, of_today, right,
    right_below, shows, under_a_limit, used_for, with_extension,
};

/// A server that proves nothing.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// The server asked for.
    pub(super) host: &'static str,
    pub(super) bad: Make,
    /// The same without the fault.
    pub(super) good: Make,
}

const ADDRESS: &str = "127.0.0.1";
const NAME: &str = "localhost";
const SERIAL: u64 = 4_711;
const DAY: i64 = 24 * 3600;

static ONLY_1_2: [&rustls::SupportedProtocolVersion; 1] = [&rustls::version::TLS12];

type Pair = (&'static str, Make, Make);

/// Every row.
pub(super) fn rows() -> Vec<Row> {
    let by_address = [proof(), purpose(), between(), signature(), list(), version()].concat();
    let by_name = [constraint(), name()].concat();
    let row = |host: &'static str| move |(name, bad, good): Pair| Row { name, host, bad, good };
    by_address.into_iter().map(row(ADDRESS)).chain(by_name.into_iter().map(row(NAME))).collect()
}

/// What proves whose certificate it is, and since when.
fn proof() -> Vec<Pair> {
    vec![
        ("signed by itself", |_| shows(Identity::signed_by_itself()?), right),
        ("signed by another authority", |_| shows(Authority::new("Autorite inconnue")?.identity(|_| {})?), right),
        ("signed by a namesake of ours", |_| shows(Authority::new("Autorite d'essai")?.identity(|_| {})?), right),
        (
            "signed by a namesake of ours, which it sends",
            |_| {
                let theirs = Authority::new("Autorite d'essai")?;
                beside(theirs.identity(|_| {})?, vec![theirs.der()])
            },
            right,
        ),
        (
            "the right certificate in the hands of a thief without its key",
            |shop| {
                let (stolen, own) = (identity(shop, |_| {})?, Identity::signed_by_itself()?);
                shows(Identity { certificate: stolen.certificate, key: own.key })
            },
            right,
        ),
        (
            "a signature with one bit changed",
            |shop| {
                let mut altered = identity(shop, |_| {})?;
                let last = altered.certificate.last_mut().context("a certificate has bytes")?;
                *last ^= 1;
                shows(altered)
            },
            right,
        ),
        ("ended in 2021", |shop| amended(shop, |params| params.not_after = date_time_ymd(2021, 1, 1)), right),
        ("not before 2090", |shop| amended(shop, |params| params.not_before = date_time_ymd(2090, 1, 1)), right),
        ("for another name", |shop| named(shop, &["mail.autre-operateur.example"]), right),
        ("for another address", |shop| named(shop, &["127.0.0.2"]), right),
        (
            "for the address written as a name",
            |shop| {
                amended(shop, |params| {
                    params.subject_alt_names = "127.0.0.1".try_into().map(SanType::DnsName).into_iter().collect();
                })
            },
            right,
        ),
        (
            "for the address in its common name alone",
            |shop| {
                amended(shop, |params| {
                    params.subject_alt_names.clear();
                    params.distinguished_name.push(DnType::CommonName, ADDRESS);
                })
            },
            right,
        ),
        (
            "an expired one, whatever version it speaks",
            |shop| {
                let expired = identity(shop, |params| params.not_after = date_time_ymd(2021, 1, 1))?;
                Ok(Server::of(Tls::Speaks(expired, &ONLY_1_2, 0..=8)))
            },
            |shop| {
                let good = identity(shop, |_| {})?;
                Ok(Server::of(Tls::Speaks(good, &ONLY_1_2, 3..=3)))
            },
        ),
    ]
}

/// What the certificate is for.
fn purpose() -> Vec<Pair> {
    vec![
        ("for any name", |shop| named(shop, &["*"]), right),
        ("for clients alone", |shop| used_for(shop, vec![ExtendedKeyUsagePurpose::ClientAuth]), right),
        ("for letters alone", |shop| used_for(shop, vec![ExtendedKeyUsagePurpose::EmailProtection]), right),
        (
            "for programs and moments",
            |shop| used_for(shop, vec![ExtendedKeyUsagePurpose::CodeSigning, ExtendedKeyUsagePurpose::TimeStamping]),
            right,
        ),
        ("for anything at all", |shop| used_for(shop, vec![ExtendedKeyUsagePurpose::Any]), right),
        ("for nothing that it says", |shop| used_for(shop, Vec::new()), right),
        (
            "an authority in the place of a server",
            |shop| {
                amended(shop, |params| {
                    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                })
            },
            right,
        ),
        (
            "with an extension that must be understood and is not",
            |shop| with_extension(shop, true),
            |shop| with_extension(shop, false),
        ),
    ]
}

/// What stands between the server and the anchor.
fn between() -> Vec<Pair> {
    vec![
        (
            "signed by a server that is no authority",
            |shop| below(shop, |params| params.is_ca = IsCa::ExplicitNoCa),
            right_below,
        ),
        (
            "signed by whoever says nothing of being an authority",
            |shop| below(shop, |params| params.is_ca = IsCa::NoCa),
            right_below,
        ),
        (
            "below an authority that ended in 2021",
            |shop| below(shop, |params| params.not_after = date_time_ymd(2021, 1, 1)),
            right_below,
        ),
        (
            "below an authority that begins in 2090",
            |shop| below(shop, |params| params.not_before = date_time_ymd(2090, 1, 1)),
            right_below,
        ),
        (
            "below an authority for clients alone",
            |shop| below(shop, |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
            right_below,
        ),
        (
            "below an authority that it does not send",
            |shop| {
                let between = shop.authority.below("Intermediaire d'essai", |_| {})?;
                shows(between.identity(|_| {})?)
            },
            right_below,
        ),
        (
            "below an authority of that name that another signed",
            |shop| {
                let between = shop.authority.below("Intermediaire d'essai", |_| {})?;
                let theirs = Authority::new("Autorite d'essai")?.below("Intermediaire d'essai", |_| {})?;
                beside(between.identity(|_| {})?, vec![theirs.der()])
            },
            right_below,
        ),
        (
            "outside the addresses its authority may sign for",
            |_| allowed_address([10, 0, 0, 0]),
            |_| allowed_address([127, 0, 0, 0]),
        ),
    ]
}

/// What an authority in between may sign for.
fn constraint() -> Vec<Pair> {
    vec![
        ("one authority more than ours allows", |_| under_a_limit(0), |_| under_a_limit(1)),
        (
            "outside the names its authority may sign for",
            |_| constrained(&["mss.example"], &[]),
            |_| constrained(&["localhost"], &[]),
        ),
        (
            "inside the names its authority may not sign for",
            |_| constrained(&[], &["localhost"]),
            |_| constrained(&[], &["mss.example"]),
        ),
    ]
}

/// What it is signed with.
fn signature() -> Vec<Pair> {
    vec![
        ("signed with SHA-1", |_| kept(Certificate::Sha1), |_| kept(Certificate::Sha256)),
        ("signed with MD5", |_| kept(Certificate::Md5), |_| kept(Certificate::Sha256)),
        ("signed with a key of 1,024 bits", |_| kept(Certificate::Under1024), |_| kept(Certificate::Under2048)),
    ]
}

/// What its authority says of it since.
fn list() -> Vec<Pair> {
    vec![
        ("listed where nobody can read", listed_nowhere_readable, good_list),
        ("revoked", |shop| listed(shop, |ours| list_of(ours, &[SERIAL])), good_list),
        (
            "revoked by a list that is overdue",
            |shop| listed(shop, |ours| Ok(ListAnswer::Body(ours.list(now() - 9 * DAY, now() - DAY, &[SERIAL])?))),
            good_list,
        ),
        (
            "by a list that is overdue for longer than is tolerated",
            |shop| listed(shop, |ours| Ok(ListAnswer::Body(ours.list(now() - 9 * DAY, now() - 4 * DAY, &[])?))),
            |shop| listed(shop, |ours| Ok(ListAnswer::Body(ours.list(now() - 9 * DAY, now() - 2 * DAY, &[])?))),
        ),
        (
            "by a list a namesake signed",
            |shop| listed(shop, |_| list_of(&Authority::new("Autorite d'essai")?, &[])),
            good_list,
        ),
        (
            "by a list of another authority",
            |shop| listed(shop, |_| list_of(&Authority::new("Autre autorite")?, &[])),
            good_list,
        ),
        ("by a list that is refused", |shop| listed(shop, |_| Ok(ListAnswer::Status(403))), good_list),
        (
            "by a list that is elsewhere",
            |shop| {
                let elsewhere = ListServer::start(list_of(&shop.authority, &[])?)?;
                let url = elsewhere.url();
                let mut server = listed(shop, move |_| Ok(ListAnswer::Elsewhere(url)))?;
                server.lists.push(elsewhere);
                Ok(server)
            },
            good_list,
        ),
        ("by a list without end", |shop| listed(shop, |_| Ok(ListAnswer::Endless)), good_list),
        ("by a list that does not come", |shop| listed(shop, |_| Ok(ListAnswer::Silence)), good_list),
        ("by a list that is none", |shop| listed(shop, |_| Ok(ListAnswer::Body(b"<html>".to_vec()))), good_list),
        ("below an authority that was revoked", |_| below_listed(&[SERIAL]), |_| below_listed(&[SERIAL + 1])),
    ]
}

/// What it speaks.
fn version() -> Vec<Pair> {
    vec![
        ("SSL 3.0", |_| answers(0x0300, AES_GCM, RANDOM), of_today),
        ("TLS 1.0", |_| answers(0x0301, AES_GCM, RANDOM), of_today),
        ("TLS 1.1", |_| answers(0x0302, AES_GCM, RANDOM), of_today),
        ("TLS 1.2 where 1.3 was taken out on the way", |_| answers(0x0303, AES_GCM, DOWNGRADE), of_today),
        ("no encryption (TLS_RSA_WITH_NULL_SHA256)", |_| answers(0x0303, 0x003b, RANDOM), of_today),
        ("nobody in particular (TLS_DH_anon_WITH_AES_128_GCM_SHA256)", |_| answers(0x0303, 0x00a6, RANDOM), of_today),
        ("RC4 (TLS_ECDHE_RSA_WITH_RC4_128_SHA)", |_| answers(0x0303, 0xc011, RANDOM), of_today),
        ("triple DES (TLS_RSA_WITH_3DES_EDE_CBC_SHA)", |_| answers(0x0303, 0x000a, RANDOM), of_today),
        ("export keys (TLS_RSA_EXPORT_WITH_RC4_40_MD5)", |_| answers(0x0303, 0x0003, RANDOM), of_today),
        ("a key that opens the past (TLS_RSA_WITH_AES_128_GCM_SHA256)", |_| answers(0x0303, 0x009c, RANDOM), of_today),
        ("CBC (TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256)", |_| answers(0x0303, 0xc027, RANDOM), of_today),
        (
            "no TLS where TLS begins",
            |_| Ok(Server::of(Tls::Clear("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n"))),
            right,
        ),
    ]
}

/// Whose name it bears, beside the one asked for.
fn name() -> Vec<Pair> {
    vec![
        ("for a name below the one asked for", |shop| named(shop, &["imap.localhost"]), right),
        ("for every name below the one asked for", |shop| named(shop, &["*.localhost"]), right),
        ("for a name that only begins like it", |shop| named(shop, &["localhost.autre-operateur.example"]), right),
    ]
}
