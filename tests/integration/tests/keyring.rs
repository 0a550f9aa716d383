//! The keys in a real Secret Service. Alone in its program, because the session bus is found through the environment once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::sync::Arc;

use estafette_engine::{KeyHolder, OsKeyring, Vault, VaultError};
use estafette_harness::{SecretService, require};
use estafette_model::Secret;

#[test]
#[allow(unsafe_code, reason = "the environment of this program is set before anything else runs in it")]
fn the_keys_are_in_the_keyring_and_a_keyring_gone_is_said_and_never_replaced_by_a_file() {
    let Some(service) = require::available("the Secret Service", SecretService::start()) else { return };
    for (name, value) in service.environment() {
        // SAFETY: the only test of this program; no other thread reads the environment yet.
        unsafe { std::env::set_var(name, value) };
    }
    let folder = tempfile::tempdir().expect("a folder");
    let first = Vault::open(folder.path(), Arc::new(OsKeyring)).expect("a vault");
    let key = first.file_key("mailbox-1.db").expect("a key");
    first.set_password("secretariat@a.example", &Secret::new(String::from("tilleul-42"))).expect("kept");
    drop(first);

    let second = Vault::open(folder.path(), Arc::new(OsKeyring)).expect("opened again");
    assert_eq!(second.file_key("mailbox-1.db").expect("a key").expose(), key.expose());
    let password = second.password("secretariat@a.example").expect("answered").expect("kept");
    assert_eq!(password.expose(), "tilleul-42");
    assert!(OsKeyring.load("profile-key:another").expect("answered").is_none());

    drop(service);
    let before = std::fs::read_dir(folder.path()).expect("listed").count();
    assert!(matches!(Vault::open(folder.path(), Arc::new(OsKeyring)), Err(VaultError::NoKeyring)));
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), before, "no file takes its place");
}
