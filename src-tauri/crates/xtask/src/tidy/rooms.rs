//! The map names every room and every decision: a crate or a folder of the page that ARCHITECTURE does not know was not
//! thought about, a decision it does not lead to is not read.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::house::House;

const RULE: &str = "room";

/// The map.
const MAP: &str = "src-tauri/docs/ARCHITECTURE.md";
/// Folders whose folders are rooms.
const FLOORS: [&str; 3] = ["src-tauri/crates/", "ui/src/", "tests/"];

/// Where the decisions are, beside the map.
const DECISIONS: &str = "src-tauri/docs/";
const DECISION: &str = "adr/";

/// Rooms the map does not name, and decisions it does not lead to.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let map = house.text(MAP).unwrap_or_default();
    let rooms: BTreeSet<(&str, &str)> = house
        .texts()
        .flat_map(|(path, _)| {
            FLOORS.iter().filter_map(move |floor| Some((*floor, path.strip_prefix(floor)?.split_once('/')?.0)))
        })
        .collect();
    let unnamed = rooms
        .into_iter()
        .filter(|(_, room)| !map.contains(&format!("`{room}`")) && !map.contains(&format!("{room}/")))
        .map(|(floor, room)| format!("does not name {floor}{room}"));
    let decisions = house.texts().filter_map(|(path, _)| path.strip_prefix(DECISIONS));
    let unread = decisions
        .filter(|path| path.starts_with(DECISION) && !map.contains(&format!("]({path})")))
        .map(|path| format!("does not lead to {path}"));
    unnamed.chain(unread).map(|what| Fault::new(RULE, MAP, 0, what)).collect()
}

#[cfg(test)]
mod tests;
