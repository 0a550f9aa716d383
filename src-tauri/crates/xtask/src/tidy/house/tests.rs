#![allow(clippy::unwrap_used)]

use std::fs;

use super::{House, crate_of};

const LIB: &str = "src-tauri/crates/estafette-store/src/lib.rs";

#[test]
fn what_others_wrote_is_left_outside() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["src-tauri/src", "ui/node_modules/x", "target/debug", "assets"] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("src-tauri/src/lib.rs"), "//! Ours.").unwrap();
    fs::write(folder.path().join("ui/node_modules/x/x.ts"), "theirs").unwrap();
    fs::write(folder.path().join("target/debug/y.rs"), "fn (").unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("src-tauri/lock")).unwrap();
    fs::write(folder.path().join("assets/mark.png"), [0x89, 0xff]).unwrap();
    let house = House::read(folder.path()).unwrap();
    assert_eq!(house.texts().map(|(path, _)| path).collect::<Vec<_>>(), ["src-tauri/src/lib.rs"]);
    assert!(house.has("assets/mark.png") && house.has("assets"), "there, without being a text");
}

#[test]
fn a_rust_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("torn.rs"), "fn torn() {").unwrap();
    let Err(error) = House::read(folder.path()) else { panic!("read") };
    assert!(format!("{error:#}").contains("torn.rs"), "{error:#}");
}

#[test]
fn a_file_is_a_trial_when_its_module_is() {
    let house = House::of(&[
        (LIB, "mod file;\n#[cfg(test)]\nmod testing;"),
        ("src-tauri/crates/estafette-store/src/file.rs", ""),
        ("src-tauri/crates/estafette-store/src/file/tests.rs", ""),
        ("src-tauri/crates/estafette-store/src/testing.rs", ""),
        ("src-tauri/crates/estafette-store/src/testing/world.rs", ""),
        ("src-tauri/crates/estafette-store/src/file/tests/odd.rs", ""),
        ("src-tauri/crates/xtask/src/main.rs", ""),
    ]);
    let product: Vec<&str> = house.product().map(|(path, _)| path).collect();
    assert_eq!(
        product,
        ["src-tauri/crates/estafette-store/src/file.rs", LIB]
            .into_iter()
            .filter(|path| house.text(path).is_some())
            .collect::<Vec<_>>()
    );
}

#[test]
fn each_file_knows_its_crate() {
    assert_eq!(crate_of(LIB), Some("estafette-store"));
    assert_eq!(crate_of("src-tauri/src/lib.rs"), Some("estafette"));
    assert_eq!(crate_of("src-tauri/crates/estafette-store/tests/x.rs"), None);
    assert_eq!(crate_of("src-tauri/crates/xtask/src/main.rs"), None);
}

#[test]
fn the_page_is_its_sources_without_tests_and_generated_types() {
    let paths =
        ["ui/src/a.ts", "ui/src/a.test.ts", "ui/src/contract/contract.ts", "ui/src/B.svelte", "ui/vite.config.ts"];
    let house = House::of(&paths.map(|path| (path, "")));
    assert_eq!(house.page().map(|(path, _)| path).collect::<Vec<_>>(), ["ui/src/B.svelte", "ui/src/a.ts"]);
}
