use super::{House, check};

fn faults(path: &str, text: &str) -> usize {
    check(&House::of(&[(path, text)])).len()
}

#[test]
fn what_the_policy_forbids_is_a_fault() {
    for code in [
        "localStorage.setItem(k, v)",
        "window.sessionStorage",
        "indexedDB.open(n)",
        "document.cookie = x",
        "node.innerHTML = x",
        "eval(x)",
        "new Function(x)",
        "await fetch(url)",
        "new WebSocket(url)",
        "const url = \"https://example.org\"",
    ] {
        assert_eq!(faults("ui/src/api/a.ts", code), 1, "{code}");
    }
}

#[test]
fn so_is_a_style_attribute_or_markup_from_a_string() {
    assert_eq!(faults("ui/src/views/A.svelte", "<p style=\"width: 3px\">{x}</p>"), 1);
    assert_eq!(faults("ui/src/views/A.svelte", "<p style={x}></p>"), 1);
    assert_eq!(faults("ui/src/views/A.svelte", "{@html letter}"), 1);
}

#[test]
fn directives_comments_and_our_own_schemes_pass() {
    assert_eq!(faults("ui/src/views/A.svelte", "<!-- innerHTML --><p style:width=\"3px\">{x}</p>"), 0);
    assert_eq!(
        faults("ui/src/api/a.ts", "// https://example.org\nconst frame = \"http://mail.localhost/\"; prefetch(x)"),
        0
    );
}
