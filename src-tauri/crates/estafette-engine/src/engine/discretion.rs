//! « Mode discret »: whether the screen may be seen by others. A setting like the others, but read at every row that is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Engine;
use crate::error::EngineError;
use crate::settings::{SettingChange, SettingOrigin};

/// The choice, as it holds.
pub(super) struct Discreet(AtomicBool);

impl Discreet {
    pub(super) fn new(on: bool) -> Self {
        Self(AtomicBool::new(on))
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
    /// [`EngineError::SettingFixed`] where the installation decided it; [`EngineError::Store`].
    pub fn set_discreet(&self, on: bool) -> Result<(), EngineError> {
        if self.settings()?.discreet_mode.origin != SettingOrigin::Installation {
            self.discreet.0.store(on, Ordering::Relaxed);
        }
        self.change_setting(&SettingChange::DiscreetMode(on))
    }
}
