//! A sentence nobody says any more goes out of its catalogue: it would be translated and reviewed for nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::catalogue::{catalogues, sentences};
use super::fault::Fault;
use super::house::{House, crate_of};
use super::pattern::pattern;

const RULE: &str = "unsaid";

/// A key put together: `` `folder.${role}` `` in the page, `"frame.month.{}"` in Rust.
static MADE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[`"]([a-z_]+\.[a-z_.]*)\$?\{[^}]*\}([a-z_.]*)[`"]"#));

/// Sentences whose key is written nowhere.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let rust = house.texts().filter(|(path, _)| path.ends_with(".rs") && crate_of(path).is_some());
    let code: Vec<&str> = house.page().chain(rust).map(|(_, text)| text).collect();
    let made: Vec<(&str, &str)> = code
        .iter()
        .flat_map(|text| MADE.captures_iter(text))
        .filter_map(|key| Some((key.get(1)?.as_str(), key.get(2)?.as_str())))
        .collect();
    let is_said = |key: &str| {
        let quoted = format!("\"{key}\"");
        let put_together = |(before, after): &(&str, &str)| {
            let middle = key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            middle.is_some_and(|middle| !middle.is_empty() && !middle.contains('.'))
        };
        code.iter().any(|text| text.contains(&quoted)) || made.iter().any(put_together)
    };
    catalogues(house)
        .flat_map(|(path, json)| {
            let unsaid = sentences(json).unwrap_or_default().into_iter().filter(|sentence| !is_said(&sentence.key));
            unsaid.map(move |sentence| Fault::new(RULE, path, 0, format!("nobody says {}", sentence.key)))
        })
        .collect()
}

#[cfg(test)]
mod tests;
