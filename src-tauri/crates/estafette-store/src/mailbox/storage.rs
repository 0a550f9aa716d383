//! How a mailbox lies on the disk: what a measure prints beside its figures, and support asks of a profile.

use rusqlite::Connection;

use super::MailboxStore;
use super::columns;
use crate::error::StoreError;

/// The settings of the file, as the library answers for them, and what is indexed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// `journal_mode`: « wal ».
    pub journal: String,
    /// `synchronous` of the connection that writes: 1 is NORMAL, 2 is FULL.
    pub synchronous: u8,
    /// Bytes of one page.
    pub page_size: u32,
    /// Who encrypts, and its version.
    pub cipher: String,
    /// What proves that a page is whole: « `HMAC_SHA256` ».
    pub hmac: String,
    /// Letters indexed with their body.
    pub letters_indexed: u64,
    /// Attached files known by their name, inline ones included.
    pub attachments: u64,
}

impl MailboxStore {
    /// How the file is kept, and what is indexed.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn storage(&self) -> Result<Storage, StoreError> {
        self.file.write(|sql, _| {
            Ok(Storage {
                journal: word(sql, "PRAGMA journal_mode")?,
                synchronous: sql.query_row("PRAGMA synchronous", [], |row| row.get(0))?,
                // SQLCipher answers for this one, in text.
                page_size: word(sql, "PRAGMA page_size")?.parse().unwrap_or_default(),
                cipher: format!("SQLCipher {}", word(sql, "PRAGMA cipher_version")?),
                hmac: word(sql, "PRAGMA cipher_hmac_algorithm")?,
                letters_indexed: count(sql, "SELECT count(*) FROM fts_docsize")?,
                attachments: count(sql, "SELECT count(*) FROM message_attachments")?,
            })
        })
    }
}

fn word(sql: &Connection, pragma: &str) -> Result<String, StoreError> {
    Ok(sql.query_row(pragma, [], |row| row.get(0))?)
}

fn count(sql: &Connection, statement: &str) -> Result<u64, StoreError> {
    Ok(sql.query_row(statement, [], |row| columns::size(row, 0))?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what it expects")]
mod tests {
    use crate::testing::{Stage, letter};

    #[test]
    fn the_file_is_sealed_as_it_should_be_and_says_what_is_indexed() {
        let stage = Stage::new();
        let read = stage.arrives(stage.inbox, &letter(1, "Bilan"));
        stage.arrives(stage.inbox, &letter(2, "Bilan"));
        stage.has_text(read, "créatinine");
        let storage = stage.store.storage().unwrap();
        assert_eq!((storage.journal.as_str(), storage.synchronous, storage.page_size), ("wal", 1, 16_384));
        assert_eq!(storage.hmac, "HMAC_SHA256");
        assert!(storage.cipher.starts_with("SQLCipher 4."), "{}", storage.cipher);
        assert_eq!((storage.letters_indexed, storage.attachments), (1, 0));
    }
}
