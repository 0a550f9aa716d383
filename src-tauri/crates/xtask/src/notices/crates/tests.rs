#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{locked, reached, split};

/// The program rests on a store, which is built with the source of a database and tested with a folder; the chores rest
/// on something of their own.
fn metadata() -> Value {
    let elsewhere = |name: &str, licence: &str| json!({ "name": name, "version": "1.0.0", "id": name, "source": "registry", "license": licence });
    let dep = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind, "target": null }] });
    json!({
        "packages": [
            { "name": "estafette", "version": "0.1.0", "id": "estafette", "source": null, "license": "EUPL-1.2" },
            elsewhere("store", "MIT/Apache-2.0"),
            elsewhere("database-source", "MIT"),
            elsewhere("test-folder", "ISC"),
            elsewhere("chore", "Zlib"),
        ],
        "resolve": { "nodes": [
            { "id": "estafette", "deps": [dep("store", Value::Null)] },
            { "id": "store", "deps": [dep("database-source", json!("build")), dep("test-folder", json!("dev"))] },
            { "id": "database-source", "deps": [] },
            { "id": "test-folder", "deps": [] },
            { "id": "chore", "deps": [] },
        ] },
    })
}

#[test]
fn what_is_built_in_belongs_to_the_program_and_what_tests_it_does_not() {
    let reached = reached(&metadata()).unwrap().into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(reached, ["database-source", "estafette", "store"]);
}

#[test]
fn every_package_from_elsewhere_stands_on_one_side() {
    let metadata = metadata();
    let (program, workshop) = split(&metadata, &reached(&metadata).unwrap()).unwrap();
    let names = |side: &BTreeSet<super::Package>| side.iter().map(|package| package.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&program), ["database-source", "store"]);
    assert_eq!(names(&workshop), ["chore", "test-folder"]);
    assert!(program.iter().any(|package| package.licence == "MIT OR Apache-2.0"));
}

#[test]
fn a_package_without_a_licence_is_named() {
    let mut metadata = metadata();
    metadata["packages"][4]["license"] = Value::Null;
    let error = split(&metadata, &BTreeSet::new()).unwrap_err().to_string();
    assert_eq!(error, "chore states no licence");
}

#[test]
fn a_workspace_without_the_program_is_refused() {
    assert!(reached(&json!({ "packages": [], "resolve": { "nodes": [] } })).is_err());
}

#[test]
fn our_own_packages_are_not_third_party() {
    let lock = r#"
        version = 4
        [[package]]
        name = "estafette"
        version = "0.1.0"
        [[package]]
        name = "ring"
        version = "0.17.14"
        source = "registry+elsewhere"
    "#;
    assert_eq!(locked(lock).unwrap(), BTreeSet::from([(String::from("ring"), String::from("0.17.14"))]));
}

#[test]
fn a_lock_file_that_is_not_one_is_refused() {
    assert!(locked("[[package").is_err());
    assert!(locked("version = 4").is_err());
}
