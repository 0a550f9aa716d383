//! A second start brings the first one's window to the front, on a bus of the test's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use estafette_harness::{SessionBus, require};
use estafette_shell::desktop::{Bus, Claim, Opener, claim};

type Calls = Arc<Mutex<u32>>;

fn counting(calls: &Calls) -> Opener {
    let calls = Arc::clone(calls);
    Arc::new(move |_| *calls.lock().expect("calls") += 1)
}

#[test]
fn a_second_start_on_a_profile_calls_the_first_and_another_profile_is_its_own() {
    let Some(session) = require::available("a session bus", SessionBus::start()) else { return };
    let bus = Bus::at(&session.address());
    let (calls, nobody) = (Calls::default(), Calls::default());
    let own = Path::new("/srv/profils/sophie");
    let first = claim(own, &bus, counting(&calls));
    assert!(matches!(first, Claim::First(_)));
    for _ in 0..2 {
        assert!(matches!(claim(own, &bus, counting(&nobody)), Claim::Second));
    }
    assert!(matches!(claim(Path::new("/tmp/demonstration"), &bus, counting(&nobody)), Claim::First(_)));
    assert_eq!((*calls.lock().expect("calls"), *nobody.lock().expect("calls")), (2, 0));

    drop(first);
    assert!(matches!(claim(own, &bus, counting(&nobody)), Claim::First(_)), "the place is free again");
}

#[test]
fn without_a_bus_the_lock_of_the_profile_decides() {
    let bus = Bus::at("unix:path=/nonexistent/bus");
    assert!(matches!(claim(Path::new("/tmp/essai"), &bus, Arc::new(|_| {})), Claim::Unknown));
}
