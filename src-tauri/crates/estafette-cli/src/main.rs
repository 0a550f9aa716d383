//! `estafette-cli`: the engine driven from a terminal, for support and for benchmarks.
//!
//! A program of its own, because the window's is linked with GTK and a server or a container has none.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod accounts;
mod arguments;
mod authorities;
mod error;
mod resources;
mod search;
mod sync;

use std::io::Write as _;
use std::process::ExitCode;

use arguments::Command;
use error::CliError;

fn main() -> ExitCode {
    estafette_engine::leave_nothing_of_letters();
    assert!(estafette_wiped_heap::in_force(), "what this program gives back is not wiped");
    match arguments::parse(std::env::args_os()).and_then(run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("estafette-cli: {}", error.with_causes());
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(command: Command) -> Result<ExitCode, CliError> {
    match command {
        Command::Help => say(arguments::HELP)?,
        Command::Version => say(concat!("estafette-cli ", env!("CARGO_PKG_VERSION")))?,
        Command::Accounts(asked) => say(&accounts::accounts(&asked)?)?,
        Command::Sync(asked) => return sync::sync(&asked),
        Command::Search(asked) => return search::search(&asked),
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes to the standard output; a reader that has gone away is an error, not a panic.
fn say(text: &str) -> Result<(), CliError> {
    writeln!(std::io::stdout().lock(), "{text}").map_err(CliError::Output)
}
