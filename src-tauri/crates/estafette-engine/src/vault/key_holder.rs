//! Who keeps the master key of a profile outside its folder: the operating system's keyring, or memory alone for the
//! demonstration and the tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use estafette_model::Secret;
use thiserror::Error;

/// Why a holder did not do what it was asked. A keyring that is not there and one that stays shut call for different
/// gestures, so they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HolderFault {
    /// There is no keyring, or it does not answer.
    #[error("no keyring answers")]
    Absent,
    /// The keyring is there and closed: nobody opened it when it asked.
    #[error("the keyring is closed")]
    Locked,
}

/// Something that keeps short secrets by name.
pub trait KeyHolder: Send + Sync {
    /// The secret kept under `entry`, if any.
    ///
    /// # Errors
    /// [`HolderFault`].
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault>;

    /// Keeps `secret` under `entry`, in place of what was there.
    ///
    /// # Errors
    /// [`HolderFault`].
    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), HolderFault>;
}

/// Keeps secrets until the process ends: the demonstration's profile does not outlive it either.
#[derive(Default)]
pub struct MemoryHolder(Mutex<BTreeMap<String, Secret<Vec<u8>>>>);

impl KeyHolder for MemoryHolder {
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(entry).cloned())
    }

    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.to_owned(), secret.clone());
        Ok(())
    }
}
