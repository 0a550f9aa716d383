//! What must not be committed: promises to come back, places of one person's machine, hosts of package registries.

use std::sync::LazyLock;

use regex::Regex;

use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;

const RULE: &str = "marker";

/// What is looked for, cut in two so that it is not found here.
static MARKERS: LazyLock<[(Regex, &str); 3]> = LazyLock::new(|| {
    [
        (pattern(concat!(r"\b(TO", r"DO|FIX", r"ME|XX", r"X)\b")), "a promise to come back: do it, or say why not"),
        (pattern(concat!(r"/(ho", r"me|Us", r"ers)/[a-z]|/ro", r"ot/[a-z.]")), "a place of one machine"),
        (
            pattern(concat!(r"crates\.", r"io|npm", r"js\.|\bdocs\.", r"rs\b|py", r"pi\.org|\bdeb\.debian\.")),
            "the host of a registry: each machine has its own",
        ),
    ]
});

/// Such marks, in every text.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in house.texts() {
        for (at, line) in text.lines().enumerate() {
            let marks = MARKERS.iter().filter(|(marker, _)| marker.is_match(line));
            faults.extend(marks.map(|(_, what)| Fault::new(RULE, path, at + 1, *what)));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
