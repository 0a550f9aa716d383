use super::{House, check};

fn is_faulty(path: &str, text: &str) -> bool {
    !check(&House::of(&[(path, text)])).is_empty()
}

#[test]
fn a_source_that_does_not_say_why_it_exists_is_a_fault() {
    for (path, with, without) in [
        ("src-tauri/src/lib.rs", "//! The shell.", "mod ipc;"),
        ("tests/ipc/tests/acl.rs", "//! Who may call what.", "#![allow(missing_docs)]"),
        ("ui/src/App.svelte", "<!-- The page. -->", "<script></script>"),
        ("ui/src/main.ts", "/** The page. */", "import App from \"./App.svelte\";"),
        ("tests/e2e/stage.mjs", "// The stage.", "import x from \"y\";"),
    ] {
        assert!(!is_faulty(path, with), "{path}");
        assert!(is_faulty(path, without), "{path}");
    }
}

#[test]
fn tests_beside_what_they_test_need_none() {
    for path in ["src-tauri/crates/estafette-net/src/line/tests.rs", "ui/src/api/cache.test.ts", "ui/vite.config.ts"] {
        assert!(!is_faulty(path, "use super::read;"), "{path}");
    }
}

#[test]
fn a_module_called_mod_is_a_fault_whatever_it_says() {
    assert!(is_faulty("src-tauri/src/ipc/mod.rs", "//! The one way in."));
}
