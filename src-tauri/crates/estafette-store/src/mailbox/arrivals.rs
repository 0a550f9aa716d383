//! Messages the server announces which a local gesture already knows.
//! A message moved here keeps its row, so it must not come back as a new one: neither from the folder it left before the
//! server was told, nor in the folder it reaches when the server did not say under which UID.

use std::collections::{BTreeMap, BTreeSet};

use estafette_model::{Flags, FolderId, MessageId};
use rusqlite::{OptionalExtension, params};

use super::edit::Edit;
use crate::change::Tag;
use crate::error::StoreError;

/// What the pending gestures say of the messages of one folder.
pub(super) struct Arrivals {
    folder: FolderId,
    uid_validity: Option<u32>,
    /// UIDs of messages moved away, which the server has not been told yet.
    away: BTreeSet<u32>,
    /// Message-ID → the move done on the server, and the copy which awaits its UID.
    moved_in: BTreeMap<String, (i64, i64)>,
    /// Message-ID → the copy whose gestures lost their UID in a UIDVALIDITY change.
    lost: BTreeMap<String, i64>,
    /// Some gestures have no copy at all any more.
    orphans: bool,
}

impl Arrivals {
    /// Reads the gestures that concern `folder`. There are seldom any.
    pub(super) fn load(edit: &Edit<'_>, folder: FolderId, uid_validity: Option<u32>) -> Result<Self, StoreError> {
        let away = edit
            .sql
            .prepare_cached(
                "SELECT uid FROM operations
                  WHERE folder_id = ?1 AND uid IS NOT NULL AND kind = 'move' AND state = 'due'",
            )?
            .query_map([folder.get()], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let moved_in = edit
            .sql
            .prepare_cached(
                "SELECT message_id, id, message FROM operations
                  WHERE state = 'moved' AND to_folder_id = ?1 AND message IS NOT NULL ORDER BY id DESC",
            )?
            .query_map([folder.get()], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        let lost = edit
            .sql
            .prepare_cached(
                "SELECT o.message_id, o.message FROM operations AS o
                  WHERE o.folder_id = ?1 AND o.uid IS NULL AND o.state = 'due' AND o.message IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM operations AS e
                                     WHERE e.message = o.message AND e.id < o.id AND e.state IN ('due', 'moved'))
                  ORDER BY o.id DESC",
            )?
            .query_map([folder.get()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let orphans = edit
            .sql
            .prepare_cached(
                "SELECT 1 FROM operations WHERE folder_id = ?1 AND state = 'due' AND message IS NULL LIMIT 1",
            )?
            .exists([folder.get()])?;
        Ok(Self { folder, uid_validity, away, moved_in, lost, orphans })
    }

    /// Whether the message is one a gesture knows; if so it is recorded and needs no row.
    pub(super) fn settle(
        &mut self,
        edit: &mut Edit<'_>,
        uid: u32,
        flags: Flags,
        message_id: &str,
    ) -> Result<bool, StoreError> {
        if self.away.contains(&uid) {
            return Ok(true);
        }
        let known = match self.moved_in.remove(message_id) {
            Some((operation, copy)) => {
                edit.sql.prepare_cached("DELETE FROM operations WHERE id = ?1")?.execute([operation])?;
                edit.changes.all(Tag::Operations);
                Some(copy)
            }
            None => self.lost.remove(message_id),
        };
        match known.map_or(Ok(None), |copy| edit.copy(copy))? {
            None => Ok(false),
            Some(copy) => {
                edit.settle_uid(copy.id, self.folder, self.uid_validity, uid)?;
                if let Some(copy) = edit.copy(copy.id)? {
                    edit.set_server_flags(&copy, flags)?;
                }
                Ok(true)
            }
        }
    }

    /// Gives a new copy the gestures made on the one that was dropped.
    pub(super) fn attach_gestures(
        &self,
        edit: &mut Edit<'_>,
        id: MessageId,
        uid: u32,
        message_id: &str,
    ) -> Result<(), StoreError> {
        if !self.orphans {
            return Ok(());
        }
        let attached = edit
            .sql
            .prepare_cached(
                "UPDATE operations SET message = ?2, uid = ?3, uid_validity = ?4
                  WHERE folder_id = ?1 AND state = 'due' AND message IS NULL
                    AND (uid = ?3 OR (uid IS NULL AND message_id = ?5 AND message_id <> ''))",
            )?
            .execute(params![self.folder.get(), id.get(), uid, self.uid_validity, message_id])?;
        let (Some(copy), 1..) = (edit.copy(id.get())?, attached) else { return Ok(()) };
        edit.set_server_flags(&copy, copy.server_flags)?;
        let destination: Option<i64> = edit
            .sql
            .prepare_cached(
                "SELECT to_folder_id FROM operations
                  WHERE message = ?1 AND kind = 'move' AND state = 'due' ORDER BY id DESC LIMIT 1",
            )?
            .query_row([id.get()], |row| row.get(0))
            .optional()?;
        destination.map_or(Ok(()), |folder| edit.place_copy(&copy, folder, None))
    }
}

impl Edit<'_> {
    /// The message of this copy is now known to be in `folder` under `uid`: its next gestures can be replayed there, and
    /// when it is shown there too its row takes the UID.
    pub(super) fn settle_uid(
        &mut self,
        message: i64,
        folder: FolderId,
        uid_validity: Option<u32>,
        uid: u32,
    ) -> Result<(), StoreError> {
        // Up to its next move: what comes after that happens elsewhere, under another UID.
        self.sql
            .prepare_cached(
                "UPDATE operations SET uid = ?3, uid_validity = ?4
                  WHERE message = ?1 AND folder_id = ?2 AND uid IS NULL AND state = 'due'
                    AND id <= coalesce((SELECT min(id) FROM operations
                                         WHERE message = ?1 AND kind = 'move' AND state = 'due'), id)",
            )?
            .execute(params![message, folder.get(), uid, uid_validity])?;
        let Some(copy) = self.copy(message)? else { return Ok(()) };
        let moves_on = self
            .sql
            .prepare_cached(
                "SELECT 1 FROM operations WHERE message = ?1 AND kind = 'move' AND state IN ('due', 'moved')",
            )?
            .exists([message])?;
        if copy.folder == folder.get() && copy.uid.is_none() && !moves_on {
            self.place_copy(&copy, folder.get(), Some(uid))?;
        }
        Ok(())
    }
}
