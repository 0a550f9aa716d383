use super::{House, OF_TESTS, check};

const RECEIVE: (&str, &str) =
    ("src-tauri/src/receive.rs", "fn stay() {}\n#[cfg(test)]\nmod tests {\n  fn waits_for_news() {}\n}");
const KEYBOARD: (&str, &str) = ("tests/ui/keyboard.test.js", "scene(\"F6 goes round\", x);");

fn faults(page: &str, text: &str) -> Vec<String> {
    check(&House::of(&[(page, text), RECEIVE, KEYBOARD])).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn links_that_hold_pass() {
    let page = "[the loop](../src/receive.rs) [`Receiver::stay()`](../src/receive.rs) [`receive.rs`](../src/receive.rs)\n\
                [elsewhere](https://example.org) [below](#below) [rule](../../tests/ui/keyboard.test.js#L1)";
    assert_eq!(faults("src-tauri/docs/ARCHITECTURE.md", page), Vec::<String>::new());
}

#[test]
fn a_link_or_a_picture_that_leads_nowhere_is_a_fault() {
    for link in ["[x](../src/gone.rs)", "[x](../../../outside.md)", "<img src=\"mark.svg\">", "![x](shots/a.png)"] {
        assert_eq!(faults("src-tauri/docs/ARCHITECTURE.md", link).len(), 1, "{link}");
    }
}

#[test]
fn a_link_that_names_what_its_file_does_not_hold_is_a_fault() {
    assert_eq!(faults("README.md", "[`leave`](src-tauri/src/receive.rs)").len(), 1);
}

#[test]
fn a_page_of_tests_names_tests_that_exist() {
    let good = "[`waits_for_news`](../src/receive.rs) [F6 goes round](../../tests/ui/keyboard.test.js)";
    for page in OF_TESTS {
        assert_eq!(faults(page, good), Vec::<String>::new());
        for gone in ["[`waits`](../src/receive.rs)", "[F6 goes](../../tests/ui/keyboard.test.js)"] {
            assert_eq!(faults(page, gone).len(), 1, "{page}: {gone}");
        }
    }
}
