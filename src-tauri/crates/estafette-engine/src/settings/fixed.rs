//! The settings an installation decides for everybody: the object `settings` of the provisioning file.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{SettingChange, Settings};
use crate::provision::ProvisionError;

/// What the installation decided, by name; every value is one its setting can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixedSettings(BTreeMap<String, Value>);

impl FixedSettings {
    /// Reads the object as written.
    ///
    /// # Errors
    /// [`ProvisionError::UnknownKey`], [`ProvisionError::BadValue`], with the path of what is wrong.
    pub(crate) fn parse(written: Map<String, Value>) -> Result<Self, ProvisionError> {
        for (name, value) in &written {
            let key = format!("settings.{name}");
            if !Settings::NAMES.contains(&name.as_str()) {
                return Err(ProvisionError::UnknownKey { key });
            }
            if SettingChange::parse(name, value).is_none() {
                return Err(ProvisionError::BadValue { key });
            }
        }
        Ok(Self(written.into_iter().collect()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}
