//! What the modules of a crate use of each other, a module being a file under `src/` with everything below it.
//!
//! `lib.rs` is no module: it names them all. What it hands on (`pub use error::StoreError`) is used where it comes from.

use std::collections::BTreeMap;

use super::Uses;
use crate::tidy::house::House;
use crate::tidy::rust::RustSource;

/// The uses of each crate of ours.
pub(super) fn uses(house: &House) -> Vec<Uses> {
    let mut crates: BTreeMap<&str, Vec<(&str, &RustSource)>> = BTreeMap::new();
    for (path, source) in house.rust().filter(|(path, _)| !house.is_trial(path)) {
        if let Some((folder, inside)) = path.split_once("/src/") {
            crates.entry(folder).or_default().push((inside, source));
        }
    }
    crates.into_iter().map(|(folder, files)| of_crate(folder, &files)).collect()
}

fn of_crate(folder: &str, files: &[(&str, &RustSource)]) -> Uses {
    let place = |module: &str| format!("{folder}/src/{module}.rs");
    let is_module = |name: &str| files.iter().any(|(file, _)| module(file) == Some(name));
    let handed_on = handed_on(files);
    let mut uses = Uses::new();
    for (file, source) in files {
        let Some(from) = module(file) else { continue };
        let used = uses.entry(place(from)).or_default();
        for path in &source.paths {
            let Some(name) = of_root(&path.text, file) else { continue };
            let to = if is_module(name) { Some(name) } else { handed_on.get(name).copied() };
            used.extend(to.filter(|to| *to != from).map(place));
        }
    }
    uses
}

/// What the root of the crate hands on, and the module it comes from.
fn handed_on<'a>(files: &[(&str, &'a RustSource)]) -> BTreeMap<&'a str, &'a str> {
    let roots = files.iter().filter(|(file, _)| is_root(file));
    let paths = roots.flat_map(|(_, root)| &root.paths);
    paths
        .filter_map(|path| {
            let path = path.text.trim_start_matches("crate::").trim_start_matches("self::");
            let (module, _) = path.split_once("::")?;
            Some((path.rsplit("::").next()?, module))
        })
        .collect()
}

/// The name that a path of the file at `file` asks the root of its crate for.
fn of_root<'a>(path: &'a str, file: &str) -> Option<&'a str> {
    let rest = if let Some(rest) = path.strip_prefix("crate::") {
        rest
    } else {
        // one `super::` for each folder the file is in, and one to leave it
        let depth = file.split('/').count();
        let mut rest = path;
        for _ in 0..depth {
            rest = rest.strip_prefix("super::")?;
        }
        rest
    };
    rest.split("::").next()
}

/// The top-level module a file under `src/` belongs to.
fn module(file: &str) -> Option<&str> {
    let first = file.split('/').next()?;
    (!is_root(file)).then(|| first.trim_end_matches(".rs"))
}

fn is_root(file: &str) -> bool {
    ["lib.rs", "main.rs"].contains(&file)
}
