//! What only something a person knows opens: a passphrase, a personal code. Argon2id makes each try cost something.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::VaultError;
use super::sealing::{KEY_LEN, SealingKey, random_bytes};

/// Bytes of what is tried at most: nobody types more, and every buffer has an end.
pub(super) const MAX_BYTES: usize = 1024;

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

/// Something sealed under what a person knows, with what is needed to try it. Stands in `keys.json` and in `post.db`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretLock {
    kdf: Kdf,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// Base64.
    salt: String,
    /// What is locked in, sealed; called after the first that was.
    #[serde(rename = "master")]
    sealed: String,
}

/// How what is known is stretched into a key. One way today; a file that names another is a later program's.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kdf {
    /// Argon2id, version 0x13 (RFC 9106).
    Argon2id,
}

impl SecretLock {
    /// Locks `content` in, for `name`, under `known`. Takes a good part of a second.
    pub(super) fn close(name: &str, content: &[u8], known: &Secret<String>) -> Result<Self, VaultError> {
        let salt = random_bytes::<SALT_LEN>()?;
        let mut lock = Self {
            kdf: Kdf::Argon2id,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: STANDARD.encode(salt),
            sealed: String::new(),
        };
        lock.sealed = lock.stretch(known)?.seal(name, content)?;
        Ok(lock)
    }

    /// What was locked in for `name`, if `tried` opens it. Takes a good part of a second, whatever is tried.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the lock itself cannot be used.
    pub(super) fn open(&self, name: &str, tried: &Secret<String>) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        if tried.expose().len() > MAX_BYTES {
            return Ok(None);
        }
        Ok(self.stretch(tried)?.open(name, &self.sealed))
    }

    fn stretch(&self, known: &Secret<String>) -> Result<SealingKey, VaultError> {
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
            known.expose().as_bytes(),
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

#[cfg(test)]
mod tests;
