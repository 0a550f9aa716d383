//! Everything the fuzzer kept, read once more by the ordinary build: what once broke something stays mended.
#![allow(clippy::expect_used, reason = "a test says what it expects")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use estafette_fuzz::{TARGETS, panics};

/// Panics that no design contains.
static FAULTS: AtomicUsize = AtomicUsize::new(0);

fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn what_the_fuzzer_kept_breaks_nothing() {
    let ordinary = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panics::is_contained(panic) {
            FAULTS.fetch_add(1, Ordering::Relaxed);
        }
        ordinary(panic);
    }));
    let mut broken = Vec::new();
    for target in TARGETS {
        let files = corpus(target.name);
        assert!(files.len() >= 5, "only {} of {}", files.len(), target.name);
        for path in files {
            let bytes = fs::read(&path).expect("a file that can be read");
            let before = FAULTS.load(Ordering::Relaxed);
            let read = std::panic::catch_unwind(|| (target.read)(&bytes));
            if read.is_err() || FAULTS.load(Ordering::Relaxed) > before {
                broken.push(path);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
