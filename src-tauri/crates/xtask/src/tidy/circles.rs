//! Nobody stands on what stands on them: not a file or a folder of the page, not a module of a crate.
//!
//! Two that use each other are one thing in two places: neither is read, tried or moved without the other. No compiler
//! minds, and only somebody who sees all the files at once can.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Fault;
use super::house::House;

mod modules;
mod page;

const RULE: &str = "circle";

/// Who uses whom; each is called by its place in the house.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// Circles of the page, and of each crate.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let imports = page::imports(house);
    let folders = page::folders(&imports);
    let mut faults = circles(&imports);
    faults.extend(circles(&folders));
    faults.extend(modules::uses(house).iter().flat_map(circles));
    faults
}

/// One fault for each that uses itself through others.
fn circles(uses: &Uses) -> Vec<Fault> {
    uses.keys()
        .filter_map(|start| {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let mut ahead = vec![start.as_str()];
            while let Some(at) = ahead.pop() {
                for next in uses.get(at).into_iter().flatten() {
                    if next == start {
                        return Some(Fault::new(RULE, start, 0, format!("used in a circle by {at}")));
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
