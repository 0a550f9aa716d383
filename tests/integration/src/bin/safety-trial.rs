//! Tries what an attacker could, and prints what was counted as one line of JSON for `./dev bench safety`: on the wire
//! ([`estafette_integration::wire`]), or in letters ([`estafette_integration::malformed`]).

use std::process::ExitCode;

use estafette_integration::malformed::{Gauge, measure};
use estafette_integration::wire;
use peak_alloc::PeakAlloc;

const USAGE: &str = "usage: safety-trial wire|letters";

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const GAUGE: Gauge = Gauge {
    restart: || MEMORY.reset_peak_usage(),
    above: || MEMORY.peak_usage().saturating_sub(MEMORY.current_usage()),
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match words.as_slice() {
        ["wire"] => wire::main(),
        ["letters"] => letters(),
        _ => Err(anyhow::anyhow!(USAGE)),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn letters() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&measure(GAUGE))?);
    Ok(())
}
