//! `cargo xtask tidy`: the rules of the house that no compiler checks, each a module of its own with a trial that it
//! catches what it should.
//!
//! A rule nobody enforces is a wish. These run on the whole checkout with every `cargo test`, and say what is wrong by
//! file and line.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

mod allowed;
mod blur;
mod catalogue;
mod circles;
mod component;
mod dependencies;
mod fault;
mod french;
mod headers;
mod house;
mod links;
mod markers;
mod names;
mod paint;
mod pattern;
mod place;
mod proportion;
mod purity;
mod rooms;
mod rust;
mod script;
mod sizes;
mod threats;
mod unsaid;
mod unused;

use crate::workspace::{metadata, root};
use fault::Fault;
use house::House;

/// Holds the checkout against every rule.
///
/// # Errors
/// A rule is broken, an allowance is of no use any more, or the checkout cannot be read.
pub(crate) fn tidy() -> Result<()> {
    let faults = left(&root()?)?;
    if faults.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    bail!("{}\n{} faults; the rules and their reasons: src-tauri/docs/STYLE.md", lines.join("\n"), lines.len());
}

/// The faults of the checkout at `root` that are not allowed.
fn left(root: &Path) -> Result<Vec<Fault>> {
    let house = House::read(root)?;
    let list = house.text(allowed::LIST).context("the list of allowances is gone")?;
    let mut faults = allowed::settle(faults(&house, &metadata(root, &[this_machine()?])?), &allowed::read(list)?);
    faults.sort();
    Ok(faults)
}

fn faults(house: &House, metadata: &Value) -> Vec<Fault> {
    [
        dependencies::check(metadata),
        unused::check(house, metadata),
        purity::check(house),
        sizes::check(house),
        proportion::check(house),
        headers::check(house),
        names::check(house),
        markers::check(house),
        french::check(house),
        catalogue::check(house),
        unsaid::check(house),
        paint::check(house),
        blur::check(house),
        circles::check(house),
        links::check(house),
        rooms::check(house),
        threats::check(house),
    ]
    .concat()
}

/// Asks for the packages of this machine alone: those of other systems may not be here, and need not be.
fn this_machine() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output =
        std::process::Command::new(rustc).args(["--print", "host-tuple"]).output().context("starting rustc")?;
    Ok(format!("--filter-platform={}", String::from_utf8_lossy(&output.stdout).trim()))
}

#[cfg(test)]
mod tests;
