//! The program a person starts.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

use estafette_shell::{Launch, drawing};

/// Levers by which whoever controls the environment could drive or inspect the window.
const AUTOMATION_VARIABLES: [&str; 4] =
    ["TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"];

#[allow(unsafe_code, reason = "changing a variable is unsafe only beside other threads, and there is none yet")]
fn main() -> ExitCode {
    for variable in AUTOMATION_VARIABLES {
        // SAFETY: first statement of the program, before any thread is started.
        unsafe { std::env::remove_var(variable) };
    }
    assert!(estafette_wiped_heap::in_force(), "what this program gives back is not wiped");
    if let Some((variable, value)) = drawing::variable() {
        // SAFETY: still before any thread is started.
        unsafe { std::env::set_var(variable, value) };
    }
    estafette_shell::main_with(Launch::from_arguments(std::env::args_os().skip(1)))
}
