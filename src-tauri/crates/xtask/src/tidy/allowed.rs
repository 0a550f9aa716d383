//! The faults let pass for now, each with its reason, in `tidy-allowed.toml`.
//!
//! The list can only shrink: an entry counts the faults of one rule in one file exactly, so that one fault more is a
//! fault, and one fault less is an entry to lower or to strike out.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::fault::Fault;

/// Where the list is.
pub(super) const LIST: &str = "src-tauri/crates/xtask/tidy-allowed.toml";
const RULE: &str = "allowance";

/// A rule and a file, and how many faults of the one are let pass in the other.
pub(super) type Allowances = BTreeMap<(String, String), usize>;

/// Reads the list.
///
/// # Errors
/// An entry without rule, path, number or reason, or two for the same rule and file.
pub(super) fn read(toml: &str) -> Result<Allowances> {
    let file: Value = toml::from_str(toml).context("the list of allowances is not TOML")?;
    let mut allowances = Allowances::new();
    for entry in file["allowed"].as_array().into_iter().flatten() {
        let word = |key: &str| {
            let word = entry[key].as_str().filter(|word| !word.trim().is_empty());
            word.map(str::to_owned).with_context(|| format!("an allowance has no {key}: {entry}"))
        };
        let _reason = word("reason")?;
        let faults = entry["faults"].as_u64().filter(|faults| *faults > 0);
        let faults = faults.with_context(|| format!("an allowance does not count its faults: {entry}"))?;
        let key = (word("rule")?, word("path")?);
        if allowances.insert(key, usize::try_from(faults)?).is_some() {
            bail!("allowed twice: {entry}");
        }
    }
    Ok(allowances)
}

/// What is left of the faults once the allowed ones are taken off, and what the list allows for nothing.
pub(super) fn settle(faults: Vec<Fault>, allowances: &Allowances) -> Vec<Fault> {
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for fault in &faults {
        *counted.entry((fault.rule.to_owned(), fault.path.clone())).or_default() += 1;
    }
    let is_allowed = |fault: &Fault| {
        let key = (fault.rule.to_owned(), fault.path.clone());
        allowances.get(&key).is_some_and(|most| counted.get(&key).is_some_and(|count| count <= most))
    };
    let mut left: Vec<Fault> = faults.iter().filter(|fault| !is_allowed(fault)).cloned().collect();
    for ((rule, path), most) in allowances {
        let count = counted.get(&(rule.clone(), path.clone())).copied().unwrap_or_default();
        if count < *most {
            left.push(Fault::new(RULE, LIST, 0, format!("{rule} in {path}: {most} allowed, {count} left")));
        }
    }
    left
}

#[cfg(test)]
mod tests;
