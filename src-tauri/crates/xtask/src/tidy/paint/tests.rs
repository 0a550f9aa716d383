use super::{House, check};

fn faults(path: &str, text: &str) -> usize {
    check(&House::of(&[(path, text)])).len()
}

#[test]
fn a_colour_in_a_style_is_a_fault() {
    for value in [
        "#fff",
        "#0A5C4A",
        "rgb(0 0 0 / 0.4)",
        "hsl(1 2% 3%)",
        "oklch(1 2 3)",
        "white",
        "1px solid DarkRed",
        "lightgray",
    ] {
        assert_eq!(
            faults("ui/src/views/A.svelte", &format!("<style>\n  p {{ color: {value}; }}\n</style>")),
            1,
            "{value}"
        );
        assert_eq!(faults("ui/src/styles/base.css", &format!("p {{ border: {value} }}")), 1, "{value}");
    }
}

#[test]
fn a_colour_in_an_attribute_or_a_string_is_a_fault() {
    assert_eq!(faults("ui/src/components/A.svelte", "<path fill=\"#0a5c4a\" />"), 1);
    assert_eq!(faults("ui/src/components/a.ts", "paint(\"rgb(1, 2, 3)\")"), 1);
}

#[test]
fn tokens_comments_and_names_that_only_look_so_pass() {
    let style = "<style>/* #fff */ p { color: var(--ink); white-space: nowrap; background: transparent; fill: CanvasText }</style>";
    assert_eq!(faults("ui/src/views/A.svelte", style), 0);
    assert_eq!(faults("ui/src/views/A.svelte", "{#each rows as row}<a href=\"#subject\">{row}</a>{/each}"), 0);
    assert_eq!(faults("ui/src/api/a.ts", "this.#cafe = x; // #fff"), 0);
    assert_eq!(faults("ui/src/styles/tokens.css", ":root { --ink: #14211d; }"), 0);
}
