//! A profile that a passphrase opens, where no keyring answers: what it keeps, and what lies on the disk afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::sync::Arc;

use estafette_contract::ErrorCode;
use estafette_engine::{HolderFault, KeyHolder, Unlocking, Vault};
use estafette_integration::{Canary, Desk, World};
use estafette_model::Secret;
use serde_json::{Value, json};

const PHRASE: &str = "zylkarièthe brume 42 lanterne";
const ADDRESS: &str = "secretariat@ehpad-les-tilleuls.mssante.example";

/// A machine without a keyring.
struct NoKeyring;

impl KeyHolder for NoKeyring {
    fn load(&self, _: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        Err(HolderFault::Absent)
    }

    fn save(&self, _: &str, _: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        Err(HolderFault::Absent)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_the_mailbox_is_kept_under_the_passphrase_and_neither_is_on_the_disk() {
    let Some(world) = World::quiet() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let profile = papers.join("profile");
    let desk = Desk::sit_down_with_keys(papers.clone(), Arc::new(NoKeyring)).await;
    let _done: Value = desk.get("profile_protect", json!({ "passphrase": PHRASE })).await;
    desk.wait_until_up_to_date().await;
    desk.leave().await;

    // Nobody gives the password any more: the profile has it.
    let password = world.account("secretariat").password;
    std::fs::remove_file(papers.join("passwords.json")).expect("removed");
    let desk = Desk::sit_down_with_keys(papers.clone(), Arc::new(NoKeyring)).await;
    let _done: Value = desk.get("profile_open", json!({ "passphrase": PHRASE })).await;
    desk.wait_until_up_to_date().await;
    desk.leave().await;

    for word in [PHRASE, &password, ADDRESS] {
        assert_eq!(Canary::new(word).sightings(&profile), [], "{} characters of a secret", word.len());
    }
    // First control: what was looked for is what the vault gives back.
    let vault = Vault::open(&profile, Arc::new(NoKeyring), &Unlocking::With(Secret::new(String::from(PHRASE))));
    let kept = vault.expect("opened").password(ADDRESS).expect("answered").expect("kept");
    assert_eq!(kept.expose(), &password);
    // Second control: the same search finds both where they are in the clear.
    std::fs::write(profile.join("note"), format!("{PHRASE} {password} {ADDRESS}")).expect("written");
    for word in [PHRASE, &password, ADDRESS] {
        assert_eq!(Canary::new(word).sightings(&profile).len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_is_said_again_and_again_and_never_for_good() {
    let Some(world) = World::quiet() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down_with_keys(papers.clone(), Arc::new(NoKeyring)).await;
    let _done: Value = desk.get("profile_protect", json!({ "passphrase": PHRASE })).await;
    desk.leave().await;

    let desk = Desk::sit_down_with_keys(papers, Arc::new(NoKeyring)).await;
    let begun = std::time::Instant::now();
    for wait in ["1", "2", "4"] {
        let wrong = desk.ask::<Value>("profile_open", json!({ "passphrase": "tilleul" })).await.expect_err("wrong");
        assert_eq!((wrong.code, wrong.params["wait"].as_str()), (ErrorCode::PassphraseWrong, wait));
        assert_eq!(wrong.params.len(), 1, "nothing is told about what is behind");
        assert_eq!(desk.app().await.obstacle.expect("still closed").code, ErrorCode::PassphraseNeeded);
    }
    assert!(begun.elapsed() >= std::time::Duration::from_secs(3), "the tries are paced, whoever makes them");
    let _done: Value = desk.get("profile_open", json!({ "passphrase": PHRASE })).await;
    assert!(desk.app().await.obstacle.is_none());
}
