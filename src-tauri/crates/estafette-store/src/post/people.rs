//! Who uses this profile: a shared mailbox is opened by several people, and each gesture is somebody's.

use rusqlite::{Connection, Row as SqlRow, params};

use super::PostStore;
use crate::change::Tag;
use crate::error::{Row, StoreError};

/// Somebody who uses this profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(i64);

impl PersonId {
    /// Wraps a row id received from the page.
    #[must_use]
    pub const fn new(id: i64) -> Self {
        Self(id)
    }

    /// The row id itself.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// Somebody who uses this profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The row; never given to somebody else.
    pub id: PersonId,
    /// As colleagues know the person.
    pub name: String,
    /// Profession or function, for people.
    pub role: String,
}

/// Somebody as the provisioning names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonSetup {
    /// As colleagues know the person: what identifies them.
    pub name: String,
    /// Profession or function.
    pub role: String,
}

impl PostStore {
    /// The people of this profile, in their order.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.file.read(people)
    }

    /// Makes the people those given, in that order. Ids are stable by name; somebody left out keeps theirs and is hidden.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn reconcile_people(&self, setups: &[PersonSetup]) -> Result<Vec<Person>, StoreError> {
        self.file.write(|sql, changes| {
            let kept = people(sql)?;
            if kept
                .iter()
                .map(|person| (&person.name, &person.role))
                .eq(setups.iter().map(|one| (&one.name, &one.role)))
            {
                // As at every start but the first: nothing is written, so that nothing has to reach the disk.
                return Ok(kept);
            }
            sql.execute("UPDATE people SET position = NULL", [])?;
            for (position, setup) in (0_u32..).zip(setups) {
                sql.execute(
                    "INSERT INTO people (name, role, position) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET role = excluded.role, position = excluded.position",
                    params![setup.name, setup.role, position],
                )?;
            }
            sql.execute("UPDATE people SET current = 0 WHERE position IS NULL", [])?;
            changes.all(Tag::People);
            people(sql)
        })
    }

    /// The one at the keyboard, if they said so.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn current_person(&self) -> Result<Option<Person>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached("SELECT id, name, role FROM people WHERE current = 1")?;
            let mut rows = statement.query_map([], person)?;
            Ok(rows.next().transpose()?)
        })
    }

    /// Says who is at the keyboard, or that nobody said.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when that person is not of this profile.
    pub fn set_current_person(&self, chosen: Option<PersonId>) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            sql.execute("UPDATE people SET current = 0 WHERE current = 1", [])?;
            if let Some(id) = chosen {
                let found =
                    sql.execute("UPDATE people SET current = 1 WHERE id = ?1 AND position IS NOT NULL", [id.get()])?;
                if found == 0 {
                    return Err(StoreError::NotFound(Row::Person));
                }
            }
            changes.all(Tag::People);
            Ok(())
        })
    }
}

fn people(sql: &Connection) -> Result<Vec<Person>, StoreError> {
    let mut statement =
        sql.prepare_cached("SELECT id, name, role FROM people WHERE position IS NOT NULL ORDER BY position")?;
    let people = statement.query_map([], person)?.collect::<Result<Vec<_>, _>>()?;
    Ok(people)
}

fn person(row: &SqlRow<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: PersonId(row.get(0)?), name: row.get(1)?, role: row.get(2)? })
}
