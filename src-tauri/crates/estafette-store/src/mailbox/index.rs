//! The words a message is found by. Header words as soon as it is known, everything once its body is here.

use rusqlite::params;

use super::edit::Edit;
use crate::error::StoreError;
use crate::fold::ligatures;

/// What is indexed of one message whose body is here. Its text is not kept: FTS5 keeps the words only.
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
    /// Indexes a message known by its header only.
    pub(super) fn index_header(&self, message: i64, subject: &str, people: &str) -> Result<(), StoreError> {
        self.sql
            .prepare_cached("INSERT INTO header_words (rowid, subject, people, body, att) VALUES (?1, ?2, ?3, '', '')")?
            .execute(params![message, ligatures(subject), ligatures(people)])?;
        Ok(())
    }

    /// Indexes a message whose body came. What its header said may stay in the other index: it is the same words.
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

    /// Takes a message out of both indexes.
    pub(super) fn unindex(&self, message: i64) -> Result<(), StoreError> {
        for statement in ["DELETE FROM fts WHERE rowid = ?1", "DELETE FROM header_words WHERE rowid = ?1"] {
            self.sql.prepare_cached(statement)?.execute([message])?;
        }
        Ok(())
    }

    /// Empties the index of headers once it says nothing the other does not say.
    pub(super) fn forget_header_words_if_all_are_read(&self) -> Result<(), StoreError> {
        let missing = self.sql.prepare_cached(ANY_MISSING_SQL)?.exists([])?;
        if !missing && self.sql.prepare_cached("SELECT 1 FROM header_words_docsize LIMIT 1")?.exists([])? {
            self.sql.prepare_cached("INSERT INTO header_words (header_words) VALUES ('delete-all')")?.execute([])?;
        }
        Ok(())
    }
}

pub(super) const ANY_MISSING_SQL: &str = "SELECT 1 FROM messages WHERE has_body = 0 LIMIT 1";

#[cfg(test)]
mod tests;
