//! The keys of the files, and the passwords of the mailboxes.
//!
//! Each encrypted file has its own random key. That key is wrapped under a master key which the operating system's
//! keyring holds (Secret Service, Credential Manager), or, where there is none and a person chose so, which is wrapped in
//! turn under a passphrase. Nothing ever falls back by itself: a profile has one way in, and it is the one that was chosen.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use estafette_model::Secret;
use thiserror::Error;

mod key_file;
mod key_holder;
mod os_keyring;
mod passphrase;
pub(crate) mod personal_code;
mod sealing;
mod secret_lock;

pub use key_holder::{HolderFault, KeyHolder, MemoryHolder};
pub use os_keyring::OsKeyring;

use key_file::{KeyFile, Opening};
use passphrase::Passphrase;
use sealing::{KEY_LEN, SealingKey, key_in, random_bytes, random_key};

/// Name of the master key in the keyring, before the profile's own id.
const MASTER_ENTRY: &str = "profile-key";
/// File of wrapped keys: not secret, worthless without the keyring or the passphrase.
const WRAPPED_FILE: &str = "keys.json";

/// Why a key cannot be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// A profile is to be made and no keyring can hold its key. A person may choose a passphrase instead.
    #[error("no keyring answers that could hold the key of a new profile")]
    NoKeyring,
    /// The key of this profile is in a keyring that does not answer.
    #[error("the keyring that holds the key of this profile does not answer")]
    KeyringGone,
    /// The keyring is there and was not opened.
    #[error("the keyring is closed")]
    KeyringLocked {
        /// A profile waits behind it, as opposed to one yet to be made.
        kept: bool,
    },
    /// The keyring answers and does not hold the key of this profile: it was made on another machine or in another session.
    #[error("the keyring does not hold the key of this profile")]
    KeyLost,
    /// This profile is opened with a passphrase, and none was given.
    #[error("this profile is opened with a passphrase")]
    PassphraseNeeded,
    /// The passphrase given is not the one.
    #[error("the passphrase is not the one of this profile")]
    PassphraseWrong,
    /// The passphrase chosen is too short or too plain.
    #[error("the passphrase is too short or too plain")]
    PassphraseWeak,
    /// The personal code chosen is too short or too plain.
    #[error("the personal code is too short or too plain")]
    CodeWeak,
    /// There is a profile already: it keeps the way in that it has.
    #[error("there is a profile here already")]
    ProfileThere,
    /// The file of wrapped keys was altered, or belongs to another profile.
    #[error("the wrapped keys of this profile are damaged")]
    Damaged,
    /// The file of wrapped keys was written by a later program.
    #[error("the wrapped keys were written by a later program")]
    Newer,
    /// The disk refused.
    #[error("the wrapped keys could not be written")]
    Disk(#[source] std::io::Error),
    /// The machine has no randomness to give.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

/// What the person gave so that the keys can be had.
#[derive(Clone, Debug)]
pub enum Unlocking {
    /// Nothing: the keyring answers, or the person is asked.
    Unasked,
    /// The passphrase of this profile, in Unicode form NFC.
    With(Secret<String>),
    /// A passphrase to protect a profile yet to be made, in Unicode form NFC.
    Protecting(Secret<String>),
}

/// The bytes of a file key, wiped when dropped.
pub type FileKeyBytes = Secret<[u8; KEY_LEN]>;

/// The open vault of one profile.
pub struct Vault {
    holder: Arc<dyn KeyHolder>,
    path: PathBuf,
    master: SealingKey,
    file: Mutex<KeyFile>,
}

impl Vault {
    /// Opens the vault of the profile in `folder`, making it on first use. Blocks on the keyring, or stretches a
    /// passphrase for a good part of a second.
    ///
    /// # Errors
    /// Whatever keeps the keys away: see [`VaultError`]. Nothing on the disk is changed then.
    pub fn open(folder: &Path, holder: Arc<dyn KeyHolder>, unlocking: &Unlocking) -> Result<Self, VaultError> {
        let path = folder.join(WRAPPED_FILE);
        let (file, master) = match (KeyFile::read(&path)?, unlocking) {
            (Some(_), Unlocking::Protecting(_)) => return Err(VaultError::ProfileThere),
            (Some(file), Unlocking::Unasked) => unlock(file, holder.as_ref(), None)?,
            (Some(file), Unlocking::With(passphrase)) => unlock(file, holder.as_ref(), Some(passphrase))?,
            (None, Unlocking::Unasked | Unlocking::With(_)) => entrust_to_keyring(&path, holder.as_ref())?,
            (None, Unlocking::Protecting(passphrase)) => protect(&path, passphrase)?,
        };
        Ok(Self { holder, path, master, file: Mutex::new(file) })
    }

    /// The key of the encrypted file called `name`, made on first use.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the wrapped key is not one of this profile's, [`VaultError::Disk`].
    pub fn file_key(&self, name: &str) -> Result<FileKeyBytes, VaultError> {
        let mut file = self.file();
        if let Some(sealed) = file.files.get(name) {
            return self.master.open(name, sealed).as_ref().and_then(key_in).ok_or(VaultError::Damaged);
        }
        let key = random_key()?;
        file.files.insert(name.to_owned(), self.master.seal(name, key.expose())?);
        file.write(&self.path)?;
        Ok(key)
    }

    /// The password of the mailbox at `address`, if one was given.
    ///
    /// # Errors
    /// [`VaultError::KeyringGone`], [`VaultError::KeyringLocked`], [`VaultError::Damaged`].
    pub fn password(&self, address: &str) -> Result<Option<Secret<String>>, VaultError> {
        let file = self.file();
        let bytes = match file.opening {
            Opening::Keyring => self.holder.load(&password_entry(&file.profile, address)).map_err(kept_behind)?,
            Opening::Passphrase(_) => {
                let name = password_entry(&file.profile, address);
                let sealed = file.passwords.get(&self.master.veil(&name));
                sealed.map(|sealed| self.master.open(&name, sealed).ok_or(VaultError::Damaged)).transpose()?
            }
        };
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes.expose().clone()).ok()).map(Secret::new))
    }

    /// Keeps the password of the mailbox at `address`: in the keyring, or wrapped beside the keys where there is none.
    ///
    /// # Errors
    /// [`VaultError::KeyringGone`], [`VaultError::KeyringLocked`], [`VaultError::Disk`].
    pub fn set_password(&self, address: &str, password: &Secret<String>) -> Result<(), VaultError> {
        let mut file = self.file();
        let name = password_entry(&file.profile, address);
        match file.opening {
            Opening::Keyring => {
                let secret = Secret::new(password.expose().clone().into_bytes());
                self.holder.save(&name, &secret).map_err(kept_behind)
            }
            Opening::Passphrase(_) => {
                let sealed = self.master.seal(&name, password.expose().as_bytes())?;
                file.passwords.insert(self.master.veil(&name), sealed);
                file.write(&self.path)
            }
        }
    }

    /// Whether the profile is opened with a passphrase although a keyring answers by now. Asks it for an entry it does not
    /// have, which makes no keyring ask a person for anything.
    #[must_use]
    pub fn could_use_keyring(&self) -> bool {
        let file = self.file();
        matches!(file.opening, Opening::Passphrase(_)) && self.holder.load(&master_entry(&file.profile)).is_ok()
    }

    /// Hands the master key and the passwords of the mailboxes at `addresses` to the keyring. The passphrase opens nothing
    /// any more afterwards.
    ///
    /// # Errors
    /// [`VaultError::KeyringGone`], [`VaultError::KeyringLocked`], [`VaultError::Disk`]; the passphrase is the way in as
    /// before.
    pub fn move_to_keyring<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> Result<(), VaultError> {
        let passwords =
            addresses.map(|address| Ok((address, self.password(address)?))).collect::<Result<Vec<_>, VaultError>>()?;
        let mut file = self.file();
        for (address, password) in passwords {
            if let Some(password) = password {
                let secret = Secret::new(password.expose().clone().into_bytes());
                self.holder.save(&password_entry(&file.profile, address), &secret).map_err(kept_behind)?;
            }
        }
        keep_master(self.holder.as_ref(), &file.profile, &self.master).map_err(kept_behind)?;
        let wrapped = std::mem::replace(&mut file.opening, Opening::Keyring);
        let passwords = std::mem::take(&mut file.passwords);
        file.write(&self.path).inspect_err(|_| {
            file.opening = wrapped;
            file.passwords = passwords;
        })
    }

    fn file(&self) -> MutexGuard<'_, KeyFile> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The master key of a profile that is there.
