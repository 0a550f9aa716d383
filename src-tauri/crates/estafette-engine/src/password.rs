//! The password of one mailbox: asked of the keyring when a server first wants it, so that a window with many mailboxes
//! opens without waiting for the keyring once for each of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use estafette_model::Secret;

use crate::error::EngineError;
use crate::vault::Vault;

/// What is known of it.
pub(crate) struct Password {
    vault: Arc<Vault>,
    /// Of the mailbox: what it is kept under.
    address: String,
    known: Mutex<Known>,
    /// Counts the passwords given: a refusal concerns the one that was tried, not one given since.
    given: AtomicU64,
}

enum Known {
    NotAsked,
    /// None when the keyring has none, or when it was refused.
    Asked(Option<Secret<String>>),
}

impl Password {
    pub(crate) fn new(vault: Arc<Vault>, address: &str) -> Self {
        let (known, given) = (Mutex::new(Known::NotAsked), AtomicU64::new(0));
        Self { vault, address: address.to_owned(), known, given }
    }

    /// The password, if there is one.
    pub(crate) async fn get(&self) -> Result<Option<Secret<String>>, EngineError> {
        if let Known::Asked(password) = &*self.known() {
            return Ok(password.clone());
        }
        let (vault, address) = (Arc::clone(&self.vault), self.address.clone());
        let asking = tokio::task::spawn_blocking(move || vault.password(&address));
        let kept = asking.await.map_err(|_| EngineError::TaskLost)??;
        let mut known = self.known();
        // One given meanwhile is the one that counts.
        if matches!(&*known, Known::NotAsked) {
            *known = Known::Asked(kept);
        }
        match &*known {
            Known::Asked(password) => Ok(password.clone()),
            Known::NotAsked => Ok(None),
        }
    }

    /// Whether `tried` is the password kept. Blocks on the keyring.
    ///
    /// # Errors
    /// [`EngineError::Vault`] when the keyring does not answer.
    pub(crate) fn is(&self, tried: &Secret<String>) -> Result<bool, EngineError> {
        if let Known::Asked(known) = &*self.known() {
            return Ok(known.as_ref().is_some_and(|known| known.expose() == tried.expose()));
        }
        Ok(self.vault.password(&self.address)?.is_some_and(|kept| kept.expose() == tried.expose()))
    }

    /// Takes a password a person typed. Blocks on the keyring.
    ///
    /// # Errors
    /// [`EngineError::Vault`] when the keyring does not keep it; it is then good until the program ends.
    pub(crate) fn keep(&self, password: &Secret<String>) -> Result<(), EngineError> {
        Ok(self.vault.set_password(&self.address, password)?)
    }

    /// Takes a password for this run.
    pub(crate) fn give(&self, password: Secret<String>) {
        self.given.fetch_add(1, Ordering::Relaxed);
        *self.known() = Known::Asked(Some(password));
    }

    /// How many passwords were given so far.
    pub(crate) fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }

    /// Forgets the refused password, unless another was given since `tried` were.
    pub(crate) fn forget(&self, tried: u64) {
        let mut known = self.known();
        if self.given() == tried {
            *known = Known::Asked(None);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use estafette_model::Secret;

    use super::Password;
    use crate::vault::{MemoryHolder, Unlocking, Vault};

    const ADDRESS: &str = "secretariat@ehpad-les-tilleuls.mssante.example";

    fn vault(folder: &Path) -> Arc<Vault> {
        Arc::new(Vault::open(folder, Arc::new(MemoryHolder::default()), &Unlocking::Unasked).unwrap())
    }

    async fn known(password: &Password) -> Option<String> {
        password.get().await.unwrap().map(|secret| secret.expose().clone())
    }

    #[tokio::test]
    async fn it_is_the_one_kept_until_another_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let vault = vault(folder.path());
        vault.set_password(ADDRESS, &Secret::new(String::from("tisane"))).unwrap();
        let password = Password::new(vault, ADDRESS);
        assert_eq!(known(&password).await.as_deref(), Some("tisane"));
        password.give(Secret::new(String::from("verveine")));
        assert_eq!(known(&password).await.as_deref(), Some("verveine"));
    }

    #[tokio::test]
    async fn one_that_was_refused_is_not_asked_of_the_keyring_again() {
        let folder = tempfile::tempdir().unwrap();
        let vault = vault(folder.path());
        vault.set_password(ADDRESS, &Secret::new(String::from("tisane"))).unwrap();
        let password = Password::new(vault, ADDRESS);
        let tried = password.given();
        assert!(known(&password).await.is_some());
        password.forget(tried);
        assert_eq!(known(&password).await, None);
        let tried = password.given();
        password.give(Secret::new(String::from("verveine")));
        password.forget(tried);
        assert_eq!(known(&password).await.as_deref(), Some("verveine"), "given since");
    }
}
