//! The packages the page is made of, from `ui/package-lock.json`.
//!
//! npm notes in the lock which packages are for development only and, nearly always, the licence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Package, policy};

/// The production packages of the page in `ui`; none while it has no lock file.
pub(super) fn inventory(ui: &Path) -> Result<BTreeSet<Package>> {
    let lock = ui.join("package-lock.json");
    if !lock.exists() {
        return Ok(BTreeSet::new());
    }
    let lock: Value = serde_json::from_str(&super::read(&lock)?).context("package-lock.json is not JSON")?;
    let packages = lock["packages"].as_object().context("package-lock.json is of a version before 2")?;
    packages
        .iter()
        .filter(|(place, package)| !place.is_empty() && !is_for_development(package) && !is_optional(package))
        .map(|(place, package)| read_package(ui, place, package))
        .collect()
}

/// `devOptional` is both an optional dependency and a development one: shipped if it is there.
fn is_for_development(package: &Value) -> bool {
    package["dev"] == true
}

/// What a package does without: pdf.js draws on `@napi-rs/canvas` where there is no browser. Nothing of it is in the page.
fn is_optional(package: &Value) -> bool {
    package["optional"] == true
}

fn read_package(ui: &Path, place: &str, package: &Value) -> Result<Package> {
    let name = place.rsplit("node_modules/").next().unwrap_or(place).to_owned();
    let version = package["version"].as_str().with_context(|| format!("{name} has no version"))?.to_owned();
    let licence = match package["license"].as_str() {
        Some(licence) => licence.to_owned(),
        None => installed_licence(&ui.join(place), &name)?,
    };
    let licence = policy::canonical(&licence).with_context(|| format!("the licence of {name}"))?;
    Ok(Package { name, version, licence })
}

/// The licence as the installed package states it, for those whose lock entry is silent.
fn installed_licence(folder: &Path, name: &str) -> Result<String> {
    let Ok(text) = fs::read_to_string(folder.join("package.json")) else {
        bail!("the lock file states no licence for {name}, and it is not installed: run `npm ci` in ui/ first");
    };
    let manifest: Value = serde_json::from_str(&text).with_context(|| format!("package.json of {name}"))?;
    manifest["license"].as_str().map(str::to_owned).with_context(|| format!("{name} states no licence"))
}

#[cfg(test)]
mod tests;
