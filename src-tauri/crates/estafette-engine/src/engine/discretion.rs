//! « Mode discret »: whether the screen may be seen by others. Kept for the whole profile, and read at every row that is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use estafette_store::PostStore;

use super::Engine;
use crate::error::EngineError;

/// The setting that says so.
const DISCREET: &str = "discreet_mode";

/// The choice, as it is on the disk.
pub(super) struct Discreet(AtomicBool);

impl Discreet {
    pub(super) fn read(post: &PostStore) -> Result<Self, EngineError> {
        Ok(Self(AtomicBool::new(post.setting(DISCREET)?.as_deref() == Some("true"))))
    }
}

impl Engine {
    /// Whether subjects and names of patients are kept from the screen.
    #[must_use]
    pub fn discreet(&self) -> bool {
        self.discreet.0.load(Ordering::Relaxed)
    }

    /// Keeps them from the screen, or no longer. What is masked is so at once, even if the disk does not remember it.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn set_discreet(&self, on: bool) -> Result<(), EngineError> {
        self.discreet.0.store(on, Ordering::Relaxed);
        Ok(self.post.set_setting(DISCREET, if on { "true" } else { "false" })?)
    }
}
