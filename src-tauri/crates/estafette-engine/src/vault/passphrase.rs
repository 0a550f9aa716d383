//! A passphrase in place of a keyring: what is asked of it, and how it becomes a key.
//!
//! Whoever copies the folder can try passphrases for as long as they like, so the strength is in the phrase itself and in
//! what one try costs; the pace of tries in the window only keeps a passer-by from guessing.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::VaultError;
use super::sealing::{KEY_LEN, SealingKey, random_bytes};

/// Characters of a passphrase at least. Four or five words chosen at random have them, and some 50 to 65 bits.
const MIN_CHARACTERS: usize = 16;
/// Distinct characters at least: « aaaaaaaaaaaaaaaa » is long and no secret.
const MIN_DISTINCT: usize = 8;
/// Bytes at most: nobody types more, and every buffer has an end.
const MAX_BYTES: usize = 1024;

/// RFC 9106 §4, the second recommended choice, for machines short of memory: 64 MiB, three passes, four lanes, a salt of
/// 128 bits. Above every choice of the OWASP password storage cheat sheet (46 MiB and one pass, or weaker).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const SALT_LEN: usize = 16;

/// What a file may ask for at most: a forged one must not take the memory of the machine, nor its day.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

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
}

/// The master key wrapped under a passphrase, with what is needed to try one. Stands in `keys.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassphraseLock {
    kdf: Kdf,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// Base64.
    salt: String,
    /// The master key, sealed.
    master: String,
}

/// How a passphrase is stretched. One way today; a file that names another is a later program's.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kdf {
    /// Argon2id, version 0x13 (RFC 9106).
    Argon2id,
}

impl PassphraseLock {
    /// Wraps `master` of `profile` under `passphrase`. Takes a good part of a second.
    pub(super) fn close(profile: &str, master: &SealingKey, passphrase: &Passphrase<'_>) -> Result<Self, VaultError> {
        let salt = random_bytes::<SALT_LEN>()?;
        let mut lock = Self {
            kdf: Kdf::Argon2id,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: STANDARD.encode(salt),
            master: String::new(),
        };
        lock.master = lock.stretch(passphrase.0)?.seal(&master_name(profile), master.bytes().expose())?;
        Ok(lock)
    }

    /// The master key, if `passphrase` is the one. Takes a good part of a second, whatever is tried.
    ///
    /// # Errors
    /// [`VaultError::PassphraseWrong`], [`VaultError::Damaged`].
    pub(super) fn open(&self, profile: &str, passphrase: &Secret<String>) -> Result<Secret<Vec<u8>>, VaultError> {
        if passphrase.expose().len() > MAX_BYTES {
            return Err(VaultError::PassphraseWrong);
        }
        self.stretch(passphrase)?.open(&master_name(profile), &self.master).ok_or(VaultError::PassphraseWrong)
    }

    fn stretch(&self, passphrase: &Secret<String>) -> Result<SealingKey, VaultError> {
        let Kdf::Argon2id = self.kdf;
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(VaultError::Damaged);
        }
        let salt = STANDARD.decode(&self.salt).map_err(|_| VaultError::Damaged)?;
        let cost =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_LEN)).map_err(|_| VaultError::Damaged)?;
        let mut memory = vec![Block::default(); cost.block_count()];
        let mut key = [0; KEY_LEN];
        let stretched = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost).hash_password_into_with_memory(
            passphrase.expose().as_bytes(),
            &salt,
            &mut key,
            &mut memory,
        );
        memory.iter_mut().for_each(Zeroize::zeroize);
        let secret = Secret::new(key);
        key.zeroize();
        stretched.map(|()| SealingKey::new(secret)).map_err(|_| VaultError::Damaged)
    }
}

fn master_name(profile: &str) -> String {
    format!("master:{profile}")
}

#[cfg(test)]
mod tests;
