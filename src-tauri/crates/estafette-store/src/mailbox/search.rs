//! Search: words in any order, newest message first.
//! Ranking by relevance would sort every hit; row ids in date order let the search stop at the first fifty.

mod query;
mod token;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use estafette_model::{Flags, MessageId};
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Rows, params};

use super::list::summary_of;
use super::{MailboxStore, ThreadSummary};
use crate::error::StoreError;

pub use query::{MarkedField, Query};

/// How far one search goes back: about a tenth of a second, whatever it finds.
const PATIENCE: Patience = Patience { looked_up: 20_000, passed: 500_000 };
/// Unread letters gathered beforehand, at most. Where there are more they are not rare, and looking at each hit finds some.
const MOST_UNREAD: u32 = 5_000;

/// What a search gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The conversations, newest hit first, each described by that hit.
    pub rows: Vec<ThreadSummary>,
    /// False when so many hits had to be passed over that the oldest were not looked at.
    pub complete: bool,
}

impl MailboxStore {
    /// What a person typed, its days being those of `zone`.
    #[must_use]
    pub fn understood(&self, typed: &str, zone: TimeZone) -> Query {
        Query::typed(typed, &self.clock.now().to_zoned_datetime(zone))
    }

    /// The conversations with a message that is all that `query` asks for, newest first, at most `limit`.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn search(&self, query: &Query, limit: u32) -> Result<Found, StoreError> {
        if query.asks_nothing() {
            return Ok(Found { rows: Vec::new(), complete: true });
        }
        self.file.read(|sql| conversations(sql, query, limit, PATIENCE))
    }

    /// The letters themselves, newest first, at most `limit`: for whoever compares with another index.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn search_letters(&self, query: &Query, limit: u32) -> Result<Vec<MessageId>, StoreError> {
        if query.asks_nothing() || limit == 0 {
            return Ok(Vec::new());
        }
        self.file.read(|sql| {
            let mut letters = Vec::new();
            Walk::new(sql, query, PATIENCE)?.run(&mut |id, _| {
                letters.push(MessageId::new(id));
                Ok(letters.len() < limit as usize)
            })?;
            Ok(letters)
        })
    }
}

/// Both indexes are walked side by side: a letter whose body is not here is found by its header.
pub(super) const HITS_SQL: &str = "SELECT rowid FROM fts WHERE fts MATCH ?1 AND rowid BETWEEN ?2 AND ?3
  UNION SELECT rowid FROM header_words WHERE header_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
  ORDER BY rowid DESC";

/// Without a word, every letter is a hit.
pub(super) const LETTERS_SQL: &str = "SELECT id FROM messages WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC";

pub(super) const UNREAD_SQL: &str = "SELECT m.id
   FROM thread_folder AS tf INDEXED BY thread_folder_unread
  CROSS JOIN messages AS m ON m.thread_id = tf.thread_id AND m.folder_id = tf.folder_id
  WHERE tf.folder_id = ?1 AND tf.unread > 0 AND m.flags & ?2 = 0";

pub(super) const LETTER_SQL: &str =
    "SELECT thread_id, flags, has_attachments, sender, to_list || cc_list FROM messages WHERE id = ?1";

/// What is left of it.
#[derive(Clone, Copy)]
struct Patience {
    /// Letters read one by one, to see who wrote them or whether they have files.
    looked_up: u32,
    /// Hits passed over without being read.
    passed: u32,
}

impl Patience {
    fn is_lost(self) -> bool {
        self.looked_up == 0 || self.passed == 0
    }
}

/// The conversations of the hits, each once.
fn conversations(sql: &Connection, query: &Query, limit: u32, patience: Patience) -> Result<Found, StoreError> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut threads, mut rows) = (BTreeSet::new(), Vec::new());
    let complete = Walk::new(sql, query, patience)?.run(&mut |id, thread| {
        if rows.len() < wanted
            && threads.insert(thread)
            && let Some(summary) = summary_of(sql, id)?
        {
            rows.push(summary);
        }
        Ok(rows.len() < wanted)
    })?;
    Ok(Found { rows, complete })
}

/// Takes a letter and its conversation; says whether more are wanted.
type Take<'t> = dyn FnMut(i64, i64) -> Result<bool, StoreError> + 't;

