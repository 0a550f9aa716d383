//! What was received, read back from the encrypted files: for whoever wants a proof that nothing is missing or changed.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use estafette_engine::{EngineError, Mailbox};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::error::CliError;

/// Conversations counted for one search.
const MOST_FOUND: u32 = 1_000;

/// The answers to what was asked.
#[derive(Debug, Default)]
pub(super) struct Verification {
    /// SHA-256 of the lines that are the SHA-256 of each letter, sorted: the same wherever the letters lie.
    pub(super) sha256: Option<String>,
    /// What was looked for, in the order of the file.
    pub(super) found: Vec<Found>,
}

/// One search.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) words: String,
    /// In all mailboxes, at most a thousand in each.
    pub(super) conversations: usize,
    pub(super) milliseconds: f64,
}

impl Verification {
    pub(super) fn to_json(&self) -> Value {
        let found: Vec<Value> = self.found.iter().map(Found::to_json).collect();
        json!({ "sha256": self.sha256, "found": found })
    }

    /// A line for the letters, one for each search.
    pub(super) fn to_text(&self) -> Vec<String> {
        let letters = self.sha256.iter().map(|hash| format!("letters read back: sha256 {hash}"));
        let found = self.found.iter().map(|found| format!("{}: {} conversations", found.words, found.conversations));
        letters.chain(found).collect()
    }
}

impl Found {
    fn to_json(&self) -> Value {
        json!({ "words": self.words, "conversations": self.conversations, "ms": self.milliseconds })
    }
}

/// Reads back what was asked: every letter, the searches of a file, or nothing.
pub(super) async fn verification(
    mailboxes: &[Arc<Mailbox>],
    letters: bool,
    searches: Option<&Path>,
) -> Result<Verification, CliError> {
    let sha256 = if letters { Some(hash_of_all(mailboxes).await?) } else { None };
    let mut found = Vec::new();
    if let Some(path) = searches {
        let text = std::fs::read_to_string(path)
            .map_err(|source| CliError::SearchesUnreadable { path: path.to_owned(), source })?;
        for words in text.lines().filter(|line| !line.trim().is_empty()) {
            found.push(search(mailboxes, words).await?);
        }
    }
    Ok(Verification { sha256, found })
}

async fn search(mailboxes: &[Arc<Mailbox>], words: &str) -> Result<Found, EngineError> {
    let begun = Instant::now();
    let mut conversations = 0;
    for mailbox in mailboxes {
        let asked = words.to_owned();
        conversations += mailbox.with_store(move |store| Ok(store.search(&asked, MOST_FOUND)?.len())).await?;
    }
    Ok(Found { words: words.to_owned(), conversations, milliseconds: begun.elapsed().as_secs_f64() * 1000.0 })
}

async fn hash_of_all(mailboxes: &[Arc<Mailbox>]) -> Result<String, EngineError> {
    let mut hashes: Vec<String> = Vec::new();
    for mailbox in mailboxes {
        let of_mailbox = mailbox.with_store(|store| {
            let mut hashes = Vec::new();
            for id in store.messages_with_body()? {
                if let Some(raw) = store.raw(id)? {
                    hashes.push(sha256(&raw));
                }
            }
            Ok(hashes)
        });
        hashes.extend(of_mailbox.await?);
    }
    hashes.sort_unstable();
    Ok(sha256(hashes.join("\n").as_bytes()))
}

fn sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
