//! Kills an Estafette at work again and again and counts what became of its letters: see [`estafette_integration::crash`].

use std::process::ExitCode;

use estafette_integration::crash;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match crash::main(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
