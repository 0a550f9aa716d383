//! In the page a type is told, never silenced: no `any`, no non-null assertion.

use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::{met, pattern};
use super::script;

const RULE: &str = "type";

static SILENCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r":\s*any\b|\bas\s+any\b|<any>|\bany\[\]|[\w)\]]!(?:[.;,)\]]|$)|@ts-(?:ignore|nocheck|expect-error)")
});

/// Types silenced in the page.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let scripts = house.page().filter(|(path, _)| !path.ends_with(".css"));
    scripts
        .flat_map(|(path, text)| {
            let svelte = path.ends_with(".svelte");
            let code = if svelte { component::read(text).script.bare } else { script::read(text).bare };
            // the compiler is silenced by a comment, which is no code
            let silenced = met(&SILENCED, &code).into_iter().map(|(line, what)| (line, what.to_owned()));
            let told_off = text.lines().enumerate().filter(|(_, line)| line.contains("@ts-"));
            let told_off = told_off.map(|(at, line)| (at + 1, line.trim().to_owned()));
            silenced
                .chain(told_off)
                .map(|(line, what)| Fault::new(RULE, path, line, format!("silenced: {what}")))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests;
