use super::{House, check};

fn faults(path: &str, text: &str) -> Vec<String> {
    check(&House::of(&[(path, text)])).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_file_may_reach_its_limit_and_not_pass_it() {
    for (path, most) in
        [("src-tauri/src/ipc.rs", 600), ("src-tauri/src/lib.rs", 250), ("ui/src/App.svelte", 350), ("ui/src/a.ts", 350)]
    {
        assert_eq!(faults(path, &"\n".repeat(most)), Vec::<String>::new(), "{path}");
        assert_eq!(faults(path, &"\n".repeat(most + 1)), [format!("{} lines, {most} at most", most + 1)], "{path}");
    }
}

#[test]
fn a_function_of_a_hundred_and_one_lines_is_too_long() {
    let of = |lines: usize| format!("fn f() {{{}}}", "\n".repeat(lines - 1));
    assert_eq!(faults("a.rs", &of(100)), Vec::<String>::new());
    assert_eq!(faults("a.rs", &of(101)), ["f takes 101 lines, 100 at most"]);
}

#[test]
fn what_is_generated_or_is_no_source_is_not_measured() {
    for path in ["ui/src/contract/contract.ts", "THIRD_PARTY.md", "ui/src/i18n/fr.json"] {
        assert_eq!(faults(path, &"\n".repeat(2000)), Vec::<String>::new(), "{path}");
    }
}
