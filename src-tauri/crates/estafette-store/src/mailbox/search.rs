//! Search: words in any order, newest message first.
//! Ranking by relevance would sort every hit; row ids in date order let the search stop at the first fifty.

mod query;

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::list::summary_of;
use super::{MailboxStore, ThreadSummary};
use crate::error::StoreError;
use query::match_expression;

/// Hits looked at for one conversation of the answer: a long conversation hits many times.
const HITS_PER_ROW: u32 = 20;

impl MailboxStore {
    /// The conversations with a message that holds every word of `query`, newest first, at most `limit`. Accents and
    /// ligatures do not matter, the last word may be unfinished (from two letters), text between `"` is a phrase. Nothing
    /// typed is ever syntax.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<ThreadSummary>, StoreError> {
        match match_expression(query) {
            Some(expression) => self.file.read(|sql| find(sql, &expression, limit)),
            None => Ok(Vec::new()),
        }
    }
}

pub(super) const HITS_SQL: &str = "SELECT rowid FROM fts WHERE fts MATCH ?1
  UNION SELECT rowid FROM header_words WHERE header_words MATCH ?1
  ORDER BY rowid DESC LIMIT ?2";

fn find(sql: &Connection, expression: &str, limit: u32) -> Result<Vec<ThreadSummary>, StoreError> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut statement = sql.prepare_cached(HITS_SQL)?;
    let mut hits = statement.query((expression, limit.saturating_mul(HITS_PER_ROW)))?;
    let mut threads = BTreeSet::new();
    let mut found = Vec::new();
    while found.len() < wanted
        && let Some(hit) = hits.next()?
    {
        if let Some(summary) = summary_of(sql, hit.get(0)?)?
            && threads.insert(summary.id)
        {
            found.push(summary);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
