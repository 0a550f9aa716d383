//! The file itself: written from an inventory, and read back into one.
//!
//! Being able to read it back is what lets a check do without the network: licences are taken from the file, names from
//! the lock files.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::Package;

/// What no lock file knows: code inside packages, libraries of the system, fonts. Kept by hand.
const BY_HAND: &str = include_str!("by_hand.md");

const PROGRAM: &str = "## Rust packages of the program";
const PAGE: &str = "## npm packages of the page";
const WORKSHOP: &str = "## Rust packages of the workshop";

const PROGRAM_INTRO: &str = "What the program is made of or built with, on Linux or on Windows.";
const PAGE_INTRO: &str =
    "What may end in the page shown in the window; tools that only build or test it are not listed.";
const WORKSHOP_INTRO: &str = "Locked, and under the same rule, but not in the program: tests, chores, other systems.";

/// Everybody's work, by place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inventory {
    /// Rust packages of the program.
    pub(super) program: BTreeSet<Package>,
    /// npm packages of the page.
    pub(super) page: BTreeSet<Package>,
    /// Rust packages that only tests, chores or other systems need.
    pub(super) workshop: BTreeSet<Package>,
}

impl Inventory {
    /// All packages, wherever they are.
    pub(super) fn all(&self) -> impl Iterator<Item = &Package> {
        self.program.iter().chain(&self.page).chain(&self.workshop)
    }
}

/// The text of the file.
pub(super) fn render(inventory: &Inventory) -> String {
    let mut text = BY_HAND.trim_end().to_owned();
    let sections = [
        (PROGRAM, PROGRAM_INTRO, &inventory.program),
        (PAGE, PAGE_INTRO, &inventory.page),
        (WORKSHOP, WORKSHOP_INTRO, &inventory.workshop),
    ];
    for (heading, intro, packages) in sections {
        text.push_str(&format!("\n\n{heading}\n\n{intro}\n\n| Package | Version | Licence |\n|---|---|---|"));
        for Package { name, version, licence } in packages {
            text.push_str(&format!("\n| {name} | {version} | {licence} |"));
        }
    }
    text.push('\n');
    text
}

/// The packages a file lists.
pub(super) fn read(text: &str) -> Result<Inventory> {
    Ok(Inventory { program: table(text, PROGRAM)?, page: table(text, PAGE)?, workshop: table(text, WORKSHOP)? })
}

fn table(text: &str, heading: &str) -> Result<BTreeSet<Package>> {
    let (_, after) = text.split_once(heading).with_context(|| format!("THIRD_PARTY.md has no « {heading} »"))?;
    let section = after.split("\n## ").next().unwrap_or(after);
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| package(row).with_context(|| format!("THIRD_PARTY.md: unreadable row {row}"))).collect()
}

fn package(row: &str) -> Option<Package> {
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [name, version, licence] = cells.as_slice() else { return None };
    Some(Package { name: (*name).to_owned(), version: (*version).to_owned(), licence: (*licence).to_owned() })
}

#[cfg(test)]
mod tests;
