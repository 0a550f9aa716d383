//! The summary of each conversation in each folder, and the counters of the folders.
//! Whatever a transaction touched is counted again from the messages, so that a summary cannot drift.

use std::collections::{BTreeMap, BTreeSet};

use estafette_model::Flags;
use rusqlite::{OptionalExtension, params};

use super::edit::Edit;
use crate::change::Tag;
use crate::error::StoreError;

/// What a folder gains or loses.
#[derive(Default)]
struct Difference {
    total: i64,
    unread: i64,
}

/// A summary, as counted.
struct Count {
    messages: i64,
    last: i64,
    unread: i64,
    starred: i64,
    attachments: i64,
}

pub(super) const COUNT_SQL: &str = "SELECT count(*), coalesce(max(id), 0), coalesce(sum(flags & ?3 = 0), 0),
        coalesce(sum(flags & ?4 <> 0), 0), coalesce(sum(has_attachments), 0)
   FROM messages WHERE thread_id = ?1 AND folder_id = ?2";

impl Edit<'_> {
    /// Marks the summary of a conversation in a folder as stale.
    pub(super) fn touch(&mut self, thread: i64, folder: i64) {
        self.touched.insert((thread, folder));
    }

    /// Announces a conversation that reads otherwise in a folder, but counts the same.
    pub(super) fn shown_anew(&mut self, thread: i64, folder: i64) {
        self.changes.one(Tag::Thread, thread);
        self.changes.one(Tag::Threads, folder);
    }

    /// Counts again what was touched, drops conversations left empty, and says what is stale.
    pub(super) fn refresh_summaries(&mut self) -> Result<(), StoreError> {
        let mut differences: BTreeMap<i64, Difference> = BTreeMap::new();
        let mut emptied = BTreeSet::new();
        for (thread, folder) in std::mem::take(&mut self.touched) {
            let difference = differences.entry(folder).or_default();
            if !self.refresh_summary(thread, folder, difference)? {
                emptied.insert(thread);
            }
            self.shown_anew(thread, folder);
        }
        for (folder, difference) in differences {
            if difference.total != 0 || difference.unread != 0 {
                self.sql
                    .prepare_cached("UPDATE folders SET total = total + ?2, unread = unread + ?3 WHERE id = ?1")?
                    .execute(params![folder, difference.total, difference.unread])?;
                self.changes.one(Tag::Folders, folder);
            }
        }
        for thread in emptied {
            self.sql
                .prepare_cached(
                    "DELETE FROM threads
                      WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM messages WHERE thread_id = ?1)",
                )?
                .execute([thread])?;
        }
        Ok(())
    }

    /// Counts one summary again; says whether anything is left of it.
    fn refresh_summary(&self, thread: i64, folder: i64, difference: &mut Difference) -> Result<bool, StoreError> {
        let before: Option<(i64, i64)> = self
            .sql
            .prepare_cached("SELECT messages, unread FROM thread_folder WHERE thread_id = ?1 AND folder_id = ?2")?
            .query_row([thread, folder], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (messages_before, unread_before) = before.unwrap_or_default();
        let count = self.count(thread, folder)?;
        difference.total += count.messages - messages_before;
        difference.unread += count.unread - unread_before;
        if count.messages == 0 {
            self.sql
                .prepare_cached("DELETE FROM thread_folder WHERE thread_id = ?1 AND folder_id = ?2")?
                .execute([thread, folder])?;
            return Ok(false);
        }
        let statement = if before.is_some() {
            "UPDATE thread_folder
                SET last_message_id = ?3, messages = ?4, unread = ?5, starred = ?6, attachments = ?7
              WHERE thread_id = ?1 AND folder_id = ?2"
        } else {
            "INSERT INTO thread_folder (thread_id, folder_id, last_message_id, messages, unread, starred, attachments)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        };
        self.sql.prepare_cached(statement)?.execute(params![
            thread,
            folder,
            count.last,
            count.messages,
            count.unread,
            count.starred,
            count.attachments
        ])?;
        Ok(true)
    }

    fn count(&self, thread: i64, folder: i64) -> Result<Count, StoreError> {
        Ok(self.sql.prepare_cached(COUNT_SQL)?.query_row(
            params![thread, folder, Flags::SEEN.bits(), Flags::FLAGGED.bits()],
            |row| {
                Ok(Count {
                    messages: row.get(0)?,
                    last: row.get(1)?,
                    unread: row.get(2)?,
                    starred: row.get(3)?,
                    attachments: row.get(4)?,
                })
            },
        )?)
    }
}
