//! The shipped window with a driver attached: the same library, started with what only a test may ask.
//!
//! It is a program of its own so that the shipped one holds no switch for it; it is never packaged.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use estafette_shell::{Asked, Driven, Launch, drawing};

/// Set by a spec that looks at the viewer on the screen alone.
const PRIVATE_VIEWER: &str = "ESTAFETTE_E2E_PRIVATE_VIEWER";
/// In place of a minute.
const INS_STAYS: Duration = Duration::from_secs(4);

#[allow(unsafe_code, reason = "setting a variable is unsafe only beside other threads, and there is none yet")]
fn main() -> ExitCode {
    if let Some((variable, value)) = drawing::variable() {
        // SAFETY: first statement of the program, before any thread is started.
        unsafe { std::env::set_var(variable, value) };
    }
    assert!(estafette_wiped_heap::in_force(), "what this program gives back is not wiped");
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(demonstration), Some(profile), Some(files_to_join), Some(save_folder)) =
        (folders.next(), folders.next(), folders.next(), folders.next())
    else {
        return estafette_shell::main_with(Asked::Usage(String::from(
            "needs four folders: demo, profile, files, saved",
        )));
    };
    estafette_shell::main_with(Asked::Open(Launch {
        demonstration: Some(demonstration),
        profile: Some(profile),
        driven: Some(Driven {
            files_to_join,
            save_folder,
            private_viewer: std::env::var_os(PRIVATE_VIEWER).is_some(),
            ins_stays: INS_STAYS,
        }),
        ..Launch::default()
    }))
}
