//! Names come from the domain: a word that fits anything names nothing.

use super::fault::Fault;
use super::house::House;
use super::script;

const RULE: &str = "name";

/// Words that say that somebody could not say what a thing is.
const EMPTY_WORDS: [&str; 6] = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"];

/// Files, types and modules called by such a word.
pub(super) fn check(house: &House) -> Vec<Fault> {
    let files = house.texts().filter_map(|(path, _)| {
        let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
        let source = [".rs", ".ts", ".svelte", ".js", ".mjs"].iter().any(|ending| name.ends_with(ending));
        (source && is_empty(name)).then(|| Fault::new(RULE, path, 0, "the name of the file says nothing"))
    });
    let rust = house.rust().flat_map(|(path, source)| {
        let empty = source.names.iter().filter(|name| is_empty(&name.text));
        empty.map(move |name| Fault::at(RULE, path, name, "says nothing"))
    });
    let page = house.page().filter(|(path, _)| path.ends_with(".ts")).flat_map(|(path, text)| {
        let code = script::read(text).bare;
        let lines: Vec<_> = code.lines().map(str::to_owned).enumerate().collect();
        lines.into_iter().filter_map(move |(at, line)| {
            let name = defined(&line).filter(|name| is_empty(name))?;
            Some(Fault::new(RULE, path, at + 1, format!("says nothing: {name}")))
        })
    });
    files.chain(rust).chain(page).collect()
}

/// The class, interface or type that a line of TypeScript defines.
fn defined(line: &str) -> Option<&str> {
    let mut words = line.split(|sign: char| !sign.is_alphanumeric() && sign != '_').filter(|word| !word.is_empty());
    words.find(|word| ["class", "interface", "type"].contains(word))?;
    words.next()
}

/// Whether `name`, in any case, has one of the empty words in it.
fn is_empty(name: &str) -> bool {
    let words = name.split(['_', '-', '.']).flat_map(humps);
    words.into_iter().any(|word| EMPTY_WORDS.iter().any(|empty| empty.eq_ignore_ascii_case(word)))
}

/// `MailboxHelper` is « Mailbox », « Helper ».
fn humps(name: &str) -> Vec<&str> {
    let starts: Vec<usize> = name.char_indices().filter(|(_, sign)| sign.is_uppercase()).map(|(at, _)| at).collect();
    let mut cuts = vec![0];
    cuts.extend(starts.into_iter().filter(|at| *at > 0));
    cuts.push(name.len());
    cuts.windows(2).filter_map(|cut| name.get(*cut.first()?..*cut.last()?)).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests;
