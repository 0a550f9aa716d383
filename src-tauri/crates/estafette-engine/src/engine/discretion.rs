//! « Mode discret »: whether the screen may be seen by others. A setting like the others, but read at every row that is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Engine;

/// The choice, as it holds.
pub(super) struct Discreet(AtomicBool);

impl Discreet {
    pub(super) fn new(on: bool) -> Self {
        Self(AtomicBool::new(on))
    }

    pub(super) fn set(&self, on: bool) {
        self.0.store(on, Ordering::Relaxed);
    }
}

impl Engine {
    /// Whether subjects and names of patients are kept from the screen.
    #[must_use]
    pub fn discreet(&self) -> bool {
        self.discreet.0.load(Ordering::Relaxed)
    }
}
