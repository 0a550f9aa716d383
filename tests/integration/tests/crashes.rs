//! The trial of `./dev bench crash`, short: a few kills in each phase, the same judgement.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::path::Path;

use estafette_harness::{SecretService, ServerPackages, require};
use estafette_integration::crash::Trial;

const KILLS: u32 = 3;

#[test]
fn killed_in_each_phase_no_letter_is_lost_and_none_is_twice() {
    if require::available("the test servers", ServerPackages::unpacked()).is_none()
        || require::available("a keyring", SecretService::start()).is_none()
    {
        return;
    }
    let mut trial = Trial::begin(Path::new(env!("CARGO_BIN_EXE_crash-trial")), 7).expect("everything starts");
    let outcome = trial.kill(KILLS, &mut |told| println!("{told}")).expect("it opens again each time");
    let (phases, verdict) = (outcome.phases, outcome.verdict);
    assert!([phases.data, phases.append, phases.commit].iter().all(|count| *count >= KILLS), "{phases:?}");
    assert!(verdict.delivered > 0, "{verdict:?}");
    let faults = [&verdict.lost, &verdict.sent_twice, &verdict.duplicated, &verdict.copies_missing];
    assert!(faults.into_iter().all(Vec::is_empty) && verdict.local_difference == 0, "{verdict:?}");
}
