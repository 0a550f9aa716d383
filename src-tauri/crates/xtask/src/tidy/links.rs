//! A page that points nowhere is worse than none: every link of the documentation leads to a file, and what it names is
//! in that file.
//!
//! `[`Receiver::stay`](…/receive.rs)` promises that `stay` is written there. In `TESTING.md` and `THREAT_MODEL.md` a link to a test promises that
//! a test of that name is.

use std::sync::LazyLock;

use regex::Regex;

use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;
use super::place::beside;

const RULE: &str = "link";

/// The pages whose links name tests.
const OF_TESTS: [&str; 2] = ["src-tauri/docs/TESTING.md", "src-tauri/docs/THREAT_MODEL.md"];
const CODE: [&str; 7] = [".rs", ".ts", ".svelte", ".js", ".mjs", ".sql", ".json"];

static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\[([^\[\]]*)\]\(([^()\s]+)\)|\bsrc="([^"]+)""#));

/// Links of the documentation that do not hold.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in house.texts().filter(|(path, _)| path.ends_with(".md")) {
        for (at, line) in text.lines().enumerate() {
            for link in LINK.captures_iter(line) {
                let words = link.get(1).map_or("", |words| words.as_str());
                let Some(target) = link.get(2).or_else(|| link.get(3)) else { continue };
                let wrong = broken(house, path, words, target.as_str());
                faults.extend(wrong.map(|what| Fault::new(RULE, path, at + 1, what)));
            }
        }
    }
    faults
}

fn broken(house: &House, page: &str, words: &str, target: &str) -> Option<String> {
    if target.starts_with('#') || target.contains(':') {
        return None;
    }
    let target = target.split('#').next().unwrap_or_default();
    let Some(file) = beside(page, target).filter(|file| house.has(file)) else {
        return Some(format!("{target} is not there"));
    };
    let text = house.text(&file)?;
    if !CODE.iter().any(|ending| file.ends_with(ending)) {
        return None;
    }
    if OF_TESTS.contains(&page) && is_of_tests(house, &file) {
        let holds = is_test(text, words) || file.ends_with(words.trim_matches('`'));
        return (!holds).then(|| format!("no test of {file} is called {words}"));
    }
    let code = words.strip_prefix('`')?.strip_suffix('`')?;
    let name = code.trim_end_matches("()").rsplit("::").next().unwrap_or_default();
    let named = text.contains(name) || file.contains(name);
    (!named).then(|| format!("{file} does not hold {name}"))
}

fn is_of_tests(house: &House, file: &str) -> bool {
    let of_the_page = [".test.ts", ".test.js", ".spec.mjs"].iter().any(|ending| file.ends_with(ending));
    let inline = || house.rust().any(|(path, source)| path == file && source.test_lines > 0);
    of_the_page || file.ends_with(".rs") && (house.is_trial(file) || inline())
}

/// Whether a test is called so: a function in Rust, a sentence elsewhere.
fn is_test(text: &str, words: &str) -> bool {
    let name = words.trim_matches('`');
    text.contains(&format!("fn {name}("))
        || ["test", "it", "scene"].iter().any(|call| text.contains(&format!("{call}(\"{name}\"")))
}

#[cfg(test)]
mod tests;
