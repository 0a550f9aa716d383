#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::inventory;

fn write_lock(ui: &Path, packages: &Value) {
    fs::write(ui.join("package-lock.json"), json!({ "lockfileVersion": 3, "packages": packages }).to_string()).unwrap();
}

#[test]
fn a_page_not_there_yet_has_no_packages() {
    let ui = tempfile::tempdir().unwrap();
    assert!(inventory(ui.path()).unwrap().is_empty());
}

#[test]
fn only_what_may_reach_the_page_is_listed() {
    let ui = tempfile::tempdir().unwrap();
    write_lock(
        ui.path(),
        &json!({
            "": { "name": "estafette-ui", "version": "0.1.0" },
            "node_modules/@lucide/svelte": { "version": "1.48.0", "license": "ISC" },
            "node_modules/vite": { "version": "8.3.8", "license": "MIT", "dev": true },
            "node_modules/@napi-rs/canvas": { "version": "1.0.13", "license": "MIT", "optional": true },
            "node_modules/svelte/node_modules/clsx": { "version": "2.1.1", "license": "MIT" },
        }),
    );
    let found = inventory(ui.path()).unwrap();
    let names: Vec<&str> = found.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, ["@lucide/svelte", "clsx"]);
}

#[test]
fn a_licence_the_lock_does_not_state_is_read_from_the_installed_package() {
    let ui = tempfile::tempdir().unwrap();
    write_lock(ui.path(), &json!({ "node_modules/quiet": { "version": "1.0.0" } }));
    let error = inventory(ui.path()).unwrap_err().to_string();
    assert!(error.contains("npm ci"), "{error}");

    let installed = ui.path().join("node_modules/quiet");
    fs::create_dir_all(&installed).unwrap();
    fs::write(installed.join("package.json"), r#"{ "license": "MIT/Apache-2.0" }"#).unwrap();
    let found = inventory(ui.path()).unwrap();
    assert_eq!(found.first().unwrap().licence, "MIT OR Apache-2.0");
}

#[test]
fn a_licence_that_is_no_licence_is_named() {
    let ui = tempfile::tempdir().unwrap();
    write_lock(ui.path(), &json!({ "node_modules/odd": { "version": "1.0.0", "license": "SEE LICENSE IN x" } }));
    let error = inventory(ui.path()).unwrap_err().to_string();
    assert_eq!(error, "the licence of odd");
}
