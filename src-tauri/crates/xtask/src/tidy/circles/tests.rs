use super::{House, check};

/// The places in a circle.
fn round(files: &[(&str, &str)]) -> Vec<String> {
    check(&House::of(files)).into_iter().map(|fault| fault.path).collect()
}

#[test]
fn files_that_import_each_other_are_in_a_circle_and_who_looks_on_is_not() {
    let files = [
        ("ui/src/api/a.ts", "import b from \"./b\";"),
        ("ui/src/api/b.ts", "export { c } from \"./c\";"),
        ("ui/src/api/c.ts", "const a = import(\"./a\");"),
        ("ui/src/api/outside.ts", "import type a from \"./a\";"),
    ];
    assert_eq!(round(&files), ["ui/src/api/a.ts", "ui/src/api/b.ts", "ui/src/api/c.ts"]);
}

#[test]
fn components_import_by_their_scripts_and_a_comment_imports_nothing() {
    let row = ("ui/src/views/Row.svelte", "<!-- A. --><script lang=\"ts\">import \"./list\";</script>");
    assert_eq!(round(&[row, ("ui/src/views/list.ts", "import Row from \"./Row.svelte\";")]).len(), 2);
    assert_eq!(round(&[row, ("ui/src/views/list.ts", "// import Row from \"./Row.svelte\";")]).len(), 0);
}

#[test]
fn features_that_import_each_other_are_in_a_circle_though_their_files_are_not() {
    let files = [
        ("ui/src/features/reader/list.ts", "import \"../session/clock.svelte\";"),
        ("ui/src/features/session/clock.svelte.ts", ""),
        ("ui/src/features/session/desk.ts", "import \"../reader/row/words\";"),
        ("ui/src/features/reader/row/words.ts", ""),
    ];
    assert_eq!(round(&files), ["ui/src/features/reader", "ui/src/features/session"]);
}

#[test]
fn a_folder_may_be_made_of_folders() {
    let files = [
        ("ui/src/host/browser.ts", "import \"./browser/world\";"),
        ("ui/src/host/browser/world.ts", "import \"../host\";"),
        ("ui/src/host/host.ts", ""),
    ];
    assert_eq!(round(&files), Vec::<String>::new());
}

#[test]
fn modules_that_use_each_other_are_in_a_circle() {
    for (error, mailbox) in [
        ("use crate::mailbox::State;", "use crate::error::Error;"),
        ("fn f() { super::mailbox::state() }", "use crate::{error::Error, file};"),
        ("enum E { A(crate::mailbox::State) }", "impl From<crate::error::E> for M {}"),
    ] {
        let files = [("a/src/error.rs", error), ("a/src/mailbox.rs", mailbox), ("a/src/file.rs", "")];
        assert_eq!(round(&files), ["a/src/error.rs", "a/src/mailbox.rs"], "{error} {mailbox}");
    }
}

#[test]
fn a_file_deep_inside_counts_for_its_module() {
    let deep = [
        ("a/src/error.rs", "use crate::mailbox::State;"),
        ("a/src/mailbox/outbox/steps.rs", "use super::super::super::error::E;"),
    ];
    assert_eq!(round(&deep), ["a/src/error.rs", "a/src/mailbox.rs"]);
    let inside = [
        ("a/src/error.rs", "use crate::mailbox::State;"),
        ("a/src/mailbox/outbox/steps.rs", "use super::super::error::E;"),
    ];
    assert_eq!(round(&inside), Vec::<String>::new(), "its own `error`");
}

#[test]
fn what_the_root_hands_on_is_used_where_it_comes_from() {
    let root = "mod error; mod mailbox; pub use error::{Error, Row as Line}; pub use crate::mailbox::State;";
    let files = |error: &'static str| {
        [("a/src/lib.rs", root), ("a/src/error.rs", error), ("a/src/mailbox.rs", "use crate::Error;")]
    };
    assert_eq!(round(&files("use crate::State;")).len(), 2);
    assert_eq!(round(&files("use crate::Error;")).len(), 0);
}

#[test]
fn what_only_tests_use_is_free() {
    let files = [
        ("a/src/error.rs", "#[cfg(test)]\nmod tests { use crate::mailbox::State; }"),
        ("a/src/error/tests.rs", "use crate::mailbox::State;"),
        ("a/src/mailbox.rs", "use crate::error::Error;"),
    ];
    assert_eq!(round(&files), Vec::<String>::new());
}

#[test]
fn crates_are_apart() {
    let files = [("a/src/error.rs", "use crate::mailbox::State;"), ("b/src/mailbox.rs", "use crate::error::Error;")];
    assert_eq!(round(&files), Vec::<String>::new());
}
