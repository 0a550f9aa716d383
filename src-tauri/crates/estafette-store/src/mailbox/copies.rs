//! Copies of the server's messages being dropped or moved, with everything that hangs on them.

use estafette_model::{Flags, FolderId};
use rusqlite::{OptionalExtension, params};

use super::columns::flags;
use super::edit::Edit;
use crate::change::Tag;
use crate::error::StoreError;

/// The few facts of a copy that a gesture needs.
pub(super) struct Copy {
    /// Its row.
    pub(super) id: i64,
    /// Its conversation.
    pub(super) thread: i64,
    /// Where it is shown.
    pub(super) folder: i64,
    /// Its UID there, once confirmed.
    pub(super) uid: Option<u32>,
    /// Its flags as shown.
    pub(super) flags: Flags,
    /// Its flags on the server.
    pub(super) server_flags: Flags,
    /// Its Message-ID; may be empty.
    pub(super) message_id: String,
}

pub(super) const COPY_AT_SQL: &str = "SELECT id FROM messages WHERE folder_id = ?1 AND uid = ?2";

pub(super) const PENDING_FLAGS_SQL: &str = "SELECT flags, flag_on FROM operations
  WHERE message = ?1 AND kind = 'flag' AND state = 'due' ORDER BY id";

impl Edit<'_> {
    /// The copy in that row, if it is still there.
    pub(super) fn copy(&self, id: i64) -> Result<Option<Copy>, StoreError> {
        Ok(self
            .sql
            .prepare_cached(
                "SELECT id, thread_id, folder_id, uid, flags, server_flags, message_id FROM messages WHERE id = ?1",
            )?
            .query_row([id], |row| {
                Ok(Copy {
                    id: row.get(0)?,
                    thread: row.get(1)?,
                    folder: row.get(2)?,
                    uid: row.get(3)?,
                    flags: flags(row, 4)?,
                    server_flags: flags(row, 5)?,
                    message_id: row.get(6)?,
                })
            })
            .optional()?)
    }

    /// The copy with that UID, if any.
    pub(super) fn copy_at(&self, folder: FolderId, uid: u32) -> Result<Option<Copy>, StoreError> {
        let id: Option<i64> =
            self.sql.prepare_cached(COPY_AT_SQL)?.query_row(params![folder.get(), uid], |row| row.get(0)).optional()?;
        id.map_or(Ok(None), |id| self.copy(id))
    }

    /// Drops a copy; gestures keep their row.
    pub(super) fn drop_copy(&mut self, id: i64) -> Result<(), StoreError> {
        let Some(copy) = self.copy(id)? else { return Ok(()) };
        self.touch(copy.thread, copy.folder);
        self.unindex(id)?;
        self.sql.prepare_cached("DELETE FROM messages WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    /// Drops a copy whose message is gone from the server, and the gestures that concerned it.
    pub(super) fn forget_message(&mut self, id: i64) -> Result<(), StoreError> {
        self.drop_copy(id)?;
        let gestures = self
            .sql
            .prepare_cached("DELETE FROM operations WHERE message = ?1 AND state IN ('due', 'moved')")?
            .execute([id])?;
        if gestures > 0 {
            self.changes.all(Tag::Operations);
        }
        Ok(())
    }

    /// Shows a copy in `folder`, under `uid` when it is known. A copy that already has this UID was fetched meanwhile and
    /// gives way: this one has the older id, and perhaps the body.
    pub(super) fn place_copy(&mut self, copy: &Copy, folder: i64, uid: Option<u32>) -> Result<(), StoreError> {
        let twin = match uid {
            Some(uid) => self.copy_at(FolderId::new(folder), uid)?.filter(|twin| twin.id != copy.id),
            None => None,
        };
        if let Some(twin) = &twin {
            self.sql
                .prepare_cached("UPDATE operations SET message = ?2 WHERE message = ?1")?
                .execute([twin.id, copy.id])?;
            self.drop_copy(twin.id)?;
        }
        self.sql
            .prepare_cached("UPDATE messages SET folder_id = ?2, uid = ?3 WHERE id = ?1")?
            .execute(params![copy.id, folder, uid])?;
        self.touch(copy.thread, copy.folder);
        self.touch(copy.thread, folder);
        if let (Some(twin), Some(placed)) = (twin, self.copy(copy.id)?) {
            self.set_server_flags(&placed, twin.server_flags)?;
        }
        Ok(())
    }

    /// Records the server's flags of a copy and shows them with the pending gestures on top.
    pub(super) fn set_server_flags(&mut self, copy: &Copy, server: Flags) -> Result<(), StoreError> {
        let shown = self.with_pending_gestures(copy.id, server)?;
        if server == copy.server_flags && shown == copy.flags {
            return Ok(());
        }
        self.sql
            .prepare_cached("UPDATE messages SET server_flags = ?2, flags = ?3 WHERE id = ?1")?
            .execute(params![copy.id, server.bits(), shown.bits()])?;
        if shown != copy.flags {
            self.touch(copy.thread, copy.folder);
        }
        Ok(())
    }

    /// `server` with the flag gestures of this message not replayed yet, in their order.
    fn with_pending_gestures(&self, message: i64, server: Flags) -> Result<Flags, StoreError> {
        let mut statement = self.sql.prepare_cached(PENDING_FLAGS_SQL)?;
        let mut rows = statement.query([message])?;
        let mut shown = server;
        while let Some(row) = rows.next()? {
            let gesture = flags(row, 0)?;
            shown = if row.get(1)? { shown.with(gesture) } else { shown.without(gesture) };
        }
        Ok(shown)
    }
}
