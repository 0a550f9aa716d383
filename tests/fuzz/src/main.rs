//! Built for the fuzzer, a libFuzzer of the target that `ESTAFETTE_FUZZ` names. Built as anything else, it reads the files it is
//! given, and says how long each took: `estafette-fuzz letter FILE…`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod fuzzer {
    use std::sync::OnceLock;

    use estafette_fuzz::{CONTROL, SERVERS, TARGETS, Target, panics};
    use libfuzzer_sys::fuzz_target;

    static TARGET: OnceLock<Target> = OnceLock::new();

    fuzz_target!(init: begin(), |bytes: &[u8]| if let Some(target) = TARGET.get() { (target.read)(bytes) });

    fn begin() {
        let name = std::env::var("ESTAFETTE_FUZZ").unwrap_or_default();
        let mut targets = TARGETS.into_iter().chain(SERVERS).chain([CONTROL]);
        let Some(target) = targets.find(|target| target.name == name) else {
            eprintln!("ESTAFETTE_FUZZ names no target: {name:?}");
            std::process::exit(2);
        };
        TARGET.get_or_init(|| target);
        // The runtime ends the process at the first panic, contained or not.
        let ends = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panics::is_contained(panic) {
                ends(panic);
            }
        }));
    }
}

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some(target) = estafette_fuzz::TARGETS.into_iter().find(|target| target.name == name) else {
        let names: Vec<&str> = estafette_fuzz::TARGETS.iter().map(|target| target.name).collect();
        eprintln!("usage: estafette-fuzz {} FILE…", names.join("|"));
        return std::process::ExitCode::from(2);
    };
    for path in arguments {
        match std::fs::read(&path) {
            Ok(bytes) => {
                let begun = std::time::Instant::now();
                (target.read)(&bytes);
                println!("{path}: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    std::process::ExitCode::SUCCESS
}
