use super::{House, check};

fn faults(files: &[(&str, &str)]) -> Vec<String> {
    check(&House::of(files)).into_iter().map(|fault| fault.what).collect()
}

/// What is wrong when the file at `path` imports `target`, which is there.
fn importing(path: &str, import: &str, target: &str) -> Vec<String> {
    faults(&[(path, &format!("import x from \"{import}\";")), (target, "")])
}

#[test]
fn imports_go_down() {
    for (path, import, target) in [
        ("ui/src/views/A.svelte", "../features/reader/row", "ui/src/features/reader/row.svelte.ts"),
        ("ui/src/features/reader/row.ts", "../../api/query", "ui/src/api/query.ts"),
        ("ui/src/features/reader/row.ts", "../session/desk", "ui/src/features/session/desk.ts"),
        ("ui/src/main.ts", "./host/tauri", "ui/src/host/tauri.ts"),
        ("ui/src/browser.ts", "./host/browser", "ui/src/host/browser.ts"),
        ("ui/src/i18n/i18n.ts", "./fr.json", "ui/src/i18n/fr.json"),
    ] {
        let script = if path.ends_with(".svelte") {
            format!("<script>import x from \"{import}\";</script>")
        } else {
            format!("import x from \"{import}\";")
        };
        assert_eq!(faults(&[(path, &script), (target, "")]), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn an_import_that_goes_up_is_a_fault() {
    for (path, import, target) in [
        ("ui/src/components/a.ts", "../features/reader/row", "ui/src/features/reader/row.ts"),
        ("ui/src/components/a.ts", "../i18n/i18n", "ui/src/i18n/i18n.ts"),
        ("ui/src/features/reader/row.ts", "../../views/shell", "ui/src/views/shell.ts"),
        ("ui/src/features/reader/row.ts", "../../host/host", "ui/src/host/host.ts"),
        ("ui/src/api/a.ts", "../components/a", "ui/src/components/a.ts"),
        ("ui/src/strange/a.ts", "../api/a", "ui/src/api/a.ts"),
    ] {
        assert_eq!(importing(path, import, target).len(), 1, "{path} {import}");
    }
}

#[test]
fn only_the_host_knows_tauri_and_only_the_browser_s_page_the_fiction() {
    let tauri = "import { invoke } from \"@tauri-apps/api/core\";";
    assert_eq!(faults(&[("ui/src/host/tauri.ts", tauri)]), Vec::<String>::new());
    assert_eq!(faults(&[("ui/src/api/a.ts", tauri)]).len(), 1);
    assert_eq!(importing("ui/src/main.ts", "./host/browser", "ui/src/host/browser.ts").len(), 1);
}

#[test]
fn an_import_of_nothing_is_a_fault() {
    assert_eq!(faults(&[("ui/src/a.ts", "import x from \"./gone\";")]).len(), 1);
    assert_eq!(faults(&[("ui/src/a.ts", "// import x from \"./gone\";")]), Vec::<String>::new());
}

#[test]
fn a_circle_is_a_fault_for_each_that_is_in_it() {
    let files = [
        ("ui/src/api/a.ts", "import b from \"./b\";"),
        ("ui/src/api/b.ts", "export { c } from \"./c\";"),
        ("ui/src/api/c.ts", "const a = import(\"./a\");"),
        ("ui/src/api/outside.ts", "import a from \"./a\";"),
    ];
    assert_eq!(faults(&files).len(), 3);
}
