//! Choices that hold for the whole profile, by dotted name.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;

use super::PostStore;
use crate::change::Tag;
use crate::error::StoreError;

impl PostStore {
    /// The value kept under `key`, if any.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
                .query_row([key], |row| row.get(0))
                .optional()?)
        })
    }

    /// Everything kept, by key.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached("SELECT key, value FROM settings")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps `value` under `key`.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            let written = sql.execute(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
                [key, value],
            )?;
            if written > 0 {
                changes.all(Tag::Settings);
            }
            Ok(())
        })
    }
}
