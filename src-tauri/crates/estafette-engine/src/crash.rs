//! What a crash leaves behind: the place in the source where it happened, and nothing of a letter.

use std::panic::{self, PanicHookInfo};

/// From here on a panic says where it happened and never why, and no crash leaves a picture of the memory on the disk. For the first
/// lines of a program.
///
/// The message of a panic can quote what was being read: that of a string cut inside a letter repeats the string.
pub fn leave_nothing_of_letters() {
    panic::set_hook(Box::new(say_where));
    forbid_core_files();
}

#[allow(clippy::print_stderr, reason = "records may be what failed")]
fn say_where(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(|| String::from("an unknown place"), ToString::to_string);
    eprintln!("estafette: a fault of the program itself at {place}");
}

/// One byte at most: Linux writes no core file that small, nor hands one to a program that collects them, which it does whatever any
/// other limit (`fs/coredump.c`: a limit of 1 is the one a pipe heeds). Inherited by the processes of the web view.
#[cfg(target_os = "linux")]
fn forbid_core_files() {
    use nix::sys::resource::{Resource, setrlimit};

    if let Err(error) = setrlimit(Resource::RLIMIT_CORE, 1, 1) {
        tracing::warn!(%error, "a crash could leave a picture of the memory");
    }
}

/// Windows asks its own policy (`LocalDumps`), which no program can overrule for itself.
#[cfg(not(target_os = "linux"))]
fn forbid_core_files() {}

#[cfg(test)]
mod tests {
    use std::process::{Command, Output};

    const WORD: &str = "Zylkariéthe";
    /// Says to the test, started again, that it is to crash, and how.
    const CRASH: &str = "ESTAFETTE_TEST_CRASH";

    /// Runs the test called `name` in a process of its own, in an empty folder.
    fn crash(name: &str, how: &str) -> (Output, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let program = std::env::current_exe().expect("this test");
        let name = format!("crash::tests::{name}");
        let output = Command::new(program)
            .args(["--exact", &name, "--nocapture", "--test-threads", "1"])
            .env(CRASH, how)
            .env_remove("RUST_BACKTRACE")
            .current_dir(folder.path())
            .output()
            .expect("started");
        (output, folder)
    }

    fn asked() -> Option<String> {
        std::env::var(CRASH).ok()
    }

    #[test]
    fn a_panic_says_where_and_quotes_nothing() {
        if let Some(how) = asked() {
            if how == "quietly" {
                super::leave_nothing_of_letters();
            }
            let letter = format!("Mme {WORD} revient lundi");
            // in the middle of the é, as a slice that was computed wrong
            let _cut = &letter[..letter.find('é').expect("there") + 1];
        }
        let said =
            |how| String::from_utf8_lossy(&crash("a_panic_says_where_and_quotes_nothing", how).0.stderr).into_owned();
        let quiet = said("quietly");
        assert!(quiet.contains("a fault of the program itself at") && quiet.contains("crash.rs"), "{quiet}");
        assert!(!quiet.contains("Zylkari"), "{quiet}");
        let control = said("as Rust does");
        assert!(control.contains("Zylkari"), "the control quotes the letter: {control}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_crash_leaves_no_picture_of_the_memory() {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};

        if let Some(how) = asked() {
            let (_, most) = getrlimit(Resource::RLIMIT_CORE).expect("known");
            setrlimit(Resource::RLIMIT_CORE, most, most).expect("up to what is allowed");
            if how == "quietly" {
                super::leave_nothing_of_letters();
                assert_eq!(getrlimit(Resource::RLIMIT_CORE), Ok((1, 1)), "said before the crash");
            }
            std::process::abort();
        }
        let left = |how| {
            let (output, folder) = crash("a_crash_leaves_no_picture_of_the_memory", how);
            assert!(!output.status.success() && !String::from_utf8_lossy(&output.stdout).contains("panicked"));
            std::fs::read_dir(folder.path()).expect("read").count()
        };
        assert_eq!(left("quietly"), 0);
        // The control can only be had where core files go beside the program and are allowed at all.
        let pattern = std::fs::read_to_string("/proc/sys/kernel/core_pattern").expect("known");
        let beside = !pattern.starts_with(['|', '/']);
        let allowed = getrlimit(Resource::RLIMIT_CORE).is_ok_and(|(_, most)| most > 4096);
        if beside && allowed {
            assert_eq!(left("as Linux does"), 1, "the control leaves one");
        }
    }
}
