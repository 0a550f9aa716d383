use std::collections::BTreeSet;

use super::page::Inventory;
use super::{Locked, Package, differences};

fn package(name: &str) -> Package {
    Package { name: name.to_owned(), version: String::from("1.0.0"), licence: String::from("MIT") }
}

fn locked(crates: &[&str], npm: &[&str]) -> Locked {
    let set = |names: &[&str]| names.iter().map(|name| package(name).name_and_version()).collect();
    Locked { crates: set(crates), npm: set(npm) }
}

fn listed() -> Inventory {
    Inventory {
        program: BTreeSet::from([package("ring")]),
        page: BTreeSet::from([package("svelte")]),
        workshop: BTreeSet::from([package("tempfile")]),
    }
}

#[test]
fn a_file_that_lists_what_is_locked_is_current() {
    assert_eq!(differences(&listed(), &locked(&["ring", "tempfile"], &["svelte"])), Vec::<String>::new());
}

#[test]
fn a_package_that_arrived_is_named() {
    let faults = differences(&listed(), &locked(&["ring", "tempfile", "tokio"], &["svelte"]));
    assert_eq!(faults, ["  not listed: tokio 1.0.0"]);
}

#[test]
fn a_package_that_left_is_named() {
    let faults = differences(&listed(), &locked(&["ring", "tempfile"], &[]));
    assert_eq!(faults, ["  no longer locked: svelte 1.0.0"]);
}

#[test]
fn a_rust_package_does_not_stand_for_an_npm_one() {
    let faults = differences(&listed(), &locked(&["ring", "tempfile", "svelte"], &[]));
    assert_eq!(faults, ["  not listed: svelte 1.0.0", "  no longer locked: svelte 1.0.0"]);
}
