//! What ends a letter, kept for a mailbox and for each person.

use estafette_model::MailboxId;
use rusqlite::{OptionalExtension, params};

use super::{PersonId, PostStore};
use crate::change::Tag;
use crate::error::StoreError;

/// Whose signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureOwner {
    /// Of the service.
    Mailbox(MailboxId),
    /// Of somebody.
    Person(PersonId),
}

impl SignatureOwner {
    const fn columns(self) -> (&'static str, i64) {
        match self {
            Self::Mailbox(id) => ("mailbox", id.get()),
            Self::Person(id) => ("person", id.get()),
        }
    }
}

impl PostStore {
    /// The lines of a signature, if there is one.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn signature(&self, owner: SignatureOwner) -> Result<Option<String>, StoreError> {
        let (owner, id) = owner.columns();
        self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT text FROM signatures WHERE owner = ?1 AND owner_id = ?2")?
                .query_row(params![owner, id], |row| row.get(0))
                .optional()?)
        })
    }

    /// Keeps the lines of a signature; none when they are empty.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn set_signature(&self, owner: SignatureOwner, text: &str) -> Result<(), StoreError> {
        let (owner, id) = owner.columns();
        self.file.write(|sql, changes| {
            if text.is_empty() {
                sql.execute("DELETE FROM signatures WHERE owner = ?1 AND owner_id = ?2", params![owner, id])?;
            } else {
                sql.execute(
                    "INSERT INTO signatures (owner, owner_id, text) VALUES (?1, ?2, ?3)
                     ON CONFLICT (owner, owner_id) DO UPDATE SET text = excluded.text",
                    params![owner, id, text],
                )?;
            }
            changes.all(Tag::Signatures);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
