//! Tries what an attacker could: see [`estafette_integration::wire`]. Prints one line of JSON for `./dev bench safety`.

use std::process::ExitCode;

use estafette_integration::wire;

const USAGE: &str = "usage: safety-trial wire";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match words.as_slice() {
        ["wire"] => wire::main(),
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
