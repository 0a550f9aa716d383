//! Who may import whom in the page: a widget knows nothing of mail, a feature nothing of the views, only the host knows
//! Tauri, and nobody imports in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::component;
use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;
use super::place::beside;
use super::script;

const RULE: &str = "layer";

/// Each folder of `ui/src` and the others it may import; itself it may always.
const LAYERS: [(&str, &[&str]); 8] = [
    ("contract", &[]),
    ("styles", &[]),
    ("i18n", &[]),
    ("host", &["contract"]),
    ("api", &["host", "contract", "i18n"]),
    ("components", &[]),
    ("features", &["api", "contract", "components", "i18n"]),
    ("views", &["features", "api", "contract", "components", "i18n"]),
];
/// What only a build for a plain browser holds: the fictional house and the page on it.
const FICTION: [&str; 2] = ["ui/src/host/browser", "ui/src/browser.ts"];
/// Whom the host alone knows.
const SHELL: &str = "@tauri-apps/";
const ENDINGS: [&str; 5] = ["", ".ts", ".svelte.ts", ".svelte", ".json"];

static IMPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)""#));

/// Imports that go up, out or round.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut imports: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in house.page().filter(|(path, _)| !path.ends_with(".css")) {
        for (line, target) in imported(path, text) {
            let fault = |what: String| Fault::new(RULE, path, line, what);
            if target.starts_with(SHELL) && layer(path) != Some("host") {
                faults.push(fault(format!("only the host imports {target}")));
            }
            if !target.starts_with('.') {
                continue;
            }
            match resolve(house, path, &target) {
                None => faults.push(fault(format!("imports {target}, which is not there"))),
                Some(target) => {
                    faults.extend(upwards(path, &target).map(fault));
                    imports.entry(path).or_default().insert(target);
                }
            }
        }
    }
    faults.extend(circles(&imports));
    faults
}

fn imported(path: &str, text: &str) -> Vec<(usize, String)> {
    let code = if path.ends_with(".svelte") { component::read(text).script.code } else { script::read(text).code };
    let found = IMPORT.captures_iter(&code).filter_map(|import| import.get(1));
    found
        .map(|target| (code.get(..target.start()).unwrap_or_default().lines().count(), target.as_str().to_owned()))
        .collect()
}

/// The file that `target` names from `path`.
fn resolve(house: &House, path: &str, target: &str) -> Option<String> {
    let stem = beside(path, target)?;
    ENDINGS.iter().map(|ending| format!("{stem}{ending}")).find(|file| house.text(file).is_some())
}

fn upwards(path: &str, target: &str) -> Option<String> {
    let fictional = |path: &str| FICTION.iter().any(|fiction| path.starts_with(fiction));
    if fictional(target) && !fictional(path) {
        return Some(format!("the shipped page imports {target}"));
    }
    let (from, to) = (layer(path)?, layer(target));
    let may = LAYERS.iter().find(|(name, _)| *name == from).map_or(&[] as &[&str], |(_, may)| may);
    match to {
        Some(to) if to == from || may.contains(&to) => None,
        _ => Some(format!("{from} may not import {target}")),
    }
}

/// The folder of `ui/src` a file is in; none for those that put the page together.
fn layer(path: &str) -> Option<&str> {
    let (folder, _) = path.strip_prefix("ui/src/")?.split_once('/')?;
    Some(folder)
}

/// One fault for each file that imports itself through others.
fn circles(imports: &BTreeMap<&str, BTreeSet<String>>) -> Vec<Fault> {
    let of = |path: &str| imports.get(path).into_iter().flatten();
    imports
        .keys()
        .filter_map(|start| {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let mut ahead = vec![*start];
            while let Some(path) = ahead.pop() {
                for next in of(path) {
                    if next == start {
                        return Some(Fault::new(RULE, start, 0, format!("imported in a circle by {path}")));
                    }
                    if seen.insert(next) {
                        ahead.push(next);
                    }
                }
            }
            None
        })
        .collect()
}

#[cfg(test)]
mod tests;
