//! Shows hostile parts in the web engine the product stands on, with both walls, with each alone and with none, and counts
//! what was asked of a server nobody should ask and which scripts ran.
//!
//! It is a program of its own so that the shipped one holds no switch that takes a wall away; it is never packaged. The
//! dead proxy is off, so that a request would be seen, but with `--proxy`, which tries the proxy alone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

#[cfg(target_os = "linux")]
mod canary;
#[cfg(target_os = "linux")]
mod hands;
#[cfg(target_os = "linux")]
mod log;
#[cfg(target_os = "linux")]
mod names;
#[cfg(target_os = "linux")]
mod order;
#[cfg(target_os = "linux")]
mod stage;
#[cfg(target_os = "linux")]
mod vectors;
#[cfg(target_os = "linux")]
mod verdict;
#[cfg(target_os = "linux")]
mod walls;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "setting a variable is unsafe only beside other threads, and there is none yet")]
fn main() -> ExitCode {
    // Painted as the product is on this machine.
    if let Some((variable, value)) = estafette_shell::drawing::variable() {
        // SAFETY: first statement of the program, before any thread is started.
        unsafe { std::env::set_var(variable, value) };
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match order::Order::read(&arguments).and_then(|order| stage::play(&order)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The web engine of other systems is tried where there is one.
#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}
