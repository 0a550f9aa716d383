//! What must not be left in memory: the words of the letters, and the keys they were kept under.

use std::io::{Write, stdout};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use estafette_api::OsKeyring;
use estafette_engine::{KeyHolder as _, Unlocking, Vault, VaultError};
use estafette_model::Secret;
use serde::{Deserialize, Serialize};

/// Where the words are, in the papers of the session.
const FILE: &str = "words.json";

/// One word for each place in a letter, each without a twin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Words {
    /// In the subject of what comes in.
    pub subject: String,
    /// In its text.
    pub text: String,
    /// In the name of its file.
    pub file_name: String,
    /// In its file.
    pub file_text: String,
    /// In the subject of what is sent.
    pub sent_subject: String,
    /// In its text.
    pub sent_text: String,
    /// What protects the profile where there is no keyring.
    pub passphrase: String,
}

impl Words {
    /// Those of the letters, each with its name.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &str); 6] {
        [
            ("the subject of a letter", &self.subject),
            ("the text of a letter", &self.text),
            ("the name of a file", &self.file_name),
            ("the text of a file", &self.file_text),
            ("the subject of a letter that was sent", &self.sent_subject),
            ("the text of a letter that was sent", &self.sent_text),
        ]
    }

    /// Puts them into `papers`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, papers: &Path) -> anyhow::Result<()> {
        Ok(std::fs::write(papers.join(FILE), serde_json::to_vec(self)?)?)
    }

    /// Reads them from `papers`.
    ///
    /// # Errors
    /// They are not there.
    pub(super) fn read(papers: &Path) -> anyhow::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(papers.join(FILE)).context("no words")?)?)
    }
}

/// The keys of a profile, as whoever owns its keyring or knows its passphrase can have them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Keys {
    /// Wraps all others; none where a passphrase wraps it in turn.
    pub master: Option<Vec<u8>>,
    /// Of the file of people and settings.
    pub post: Vec<u8>,
    /// Of the mailbox.
    pub mailbox: Vec<u8>,
}

/// Prints the keys of the profile in `papers`, from the keyring of the session this program is in, or with the passphrase.
///
/// # Errors
/// There is no profile, or no way into it.
pub(super) fn tell_keys(papers: &Path) -> anyhow::Result<()> {
    let profile = papers.join("profile");
    let keyring = Arc::new(OsKeyring::default());
    let vault = match Vault::open(&profile, Arc::clone(&keyring) as _, &Unlocking::Unasked) {
        Err(VaultError::PassphraseNeeded) => {
            let passphrase = Secret::new(Words::read(papers)?.passphrase);
            Vault::open(&profile, Arc::clone(&keyring) as _, &Unlocking::With(passphrase))?
        }
        opened => opened?,
    };
    let key = |name: &str| anyhow::Ok(vault.file_key(name)?.expose().to_vec());
    let keys = Keys { master: master(&profile, &keyring)?, post: key("post.db")?, mailbox: key("mailbox-1.db")? };
    Ok(writeln!(stdout(), "{}", serde_json::to_string(&keys)?)?)
}

fn master(profile: &Path, keyring: &OsKeyring) -> anyhow::Result<Option<Vec<u8>>> {
    let wrapped: serde_json::Value = serde_json::from_slice(&std::fs::read(profile.join("keys.json"))?)?;
    let profile = wrapped["profile"].as_str().context("a profile without a name")?;
    let kept = keyring.load(&format!("profile-key:{profile}"));
    Ok(kept.ok().flatten().map(|master| master.expose().clone()))
}
