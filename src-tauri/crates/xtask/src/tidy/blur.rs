//! Nothing is blurred: without a graphics processor WebKitGTK takes a tenth of a second for each paint of a blurred shadow,
//! and paints it anew with every change of what lies on the surface. Shadows are tokens made of steps.

use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;

const RULE: &str = "blur";

/// What is drawn behind or over something.
static DRAWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:box-shadow|text-shadow|--shadow[\w-]*|filter)\s*:[^;{}]*"));
/// A shadow whose third length is not nothing, or a function that blurs.
static BLURRED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:inset\s+)?(?:-?[\d.]+[a-z]*\s+){2}[\d.]*[1-9][\d.]*[a-z]*\s|\b(?:blur|drop-shadow)\(")
});

/// Styles that blur.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in house.page() {
        let style = if path.ends_with(".svelte") {
            component::read(text).style
        } else if path.ends_with(".css") {
            component::without_comments(text)
        } else {
            continue;
        };
        let drawn = DRAWN.find_iter(&style).filter(|drawn| is_blurred(drawn.as_str()));
        faults.extend(drawn.map(|drawn| {
            let line = style[..drawn.start()].matches('\n').count() + 1;
            Fault::new(RULE, path, line, format!("blurred: {}", drawn.as_str()))
        }));
    }
    faults
}

/// Whether one of the values, between commas, blurs.
fn is_blurred(drawn: &str) -> bool {
    let (_, values) = drawn.split_once(':').unwrap_or_default();
    values.split(',').any(|value| BLURRED.is_match(value.trim()))
}

#[cfg(test)]
mod tests;
