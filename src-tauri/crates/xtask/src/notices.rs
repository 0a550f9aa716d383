//! `THIRD_PARTY.md`: whose work Estafette carries, and under which licence.
//!
//! A package whose licence the house cannot live with must be seen on the day it arrives, not on the day of the release.
//! Writing the file asks Cargo about every package; checking it reads the two lock files alone, so it needs no network.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

mod crates;
mod npm;
mod page;
mod policy;

use page::Inventory;
use policy::Policy;

use crate::workspace::root;

/// What is wanted in the tables: one package of somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    /// SPDX expression, in its canonical spelling.
    licence: String,
}

/// A package without its licence, as a lock file names it.
type NameAndVersion = (String, String);

/// Writes `THIRD_PARTY.md`, or with `check` says whether it still tells the truth.
///
/// # Errors
/// A licence that `deny.toml` does not allow, a lock file that cannot be read, or, with `check`, a file that has to be
/// written again.
pub(crate) fn notices(check: bool) -> Result<()> {
    let root = root()?;
    let policy = Policy::from_toml(&read(&root.join("deny.toml"))?)?;
    let target = root.join("THIRD_PARTY.md");
    if check {
        let text = read(&target)?;
        let inventory = page::read(&text)?;
        policy.judge(inventory.all())?;
        let mut faults = differences(&inventory, &locked(&root)?);
        if page::render(&inventory) != text {
            faults.push(String::from("  not as it would be written"));
        }
        if !faults.is_empty() {
            bail!("THIRD_PARTY.md is out of date, run `cargo xtask notices`:\n{}", faults.join("\n"));
        }
        return Ok(());
    }
    let (program, workshop) = crates::inventory(&root)?;
    let inventory = Inventory { program, workshop, page: npm::inventory(&root.join("ui"))? };
    policy.judge(inventory.all())?;
    fs::write(&target, page::render(&inventory)).with_context(|| format!("writing {}", target.display()))
}

/// Judges the licence that each package states of itself, in the program, the page and the workshop, and says how many.
///
/// [`notices`] believes `THIRD_PARTY.md` when it checks, so that it needs no network; this one believes nobody.
///
/// # Errors
/// A licence that `deny.toml` does not allow, a package that states none, or Cargo cannot ask them.
pub(crate) fn licences() -> Result<()> {
    let root = root()?;
    let policy = Policy::from_toml(&read(&root.join("deny.toml"))?)?;
    let (program, workshop) = crates::inventory(&root)?;
    let stated = Inventory { program, workshop, page: npm::inventory(&root.join("ui"))? };
    policy.judge(stated.all())?;
    let written = page::read(&read(&root.join("THIRD_PARTY.md"))?)?;
    if stated != written {
        bail!("THIRD_PARTY.md says otherwise than the packages themselves, run `cargo xtask notices`");
    }
    let (program, page, workshop) = (stated.program.len(), stated.page.len(), stated.workshop.len());
    writeln!(stdout(), "{program} packages of the program, {page} of the page, {workshop} of the workshop: all allowed")
        .context("nobody reads how many licences were judged")
}

/// A package inside the program, and where its source is on this machine.
pub(crate) struct Work {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// SPDX expression.
    pub(crate) licence: String,
    /// The folder of its source.
    pub(crate) folder: PathBuf,
}

/// The packages the program and its page are made of.
///
/// # Errors
/// Cargo refuses, or a package states no licence.
pub(crate) fn works(root: &Path) -> Result<Vec<Work>> {
    let ui = root.join("ui");
    let (program, _) = crates::inventory(root)?;
    let folders = crates::folders(root)?;
    let rust = program.into_iter().map(|package| {
        let folder = folders.get(&package.name_and_version());
        folder.cloned().map(|folder| package.at(folder)).context("a package has no source")
    });
    let page = npm::inventory(&ui)?.into_iter().map(|package| {
        let folder = ui.join("node_modules").join(&package.name);
        Ok(package.at(folder))
    });
    rust.chain(page).collect()
}

/// What the lock files name.
struct Locked {
    crates: BTreeSet<NameAndVersion>,
    npm: BTreeSet<NameAndVersion>,
}

fn locked(root: &Path) -> Result<Locked> {
    let npm = npm::inventory(&root.join("ui"))?.iter().map(Package::name_and_version).collect();
    Ok(Locked { crates: crates::locked(&read(&root.join("Cargo.lock"))?)?, npm })
}

/// One line for each package the file has too much or too little.
fn differences(inventory: &Inventory, locked: &Locked) -> Vec<String> {
    let listed_crates = inventory.program.iter().chain(&inventory.workshop).map(Package::name_and_version).collect();
    let listed_npm = inventory.page.iter().map(Package::name_and_version).collect();
    let pairs: [(&BTreeSet<NameAndVersion>, &BTreeSet<NameAndVersion>); 2] =
        [(&locked.crates, &listed_crates), (&locked.npm, &listed_npm)];
    let line = |what: &str, (name, version): &NameAndVersion| format!("  {what}: {name} {version}");
    pairs
        .into_iter()
        .flat_map(|(locked, listed)| {
            let missing = locked.difference(listed).map(move |package| line("not listed", package));
            let gone = listed.difference(locked).map(move |package| line("no longer locked", package));
            missing.chain(gone)
        })
        .collect()
}

impl Package {
    fn name_and_version(&self) -> NameAndVersion {
        (self.name.clone(), self.version.clone())
    }

    fn at(self, folder: PathBuf) -> Work {
        Work { name: self.name, version: self.version, licence: self.licence, folder }
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

#[cfg(test)]
mod tests;
