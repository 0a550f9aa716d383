//! What was received, read back from the encrypted files: for whoever wants a proof that nothing is missing or changed.

use std::path::Path;
use std::sync::Arc;

use estafette_engine::{EngineError, Mailbox, Storage, StoreError};
use ring::digest::{Context, SHA256, digest};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::search::{Found, look_for, searches_of};

/// Conversations counted for one search.
const MOST_FOUND: u32 = 1_000;

/// The answers to what was asked.
#[derive(Debug, Default)]
pub(super) struct Verification {
    /// SHA-256 of the lines that are the SHA-256 of each letter, sorted: the same wherever the letters lie.
    pub(super) sha256: Option<String>,
    /// How each mailbox is kept, with the letters.
    pub(super) storage: Vec<Storage>,
    /// What was looked for, in the order of the file.
    pub(super) found: Vec<Found>,
}

impl Verification {
    pub(super) fn to_json(&self) -> Value {
        let found: Vec<Value> = self.found.iter().map(Found::to_json).collect();
        let storage: Vec<Value> = self.storage.iter().map(storage_json).collect();
        json!({ "sha256": self.sha256, "storage": storage, "found": found })
    }

    /// A line for the letters, one for each search.
    pub(super) fn to_text(&self) -> Vec<String> {
        let letters = self.sha256.iter().map(|hash| format!("letters read back: sha256 {hash}"));
        letters.chain(self.found.iter().map(Found::to_text)).collect()
    }
}

/// Reads back what was asked: every letter, the searches of a file, or nothing.
pub(super) async fn verification(
    mailboxes: &[Arc<Mailbox>],
    letters: bool,
    searches: Option<&Path>,
) -> Result<Verification, CliError> {
    let sha256 = if letters { Some(hash_of_all(mailboxes).await?) } else { None };
    let mut storage = Vec::new();
    for mailbox in mailboxes.iter().filter(|_| letters) {
        storage.push(mailbox.with_store(|store| store.storage()).await?);
    }
    let mut found = Vec::new();
    if let Some(path) = searches {
        for words in searches_of(path)? {
            found.push(look_for(mailboxes, &words, MOST_FOUND).await?);
        }
    }
    Ok(Verification { sha256, storage, found })
}

fn storage_json(storage: &Storage) -> Value {
    json!({
        "journal": storage.journal, "synchronous": storage.synchronous, "page_size": storage.page_size,
        "cipher": storage.cipher, "hmac": storage.hmac,
        "letters_indexed": storage.letters_indexed, "attachments": storage.attachments,
    })
}

async fn hash_of_all(mailboxes: &[Arc<Mailbox>]) -> Result<String, EngineError> {
    let mut hashes: Vec<String> = Vec::new();
    for mailbox in mailboxes {
        let of_mailbox = mailbox.with_store(|store| {
            let mut hashes = Vec::new();
            for id in store.messages_with_body()? {
                let mut hash = Context::new(&SHA256);
                store.read_received(id, 0..u64::MAX, &mut |bytes| {
                    hash.update(bytes);
                    Ok::<(), StoreError>(())
                })?;
                hashes.push(hex(hash.finish().as_ref()));
            }
            Ok(hashes)
        });
        hashes.extend(of_mailbox.await?);
    }
    hashes.sort_unstable();
    Ok(sha256(hashes.join("\n").as_bytes()))
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
