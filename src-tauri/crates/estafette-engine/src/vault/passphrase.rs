//! A passphrase in place of a keyring: what is asked of it.
//!
//! Whoever copies the folder can try passphrases for as long as they like, so the strength is in the phrase itself and in
//! what one try costs; the pace of tries in the window only keeps a passer-by from guessing.

use estafette_model::Secret;
use zeroize::Zeroize;

use super::VaultError;
use super::sealing::SealingKey;
use super::secret_lock::{MAX_BYTES, SecretLock};

/// Characters of a passphrase at least. Four or five words chosen at random have them, and some 50 to 65 bits.
const MIN_CHARACTERS: usize = 16;
/// Distinct characters at least: « aaaaaaaaaaaaaaaa » is long and no secret.
const MIN_DISTINCT: usize = 8;

/// A passphrase long and varied enough to protect a profile.
pub(super) struct Passphrase<'a>(&'a Secret<String>);

impl<'a> Passphrase<'a> {
    /// Takes a passphrase somebody chose.
    ///
    /// # Errors
    /// [`VaultError::PassphraseWeak`].
    pub(super) fn chosen(text: &'a Secret<String>) -> Result<Self, VaultError> {
        let mut characters: Vec<char> = text.expose().chars().collect();
        let count = characters.len();
        characters.sort_unstable();
        characters.dedup();
        let distinct = characters.len();
        characters.zeroize();
        if count < MIN_CHARACTERS || distinct < MIN_DISTINCT || text.expose().len() > MAX_BYTES {
            return Err(VaultError::PassphraseWeak);
        }
        Ok(Self(text))
    }

    /// Wraps the master key of `profile` under it.
    pub(super) fn lock(&self, profile: &str, master: &SealingKey) -> Result<SecretLock, VaultError> {
        SecretLock::close(&master_name(profile), master.bytes().expose(), self.0)
    }
}

/// The master key of `profile`, if `passphrase` is the one.
///
/// # Errors
/// [`VaultError::PassphraseWrong`], [`VaultError::Damaged`].
pub(super) fn unlock(
    lock: &SecretLock,
    profile: &str,
    passphrase: &Secret<String>,
) -> Result<Secret<Vec<u8>>, VaultError> {
    lock.open(&master_name(profile), passphrase)?.ok_or(VaultError::PassphraseWrong)
}

fn master_name(profile: &str) -> String {
    format!("master:{profile}")
}

#[cfg(test)]
mod tests;