fn unlock(
    file: KeyFile,
    holder: &dyn KeyHolder,
    passphrase: Option<&Secret<String>>,
) -> Result<(KeyFile, SealingKey), VaultError> {
    let master = match &file.opening {
        Opening::Keyring => {
            holder.load(&master_entry(&file.profile)).map_err(kept_behind)?.ok_or(VaultError::KeyLost)?
        }
        Opening::Passphrase(lock) => {
            passphrase::unlock(lock, &file.profile, passphrase.ok_or(VaultError::PassphraseNeeded)?)?
        }
    };
    let master = key_in(&master).map(SealingKey::new).ok_or(VaultError::KeyLost)?;
    Ok((file, master))
}

/// A new profile whose key the keyring holds.
fn entrust_to_keyring(path: &Path, holder: &dyn KeyHolder) -> Result<(KeyFile, SealingKey), VaultError> {
    let (profile, master) = (new_profile_id()?, SealingKey::random()?);
    keep_master(holder, &profile, &master).map_err(|fault| match fault {
        HolderFault::Absent => VaultError::NoKeyring,
        HolderFault::Locked => VaultError::KeyringLocked { kept: false },
    })?;
    let file = KeyFile::new(profile, Opening::Keyring);
    file.write(path)?;
    Ok((file, master))
}

/// A new profile whose key a passphrase wraps.
fn protect(path: &Path, passphrase: &Secret<String>) -> Result<(KeyFile, SealingKey), VaultError> {
    let passphrase = Passphrase::chosen(passphrase)?;
    let (profile, master) = (new_profile_id()?, SealingKey::random()?);
    let lock = passphrase.lock(&profile, &master)?;
    let file = KeyFile::new(profile, Opening::Passphrase(lock));
    file.write(path)?;
    Ok((file, master))
}

/// A keyring that takes a secret and does not give it back would lose every letter at the next start.
fn keep_master(holder: &dyn KeyHolder, profile: &str, master: &SealingKey) -> Result<(), HolderFault> {
    let entry = master_entry(profile);
    holder.save(&entry, &Secret::new(master.bytes().expose().to_vec()))?;
    let kept = holder.load(&entry)?.ok_or(HolderFault::Absent)?;
    if kept.expose().as_slice() == master.bytes().expose() { Ok(()) } else { Err(HolderFault::Absent) }
}

/// A fault of the keyring when a profile is there.
fn kept_behind(fault: HolderFault) -> VaultError {
    match fault {
        HolderFault::Absent => VaultError::KeyringGone,
        HolderFault::Locked => VaultError::KeyringLocked { kept: true },
    }
}

fn master_entry(profile: &str) -> String {
    format!("{MASTER_ENTRY}:{profile}")
}

fn password_entry(profile: &str, address: &str) -> String {
    format!("password:{profile}:{address}")
}

fn new_profile_id() -> Result<String, VaultError> {
    Ok(random_bytes::<8>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests;
