//! The locks of personal codes: kept as the engine made them, which alone can try one.

use std::collections::BTreeMap;

use rusqlite::params;

use super::{PersonId, PostStore};
use crate::change::Tag;
use crate::error::StoreError;

impl PostStore {
    /// The lock of everybody here who chose a code.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn personal_codes(&self) -> Result<BTreeMap<PersonId, String>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT person, lock FROM personal_codes JOIN people ON people.id = person WHERE position IS NOT NULL",
            )?;
            let locks = statement.query_map([], |row| Ok((PersonId::new(row.get(0)?), row.get(1)?)))?;
            Ok(locks.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps the lock of somebody's code in the place of the one before; none, and they have no code any more.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn set_personal_code(&self, person: PersonId, lock: Option<&str>) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            match lock {
                Some(lock) => sql.execute(
                    "INSERT INTO personal_codes (person, lock) VALUES (?1, ?2)
                     ON CONFLICT (person) DO UPDATE SET lock = excluded.lock",
                    params![person.get(), lock],
                )?,
                None => sql.execute("DELETE FROM personal_codes WHERE person = ?1", [person.get()])?,
            };
            changes.all(Tag::People);
            Ok(())
        })
    }
}
