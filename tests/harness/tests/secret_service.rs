//! The private keyring is open, is nobody else's, and leaves nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use estafette_harness::{SecretService, require};

/// What the keyring says about one of its properties.
fn ask(service: &SecretService, arguments: &[&str]) -> String {
    let output = Command::new("dbus-send")
        .envs(service.environment())
        .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.secrets"])
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn default_collection_is_unlocked() {
    let Some(service) = require::available("a keyring", SecretService::start()) else { return };
    let alias = ["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.ReadAlias", "string:default"];
    let collection = ask(&service, &alias);
    let property = "org.freedesktop.DBus.Properties.Get";
    let locked = ask(&service, &[&collection, property, "string:org.freedesktop.Secret.Collection", "string:Locked"]);
    assert_eq!(locked, "variant       boolean false");
}

#[test]
fn home_and_bus_are_its_own() {
    let Some(first) = require::available("a keyring", SecretService::start()) else { return };
    let Some(second) = require::available("a keyring", SecretService::start()) else { return };
    let first: BTreeMap<_, _> = first.environment().into_iter().collect();
    let second: BTreeMap<_, _> = second.environment().into_iter().collect();
    assert!(first.iter().all(|(name, value)| second[name] != *value), "{first:?} {second:?}");
}

#[test]
fn dropped_keyring_leaves_no_home() {
    let Some(service) = require::available("a keyring", SecretService::start()) else { return };
    let environment: BTreeMap<_, _> = service.environment().into_iter().collect();
    let home = PathBuf::from(&environment["HOME"]);
    assert!(home.join("data/keyrings").is_dir());
    drop(service);
    assert!(!home.parent().unwrap().exists());
}
