//! The words a message is found by. Header words as soon as it is known, the text once its body is here.

use rusqlite::params;

use super::edit::Edit;
use crate::error::StoreError;
use crate::fold::ligatures;

/// What is indexed of one message. Its text is not kept: FTS5 keeps the words only.
#[derive(Default)]
pub(super) struct Words<'m> {
    /// Subject.
    pub(super) subject: &'m str,
    /// Names and addresses.
    pub(super) people: &'m str,
    /// Readable text.
    pub(super) body: &'m str,
    /// Names and text of attached files.
    pub(super) attachments: &'m str,
}

impl Edit<'_> {
    /// Indexes a message not indexed yet.
    pub(super) fn index(&self, message: i64, words: &Words<'_>) -> Result<(), StoreError> {
        self.sql
            .prepare_cached("INSERT INTO fts (rowid, subject, people, body, att) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                message,
                ligatures(words.subject),
                ligatures(words.people),
                ligatures(words.body),
                ligatures(words.attachments)
            ])?;
        Ok(())
    }

    /// Takes a message out of the index.
    pub(super) fn unindex(&self, message: i64) -> Result<(), StoreError> {
        self.sql.prepare_cached("DELETE FROM fts WHERE rowid = ?1")?.execute([message])?;
        Ok(())
    }
}
