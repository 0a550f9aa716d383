//! How long a file and a function may be: what does not fit a screen or two is split by concept.

use super::fault::Fault;
use super::house::House;

const RULE: &str = "size";

/// Lines of a Rust file; 300 is the aim.
const RUST_FILE: usize = 600;
/// Lines of a function; 40 is the aim.
const FUNCTION: usize = 100;
/// Lines of the shell's `lib.rs`, where everything would otherwise end up.
const SHELL: (&str, usize) = ("src-tauri/src/lib.rs", 250);
/// Lines of a component or a module of the page and of its tests; 150 is the aim.
const PAGE_FILE: usize = 350;
const PAGE_ENDINGS: [&str; 4] = [".svelte", ".ts", ".js", ".mjs"];
/// Generated.
const CONTRACT: &str = "ui/src/contract/";

/// Files and functions longer than they may be.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let files = house.texts().filter_map(|(path, text)| {
        let (lines, most) = (text.lines().count(), most(path)?);
        (lines > most).then(|| Fault::new(RULE, path, 0, format!("{lines} lines, {most} at most")))
    });
    let functions = house.rust().flat_map(|(path, source)| {
        source.functions.iter().filter(|function| function.lines > FUNCTION).map(move |function| {
            let what = format!("{} takes {} lines, {FUNCTION} at most", function.name.text, function.lines);
            Fault::new(RULE, path, function.name.line, what)
        })
    });
    files.chain(functions).collect()
}

fn most(path: &str) -> Option<usize> {
    if path == SHELL.0 {
        return Some(SHELL.1);
    }
    if path.ends_with(".rs") {
        return Some(RUST_FILE);
    }
    let page = PAGE_ENDINGS.iter().any(|ending| path.ends_with(ending)) && !path.starts_with(CONTRACT);
    page.then_some(PAGE_FILE)
}

#[cfg(test)]
mod tests;
