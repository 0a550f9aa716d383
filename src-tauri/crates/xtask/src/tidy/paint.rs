//! A colour is a token: written anywhere else it does not follow the theme, and nobody measures its contrast.

use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::{met, pattern};
use super::script;

const RULE: &str = "colour";

/// The one place of colours.
const TOKENS: &str = "ui/src/styles/tokens.css";

static LITERAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(")
});
/// The names of CSS that a hand writes; those of the system (`Canvas`, `Highlight`) are for forced colours and may stay.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i):[^;{}]*?(?:^|[\s:,(])(black|white|gr[ae]y|silver|red|maroon|yellow|olive|lime|green|aqua|teal|blue|navy|fuchsia|purple|orange|pink|brown|gold|beige|cyan|magenta|crimson|coral|salmon|tomato|indigo|violet|ivory|(?:dark|light|medium|pale|deep|hot)(?:[a-z]+))(?:$|[\s;,)!}])",
    )
});

/// Colours written elsewhere than in the tokens.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in house.page().filter(|(path, _)| *path != TOKENS) {
        let fault = |(line, colour): (usize, &str)| Fault::new(RULE, path, line, format!("not a token: {colour}"));
        if path.ends_with(".svelte") {
            let component = component::read(text);
            faults.extend(in_style(&component.style).into_iter().map(fault));
            let strings = component.script.strings.iter().map(|string| (string.line, string.text.as_str()));
            let attributes = component.attributes.iter().map(|found| (found.line, found.value.as_str()));
            faults.extend(strings.chain(attributes).filter(|(_, text)| LITERAL.is_match(text)).map(fault));
        } else if path.ends_with(".css") {
            faults.extend(in_style(&component::without_comments(text)).into_iter().map(fault));
        } else {
            let strings = script::read(text).strings;
            let painted = strings.iter().filter(|string| LITERAL.is_match(&string.text));
            faults.extend(painted.map(|string| fault((string.line, &string.text))));
        }
    }
    faults
}

fn in_style(css: &str) -> Vec<(usize, &str)> {
    let mut found = met(&LITERAL, css);
    found.extend(
        css.lines().enumerate().filter_map(|(at, line)| Some((at + 1, NAMED.captures(line)?.get(1)?.as_str()))),
    );
    found
}

#[cfg(test)]
mod tests;
