//! Which licences may enter, as `deny.toml` says.
//!
//! That file is the one home of the rule: cargo-deny reads it where it is installed, this module everywhere.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};

use super::Package;

/// The licences allowed to all, and those allowed to one package more.
pub(super) struct Policy {
    allowed: Vec<Licensee>,
    exceptions: BTreeMap<String, Vec<Licensee>>,
}

impl Policy {
    /// Reads the `[licenses]` table of a `deny.toml`.
    pub(super) fn from_toml(text: &str) -> Result<Self> {
        let file: Value = toml::from_str(text).context("deny.toml is not TOML")?;
        let licenses = &file["licenses"];
        let mut exceptions = BTreeMap::new();
        for exception in licenses["exceptions"].as_array().into_iter().flatten() {
            let package = exception["crate"].as_str().context("an exception of deny.toml names no crate")?;
            exceptions.insert(package.to_owned(), licensees(&exception["allow"])?);
        }
        Ok(Self { allowed: licensees(&licenses["allow"])?, exceptions })
    }

    /// Refuses the packages whose licence leaves no choice that is allowed, all at once.
    pub(super) fn judge<'a>(&self, packages: impl Iterator<Item = &'a Package>) -> Result<()> {
        let refusals: Vec<String> = packages
            .filter(|package| !self.accepts(package))
            .map(|package| format!("  {} {}: {}", package.name, package.version, package.licence))
            .collect();
        if refusals.is_empty() {
            return Ok(());
        }
        bail!("licences that deny.toml does not allow:\n{}", refusals.join("\n"));
    }

    fn accepts(&self, package: &Package) -> bool {
        let exceptions = self.exceptions.get(&package.name).map(Vec::as_slice).unwrap_or_default();
        Expression::parse(&package.licence).is_ok_and(|expression| {
            expression.evaluate(|wanted| self.allowed.iter().chain(exceptions).any(|allowed| allowed.satisfies(wanted)))
        })
    }
}

/// The canonical spelling of a licence as packages write it: `MIT/Apache-2.0` becomes `MIT OR Apache-2.0`.
pub(super) fn canonical(written: &str) -> Result<String> {
    let canonical = Expression::canonicalize(written).map_err(|error| anyhow!("{error}"))?;
    let spelt = canonical.unwrap_or_else(|| written.to_owned());
    Expression::parse_mode(&spelt, ParseMode::LAX).map_err(|error| anyhow!("{error}"))?;
    Ok(spelt)
}

fn licensees(list: &Value) -> Result<Vec<Licensee>> {
    let list = list.as_array().context("a list of licences is missing from deny.toml")?;
    list.iter()
        .map(|licence| {
            let licence = licence.as_str().context("a licence of deny.toml is not a text")?;
            Licensee::parse(licence).map_err(|error| anyhow!("{error}"))
        })
        .collect()
}

#[cfg(test)]
mod tests;
