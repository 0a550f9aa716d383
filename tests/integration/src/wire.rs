//! What an attacker on the line, or in the place of the server, gets out of the client: nothing.
//!
//! Two tables, each row with the honest twin that is let through: servers whose TLS or certificate proves nothing
//! ([`bad_tls()`]), and dialogues before TLS that are not what they should be ([`starttls()`]). Whether a secret was told is read
//! off the bytes a server received, never off what the client says of itself.

mod bad_tls;
mod certificates;
mod dialogues;
mod hello;
mod listener;
mod starttls;
mod trial;

use serde::Serialize;

pub use bad_tls::{BadTls, bad_tls};
pub use starttls::{HostileDialogue, careless, starttls};
pub use trial::{Trial, Verdict};

/// What running both tables came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Servers that prove nothing.
    pub bad_tls_cases: usize,
    /// Those that were told something all the same.
    pub bad_tls_accepted: usize,
    /// Dialogues that are not honest.
    pub starttls_cases: usize,
    /// Those in which a secret was told, or what was heard in clear was used.
    pub starttls_leaks: usize,
    /// Honest twins.
    pub controls: usize,
    /// Those that were not let through: the tables prove nothing then.
    pub controls_failed: usize,
    /// Which rows went wrong.
    pub faults: Vec<String>,
}

/// Runs both tables.
///
/// # Errors
/// A certificate or a port cannot be had.
pub async fn tally() -> anyhow::Result<Tally> {
    let (tls, dialogues) = (bad_tls().await?, starttls().await?);
    let accepted: Vec<&BadTls> = tls.iter().filter(|row| row.verdict != Verdict::Kept).collect();
    let leaks: Vec<&HostileDialogue> = dialogues.iter().filter(|row| row.verdict != Verdict::Kept).collect();
    let blocked =
        tls.iter().map(|row| (row.name, &row.control)).chain(dialogues.iter().map(|row| (row.name, &row.control)));
    let blocked: Vec<String> = blocked
        .filter(|(_, control)| !matches!(control, Verdict::Told | Verdict::GoesOn))
        .map(|(name, control)| format!("control of {name}: {control:?}"))
        .collect();
    let faults = accepted.iter().map(|row| format!("{}: {:?}", row.name, row.verdict));
    let faults = faults.chain(leaks.iter().map(|row| format!("{}: {:?}", row.name, row.verdict)));
    Ok(Tally {
        bad_tls_cases: tls.len(),
        bad_tls_accepted: accepted.len(),
        starttls_cases: dialogues.len(),
        starttls_leaks: leaks.len(),
        controls: tls.len() + dialogues.len(),
        controls_failed: blocked.len(),
        faults: faults.chain(blocked.clone()).collect(),
    })
}

/// What `safety-trial wire` prints: one line of JSON.
///
/// # Errors
/// As [`tally`]; or an honest server was not let through, so that the rest proves nothing.
pub fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let seen = runtime.block_on(careless())?;
    anyhow::ensure!(seen == [Verdict::Leaked, Verdict::Leaked], "a password told in clear is not seen: {seen:?}");
    let tally = runtime.block_on(tally())?;
    for fault in &tally.faults {
        eprintln!("{fault}");
    }
    anyhow::ensure!(tally.controls_failed == 0, "{} honest servers were not let through", tally.controls_failed);
    println!("{}", serde_json::to_string(&tally)?);
    Ok(())
}