/// One search under way, from the newest hit backwards.
struct Walk<'s> {
    sql: &'s Connection,
    query: &'s Query,
    /// The unread letters, when that is asked and they are few.
    unread: Option<BTreeSet<i64>>,
    patience: Patience,
}

impl<'s> Walk<'s> {
    fn new(sql: &'s Connection, query: &'s Query, patience: Patience) -> Result<Self, StoreError> {
        let unread = if query.unread() { unread_letters(sql)? } else { None };
        Ok(Self { sql, query, unread, patience })
    }

    /// Hands over what suits; says whether everything was looked at that was wanted.
    fn run(mut self, take: &mut Take<'_>) -> Result<bool, StoreError> {
        let ids = self.bounds();
        if let Some(expression) = self.query.expression() {
            let mut statement = self.sql.prepare_cached(HITS_SQL)?;
            self.go_through(statement.query(params![expression, ids.start(), ids.end()])?, take)?;
        } else if let Some(unread) = &self.unread {
            let candidates: Vec<i64> = unread.iter().rev().copied().filter(|id| ids.contains(id)).collect();
            for id in candidates {
                if !self.consider(id, take)? {
                    break;
                }
            }
        } else {
            let mut statement = self.sql.prepare_cached(LETTERS_SQL)?;
            self.go_through(statement.query([ids.start(), ids.end()])?, take)?;
        }
        Ok(!self.patience.is_lost())
    }

    fn go_through(&mut self, mut hits: Rows<'_>, take: &mut Take<'_>) -> Result<(), StoreError> {
        while let Some(hit) = hits.next()? {
            if !self.consider(hit.get(0)?, take)? {
                break;
            }
        }
        Ok(())
    }

    /// Where hits can be at all: between the days asked for, and among the unread letters.
    fn bounds(&self) -> RangeInclusive<i64> {
        let days = self.query.ids();
        match &self.unread {
            Some(unread) => {
                let first = unread.first().copied().unwrap_or(i64::MAX);
                let last = unread.last().copied().unwrap_or(0);
                first.max(*days.start())..=last.min(*days.end())
            }
            None => days,
        }
    }

    /// Takes a hit or leaves it; says whether to go on.
    fn consider(&mut self, id: i64, take: &mut Take<'_>) -> Result<bool, StoreError> {
        if self.unread.as_ref().is_some_and(|unread| !unread.contains(&id)) {
            self.patience.passed = self.patience.passed.saturating_sub(1);
        } else {
            if let Some(thread) = self.suits(id)?
                && !take(id, thread)?
            {
                return Ok(false);
            }
            self.patience.looked_up = self.patience.looked_up.saturating_sub(1);
        }
        Ok(!self.patience.is_lost())
    }

    /// The conversation of a letter that is all that is asked for beside its words.
    fn suits(&self, id: i64) -> Result<Option<i64>, StoreError> {
        let letter = self.sql.prepare_cached(LETTER_SQL)?.query_row([id], |row| {
            let unread = !Flags::from_bits(row.get(1)?).contains(Flags::SEEN);
            let suits = (!self.query.unread() || unread)
                && self.query.files().is_none_or(|asked| row.get::<_, bool>(2).is_ok_and(|has| has == asked))
                && self.query.suits_people(row.get_ref(3)?.as_str()?, row.get_ref(4)?.as_str()?);
            Ok(suits.then_some(row.get(0)?))
        });
        Ok(letter.optional()?.flatten())
    }
}

/// Every unread letter, unless there are very many.
fn unread_letters(sql: &Connection) -> Result<Option<BTreeSet<i64>>, StoreError> {
    let mut folders = sql.prepare_cached("SELECT id, unread FROM folders WHERE unread > 0")?;
    let folders: Vec<(i64, u32)> =
        folders.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    if folders.iter().fold(0, |sum: u32, (_, unread)| sum.saturating_add(*unread)) > MOST_UNREAD {
        return Ok(None);
    }
    let mut letters = BTreeSet::new();
    let mut statement = sql.prepare_cached(UNREAD_SQL)?;
    for (folder, _) in folders {
        for id in statement.query_map(params![folder, Flags::SEEN.bits()], |row| row.get(0))? {
            letters.insert(id?);
        }
    }
    Ok(Some(letters))
}

#[cfg(test)]
mod tests;
