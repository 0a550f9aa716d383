//! What the files of the page import, and their folders through them.

use std::sync::LazyLock;

use regex::Regex;

use super::Uses;
use crate::tidy::component;
use crate::tidy::house::House;
use crate::tidy::pattern::pattern;
use crate::tidy::place::beside;
use crate::tidy::script;

/// What a module of the page may be called behind the name it is imported by.
const ENDINGS: [&str; 5] = ["", ".ts", ".svelte.ts", ".svelte", ".json"];
/// Where each feature is a room of its own.
const FEATURES: &str = "ui/src/features/";

static IMPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)""#));

/// The files each file imports, for its types alone too: who reads one has to know the other.
pub(super) fn imports(house: &House) -> Uses {
    house
        .page()
        .filter(|(path, _)| !path.ends_with(".css"))
        .map(|(path, text)| {
            let code =
                if path.ends_with(".svelte") { component::read(text).script.code } else { script::read(text).code };
            let targets =
                IMPORT.captures_iter(&code).filter_map(|import| resolve(house, path, import.get(1)?.as_str()));
            (path.to_owned(), targets.collect())
        })
        .collect()
}

/// The same between rooms: `components` or `features/reader`, whatever folders are inside.
pub(super) fn folders(imports: &Uses) -> Uses {
    let mut folders = Uses::new();
    for (path, targets) in imports {
        let Some(from) = room(path) else { continue };
        let others = targets.iter().filter_map(|target| room(target)).filter(|to| *to != from).map(str::to_owned);
        folders.entry(from.to_owned()).or_default().extend(others);
    }
    folders
}

/// The file that `target` names from `path`.
fn resolve(house: &House, path: &str, target: &str) -> Option<String> {
    let stem = beside(path, target)?;
    ENDINGS.iter().map(|ending| format!("{stem}{ending}")).find(|file| house.text(file).is_some())
}

/// The room of a file; none for those that put the page together.
fn room(path: &str) -> Option<&str> {
    let floor = if path.starts_with(FEATURES) { FEATURES } else { "ui/src/" };
    let (room, _) = path.strip_prefix(floor)?.split_once('/')?;
    path.get(..floor.len() + room.len())
}
