//! What the policy of the window forbids, seen before a window refuses it, and what it cannot see: a letter left on disk.

use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::{met, pattern};
use super::script;

const RULE: &str = "window";

/// What code must not do, and why.
static FORBIDDEN: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
    [
        (
            pattern(r"\blocalStorage\b|\bsessionStorage\b|\bindexedDB\b|\bcaches\b|document\.cookie"),
            "web storage: nothing of a letter stays with the web engine",
        ),
        (pattern(r"@html\b|\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b"), "HTML made from a string"),
        (pattern(r"\beval\(|\bnew Function\("), "text run as code"),
        (
            pattern(r"\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b"),
            "the network is the engine's",
        ),
    ]
});
/// The names Windows gives to custom schemes.
static OURS: LazyLock<Regex> = LazyLock::new(|| pattern(r"https?://\w+\.localhost"));
static REMOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"https?://\S*"));

/// Breaches of the window's policy in the page.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in house.page().filter(|(path, _)| !path.ends_with(".css")) {
        let code = if path.ends_with(".svelte") {
            let component = component::read(text);
            let styled = component.attributes.iter().filter(|attribute| attribute.name == "style");
            faults.extend(styled.map(|attribute| {
                Fault::new(RULE, path, attribute.line, "a style attribute: the style: directive, or a class")
            }));
            component.script
        } else {
            script::read(text)
        };
        for (forbidden, why) in FORBIDDEN.iter() {
            let found = met(forbidden, &code.bare).into_iter();
            faults.extend(found.map(|(line, what)| Fault::new(RULE, path, line, format!("{what}: {why}"))));
        }
        let elsewhere = OURS.replace_all(&code.code, "");
        let found = met(&REMOTE, &elsewhere).into_iter();
        faults.extend(found.map(|(line, what)| Fault::new(RULE, path, line, format!("{what}: the page is all here"))));
    }
    faults
}

#[cfg(test)]
mod tests;
