//! Chores of the house, by name: `cargo xtask tidy`, `gen-contract`, `schema`, `outbox`, `notices`, `licences`, `demo-operator`,
//! `corpus-operator`, `demo`, `package`.

mod demo;
mod gen_contract;
mod notices;
mod outbox;
mod package;
mod schema;
mod tidy;
mod until_told;
mod workspace;

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use package::Which;

const USAGE: &str = "usage: cargo xtask tidy
       cargo xtask gen-contract [--check]
       cargo xtask schema [--check]
       cargo xtask outbox [--check]
       cargo xtask notices [--check]
       cargo xtask licences
       cargo xtask demo-operator --dir DIR
       cargo xtask corpus-operator --dir DIR --letters NUMBER --seed NUMBER [--small-files]
       cargo xtask demo [-- ESTAFETTE'S ARGUMENTS]
       cargo xtask package [--driven] PROGRAMS INTO";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match chore(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore(words: &[&str]) -> anyhow::Result<()> {
    match words {
        ["tidy"] => tidy::tidy(),
        ["gen-contract"] => gen_contract::gen_contract(false),
        ["gen-contract", "--check"] => gen_contract::gen_contract(true),
        ["schema"] => schema::schema(false),
        ["schema", "--check"] => schema::schema(true),
        ["outbox"] => outbox::outbox(false),
        ["outbox", "--check"] => outbox::outbox(true),
        ["notices"] => notices::notices(false),
        ["notices", "--check"] => notices::notices(true),
        ["licences"] => notices::licences(),
        ["demo-operator", "--dir", folder] => demo::operator(&PathBuf::from(folder)),
        ["corpus-operator", "--dir", folder, "--letters", letters, "--seed", seed] => {
            demo::corpus_operator(&PathBuf::from(folder), letters, seed, false)
        }
        ["corpus-operator", "--dir", folder, "--letters", letters, "--seed", seed, "--small-files"] => {
            demo::corpus_operator(&PathBuf::from(folder), letters, seed, true)
        }
        ["demo"] => demo::window(&[]),
        ["demo", "--", arguments @ ..] => demo::window(arguments),
        ["package", programs, into] => make_package(Which::Shipped, programs, into),
        ["package", "--driven", programs, into] => make_package(Which::Driven, programs, into),
        _ => bail!("{USAGE}"),
    }
}

/// Prints where the package is, for whoever goes on with it.
fn make_package(which: Which, programs: &str, into: &str) -> anyhow::Result<()> {
    let file = package::package(which, &PathBuf::from(programs), &PathBuf::from(into))?;
    writeln!(stdout(), "{}", file.display()).context("nobody reads where the package is")
}
