//! `keys.json`: the keys of a profile, wrapped, and the way their master key is had. Nothing in it is secret, and nothing in
//! it opens anything by itself.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::VaultError;
use super::secret_lock::SecretLock;

/// The edition this program writes. The first had no number, and knew the keyring alone.
const EDITION: u32 = 2;

/// What the file holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    version: u32,
    /// Sets the keyring entries of this profile apart from another profile's.
    pub(super) profile: String,
    /// How the master key is had.
    pub(super) opening: Opening,
    /// File name → its key, sealed under the master key.
    pub(super) files: BTreeMap<String, String>,
    /// Veiled address → the password of that mailbox, sealed under the master key; empty where a keyring keeps them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) passwords: BTreeMap<String, String>,
}

/// A way to the master key. Another one (a card, a person's own code) is another variant: no file is encrypted anew for it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub(super) enum Opening {
    /// The keyring of the session holds it.
    Keyring,
    /// It is wrapped under a passphrase.
    Passphrase(SecretLock),
}

/// The file of the first edition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstEdition {
    profile: String,
    files: BTreeMap<String, WrappedByKeyring>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrappedByKeyring {
    keyring: String,
}

impl KeyFile {
    /// A file without keys yet.
    pub(super) fn new(profile: String, opening: Opening) -> Self {
        Self { version: EDITION, profile, opening, files: BTreeMap::new(), passwords: BTreeMap::new() }
    }

    /// Reads the file at `path`; `None` when there is none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::Newer`], [`VaultError::Disk`].
    pub(super) fn read(path: &Path) -> Result<Option<Self>, VaultError> {
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(&bytes).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(VaultError::Disk(error)),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Edition {
            version: Option<u32>,
        }
        let edition: Edition = serde_json::from_slice(bytes).map_err(|_| VaultError::Damaged)?;
        match edition.version {
            Some(EDITION) => serde_json::from_slice(bytes).map_err(|_| VaultError::Damaged),
            None => serde_json::from_slice(bytes).map(Self::from_first).map_err(|_| VaultError::Damaged),
            Some(later) if later > EDITION => Err(VaultError::Newer),
            Some(_) => Err(VaultError::Damaged),
        }
    }

    fn from_first(first: FirstEdition) -> Self {
        let files = first.files.into_iter().map(|(name, wrapped)| (name, wrapped.keyring)).collect();
        Self { files, ..Self::new(first.profile, Opening::Keyring) }
    }

    /// Written beside and moved into place: a crash leaves the old file or the new one, never half of one.
    ///
    /// # Errors
    /// [`VaultError::Disk`].
    pub(super) fn write(&self, path: &Path) -> Result<(), VaultError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| VaultError::Disk(error.into()))?;
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
