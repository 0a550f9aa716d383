//! The colours of the page against each other (WCAG 2.2 §1.4.3, §1.4.11), in both themes.

use std::collections::BTreeMap;

use super::super::STYLE;

/// Text colour, background, least ratio.
const PAIRS: [(&str, &str, f64); 12] = [
    ("--ink", "--sheet", 4.5),
    ("--ink-2", "--sheet", 4.5),
    ("--ink-3", "--sheet", 4.5),
    ("--ink-2", "--hover", 4.5),
    ("--ink-3", "--hover", 4.5),
    ("--accent", "--sheet", 4.5),
    ("--on-accent", "--accent", 4.5),
    ("--on-soft", "--soft", 4.5),
    ("--warn", "--warn-bg", 4.5),
    ("--warn", "--sheet", 4.5),
    ("--edge", "--sheet", 3.0),
    ("--edge", "--hover", 3.0),
];

#[test]
fn every_word_and_every_edge_can_be_told_from_what_is_behind_it() {
    for theme in [".e-root {", ".e-root[data-theme=\"dark\"] {"] {
        let colours = tokens(theme);
        for (front, back, least) in PAIRS {
            let found = ratio(colours[front], colours[back]);
            assert!(found >= least, "{front} on {back} in {theme}: {found:.2}");
        }
    }
}

#[test]
fn a_message_in_its_own_colours_has_links_that_can_be_read() {
    let colours = tokens(".e-light {");
    for front in ["--ink", "--ink-2", "--accent"] {
        let found = ratio(colours[front], colours["--sheet"]);
        assert!(found >= 4.5, "{front}: {found:.2}");
    }
}

/// The custom properties of the first rule that starts with `selector`.
fn tokens(selector: &str) -> BTreeMap<&'static str, [u8; 3]> {
    let (_, rule) = STYLE.split_once(selector).unwrap();
    let (rule, _) = rule.split_once('}').unwrap();
    let declarations = rule.split(';').filter_map(|declaration| declaration.split_once(':'));
    let colours = declarations.filter_map(|(name, value)| Some((name.trim(), colour(value.trim())?)));
    colours.filter(|(name, _)| name.starts_with("--")).collect()
}

fn colour(value: &str) -> Option<[u8; 3]> {
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// WCAG 2.2, « contrast ratio » and « relative luminance ».
fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
