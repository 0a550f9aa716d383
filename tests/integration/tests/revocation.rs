//! Sophie's mailbox, at an operator whose certificate has a list to be on.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::net::Ipv4Addr;

use estafette_contract::{Connection, ErrorCode, Revocation};
use estafette_harness::{Authority, ListAnswer, ListServer, OperatorSpec, listed_at};
use estafette_integration::{Desk, World};
use estafette_model::{Clock, SystemClock};
use rcgen::SanType;
use serde_json::{Value, json};

const SERIAL: u64 = 4_711;
/// Where an operator of a test is.
const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const DAY: i64 = 24 * 3600;
/// What Dovecot writes down when somebody tries to log in.
const LOGIN_TRIED: &str = "method=PLAIN";

/// An operator of that authority, whose list is on `lists`.
fn world(authority: &Authority, lists: &ListServer) -> Option<World> {
    let server = authority.identity(|params| {
        listed_at(params, SERIAL, &[&lists.url()]);
        params.subject_alt_names.push(SanType::IpAddress(HOST.into()));
    });
    World::of(OperatorSpec::new(World::accounts()).showing(authority.pem(), server.unwrap()))
}

fn offline_with(code: ErrorCode) -> impl Fn(&Connection) -> bool {
    move |connection| matches!(connection, Connection::Offline { problem, .. } if problem.code == code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_age_of_the_list_is_known_and_kept_for_the_next_day() {
    let (authority, now) = (Authority::new("Autorite d'essai").unwrap(), SystemClock.unix_seconds());
    let lists = ListServer::start(ListAnswer::Body(authority.list(now - DAY, now + DAY, &[1]).unwrap())).unwrap();
    let Some(world) = world(&authority, &lists) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let current = Some(Revocation::Current { issued_at: now - DAY, next_update: now + DAY });
    assert_eq!(desk.mailbox().await.revocation, current);

    let papers = world.papers_for("sophie", "secretariat");
    let keys = desk.leave().await;
    lists.answers(ListAnswer::Status(403));
    let desk = Desk::sit_down_with_keys(papers, keys).await;
    desk.wait_until_up_to_date().await;
    assert_eq!(desk.mailbox().await.revocation, current);
    assert_eq!(lists.questions().len(), 1, "IMAP, submission and a second start: one question");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_whose_certificate_was_revoked_gets_no_password() {
    let (authority, now) = (Authority::new("Autorite d'essai").unwrap(), SystemClock.unix_seconds());
    let lists = ListServer::start(ListAnswer::Body(authority.list(now - DAY, now + DAY, &[SERIAL]).unwrap())).unwrap();
    let Some(world) = world(&authority, &lists) else { return };
    let desk = Desk::sit_down(world.papers_for("sophie", "secretariat")).await;
    let cut = desk.wait_for_connection("the refusal", offline_with(ErrorCode::ServerUntrusted)).await;
    let Connection::Offline { problem, .. } = cut.connection else { unreachable!("waited for") };
    assert_eq!(problem.params["fault"], "revoked");
    assert!(!world.operator.logs().contains(LOGIN_TRIED), "no login was tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_list_the_mailbox_stays_closed_unless_the_installation_tolerates_it() {
    let authority = Authority::new("Autorite d'essai").unwrap();
    let lists = ListServer::start(ListAnswer::Status(403)).unwrap();
    let Some(world) = world(&authority, &lists) else { return };
    let desk = Desk::sit_down(world.papers_for("sophie", "secretariat")).await;
    let cut = desk.wait_for_connection("the refusal", offline_with(ErrorCode::RevocationUnknown)).await;
    let Connection::Offline { problem, .. } = cut.connection else { unreachable!("waited for") };
    assert_eq!(
        (problem.params["host"].as_str(), problem.params["list_host"].as_str()),
        (world.operator.host(), "127.0.0.1")
    );
    assert!(!world.operator.logs().contains(LOGIN_TRIED), "no login was tried");
    assert_eq!(lists.questions().len(), 1, "a 403 is minded however often the mailbox is tried");

    let account = world.account("secretariat");
    let mut lenient: Value = world.provisioning(&account);
    lenient["revocation"] = json!({ "first_contact": "tolerated", "grace_hours": 24 });
    let desk = Desk::sit_down(world.papers_with("karine", &lenient, &account.password)).await;
    desk.wait_until_up_to_date().await;
    let known = desk.mailbox().await.revocation;
    let Some(Revocation::Unknown { closes_at }) = known else { panic!("{known:?}") };
    let left = closes_at - SystemClock.unix_seconds();
    assert!((DAY - 300..=DAY).contains(&left), "{left} seconds left");
}
