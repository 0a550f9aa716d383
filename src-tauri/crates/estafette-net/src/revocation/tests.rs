//! A small authority, the web server it publishes its list on, and a clock that a test moves.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::Duration;

use estafette_harness::{Authority, Identity, ListAnswer, ListServer, listed_at};
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;

use super::{
    CrlArchive, FirstContact, RevocationCheck, RevocationPolicy, RevocationStatus, Revocations, Unpublished, Visit,
};
use crate::error::{CertificateFault, NetError};
use crate::testing::{Kept, Watch};

const HOST: &str = "imap.mss.example";
const NOW: i64 = 1_795_800_000;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const SERIAL: u64 = 4_711;
const OPENING: Visit = Visit::Opening(Duration::from_secs(5));

/// An authority, its server of lists, a mail server it signed, and somebody who looks into that one.
struct Scene {
    authority: Authority,
    lists: ListServer,
    chain: Vec<CertificateDer<'static>>,
    watch: Arc<Watch>,
    archive: Arc<Kept>,
    policy: RevocationPolicy,
    revocations: Revocations,
}

impl Scene {
    fn new() -> Self {
        Self::under(RevocationPolicy::default())
    }

    fn under(policy: RevocationPolicy) -> Self {
        let authority = Authority::new("Autorite d'essai").unwrap();
        let lists = ListServer::start(ListAnswer::Status(404)).unwrap();
        let server = authority.identity(|params| listed_at(params, SERIAL, &[&lists.url()])).unwrap();
        let (watch, archive) = (Arc::new(Watch::at(NOW)), Arc::new(Kept::default()));
        let revocations = revocations(&authority, policy, &watch, &archive);
        Self {
            authority,
            lists,
            chain: vec![CertificateDer::from(server.certificate)],
            watch,
            archive,
            policy,
            revocations,
        }
    }

    fn publishes(&self, issued_at: i64, next_update: i64, revoked: &[u64]) {
        self.lists.answers(ListAnswer::Body(self.authority.list(issued_at, next_update, revoked).unwrap()));
    }

    async fn opens(&self) -> Result<RevocationStatus, NetError> {
        self.revocations.judge(HOST, &self.chain, OPENING).await
    }

    async fn lasts(&self) -> Result<RevocationStatus, NetError> {
        self.revocations.judge(HOST, &self.chain, Visit::Lasting).await
    }

    fn questions(&self) -> usize {
        self.lists.questions().len()
    }

    /// The program is started again.
    fn again(mut self) -> Self {
        self.revocations = revocations(&self.authority, self.policy, &self.watch, &self.archive);
        self
    }
}

fn revocations(
    authority: &Authority,
    policy: RevocationPolicy,
    watch: &Arc<Watch>,
    archive: &Arc<Kept>,
) -> Revocations {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(authority.der())).unwrap();
    let (clock, archive) = (Arc::clone(watch), Arc::clone(archive));
    Revocations::new(RevocationCheck { policy, clock, archive }, roots.roots)
}

fn unknown() -> Result<RevocationStatus, NetError> {
    let list_host = Some("127.0.0.1".to_owned());
    Err(NetError::RevocationUnknown { host: HOST.to_owned(), list_host })
}

fn revoked() -> Result<RevocationStatus, NetError> {
    Err(NetError::Untrusted { host: HOST.to_owned(), reason: CertificateFault::Revoked })
}

#[tokio::test]
async fn a_list_of_the_day_that_does_not_name_the_server_clears_it() {
    let scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[SERIAL + 1]);
    let current = RevocationStatus::Current { issued_at: NOW - HOUR, next_update: NOW + 7 * DAY };
    assert_eq!(scene.opens().await, Ok(current));
    assert_eq!(current.closes_at(), None);
}

#[tokio::test]
async fn a_server_on_the_list_is_revoked_however_old_the_list_is() {
    for (issued_at, next_update) in
        [(NOW - HOUR, NOW + DAY), (NOW - 9 * DAY, NOW - DAY), (NOW - 90 * DAY, NOW - 80 * DAY)]
    {
        let scene = Scene::new();
        scene.publishes(issued_at, next_update, &[1, SERIAL, 9_999]);
        assert_eq!(scene.opens().await, revoked(), "{issued_at} {next_update}");
    }
}

