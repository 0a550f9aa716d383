#![allow(clippy::unwrap_used)]

use super::{House, allowed, faults, left, root};

#[test]
fn the_house_keeps_its_rules() {
    let faults = left(&root().unwrap()).unwrap();
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn every_rule_is_asked() {
    let broken = House::of(&[
        ("src-tauri/crates/estafette-mime/src/a.rs", "struct AHelper; fn f() { std::fs::read(\"Envoyé\") }"),
        ("src-tauri/crates/estafette-mime/src/long.rs", &format!("//! Long.\n{}", "\n".repeat(601))),
        ("ui/src/api/a.ts", "/** A. */ paint(\"#fff\"); import x from \"./a\";"),
        ("ui/src/styles/a.css", "p { box-shadow: 0 1px 2px var(--line) }"),
        ("ui/src/i18n/fr.json", "{\"a.b\": \"L'un\"}"),
        ("README.md", concat!("[x](gone.md) TO", "DO")),
        ("src-tauri/docs/THREAT_MODEL.md", "| Attack | Tests |\n|---|---|\n| script | none |\n"),
    ]);
    let metadata = serde_json::json!({
        "packages": [{
            "id": "m", "name": "estafette-mime", "source": null, "manifest_path": "Cargo.toml",
            "dependencies": [{ "name": "rusqlite" }],
        }],
    });
    let found = faults(&broken, &metadata);
    for rule in [
        "dependency",
        "unused",
        "purity",
        "size",
        "proportion",
        "header",
        "name",
        "marker",
        "french",
        "catalogue",
        "unsaid",
        "colour",
        "blur",
        "circle",
        "link",
        "room",
        "threat",
    ] {
        assert!(found.iter().any(|fault| fault.rule == rule), "{rule} is not asked");
    }
}

#[test]
fn every_allowance_is_of_a_rule_that_exists() {
    let list = std::fs::read_to_string(root().unwrap().join(allowed::LIST)).unwrap();
    assert!(allowed::read(&list).is_ok());
}
