//! The Rust packages: which are locked, and which of them the program is made of.
//!
//! `Cargo.lock` knows neither licences nor targets; `cargo metadata` knows both, at the price of every package's source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{NameAndVersion, Package, policy};
use crate::workspace::metadata;

/// The package the person starts.
const PROGRAM: &str = "estafette";
/// The systems it is made for.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc"];

/// The packages of a `Cargo.lock` that come from elsewhere.
pub(super) fn locked(lock: &str) -> Result<BTreeSet<NameAndVersion>> {
    let lock: Value = toml::from_str(lock).context("Cargo.lock is not TOML")?;
    let packages = lock["package"].as_array().context("Cargo.lock holds no package")?;
    packages
        .iter()
        .filter(|package| package["source"].is_string())
        .map(|package| Ok((text(package, "name")?, text(package, "version")?)))
        .collect()
}

/// The packages of the program, and those only its workshop needs (tests, chores, other systems).
pub(super) fn inventory(root: &Path) -> Result<(BTreeSet<Package>, BTreeSet<Package>)> {
    let everything = metadata(root, &[])?;
    let shipped = metadata(root, &TARGETS.map(|target| format!("--filter-platform={target}")))?;
    split(&everything, &reached(&shipped)?)
}

/// Where the source of each package is.
pub(super) fn folders(root: &Path) -> Result<BTreeMap<NameAndVersion, PathBuf>> {
    let metadata = metadata(root, &[])?;
    entries(&metadata["packages"])
        .map(|package| {
            let manifest = PathBuf::from(text(package, "manifest_path")?);
            let folder = manifest.parent().context("a manifest is in no folder")?.to_owned();
            Ok(((text(package, "name")?, text(package, "version")?), folder))
        })
        .collect()
}

/// Ids of the packages the program is made of or built with. Build dependencies count: OpenSSL and SQLCipher come in
/// through one.
fn reached(metadata: &Value) -> Result<BTreeSet<&str>> {
    let nodes: BTreeMap<&str, &Value> =
        entries(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let program = entries(&metadata["packages"])
        .find(|package| package["name"] == PROGRAM && package["source"].is_null())
        .and_then(|package| package["id"].as_str())
        .with_context(|| format!("the workspace holds no package {PROGRAM}"))?;
    let mut seen = BTreeSet::from([program]);
    let mut ahead = vec![program];
    while let Some(id) = ahead.pop() {
        let deps = nodes.get(id).into_iter().flat_map(|node| entries(&node["deps"]));
        let carried = deps.filter(|dep| entries(&dep["dep_kinds"]).any(|kind| kind["kind"] != "dev"));
        ahead.extend(carried.filter_map(|dep| dep["pkg"].as_str()).filter(|id| seen.insert(id)));
    }
    Ok(seen)
}

fn split(metadata: &Value, program: &BTreeSet<&str>) -> Result<(BTreeSet<Package>, BTreeSet<Package>)> {
    let mut split = (BTreeSet::new(), BTreeSet::new());
    for package in entries(&metadata["packages"]).filter(|package| package["source"].is_string()) {
        let name = text(package, "name")?;
        let licence = text(package, "license").with_context(|| format!("{name} states no licence"))?;
        let licence = policy::canonical(&licence).with_context(|| format!("the licence of {name}"))?;
        let in_program = package["id"].as_str().is_some_and(|id| program.contains(id));
        let side = if in_program { &mut split.0 } else { &mut split.1 };
        side.insert(Package { name, version: text(package, "version")?, licence });
    }
    Ok(split)
}

fn entries(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(of: &Value, key: &str) -> Result<String> {
    of[key].as_str().map(str::to_owned).with_context(|| format!("no text at {key}"))
}

#[cfg(test)]
mod tests;
