//! An Estafette that reads, searches and sends letters, closes its mailbox and goes on living: what its memory holds then is
//! looked at from outside, by who knows what it was told.
//!
//! The words it reads and writes are in a file of its papers and nowhere in this program, so that nothing else can put them into
//! its memory.

mod session;
mod words;

use std::path::Path;

use anyhow::bail;
use tokio::runtime::Runtime;

pub use words::{Keys, Words};

const USAGE: &str = "usage: memory-trial session PAPERS
       memory-trial keys PAPERS";

/// What the program of this name does.
///
/// # Errors
/// The arguments are not understood; the profile does not open; nobody listens.
pub fn main(arguments: &[String]) -> anyhow::Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["session", papers] => session::work(&Runtime::new()?, Path::new(papers)),
        ["keys", papers] => words::tell_keys(Path::new(papers)),
        _ => bail!("{USAGE}"),
    }
}
