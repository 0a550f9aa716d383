//! The settings of this profile: what the installation fixed, then what somebody chose, then what Estafette comes with.

use super::Engine;
use crate::error::EngineError;
use crate::settings::{SettingChange, Settings};

impl Engine {
    /// Every setting, as it holds now.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn settings(&self) -> Result<Settings, EngineError> {
        let mut settings = Settings::resolve(&self.fixed_settings, &self.post.settings()?);
        settings.discreet_mode.value = self.discreet();
        Ok(settings)
    }

    /// Keeps what somebody chose; whoever shows it hears that settings are stale. A discreet screen is so at once, even if the
    /// disk does not remember it.
    ///
    /// # Errors
    /// [`EngineError::SettingFixed`] for what the installation decided; [`EngineError::Store`].
    pub fn change_setting(&self, change: &SettingChange) -> Result<(), EngineError> {
        let name = change.name();
        if self.fixed_settings.get(name).is_some() {
            return Err(EngineError::SettingFixed(name));
        }
        if let SettingChange::DiscreetMode(on) = change {
            self.discreet.set(*on);
        }
        self.post.set_setting(name, &change.to_json().to_string())?;
        if let SettingChange::KeptTexts(kept) = change {
            for mailbox in self.mailboxes() {
                mailbox.keep_texts(*kept);
            }
        }
        Ok(())
    }
}