#[tokio::test]
async fn past_its_time_a_list_is_believed_for_the_grace_and_no_longer() {
    let scene = Scene::new();
    let next_update = NOW + 2 * HOUR;
    scene.publishes(NOW - HOUR, next_update, &[]);
    assert!(scene.opens().await.is_ok());
    scene.lists.answers(ListAnswer::Status(500));
    scene.watch.advance(2 * HOUR);
    let closes_at = next_update + 72 * HOUR;
    let overdue = RevocationStatus::Overdue { issued_at: NOW - HOUR, next_update, closes_at };
    assert_eq!(scene.opens().await, Ok(overdue));
    assert_eq!(overdue.closes_at(), Some(closes_at));
    scene.watch.advance(72 * HOUR - 1);
    assert_eq!(scene.opens().await, Ok(overdue));
    scene.watch.advance(1);
    assert_eq!(scene.opens().await, unknown());
    scene.publishes(closes_at, closes_at + 20 * DAY, &[]);
    scene.watch.advance(4 * HOUR);
    assert!(matches!(scene.opens().await, Ok(RevocationStatus::Current { .. })), "a new list opens it again");
}

#[tokio::test]
async fn an_installation_that_grants_no_grace_closes_at_once() {
    let scene = Scene::under(RevocationPolicy { grace: Duration::ZERO, ..RevocationPolicy::default() });
    scene.publishes(NOW - 2 * DAY, NOW - 1, &[]);
    assert_eq!(scene.opens().await, unknown());
}

#[tokio::test]
async fn without_any_list_nothing_is_said_unless_the_installation_tolerates_it_for_the_grace() {
    let strict = Scene::new();
    assert_eq!(strict.opens().await, unknown());
    let lenient =
        Scene::under(RevocationPolicy { first_contact: FirstContact::Tolerated, ..RevocationPolicy::default() });
    let tolerated = RevocationStatus::Unknown { since: NOW, closes_at: NOW + 72 * HOUR };
    assert_eq!(lenient.opens().await, Ok(tolerated));
    lenient.watch.advance(DAY);
    let lenient = lenient.again();
    assert_eq!(lenient.opens().await, Ok(tolerated), "a restart does not begin the grace anew");
    lenient.watch.advance(2 * DAY);
    assert_eq!(lenient.opens().await, unknown());
}

#[tokio::test]
async fn a_list_that_proves_nothing_is_no_list() {
    let scene = Scene::new();
    let theirs = Authority::new("Autorite d'essai").unwrap();
    let stranger = Authority::new("Autorite inconnue").unwrap();
    let forged = theirs.list(NOW - HOUR, NOW + DAY, &[]).unwrap();
    let mut altered = scene.authority.list(NOW - HOUR, NOW + DAY, &[SERIAL]).unwrap();
    let at = altered.windows(2).position(|pair| pair == SERIAL.to_be_bytes()[6..].as_ref()).unwrap();
    altered[at] ^= 1;
    let answers = [
        ("signed by a namesake", ListAnswer::Body(forged)),
        ("of another authority", ListAnswer::Body(stranger.list(NOW - HOUR, NOW + DAY, &[]).unwrap())),
        ("altered on the way", ListAnswer::Body(altered)),
        ("the certificate itself", ListAnswer::Body(scene.authority.der())),
        ("a web page", ListAnswer::Body(b"<html>Portail captif</html>".to_vec())),
        ("nothing", ListAnswer::Body(Vec::new())),
        ("cut short", ListAnswer::CutShort),
        ("without end", ListAnswer::Endless),
        ("forbidden", ListAnswer::Status(403)),
        ("elsewhere", ListAnswer::Elsewhere(scene.lists.url())),
        ("no http", ListAnswer::Gibberish),
    ];
    for (what, answer) in answers {
        scene.lists.answers(answer);
        assert_eq!(scene.opens().await, unknown(), "{what}");
        scene.watch.advance(4 * HOUR);
    }
    assert_eq!(scene.questions(), 11, "each was asked for");
    scene.publishes(NOW - HOUR, NOW + 30 * DAY, &[]);
    assert!(scene.opens().await.is_ok(), "the control");
}

