//! The keys of the files, and the passwords of the mailboxes.
//!
//! Each encrypted file has its own random key. That key is wrapped under a master key which the operating system's
//! keyring holds (Secret Service, Credential Manager): a keyring takes short secrets, few of them, and one way to open
//! a file can later be joined by others (a person's code, a card) without encrypting the file anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize;

mod keyring_holder;

pub use keyring_holder::{KeyHolder, MemoryHolder, OsKeyring};

/// Bytes of a file key and of the master key: AES-256.
const KEY_LEN: usize = 32;
/// Name of the master key in the keyring, before the profile's own id.
const MASTER_ENTRY: &str = "profile-key";
/// File of wrapped keys: not secret, worthless without the keyring.
const WRAPPED_FILE: &str = "keys.json";

/// Why a key cannot be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no keyring, or it is closed. Nothing falls back to a file in the clear.
    #[error("the machine's keyring does not answer")]
    NoKeyring,
    /// The keyring answers and no longer holds the key of this profile.
    #[error("the keyring no longer holds the key of this profile")]
    KeyLost,
    /// The file of wrapped keys was altered, or belongs to another profile.
    #[error("the wrapped keys of this profile are damaged")]
    Damaged,
    /// The disk refused.
    #[error("the wrapped keys could not be written")]
    Disk(#[source] std::io::Error),
    /// The machine has no randomness to give.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

/// The bytes of a file key, wiped when dropped.
pub type FileKeyBytes = Secret<[u8; KEY_LEN]>;

/// The open vault of one profile.
pub struct Vault {
    holder: Arc<dyn KeyHolder>,
    path: PathBuf,
    master: Secret<[u8; KEY_LEN]>,
    wrapped: Mutex<WrappedKeys>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrappedKeys {
    /// Sets the keyring entry of this profile apart from another profile's.
    profile: String,
    /// File name → nonce and wrapped key, base64, by way of opening. The keyring is the first way.
    files: BTreeMap<String, Wrapped>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapped {
    keyring: String,
}

impl Vault {
    /// Opens the vault of the profile in `folder`, making it on first use.
    ///
    /// # Errors
    /// [`VaultError::NoKeyring`], [`VaultError::KeyLost`], [`VaultError::Damaged`] or [`VaultError::Disk`].
    pub fn open(folder: &Path, holder: Arc<dyn KeyHolder>) -> Result<Self, VaultError> {
        let path = folder.join(WRAPPED_FILE);
        let (wrapped, master) = match std::fs::read(&path) {
            Ok(bytes) => {
                let wrapped: WrappedKeys = serde_json::from_slice(&bytes).map_err(|_| VaultError::Damaged)?;
                let master = holder.load(&master_entry(&wrapped.profile))?.ok_or(VaultError::KeyLost)?;
                (wrapped, key_from(master.expose())?)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(&path, holder.as_ref())?,
            Err(error) => return Err(VaultError::Disk(error)),
        };
        Ok(Self { holder, path, master, wrapped: Mutex::new(wrapped) })
    }

    fn create(path: &Path, holder: &dyn KeyHolder) -> Result<(WrappedKeys, Secret<[u8; KEY_LEN]>), VaultError> {
        let mut id = [0; 8];
        getrandom::fill(&mut id).map_err(|_| VaultError::NoRandomness)?;
        let profile = id.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let master = random_key()?;
        holder.save(&master_entry(&profile), &Secret::new(master.expose().to_vec()))?;
        // A keyring that takes a secret and does not give it back would lose every letter at the next start.
        let kept = holder.load(&master_entry(&profile))?.ok_or(VaultError::NoKeyring)?;
        if kept.expose().as_slice() != master.expose().as_slice() {
            return Err(VaultError::NoKeyring);
        }
        let wrapped = WrappedKeys { profile, files: BTreeMap::new() };
        write(path, &wrapped)?;
        Ok((wrapped, master))
    }

    /// The key of the encrypted file called `name`, made on first use.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the wrapped key is not one of this profile's, [`VaultError::Disk`].
    pub fn file_key(&self, name: &str) -> Result<FileKeyBytes, VaultError> {
        let mut wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = wrapped.files.get(name) {
            return self.unwrap_key(name, &entry.keyring);
        }
        let key = random_key()?;
        let sealed = self.wrap_key(name, &key)?;
        wrapped.files.insert(name.to_owned(), Wrapped { keyring: sealed });
        write(&self.path, &wrapped)?;
        Ok(key)
    }

    /// The password of the mailbox at `address`, if one was given.
    ///
    /// # Errors
    /// [`VaultError::NoKeyring`].
    pub fn password(&self, address: &str) -> Result<Option<Secret<String>>, VaultError> {
        let Some(bytes) = self.holder.load(&self.password_entry(address))? else { return Ok(None) };
        Ok(String::from_utf8(bytes.expose().clone()).ok().map(Secret::new))
    }

    /// Keeps the password of the mailbox at `address` in the keyring.
    ///
    /// # Errors
    /// [`VaultError::NoKeyring`].
    pub fn set_password(&self, address: &str, password: &Secret<String>) -> Result<(), VaultError> {
        self.holder.save(&self.password_entry(address), &Secret::new(password.expose().clone().into_bytes()))
    }

    fn password_entry(&self, address: &str) -> String {
        let wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
        format!("password:{}:{address}", wrapped.profile)
    }

    fn wrap_key(&self, name: &str, key: &Secret<[u8; KEY_LEN]>) -> Result<String, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::NoRandomness)?;
        let mut sealed = key.expose().to_vec();
        self.sealing_key()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut sealed)
            .map_err(|_| VaultError::Damaged)?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn unwrap_key(&self, name: &str, wrapped: &str) -> Result<FileKeyBytes, VaultError> {
        let bytes = STANDARD.decode(wrapped).map_err(|_| VaultError::Damaged)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Damaged)?;
        let mut sealed = sealed.to_vec();
        let key = self
            .sealing_key()?
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(name), &mut sealed)
            .map_err(|_| VaultError::Damaged)?;
        let key = <[u8; KEY_LEN]>::try_from(&*key).map_err(|_| VaultError::Damaged);
        sealed.zeroize();
        key.map(Secret::new)
    }

    fn sealing_key(&self) -> Result<LessSafeKey, VaultError> {
        UnboundKey::new(&AES_256_GCM, self.master.expose()).map(LessSafeKey::new).map_err(|_| VaultError::Damaged)
    }
}

