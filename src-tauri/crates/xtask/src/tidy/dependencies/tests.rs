#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::check;

/// A workspace of crates of ours and what they depend on; every package from elsewhere stands alone.
fn workspace(ours: &[(&str, &[&str])]) -> Value {
    let names: Vec<&str> = ours.iter().map(|(name, _)| *name).collect();
    let elsewhere: Vec<&str> =
        ours.iter().flat_map(|(_, wanted)| *wanted).filter(|name| !names.contains(name)).copied().collect();
    let mut packages: Vec<Value> =
        elsewhere.iter().map(|name| json!({ "id": name, "name": name, "source": "elsewhere" })).collect();
    packages.extend(ours.iter().map(|(name, wanted)| {
        let wanted: Vec<Value> = wanted.iter().map(|name| json!({ "name": name, "kind": null })).collect();
        json!({ "id": name, "name": name, "source": null, "manifest_path": format!("/r/{name}/Cargo.toml"), "dependencies": wanted, "features": {} })
    }));
    let nodes: Vec<Value> = ours
        .iter()
        .map(|(name, wanted)| {
            let deps: Vec<Value> =
                wanted.iter().map(|name| json!({ "pkg": name, "dep_kinds": [{ "kind": null }] })).collect();
            json!({ "id": name, "deps": deps })
        })
        .collect();
    json!({ "workspace_root": "/r", "packages": packages, "resolve": { "nodes": nodes } })
}

fn faults(ours: &[(&str, &[&str])]) -> Vec<String> {
    check(&workspace(ours)).into_iter().map(|fault| format!("{}: {}", fault.path, fault.what)).collect()
}

const HOUSE: [(&str, &[&str]); 9] = [
    ("estafette", &["tauri", "estafette-api"]),
    ("estafette-api", &["estafette-engine"]),
    ("estafette-engine", &["estafette-store", "estafette-net", "keyring", "tokio"]),
    ("estafette-store", &["rusqlite", "estafette-model"]),
    ("estafette-net", &["tokio", "rustls", "estafette-model"]),
    ("estafette-contract", &["serde", "ts-rs"]),
    ("estafette-mime", &["ammonia", "estafette-model"]),
    ("estafette-model", &["jiff"]),
    ("estafette-ipc-tests", &["tauri"]),
];

#[test]
fn the_house_as_drawn_passes() {
    assert_eq!(faults(&HOUSE), Vec::<String>::new());
}

#[test]
fn one_dependency_too_many_is_a_fault() {
    for (name, more) in [
        ("estafette-engine", "tauri"),
        ("estafette-api", "rusqlite"),
        ("estafette-engine", "reqwest"),
        ("estafette-net", "keyring"),
        ("estafette-mime", "tokio"),
        ("estafette-contract", "chrono"),
        ("estafette-store", "estafette-net"),
        ("estafette-net", "estafette-store"),
    ] {
        let changed: Vec<(&str, Vec<&str>)> = HOUSE
            .iter()
            .map(|(crate_name, wanted)| {
                (*crate_name, wanted.iter().copied().chain((*crate_name == name).then_some(more)).collect())
            })
            .collect();
        let changed: Vec<(&str, &[&str])> = changed.iter().map(|(name, wanted)| (*name, wanted.as_slice())).collect();
        let faults = faults(&changed);
        assert!(faults.iter().any(|fault| fault.starts_with(&format!("{name}/"))), "{name} with {more}: {faults:?}");
    }
}

#[test]
fn a_forbidden_crate_is_seen_through_another() {
    let found = faults(&[("estafette-mime", &["estafette-model"]), ("estafette-model", &["tokio"])]);
    assert!(found.iter().any(|fault| fault == "estafette-mime/Cargo.toml: reaches tokio"), "{found:?}");
}

#[test]
fn only_the_engine_sees_both_sides() {
    let found = faults(&[
        ("estafette-api", &["estafette-store", "estafette-net"]),
        ("estafette-store", &[]),
        ("estafette-net", &[]),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn what_only_tests_use_is_free() {
    let mut metadata = workspace(&[("estafette-mime", &["rusqlite"])]);
    let ours = metadata["packages"].as_array_mut().unwrap().last_mut().unwrap();
    ours["dependencies"][0]["kind"] = json!("dev");
    metadata["resolve"]["nodes"][0]["deps"][0]["dep_kinds"][0]["kind"] = json!("dev");
    assert_eq!(check(&metadata), []);
}

#[test]
fn a_switch_in_a_shipped_crate_is_a_fault() {
    let mut metadata = workspace(&[("estafette-net", &[])]);
    metadata["packages"][0]["features"] = json!({ "lax": [] });
    assert_eq!(check(&metadata).len(), 1);
}
