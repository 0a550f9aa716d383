//! Reads letters, closes its mailbox and lets itself be looked at: see [`estafette_integration::memory`].

use std::process::ExitCode;

use estafette_integration::memory;

fn main() -> ExitCode {
    assert!(estafette_wiped_heap::in_force(), "what this program gives back is not wiped");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match memory::main(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
