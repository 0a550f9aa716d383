use serde_json::json;

use super::{House, check};

fn unused(path: &str, text: &str) -> usize {
    let metadata = json!({
        "workspace_root": "/r",
        "packages": [{
            "name": "estafette-net", "source": null, "manifest_path": "/r/net/Cargo.toml",
            "dependencies": [{ "name": "async-imap" }, { "name": "log", "rename": "records" }],
        }],
    });
    check(&House::of(&[(path, text)]), &metadata).len()
}

#[test]
fn a_dependency_is_used_by_the_name_its_sources_know() {
    assert_eq!(unused("net/src/lib.rs", "use async_imap::Client; use records::trace;"), 0);
    assert_eq!(unused("net/tests/real.rs", "use async_imap::Client; use records::trace;"), 0);
    assert_eq!(unused("net/build.rs", "fn main() { async_imap::x(records::y) }"), 0);
}

#[test]
fn one_that_nobody_names_is_a_fault() {
    assert_eq!(unused("net/src/lib.rs", "use async_imap_more::Client;"), 2);
    assert_eq!(
        unused("net/crates/other/src/lib.rs", "use async_imap::Client; use records::trace;"),
        2,
        "another crate's source"
    );
}
