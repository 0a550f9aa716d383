//! `post.db`: who uses this profile, its settings, and the list of its mailboxes.
//! Encrypted like a mailbox, but its key opens no mailbox.

mod audit_log;
mod mailboxes;
mod people;
mod personal_codes;
mod revocation_lists;
mod settings;
mod signatures;
mod templates;

use std::path::Path;
use std::sync::Arc;

use rusqlite::Row as SqlRow;
use rusqlite::types::Type;

use crate::change::ChangeSink;
use crate::error::StoreError;
use crate::file::{EncryptedFile, Seal};
use crate::key::FileKey;
use crate::migration;

pub use audit_log::{AuditAct, AuditFilter, AuditLine, AuditLineId, AuditOutcome, AuditPage, NewAuditLine};
pub use mailboxes::{Mailbox, MailboxSetup, ServerEndpoint, TransportSecurity};
pub use people::{Person, PersonId, PersonSetup};
pub use revocation_lists::RevocationList;
pub use signatures::SignatureOwner;
pub use templates::{TemplateId, TextTemplate};

/// The open `post.db`. Cheap to clone; every method blocks.
#[derive(Clone)]
pub struct PostStore {
    file: Arc<EncryptedFile>,
}

impl PostStore {
    /// Opens the file, creating it when absent, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Damaged`], [`StoreError::Newer`] when the file cannot be used as it is.
    pub fn open(path: &Path, key: &FileKey, sink: ChangeSink) -> Result<Self, StoreError> {
        let file = EncryptedFile::open(path, Seal::Key(key), &migration::POST, sink)?;
        Ok(Self { file: Arc::new(file) })
    }

    /// Closes the file for every clone; the key is wiped. Later calls give [`StoreError::Locked`].
    pub fn close(&self) {
        self.file.close();
    }
}

/// A word of ours read back from a column: another one was not written by this program.
fn parsed<T>(row: &SqlRow<'_>, column: usize, parse: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    parse(text).ok_or_else(|| rusqlite::Error::InvalidColumnType(column, text.to_owned(), Type::Text))
}

#[cfg(test)]
mod tests;
