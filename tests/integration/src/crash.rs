//! Estafette killed again and again (SIGKILL) inside DATA, inside APPEND and inside a commit of its store, and what became of
//! each letter, by the word of the servers.
//!
//! The program killed is the engine as it is shipped, behind the commands of the page, with its keys in a real keyring; what
//! kills it stands outside and looks at bytes, files and logs only.

mod judge;
mod ledger;
mod secretary;
mod trial;
mod wal;

use std::io::{Read, Write, stdin, stdout};
use std::path::Path;

use anyhow::{Context, bail};
use tokio::runtime::Runtime;

pub use judge::Verdict;
pub use trial::{Counts, Outcome, Trial};

const USAGE: &str = "usage: crash-trial run --kills NUMBER --seed NUMBER
       crash-trial secretary PAPERS FIRST SIZE
       crash-trial at-rest PAPERS";

/// What the program of this name does.
///
/// # Errors
/// The arguments are not understood; the servers or the keyring do not start; a killed Estafette does not open again.
pub fn main(arguments: &[String]) -> anyhow::Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run", "--kills", kills, "--seed", seed] => run(kills.parse()?, seed.parse()?),
        ["secretary", papers, first, size] => {
            Runtime::new()?.block_on(secretary::work(Path::new(papers), first.parse()?, size.parse()?))
        }
        ["at-rest", papers] => Runtime::new()?.block_on(secretary::rest(Path::new(papers))),
        _ => bail!("{USAGE}"),
    }
}

/// Kills, judges, prints one line of JSON, and lets whoever reads it look at the profile and the mailboxes until our input ends.
fn run(kills: u32, seed: u64) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program has no place")?;
    let mut trial = Trial::begin(&program, seed)?;
    let outcome = trial.kill(kills, &mut |told| eprintln!("{told}"))?;
    let mut told = serde_json::to_value(&outcome).context("the outcome has no words")?;
    told["seed"] = seed.into();
    told["papers"] = trial.papers().display().to_string().into();
    told["maildir"] = trial.maildir().display().to_string().into();
    told["environment"] = trial.environment().into_iter().collect();
    writeln!(stdout(), "{told}").context("nobody reads the outcome")?;
    let mut discarded = [0; 64];
    while stdin().lock().read(&mut discarded).is_ok_and(|length| length > 0) {}
    Ok(())
}
