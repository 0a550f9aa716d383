//! Who keeps the master key: the operating system's keyring, or memory alone for the demonstration and the tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use estafette_model::Secret;

use super::VaultError;

/// Name every entry of ours stands under in the keyring.
const SERVICE: &str = "fr.estafette";

/// Something that keeps short secrets by name.
pub trait KeyHolder: Send + Sync {
    /// The secret kept under `entry`, if any.
    ///
    /// # Errors
    /// [`VaultError::NoKeyring`] when the holder does not answer.
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError>;

    /// Keeps `secret` under `entry`, in place of what was there.
    ///
    /// # Errors
    /// [`VaultError::NoKeyring`] when the holder does not answer or refuses.
    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError>;
}

/// The Secret Service on Linux, the Credential Manager on Windows.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsKeyring;

impl KeyHolder for OsKeyring {
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        on_own_thread(|| match keyring::Entry::new(SERVICE, entry).and_then(|entry| entry.get_secret()) {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(&error)),
        })
    }

    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        on_own_thread(|| {
            keyring::Entry::new(SERVICE, entry)
                .and_then(|entry| entry.set_secret(secret.expose()))
                .map_err(|error| refused(&error))
        })
    }
}

/// The Secret Service client blocks on its own executor, which must not happen on a thread of ours.
fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, VaultError> + Send) -> Result<T, VaultError> {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Err(VaultError::NoKeyring)))
}

fn refused(error: &keyring::Error) -> VaultError {
    tracing::warn!(kind = ?std::mem::discriminant(error), "the keyring does not answer");
    VaultError::NoKeyring
}

/// Keeps secrets until the process ends: the demonstration's profile does not outlive it either.
#[derive(Default)]
pub struct MemoryHolder(Mutex<BTreeMap<String, Secret<Vec<u8>>>>);

impl KeyHolder for MemoryHolder {
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(entry).cloned())
    }

    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.to_owned(), secret.clone());
        Ok(())
    }
}
