//! The demonstration: its operator alone for whoever drives it, or the operator with the window in front.

use std::collections::BTreeMap;
use std::env;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use anyhow::{Context, bail};
use estafette_harness::{Corpus, CorpusOperator, DemoOperator, Household, Operator};
use serde_json::{Value, json};

use crate::until_told::Departure;

/// How often we look whether the window was closed.
const GLANCE: Duration = Duration::from_millis(100);

/// Searches told of a corpus.
const SEARCHES: u32 = 200;

/// What the window gets to close its files.
const PATIENCE: Duration = Duration::from_secs(5);

/// `demo-operator`: serves the demonstration until told to stop, its papers in `folder`.
///
/// Prints one line of JSON when it is ready. Whoever started it keeps our standard input open for as long.
pub(crate) fn operator(folder: &Path) -> anyhow::Result<()> {
    let departure = Departure::prepared()?.or_at_end_of_input();
    let demonstration = DemoOperator::start(folder)?;
    serve(&departure, &description(demonstration.operator(), demonstration.letters(), folder))
}

/// `corpus-operator`: the same with a mailbox of `letters` that belong to `seed`, for what is measured; with
/// `small_files`, what is searched is the same and the rest is small.
pub(crate) fn corpus_operator(folder: &Path, letters: &str, seed: &str, small_files: bool) -> anyhow::Result<()> {
    let letters = letters.parse().context("--letters wants a number")?;
    let usual = Corpus::seeded(seed.parse().context("--seed wants a number")?);
    let corpus = if small_files { usual.with_small_files() } else { usual };
    let departure = Departure::prepared()?.or_at_end_of_input();
    let serving = CorpusOperator::start(folder, corpus, letters)?;
    let mut described = description(serving.operator(), usize::try_from(letters)?, folder);
    let probes: BTreeMap<u32, String> = (0..letters).filter_map(|at| Some((at, Corpus::probe(at)?))).collect();
    described["probes"] = json!(probes);
    described["searches"] = json!((0..SEARCHES).map(|number| corpus.search(number, letters)).collect::<Vec<_>>());
    serve(&departure, &described)
}

fn serve(departure: &Departure, description: &Value) -> anyhow::Result<()> {
    writeln!(stdout(), "{description}").context("nobody reads what the operator says")?;
    departure.told().recv().context("nobody can tell us to stop any more")?;
    Ok(())
}

/// `demo`: the operator and the window, until either is stopped.
pub(crate) fn window(arguments: &[&str]) -> anyhow::Result<()> {
    let departure = Departure::prepared()?;
    let program = window_program()?;
    let mut household = Household::found()?;
    let demonstration = DemoOperator::start(household.folder())?;
    eprintln!("{} letters on {}; close the window to stop", demonstration.letters(), demonstration.operator().host());
    let mut command = Command::new(program);
    command.arg("--demo").arg(household.folder()).args(arguments).stdin(Stdio::null());
    household.start(&mut command)?;
    loop {
        match departure.told().recv_timeout(GLANCE) {
            Err(RecvTimeoutError::Timeout) => {
                let Some(status) = household.first_to_end()? else { continue };
                if !status.success() {
                    bail!("the window ended with {status}");
                }
                return Ok(());
            }
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return household.ask_to_leave(PATIENCE),
        }
    }
}

/// The application, built beside us.
fn window_program() -> anyhow::Result<PathBuf> {
    let program = env::current_exe().context("cannot find ourselves")?.with_file_name("estafette");
    if !program.exists() {
        bail!("{} is not built: cargo build --workspace --bins", program.display());
    }
    Ok(program)
}

/// What a test driver needs to know: where the servers are, who has a mailbox, where mailboxes lie on disk.
fn description(operator: &Operator, letters: usize, folder: &Path) -> Value {
    let accounts: Vec<_> = operator
        .accounts()
        .iter()
        .map(|account| {
            json!({
                "login": account.login,
                "password": account.password,
                "address": account.address,
                "maildir": operator.mailstore().maildir(&account.login),
            })
        })
        .collect();
    json!({
        "dir": folder,
        "letters": letters,
        "host": operator.host(),
        "imap_starttls_port": operator.imap_starttls_port(),
        "imaps_port": operator.imaps_port(),
        "submission_starttls_port": operator.submission_starttls_port(),
        "submissions_port": operator.submissions_port(),
        "accounts": accounts,
    })
}
