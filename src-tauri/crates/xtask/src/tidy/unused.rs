//! A dependency nobody names is a package to audit for nothing.

use serde_json::Value;

use super::fault::Fault;
use super::house::House;
use super::pattern::pattern;

const RULE: &str = "unused";

/// Dependencies that no source of their crate names.
pub(super) fn check(house: &House, metadata: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    let root = format!("{}/", metadata["workspace_root"].as_str().unwrap_or_default());
    for package in metadata["packages"].as_array().into_iter().flatten().filter(|package| package["source"].is_null()) {
        let manifest = package["manifest_path"].as_str().unwrap_or_default().trim_start_matches(&root);
        let folder = manifest.trim_end_matches("Cargo.toml");
        let sources: Vec<&str> =
            house.texts().filter(|(path, _)| is_source(path, folder)).map(|(_, text)| text).collect();
        for wanted in package["dependencies"].as_array().into_iter().flatten() {
            let name = wanted["rename"].as_str().or(wanted["name"].as_str()).unwrap_or_default();
            let word = pattern(&format!(r"\b{}\b", name.replace('-', "_")));
            if !sources.iter().any(|text| word.is_match(text)) {
                faults.push(Fault::new(RULE, manifest, 0, format!("nothing names {name}")));
            }
        }
    }
    faults
}

/// Whether the file at `path` is a source of the crate in `folder`, and not of one inside it.
fn is_source(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| {
        rest.ends_with(".rs")
            && (!rest.contains('/') || ["src/", "tests/", "benches/"].iter().any(|sub| rest.starts_with(sub)))
    })
}

#[cfg(test)]
mod tests;
