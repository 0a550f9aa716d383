//! The keys in a real Secret Service, through the commands of the page: no keyring at all, one that is there, shut, gone,
//! another one in its place, and one that comes back. Alone in its program, because the session bus is found through the
//! environment of the process.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use estafette_contract::{Connection, ErrorCode, WayOut};
use estafette_engine::{KeyHolder, OsKeyring};
use estafette_harness::{SecretService, require};
use estafette_integration::{Desk, World};
use serde_json::{Value, json};

const PHRASE: &str = "tilleul brume 42 lanterne";

/// The session the program believes to be in, from now on.
#[allow(unsafe_code, reason = "no other test runs in this program, and no thread of its own reads the environment now")]
fn enter_session(service: Option<&SecretService>) {
    let nowhere = || vec![("DBUS_SESSION_BUS_ADDRESS", String::from("unix:path=/nonexistent/bus"))];
    for (name, value) in service.map_or_else(nowhere, SecretService::environment) {
        // SAFETY: see above; every desk was left before.
        unsafe { std::env::set_var(name, value) };
    }
}

async fn sit_down(papers: &Path) -> Desk {
    Desk::sit_down_with_keys(papers.to_owned(), Arc::new(OsKeyring::default())).await
}

/// What keeps the window closed, and what it offers.
async fn obstacle(desk: &Desk) -> (ErrorCode, Vec<WayOut>) {
    let app = desk.app().await;
    (app.obstacle.expect("an obstacle").code, app.ways_out)
}

fn way_in(papers: &Path) -> String {
    let text = std::fs::read(papers.join("profile/keys.json")).expect("the keys");
    let keys: Value = serde_json::from_slice(&text).expect("json");
    keys["opening"]["way"].as_str().expect("a way").to_owned()
}

fn set_aside(world: &World) -> Vec<PathBuf> {
    let desk = world.folder().join("sophie");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(desk).expect("listed").flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("profile.set-aside-")));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_absent_shut_gone_changed_or_back_is_said_for_what_it_is_and_nothing_replaces_it_silently() {
    let Some(world) = World::quiet() else { return };
    let Some(first) = require::available("the Secret Service", SecretService::start()) else { return };
    let papers = world.papers_for("sophie", "secretariat");
    without_a_keyring_a_person_may_choose_a_passphrase(&papers).await;
    a_keyring_that_is_there_by_now_is_offered_and_taken_when_asked(&first, &papers).await;
    a_keyring_that_is_shut_is_not_one_that_is_gone(&first, &papers).await;
    a_keyring_gone_leaves_the_profile_as_it_is(first, &papers).await;
    another_session_has_not_the_key_and_may_start_anew(&world, &papers).await;
}

async fn without_a_keyring_a_person_may_choose_a_passphrase(papers: &Path) {
    enter_session(None);
    let desk = sit_down(papers).await;
    assert_eq!(obstacle(&desk).await, (ErrorCode::KeyringMissing, vec![WayOut::ChoosePassphrase, WayOut::Retry]));
    assert!(!papers.join("profile/keys.json").exists(), "nothing was made in the place of the keyring");
    let weak = desk.ask::<Value>("profile_protect", json!({ "passphrase": "tilleul" })).await.expect_err("weak");
    assert_eq!(weak.code, ErrorCode::PassphraseWeak);
    let elsewhere = desk.ask::<Value>("profile_start_anew", json!({})).await.expect_err("nothing to set aside");
    assert_eq!(elsewhere.code, ErrorCode::BadRequest, "a way out that is not offered is not taken");
    let _done: Value = desk.get("profile_protect", json!({ "passphrase": PHRASE })).await;
    desk.wait_until_up_to_date().await;
    assert!(!desk.app().await.keyring_offered);
    desk.leave().await;
    assert_eq!(way_in(papers), "passphrase");
}

async fn a_keyring_that_is_there_by_now_is_offered_and_taken_when_asked(service: &SecretService, papers: &Path) {
    enter_session(Some(service));
    let desk = sit_down(papers).await;
    assert_eq!(
        obstacle(&desk).await,
        (ErrorCode::PassphraseNeeded, vec![WayOut::GivePassphrase, WayOut::StartAnew]),
        "the passphrase stays the way in until somebody says otherwise"
    );
    let wrong =
        desk.ask::<Value>("profile_open", json!({ "passphrase": "autre chose, longue" })).await.expect_err("no");
    assert_eq!((wrong.code, wrong.params["wait"].as_str()), (ErrorCode::PassphraseWrong, "1"));
    let _done: Value = desk.get("profile_open", json!({ "passphrase": PHRASE })).await;
    desk.wait_until_up_to_date().await;
    assert!(desk.app().await.keyring_offered);
    assert_eq!(way_in(papers), "passphrase", "an offer is not a move");
    let _done: Value = desk.get("keyring_answer", json!({ "use_keyring": true })).await;
    assert!(!desk.app().await.keyring_offered);
    desk.leave().await;
    assert_eq!(way_in(papers), "keyring");

    std::fs::remove_file(papers.join("passwords.json")).expect("the demonstration gives no password any more");
    let desk = sit_down(papers).await;
    desk.wait_until_up_to_date().await;
    desk.leave().await;
    assert!(OsKeyring::default().load("profile-key:another").expect("answered").is_none());
}

async fn a_keyring_that_is_shut_is_not_one_that_is_gone(service: &SecretService, papers: &Path) {
    service.lock().expect("shut");
    let desk = sit_down(papers).await;
    assert_eq!(obstacle(&desk).await, (ErrorCode::KeyringLocked, vec![WayOut::Retry]));
    let _done: Value = desk.get("profile_open", json!({ "passphrase": null })).await;
    assert_eq!(obstacle(&desk).await.0, ErrorCode::KeyringLocked, "it was asked again, and is shut still");
    desk.leave().await;
}

async fn a_keyring_gone_leaves_the_profile_as_it_is(service: SecretService, papers: &Path) {
    drop(service);
    let before = std::fs::read(papers.join("profile/keys.json")).expect("the keys");
    let desk = sit_down(papers).await;
    assert_eq!(obstacle(&desk).await, (ErrorCode::KeyringGone, vec![WayOut::Retry, WayOut::StartAnew]));
    let refused = desk.ask::<Value>("profile_protect", json!({ "passphrase": PHRASE })).await.expect_err("not offered");
    assert_eq!(refused.code, ErrorCode::BadRequest, "a passphrase does not take the place of a key that exists");
    desk.leave().await;
    assert_eq!(std::fs::read(papers.join("profile/keys.json")).expect("the keys"), before);
}

async fn another_session_has_not_the_key_and_may_start_anew(world: &World, papers: &Path) {
    let second = SecretService::start().expect("another session");
    enter_session(Some(&second));
    let desk = sit_down(papers).await;
    assert_eq!(obstacle(&desk).await, (ErrorCode::KeyLost, vec![WayOut::Retry, WayOut::StartAnew]));
    let kept = std::fs::read(papers.join("profile/mailbox-1.db")).expect("the mailbox");
    let _done: Value = desk.get("profile_start_anew", json!({})).await;
    desk.wait_for_connection("a new profile, without a password", |state| {
        matches!(state, Connection::NeedsPassword { .. })
    })
    .await;
    let aside = set_aside(world);
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(std::fs::read(aside[0].join("mailbox-1.db")).expect("kept"), kept, "set aside, not touched");
    desk.leave().await;
    assert_eq!(way_in(papers), "keyring");
}
