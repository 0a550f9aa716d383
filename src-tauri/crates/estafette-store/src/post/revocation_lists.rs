//! What authorities revoked: the last list of each, kept from one run to the next, and when to ask again.
//!
//! Nobody looks at it in a window, so nothing is announced.

use rusqlite::{Row as SqlRow, params};

use super::PostStore;
use crate::error::StoreError;

/// What is kept of one address. Times in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationList {
    /// The address.
    pub url: String,
    /// The list, DER; none so far.
    pub list: Option<Vec<u8>>,
    /// When it was first asked for.
    pub wanted_since: i64,
    /// Not asked again before.
    pub not_before: i64,
    /// Questions in a row that came to nothing.
    pub failures: u32,
}

impl PostStore {
    /// Everything kept, by address.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn revocation_lists(&self) -> Result<Vec<RevocationList>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT url, list, wanted_since, not_before, failures FROM revocation_lists ORDER BY url",
            )?;
            let lists = statement.query_map([], revocation_list)?.collect::<Result<_, _>>()?;
            Ok(lists)
        })
    }

    /// Keeps what is known of an address in the place of what was.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn keep_revocation_list(&self, kept: &RevocationList) -> Result<(), StoreError> {
        self.file.write(|sql, _| {
            sql.execute(
                "INSERT INTO revocation_lists (url, list, wanted_since, not_before, failures)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (url) DO UPDATE SET list = excluded.list, wanted_since = excluded.wanted_since,
                   not_before = excluded.not_before, failures = excluded.failures",
                params![kept.url, kept.list, kept.wanted_since, kept.not_before, kept.failures],
            )?;
            Ok(())
        })
    }
}

fn revocation_list(row: &SqlRow<'_>) -> rusqlite::Result<RevocationList> {
    Ok(RevocationList {
        url: row.get(0)?,
        list: row.get(1)?,
        wanted_since: row.get(2)?,
        not_before: row.get(3)?,
        failures: row.get(4)?,
    })
}

#[cfg(test)]
mod tests;
