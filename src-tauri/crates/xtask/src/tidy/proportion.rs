//! Four lines of tests for five of source, in each crate a person gets.
//!
//! A crate that is tried through its neighbours (the engine by `tests/integration`) has an allowance, with that reason.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::house::{House, crate_of};

const RULE: &str = "proportion";

/// Test lines for a hundred lines of source.
const LEAST: usize = 80;
/// Below this a crate is a few declarations.
const WORTH_COUNTING: usize = 200;

/// Crates with too few tests.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut counted: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (path, source) in house.rust() {
        let Some(name) = owner(path) else { continue };
        let (lines, tests) = counted.entry(name.to_owned()).or_default();
        let all = house.text(path).unwrap_or_default().lines().count();
        let for_tests = if house.is_trial(path) { all } else { source.test_lines };
        *tests += for_tests;
        *lines += all - for_tests;
    }
    counted
        .into_iter()
        .filter(|(_, (lines, tests))| *lines > WORTH_COUNTING && tests * 100 < lines * LEAST)
        .map(|(name, (lines, tests))| {
            let path = if name == "estafette" { String::from("src-tauri") } else { format!("src-tauri/crates/{name}") };
            Fault::new(RULE, &path, 0, format!("{tests} lines of tests for {lines} of source, {LEAST} % at least"))
        })
        .collect()
}

/// The product crate whose source or test the file is.
fn owner(path: &str) -> Option<&str> {
    let (name, rest) = path.strip_prefix("src-tauri/crates/").and_then(|path| path.split_once('/')).unwrap_or(("", ""));
    crate_of(path).or_else(|| (name.starts_with("estafette-") && rest.starts_with("tests/")).then_some(name))
}

#[cfg(test)]
mod tests;
