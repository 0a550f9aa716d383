//! What a synchronisation reads before and writes after talking to the server.

use std::ops::RangeInclusive;

use estafette_model::{Flags, FolderId};
use rusqlite::{OptionalExtension, params};

use super::MailboxStore;
use super::columns;
use super::copies::Copy;
use super::edit::Edit;
use super::operations::Gesture;
use crate::error::{Row, StoreError};

/// Where a folder stood when its synchronisation began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderSync {
    /// The folder.
    pub folder: FolderId,
    /// Its UIDVALIDITY, now the server's.
    pub uid_validity: u32,
    /// UIDNEXT of the last complete synchronisation; none when there was none under this UIDVALIDITY.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ then.
    pub highest_modseq: Option<u64>,
    /// The UIDVALIDITY had changed: the copies were dropped.
    pub reset: bool,
    /// As in [`MailboxStore::folders_awaiting_moves`]: it is looked into, whatever its numbers say.
    pub awaits_moves: bool,
}

impl MailboxStore {
    /// Starts a synchronisation. When UIDVALIDITY changed, the copies of this folder are dropped and pending gestures wait
    /// for their message to come back by Message-ID ([`Self::finish_folder`] parks the rest).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn begin_folder(&self, folder: FolderId, uid_validity: u32) -> Result<FolderSync, StoreError> {
        self.edit(|edit| {
            let before = edit.uid_validity(folder)?;
            let reset = before.is_some_and(|before| before != uid_validity);
            if reset {
                edit.drop_folder_copies(folder)?;
            }
            if before != Some(uid_validity) {
                edit.sql.execute(
                    "UPDATE folders SET uid_validity = ?2, uid_next = NULL, highest_modseq = NULL WHERE id = ?1",
                    params![folder.get(), uid_validity],
                )?;
            }
            let (uid_next, highest_modseq, awaits_moves) = edit.sql.query_row(
                "SELECT uid_next, highest_modseq,
                        EXISTS (SELECT 1 FROM operations WHERE to_folder_id = folders.id AND state = 'moved')
                   FROM folders WHERE id = ?1",
                [folder.get()],
                |row| Ok((row.get(0)?, columns::modseq(row, 1)?, row.get(2)?)),
            )?;
            Ok(FolderSync { folder, uid_validity, uid_next, highest_modseq, reset, awaits_moves })
        })
    }

    /// Folders that messages were moved to without an answer that says where they are. A message that somebody else took first never
    /// comes: its folder then stays as it was on the server, and [`Self::finish_folder`] gives it up once it was looked into.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn folders_awaiting_moves(&self) -> Result<Vec<FolderId>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT DISTINCT to_folder_id FROM operations WHERE state = 'moved' AND to_folder_id IS NOT NULL",
            )?;
            let folders = statement.query_map([], |row| Ok(FolderId::new(row.get(0)?)))?;
            Ok(folders.collect::<Result<_, _>>()?)
        })
    }

    /// Every UID known here and its flags as last heard from the server, ascending. Messages moved away locally are left out
    /// although the server still holds them; [`Self::insert_headers`] skips them too.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn known_uids(&self, folder: FolderId) -> Result<Vec<(u32, Flags)>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(KNOWN_SQL)?;
            let known = statement.query_map([folder.get()], |row| Ok((row.get(0)?, columns::flags(row, 1)?)))?;
            Ok(known.collect::<Result<_, _>>()?)
        })
    }

    /// The same for some UIDs only: those of them that are known here, ascending.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn known_among(&self, folder: FolderId, uids: &[u32]) -> Result<Vec<(u32, Flags)>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(FLAGS_AT_SQL)?;
            let mut known = Vec::new();
            for uid in uids {
                let flags = statement.query_row(params![folder.get(), uid], |row| columns::flags(row, 0)).optional()?;
                known.extend(flags.map(|flags| (*uid, flags)));
            }
            known.sort_unstable_by_key(|(uid, _)| *uid);
            Ok(known)
        })
    }

    /// The UIDs known here that lie in one of these ranges.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn known_within(&self, folder: FolderId, ranges: &[RangeInclusive<u32>]) -> Result<Vec<u32>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(WITHIN_SQL)?;
            let mut known = Vec::new();
            for range in ranges {
                let uids = statement.query_map(params![folder.get(), range.start(), range.end()], |row| row.get(0))?;
                for uid in uids {
                    known.push(uid?);
                }
            }
            Ok(known)
        })
    }

    /// How many messages the server should have in a folder by what is known here: copies with a UID, and those moved away
    /// before the server was told.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn expected_on_server(&self, folder: FolderId) -> Result<u64, StoreError> {
        self.file
            .read(|sql| Ok(sql.prepare_cached(EXPECTED_SQL)?.query_row([folder.get()], |row| columns::size(row, 0))?))
    }

    /// Records flags as the server has them. Gestures not yet replayed stay visible on top.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn apply_server_flags(&self, folder: FolderId, flags: &[(u32, Flags)]) -> Result<(), StoreError> {
        self.edit(|edit| {
            for &(uid, flags) in flags {
                let copy = match edit.copy_at(folder, uid)? {
                    Some(copy) => Some(copy),
                    None => edit.copy_moved_from(folder, uid)?,
                };
                if let Some(copy) = copy {
                    edit.set_server_flags(&copy, flags)?;
                }
            }
            Ok(())
        })
    }

    /// Removes the copies of messages the server no longer has in this folder.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn remove_vanished(&self, folder: FolderId, uids: &[u32]) -> Result<(), StoreError> {
        self.edit(|edit| {
            for &uid in uids {
                match edit.copy_at(folder, uid)? {
                    Some(copy) => edit.forget_message(copy.id)?,
                    // It was being moved away: either that is how the server reports our own move, or somebody else was
                    // faster. The end of the gesture tells.
                    None => {
                        edit.sql
                            .prepare_cached("UPDATE operations SET source_gone = 1 WHERE folder_id = ?1 AND uid = ?2")?
                            .execute(params![folder.get(), uid])?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Ends a complete synchronisation: from now on a difference starts here. Gestures whose message did not come back after
    /// a UIDVALIDITY change are parked.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn finish_folder(
        &self,
        folder: FolderId,
        uid_next: Option<u32>,
        highest_modseq: Option<u64>,
    ) -> Result<(), StoreError> {
        self.edit(|edit| {
            edit.sql
                .prepare_cached("UPDATE folders SET uid_next = ?2, highest_modseq = ?3 WHERE id = ?1")?
                .execute(params![folder.get(), uid_next, highest_modseq.map(columns::integer)])?;
            edit.park_lost_gestures(folder)?;
            edit.give_up_unseen_moves(folder)
        })
    }
}

pub(super) const KNOWN_SQL: &str =
    "SELECT uid, server_flags FROM messages WHERE folder_id = ?1 AND uid IS NOT NULL ORDER BY uid";

pub(super) const FLAGS_AT_SQL: &str = "SELECT server_flags FROM messages WHERE folder_id = ?1 AND uid = ?2";

pub(super) const WITHIN_SQL: &str =
    "SELECT uid FROM messages WHERE folder_id = ?1 AND uid BETWEEN ?2 AND ?3 ORDER BY uid";

pub(super) const EXPECTED_SQL: &str = "SELECT (SELECT count(*) FROM messages WHERE folder_id = ?1 AND uid IS NOT NULL)
      + (SELECT count(DISTINCT uid) FROM operations
          WHERE folder_id = ?1 AND uid IS NOT NULL AND kind = 'move' AND state = 'due')";

impl Edit<'_> {
    /// UIDVALIDITY of a folder, if it was ever selected.
    pub(super) fn uid_validity(&self, folder: FolderId) -> Result<Option<u32>, StoreError> {
        self.sql
            .prepare_cached("SELECT uid_validity FROM folders WHERE id = ?1")?
            .query_row([folder.get()], |row| row.get(0))
            .optional()?
            .ok_or(StoreError::NotFound(Row::Folder))
    }

    /// The copy moved away from that UID before the server was told.
    fn copy_moved_from(&self, folder: FolderId, uid: u32) -> Result<Option<Copy>, StoreError> {
        let id: Option<i64> = self
            .sql
            .prepare_cached(
                "SELECT message FROM operations
                  WHERE folder_id = ?1 AND uid = ?2 AND kind = 'move' AND state = 'due' AND message IS NOT NULL",
            )?
            .query_row(params![folder.get(), uid], |row| row.get(0))
            .optional()?;
        id.map_or(Ok(None), |id| self.copy(id))
    }

    /// UIDVALIDITY changed: no UID of this folder means anything any more (RFC 9051 §2.3.1.1). Copies go; gestures keep the
    /// Message-ID to find their message by, and those without one are parked.
    fn drop_folder_copies(&mut self, folder: FolderId) -> Result<(), StoreError> {
        let nameless =
            self.gestures_where("folder_id = ?1 AND state = 'due' AND uid IS NOT NULL AND message_id = ''", folder)?;
        for gesture in nameless {
            self.park(
                &Gesture { source_gone: true, ..gesture },
                "UIDVALIDITY changed and the message has no Message-ID",
            )?;
        }
        let copies = self
            .sql
            .prepare_cached("SELECT id FROM messages WHERE folder_id = ?1 AND uid IS NOT NULL")?
            .query_map([folder.get()], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        for copy in copies {
            self.drop_copy(copy)?;
        }
        self.sql.execute(
            "UPDATE operations SET uid = NULL, uid_validity = NULL, source_gone = 0,
                    message = (SELECT id FROM messages WHERE id = operations.message)
              WHERE folder_id = ?1 AND state = 'due' AND kind <> 'append'",
            [folder.get()],
        )?;
        Ok(())
    }

    /// Gestures still without UID after everything in the folder was seen: their message is not there.
    fn park_lost_gestures(&mut self, folder: FolderId) -> Result<(), StoreError> {
        let lost = self.gestures_where(
            "folder_id = ?1 AND state = 'due' AND kind <> 'append' AND uid IS NULL
             AND NOT EXISTS (SELECT 1 FROM operations AS e
                              WHERE e.message = operations.message AND e.id < operations.id
                                AND e.state IN ('due', 'moved'))",
            folder,
        )?;
        for gesture in lost {
            self.park(&gesture, "the message was not found again after UIDVALIDITY changed")?;
        }
        Ok(())
    }

    /// Moves done without a known UID whose message did not appear in two complete passes: somebody took it elsewhere.
    fn give_up_unseen_moves(&mut self, folder: FolderId) -> Result<(), StoreError> {
        self.sql
            .prepare_cached(
                "UPDATE operations SET attempts = attempts + 1 WHERE state = 'moved' AND to_folder_id = ?1",
            )?
            .execute([folder.get()])?;
        let unseen = self.gestures_where("to_folder_id = ?1 AND state = 'moved' AND attempts >= 2", folder)?;
        for gesture in unseen {
            if let Some(message) = gesture.message {
                self.forget_message(message)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