fn master_entry(profile: &str) -> String {
    format!("{MASTER_ENTRY}:{profile}")
}

fn random_key() -> Result<Secret<[u8; KEY_LEN]>, VaultError> {
    let mut key = [0; KEY_LEN];
    getrandom::fill(&mut key).map_err(|_| VaultError::NoRandomness)?;
    let secret = Secret::new(key);
    key.zeroize();
    Ok(secret)
}

fn key_from(bytes: &[u8]) -> Result<Secret<[u8; KEY_LEN]>, VaultError> {
    <[u8; KEY_LEN]>::try_from(bytes).map(Secret::new).map_err(|_| VaultError::KeyLost)
}

/// Written beside and moved into place: a crash leaves the old file or the new one, never half of one.
fn write(path: &Path, wrapped: &WrappedKeys) -> Result<(), VaultError> {
    let text = serde_json::to_vec_pretty(wrapped).map_err(|error| VaultError::Disk(error.into()))?;
    let beside = path.with_extension("json.new");
    let written = (|| {
        use std::io::Write as _;
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        sync_folder_of(path)
    })();
    written.map_err(VaultError::Disk)
}

/// A power cut must not leave an encrypted file whose key is not in the folder yet.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

/// Windows gives no handle to a folder that could be synchronised; NTFS journals the rename.
#[cfg(windows)]
fn sync_folder_of(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
