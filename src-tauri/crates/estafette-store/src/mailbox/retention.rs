//! Texts let go: the copy here is dropped, the letter stays on the server and in the list, as if its text had never come.
//!
//! Only what can be fetched again is let go, and nothing somebody has still to deal with. The room it took is used for what
//! comes next: giving it back to the disk would rewrite the whole file.

use estafette_model::{Flags, MessageId};
use rusqlite::params;

use super::MailboxStore;
use super::dates;
use super::edit::Edit;
use crate::error::StoreError;

/// How far letting go has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetGo {
    /// Texts dropped.
    pub letters: u32,
    /// Where to go on; nothing when all was looked at.
    pub next: Option<MessageId>,
}

/// A letter whose text is about to be dropped.
struct Old {
    id: i64,
    thread: i64,
    folder: i64,
    subject: String,
    people: String,
}

impl MailboxStore {
    /// Drops the texts of letters older than `before`, seconds since 1970, oldest first from `from` on, at most `limit` in one
    /// transaction: whoever else writes waits for no more than that. Kept are those of letters unread or starred, answered in
    /// a draft, moved or marked here and not yet on the server, and of drafts.
    ///
    /// # Errors
    /// Those of writing the file; nothing is dropped then.
    pub fn let_go_of_bodies(&self, before: i64, from: Option<MessageId>, limit: u32) -> Result<LetGo, StoreError> {
        let until = dates::ids_from(before);
        let from = from.map_or(0, MessageId::get);
        self.edit(|edit| {
            let old = edit.old_bodies(from, until, limit)?;
            for letter in &old {
                edit.let_go(letter)?;
            }
            let all = old.len() < usize::try_from(limit).unwrap_or(usize::MAX);
            Ok(LetGo {
                letters: u32::try_from(old.len()).unwrap_or(u32::MAX),
                next: old.last().filter(|_| !all).map(|last| MessageId::new(last.id.saturating_add(1))),
            })
        })
    }
}

/// Walked along the texts themselves, which are few once old ones were let go.
pub(super) const OLD_SQL: &str = "SELECT m.id, m.thread_id, m.folder_id, m.subject, m.sender || m.to_list || m.cc_list
   FROM bodies AS b CROSS JOIN messages AS m ON m.id = b.id
  WHERE b.id >= ?1 AND b.id < ?2 AND m.uid IS NOT NULL AND m.flags & ?3 = ?4
    AND m.folder_id NOT IN (SELECT id FROM folders WHERE role = 'drafts')
    AND m.id NOT IN (SELECT in_reply_to FROM drafts WHERE in_reply_to IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM operations AS o WHERE o.message = m.id)
  ORDER BY b.id LIMIT ?5";

impl Edit<'_> {
    fn old_bodies(&self, from: i64, until: i64, limit: u32) -> Result<Vec<Old>, StoreError> {
        let looked_at = Flags::SEEN.with(Flags::FLAGGED).bits();
        let mut statement = self.sql.prepare_cached(OLD_SQL)?;
        let old = statement.query_map(params![from, until, looked_at, Flags::SEEN.bits(), limit], |row| {
            Ok(Old {
                id: row.get(0)?,
                thread: row.get(1)?,
                folder: row.get(2)?,
                subject: row.get(3)?,
                people: row.get(4)?,
            })
        })?;
        Ok(old.collect::<Result<_, _>>()?)
    }

    /// Its files are still named in the list; its words are those of its header again.
    fn let_go(&mut self, letter: &Old) -> Result<(), StoreError> {
        self.sql.prepare_cached("DELETE FROM bodies WHERE id = ?1")?.execute([letter.id])?;
        self.sql.prepare_cached("DELETE FROM large_bodies WHERE message_id = ?1")?.execute([letter.id])?;
        self.sql
            .prepare_cached("UPDATE messages SET has_body = 0, preview = '' WHERE id = ?1")?
            .execute([letter.id])?;
        self.unindex(letter.id)?;
        self.index_header(letter.id, &letter.subject, &letter.people)?;
        self.shown_anew(letter.thread, letter.folder);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
