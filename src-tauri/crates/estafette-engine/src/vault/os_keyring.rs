//! The keyring of the operating system: the Secret Service on Linux, the Credential Manager on Windows.
//!
//! The stores are driven here and not through the `keyring` crate, which looks for one once in a process: a keyring that
//! was not there the first time would stay unseen until the program is started again, however often one tries anew.

use std::sync::{Arc, Mutex, PoisonError};

use estafette_model::Secret;
use keyring_core::CredentialStore;

use super::key_holder::{HolderFault, KeyHolder};

/// Name every entry of ours stands under in the keyring.
const SERVICE: &str = "fr.estafette";

/// The keyring of this session, found at the first question and again after it went away.
#[derive(Default)]
pub struct OsKeyring {
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl KeyHolder for OsKeyring {
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        self.ask(entry, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        self.ask(entry, |entry| entry.set_secret(secret.expose()))
    }
}

impl OsKeyring {
    fn ask<T: Send>(
        &self,
        entry: &str,
        question: impl FnOnce(&keyring_core::Entry) -> Result<T, keyring_core::Error> + Send,
    ) -> Result<T, HolderFault> {
        on_own_thread(|| {
            let mut kept = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            let store = match &*kept {
                Some(store) => Arc::clone(store),
                None => Arc::clone(kept.insert(connect().map_err(|error| fault(&error))?)),
            };
            let answer =
                store.build(SERVICE, entry, None).and_then(|entry| question(&entry)).map_err(|error| fault(&error));
            if matches!(answer, Err(HolderFault::Absent)) {
                // The session's bus may be another one at the next question.
                *kept = None;
            }
            answer
        })
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn connect() -> Result<Arc<CredentialStore>, keyring_core::Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(windows)]
fn connect() -> Result<Arc<CredentialStore>, keyring_core::Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// The Secret Service client blocks on its own executor, which must not happen on a thread of ours.
fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, HolderFault> + Send) -> Result<T, HolderFault> {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Err(HolderFault::Absent)))
}

/// Only the kind of the error is written down: its text may hold what the entry is called.
fn fault(error: &keyring_core::Error) -> HolderFault {
    tracing::warn!(kind = ?std::mem::discriminant(error), "the keyring does not answer");
    match error {
        keyring_core::Error::NoStorageAccess(_) => HolderFault::Locked,
        _ => HolderFault::Absent,
    }
}