#[tokio::test]
async fn what_cannot_be_used_does_not_replace_a_list_that_holds() {
    let scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    let current = scene.opens().await;
    for answer in [ListAnswer::Status(403), ListAnswer::Body(b"garbage".to_vec()), ListAnswer::Endless] {
        scene.lists.answers(answer);
        scene.watch.advance(DAY);
        assert_eq!(scene.lasts().await, current);
    }
    assert_eq!(scene.questions(), 4, "each day it was tried");
}

#[tokio::test]
async fn an_earlier_list_played_again_does_not_make_a_revoked_certificate_good() {
    let scene = Scene::new();
    let before = scene.authority.list(NOW - 2 * DAY, NOW + 9 * DAY, &[]).unwrap();
    scene.publishes(NOW - HOUR, NOW + 9 * DAY, &[SERIAL]);
    assert_eq!(scene.opens().await, revoked());
    scene.lists.answers(ListAnswer::Body(before));
    scene.watch.advance(DAY);
    assert_eq!(scene.lasts().await, revoked());
    assert_eq!(scene.questions(), 2);
}

#[tokio::test]
async fn a_list_that_holds_is_asked_for_once_a_day_and_only_when_nobody_waits() {
    let scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    for _ in 0..5 {
        scene.opens().await.unwrap();
        scene.lasts().await.unwrap();
    }
    assert_eq!(scene.questions(), 1);
    scene.watch.advance(DAY);
    scene.opens().await.unwrap();
    assert_eq!(scene.questions(), 1, "whoever opens a mailbox does not wait for a list that is not due");
    scene.publishes(NOW + DAY, NOW + 8 * DAY, &[SERIAL]);
    assert_eq!(scene.lasts().await, revoked(), "it was revoked while the connection lasted");
    assert_eq!(scene.opens().await, revoked());
    assert_eq!(scene.questions(), 2);
}

#[tokio::test]
async fn it_is_kept_for_the_next_run_and_so_is_the_pace() {
    let scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    scene.opens().await.unwrap();
    let scene = scene.again();
    scene.lists.answers(ListAnswer::Status(403));
    assert!(matches!(scene.opens().await, Ok(RevocationStatus::Current { .. })));
    assert_eq!(scene.questions(), 1, "the list of the last run does");
    scene.watch.advance(7 * DAY);
    scene.opens().await.unwrap();
    let scene = scene.again();
    scene.watch.advance(60);
    assert!(matches!(scene.opens().await, Ok(RevocationStatus::Overdue { .. })));
    assert_eq!(scene.questions(), 2, "a 403 is minded by the next run");
    scene.watch.advance(HOUR);
    scene.opens().await.unwrap();
    assert_eq!(scene.questions(), 3);
}

#[tokio::test]
async fn many_who_come_at_once_ask_once() {
    let scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    let all = futures::future::join_all((0..20).map(|_| scene.opens())).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(scene.questions(), 1);
}

#[tokio::test]
async fn an_authority_that_publishes_nothing_we_can_ask_for_is_told_apart() {
    let ldap = "ldap://annuaire-igc.esante.gouv.fr/cn=ACI-EL-ORG?certificaterevocationlist;binary?base";
    for addresses in [[].as_slice(), &[ldap], &["https://127.0.0.1/list.crl"]] {
        let mut scene = Scene::new();
        let server = scene.authority.identity(|params| {
            if !addresses.is_empty() {
                listed_at(params, SERIAL, addresses);
            }
        });
        scene.chain = vec![CertificateDer::from(server.unwrap().certificate)];
        assert_eq!(scene.opens().await, Ok(RevocationStatus::Unpublished), "{addresses:?}");
        let policy = RevocationPolicy { unpublished: Unpublished::Refused, ..RevocationPolicy::default() };
        let strict = revocations(&scene.authority, policy, &scene.watch, &scene.archive);
        let refused = NetError::RevocationUnknown { host: HOST.to_owned(), list_host: None };
        assert_eq!(strict.judge(HOST, &scene.chain, OPENING).await, Err(refused), "{addresses:?}");
    }
}

