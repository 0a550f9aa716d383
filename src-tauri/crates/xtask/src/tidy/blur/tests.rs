use super::{House, check};

fn faults(path: &str, text: &str) -> usize {
    check(&House::of(&[(path, text)])).len()
}

#[test]
fn what_is_blurred_is_a_fault_wherever_it_is_written() {
    for value in [
        "box-shadow: 0 1px 2px rgb(20 33 29 / 0.06)",
        "box-shadow: 0 6px 24px -8px var(--ink)",
        "--shadow: 0 1px 0 0 rgb(0 0 0 / 0.1), 0 0.5rem 1.5rem rgb(0 0 0 / 0.1)",
        "filter: blur(2px)",
        "backdrop-filter: blur(4px)",
        "filter: drop-shadow(0 1px 0 var(--ink))",
    ] {
        assert_eq!(faults("ui/src/styles/tokens.css", &format!(":root {{ {value}; }}")), 1, "{value}");
        assert_eq!(faults("ui/src/views/A.svelte", &format!("<style>\n  p {{ {value}; }}\n</style>")), 1, "{value}");
    }
}

#[test]
fn steps_edges_and_other_lengths_pass() {
    for value in [
        "box-shadow: 0 1px 0 0 rgb(20 33 29 / 0.03), 0 6px 0 -5px rgb(20 33 29 / 0.009)",
        "box-shadow: inset 0 0 0 1px var(--line)",
        "box-shadow: var(--shadow)",
        "padding: 4px 8px 10px 14px",
        "margin: 2px 4px 12px var(--gap)",
        "transition: background 0.1s",
    ] {
        assert_eq!(faults("ui/src/views/A.svelte", &format!("<style>p {{ {value}; }}</style>")), 0, "{value}");
    }
}
