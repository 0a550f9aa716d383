//! Tries the walls of Estafette and prints what was counted, one JSON object: `safety-trial letters`.

use std::process::ExitCode;

use estafette_integration::malformed::{Gauge, measure};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const GAUGE: Gauge = Gauge {
    restart: || MEMORY.reset_peak_usage(),
    above: || MEMORY.peak_usage().saturating_sub(MEMORY.current_usage()),
};

fn main() -> ExitCode {
    let verb = std::env::args().nth(1);
    let figures = match verb.as_deref() {
        Some("letters") => serde_json::to_string(&measure(GAUGE)).map_err(anyhow::Error::from),
        _ => Err(anyhow::anyhow!("usage: safety-trial letters")),
    };
    match figures {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
