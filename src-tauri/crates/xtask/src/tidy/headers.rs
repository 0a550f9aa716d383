//! Every file opens with why it exists, and is called by its concept.

use super::fault::Fault;
use super::house::House;

const RULE: &str = "header";

/// Sources without a header, and files called `mod.rs`.
pub(super) fn check(house: &House) -> Vec<Fault> {
    house
        .texts()
        .filter_map(|(path, text)| {
            if path.ends_with("/mod.rs") {
                return Some(Fault::new(
                    RULE,
                    path,
                    0,
                    "called foo/mod.rs: foo.rs beside foo/ shows its name in a tab",
                ));
            }
            let opening = text.trim_start_matches("#!/usr/bin/env node\n");
            let lacks = !openings(path, house)?.iter().any(|expected| opening.starts_with(expected));
            lacks.then(|| Fault::new(RULE, path, 1, "does not begin by saying what it is and why"))
        })
        .collect()
}

/// How a file at `path` may begin; nothing when it needs no header: a module of unit tests is told by what it tests.
fn openings(path: &str, house: &House) -> Option<&'static [&'static str]> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending {
        "rs" if house.is_trial(path) && path.contains("/src/") => None,
        "rs" => Some(&["//! "]),
        "svelte" => Some(&["<!-- "]),
        "ts" | "js" | "mjs" if path.contains(".test.") || path.contains(".config.") => None,
        "ts" | "js" | "mjs" => Some(&["/** ", "/**\n", "// "]),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