#[tokio::test]
async fn an_ldap_address_beside_the_list_is_passed_over_and_so_is_a_second_server_that_is_down() {
    let mut scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    let down = ListServer::start(ListAnswer::Status(500)).unwrap().url();
    let addresses = ["ldap://annuaire-igc.esante.gouv.fr/cn=ACI-EL-ORG", &down, &scene.lists.url()];
    let server = scene.authority.identity(|params| listed_at(params, SERIAL, &addresses)).unwrap();
    scene.chain = vec![CertificateDer::from(server.certificate)];
    assert!(matches!(scene.opens().await, Ok(RevocationStatus::Current { .. })));
}

/// A server under an authority under the anchor; the lists of both are on the same web server of lists in turn.
async fn below_an_intermediate(revoked_below: &[u64], revoked_above: &[u64]) -> Result<RevocationStatus, NetError> {
    const INTERMEDIATE: u64 = 12;
    let root = Authority::new("Racine d'essai").unwrap();
    let above = ListServer::start(ListAnswer::Body(root.list(NOW - DAY, NOW + DAY, revoked_above).unwrap())).unwrap();
    let between = root.below("Autorite d'essai", |params| listed_at(params, INTERMEDIATE, &[&above.url()])).unwrap();
    let below =
        ListServer::start(ListAnswer::Body(between.list(NOW - HOUR, NOW + 9 * DAY, revoked_below).unwrap())).unwrap();
    let Identity { certificate, .. } = between.identity(|params| listed_at(params, SERIAL, &[&below.url()])).unwrap();
    // Nothing is asked in the name of a certificate that is not part of the path.
    let trap = ListServer::start(ListAnswer::Status(404)).unwrap();
    let stranger = Authority::amended("Autorite d'essai", |params| listed_at(params, 1, &[&trap.url()])).unwrap();
    let chain: Vec<CertificateDer<'static>> =
        [certificate, stranger.der(), between.der()].into_iter().map(CertificateDer::from).collect();
    let (watch, archive) = (Arc::new(Watch::at(NOW)), Arc::new(Kept::default()));
    let judged = revocations(&root, RevocationPolicy::default(), &watch, &archive).judge(HOST, &chain, OPENING).await;
    assert!(trap.questions().is_empty());
    assert!(archive.records().len() <= 2);
    judged
}

#[tokio::test]
async fn every_certificate_of_the_path_has_to_be_cleared_by_the_list_of_its_own_authority() {
    let first_to_end = RevocationStatus::Current { issued_at: NOW - DAY, next_update: NOW + DAY };
    assert_eq!(below_an_intermediate(&[], &[]).await, Ok(first_to_end));
    assert_eq!(below_an_intermediate(&[SERIAL], &[]).await, revoked());
    assert_eq!(below_an_intermediate(&[], &[12]).await, revoked());
    assert!(below_an_intermediate(&[12], &[SERIAL]).await.is_ok(), "numbers count under their own authority alone");
}

#[tokio::test]
async fn a_certificate_that_does_not_say_that_it_is_for_servers_is_refused() {
    let mut scene = Scene::new();
    scene.publishes(NOW - HOUR, NOW + 7 * DAY, &[]);
    let silent = scene.authority.identity(|params| {
        listed_at(params, SERIAL, &[&scene.lists.url()]);
        params.extended_key_usages.clear();
    });
    scene.chain = vec![CertificateDer::from(silent.unwrap().certificate)];
    let other = Err(NetError::Untrusted { host: HOST.to_owned(), reason: CertificateFault::Other });
    assert_eq!(scene.opens().await, other);
}

#[test]
fn the_worse_of_two_is_what_closes_first() {
    let current = |next_update| RevocationStatus::Current { issued_at: 0, next_update };
    let overdue = |closes_at| RevocationStatus::Overdue { issued_at: 0, next_update: 0, closes_at };
    let unknown = |closes_at| RevocationStatus::Unknown { since: 0, closes_at };
    let in_order = [unknown(5), overdue(6), unknown(7), RevocationStatus::Unpublished, current(1), current(2)];
    for (at, worse) in in_order.iter().enumerate() {
        for better in &in_order[at..] {
            assert_eq!(worse.or_worse(*better), *worse);
            assert_eq!(better.or_worse(*worse), *worse);
        }
    }
}
