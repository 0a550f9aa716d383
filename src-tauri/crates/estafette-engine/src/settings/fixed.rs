//! The settings an installation decides for everybody: the object `settings` of the provisioning file.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{SettingChange, Settings};

/// Why nothing can be fixed so: the name of the setting, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// There is no such setting.
    Name(String),
    /// It cannot be that.
    Value(String),
}

/// What the installation decided, by name; every value is one its setting can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixedSettings(BTreeMap<String, Value>);

impl FixedSettings {
    /// Reads the object as written.
    ///
    /// # Errors
    /// [`Unfit`], at the first setting that cannot be.
    pub(crate) fn parse(written: Map<String, Value>) -> Result<Self, Unfit> {
        for (name, value) in &written {
            if !Settings::NAMES.contains(&name.as_str()) {
                return Err(Unfit::Name(name.clone()));
            }
            if SettingChange::parse(name, value).is_none() {
                return Err(Unfit::Value(name.clone()));
            }
        }
        Ok(Self(written.into_iter().collect()))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}
