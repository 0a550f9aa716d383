//! The map names every room: a crate or a folder of the page that ARCHITECTURE does not know was not thought about.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::house::House;

const RULE: &str = "room";

/// The map.
const MAP: &str = "src-tauri/docs/ARCHITECTURE.md";
/// Folders whose folders are rooms.
const FLOORS: [&str; 3] = ["src-tauri/crates/", "ui/src/", "tests/"];

/// Rooms the map does not name.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let map = house.text(MAP).unwrap_or_default();
    let rooms: BTreeSet<(&str, &str)> = house
        .texts()
        .flat_map(|(path, _)| {
            FLOORS.iter().filter_map(move |floor| Some((*floor, path.strip_prefix(floor)?.split_once('/')?.0)))
        })
        .collect();
    rooms
        .into_iter()
        .filter(|(_, room)| !map.contains(&format!("`{room}`")) && !map.contains(&format!("{room}/")))
        .map(|(floor, room)| Fault::new(RULE, MAP, 0, format!("does not name {floor}{room}")))
        .collect()
}

#[cfg(test)]
mod tests;
