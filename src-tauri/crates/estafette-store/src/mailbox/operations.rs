//! A person's gestures: applied here at once, replayed on the server later.
//! Both halves are one transaction, and the gestures of one message are replayed in their order.

mod complete;
mod conversations;
mod folders;
mod gesture;

use estafette_model::{Flags, FolderId, MessageId, OperationId, OutboxId};
use rusqlite::{Row as SqlRow, params};

use super::MailboxStore;
use super::copies::Copy;
use super::edit::Edit;
use super::outbox::LONGEST_WAIT;
use crate::change::Tag;
use crate::error::{Row, StoreError};

pub use folders::{FolderDeleted, FolderLeaf};
pub(super) use gesture::{Gesture, Kind};

/// A gesture to replay. UID and UIDVALIDITY are to be checked again before anything is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its row.
    pub id: OperationId,
    /// What to do.
    pub kind: OperationKind,
    /// The folder to select; none for an append when the server has no Sent folder.
    pub folder: Option<FolderId>,
    /// Its name as the server writes it; empty when there is none.
    pub wire_name: String,
    /// UIDVALIDITY that `uid` belongs to; none for an append.
    pub uid_validity: Option<u32>,
    /// The message there; none for an append.
    pub uid: Option<u32>,
    /// The message here; none for an append.
    pub message: Option<MessageId>,
    /// Its Message-ID, without angle brackets; may be empty.
    pub message_id: String,
    /// Tries that failed.
    pub attempts: u32,
}

/// What to do on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// STORE flags.
    SetFlag {
        /// Which.
        flags: Flags,
        /// To set or to clear.
        on: bool,
    },
    /// MOVE (or its substitute).
    Move {
        /// Destination.
        to: FolderId,
        /// Its name as the server writes it.
        to_wire_name: String,
    },
    /// CREATE `folder`, under the name of the operation.
    CreateFolder,
    /// RENAME `folder`, with those inside it.
    RenameFolder {
        /// The name wanted, as the server writes it.
        to_wire_name: String,
    },
    /// DELETE `folder`, once the server says that it is empty.
    DeleteFolder,
    /// APPEND the copy of a sent letter ([`MailboxStore::outgoing_piece`]) to the Sent folder, once.
    AppendSent {
        /// The letter.
        outbox: OutboxId,
    },
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationOutcome<'a> {
    /// Done. For a move: the new UID is not known.
    Done,
    /// Moved or appended, and the server said where (UIDPLUS, RFC 4315).
    Moved {
        /// UIDVALIDITY of the destination.
        uid_validity: u32,
        /// UID there.
        uid: u32,
    },
    /// Not this time.
    Retry {
        /// Seconds since 1970, not before.
        at: i64,
        /// For the technical detail.
        reason: &'a str,
    },
    /// Never: what was done here is undone, and a person is to be told.
    Park {
        /// For the technical detail.
        reason: &'a str,
    },
}

/// A gesture given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedOperation {
    /// The gesture.
    pub operation: Operation,
    /// Why, for the technical detail.
    pub reason: String,
}

impl MailboxStore {
    /// Sets or clears flags on messages, here now and on the server later. Messages already so, or gone, give no gesture.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn set_flag(&self, messages: &[MessageId], flags: Flags, on: bool) -> Result<Vec<OperationId>, StoreError> {
        self.edit(|edit| {
            let mut gestures = Vec::new();
            for message in messages {
                gestures.extend(edit.set_flag(*message, flags, on)?);
            }
            Ok(gestures)
        })
    }

    /// Moves messages to a folder, here now and on the server later. Messages already there, or gone, give no gesture.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn move_messages(&self, messages: &[MessageId], to: FolderId) -> Result<Vec<OperationId>, StoreError> {
        self.edit(|edit| {
            edit.uid_validity(to)?;
            let mut gestures = Vec::new();
            for message in messages {
                gestures.extend(edit.move_message(*message, to)?);
            }
            Ok(gestures)
        })
    }

    /// The gestures whose turn has come, oldest first, at most `limit`: the first of each message, if its UID is known and
    /// its next try is due. Those on folders keep their order; letters wait for the folder they go to, and a folder is
    /// deleted only after the gestures on its letters.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn due_operations(&self, limit: u32) -> Result<Vec<Operation>, StoreError> {
        let now = self.clock.unix_seconds();
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(&select(DUE))?;
            // A next try further away than any wait: the clock was set back.
            let never = now.saturating_add(LONGEST_WAIT);
            let due = statement.query_map([now, i64::from(limit), never], operation)?.collect::<Result<_, _>>()?;
            Ok(due)
        })
    }

    /// The gestures given up, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn parked_operations(&self) -> Result<Vec<ParkedOperation>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(&select("o.state = 'parked' ORDER BY o.id"))?;
            let parked = statement
                .query_map([], |row| Ok(ParkedOperation { operation: operation(row)?, reason: row.get("reason")? }))?
                .collect::<Result<_, _>>()?;
            Ok(parked)
        })
    }

    /// Forgets a gesture given up, once a person has seen it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not parked.
    pub fn dismiss_operation(&self, operation: OperationId) -> Result<(), StoreError> {
        self.edit(|edit| {
            let dismissed =
                edit.sql.execute("DELETE FROM operations WHERE id = ?1 AND state = 'parked'", [operation.get()])?;
            if dismissed == 0 {
                return Err(StoreError::NotFound(Row::Operation));
            }
            edit.changes.all(Tag::Operations);
            Ok(())
        })
    }
}

const DUE: &str = "o.state = 'due' AND (o.next_try <= ?1 OR o.next_try > ?3)
 AND (o.kind = 'append' OR o.uid IS NOT NULL OR o.name_before IS NOT NULL)
 AND NOT EXISTS (SELECT 1 FROM operations AS e
                  WHERE e.message = o.message AND e.id < o.id AND e.state = 'due')
 AND NOT EXISTS (SELECT 1 FROM operations AS e
                  WHERE e.name_before IS NOT NULL AND e.state = 'due' AND e.id < o.id
                    AND (o.name_before IS NOT NULL
                         OR (e.kind = 'create' AND e.folder_id IN (o.folder_id, o.to_folder_id))))
 AND NOT (o.kind = 'delete'
          AND EXISTS (SELECT 1 FROM operations AS e
                       WHERE e.state = 'due' AND e.kind IN ('flag', 'move')
                         AND o.folder_id IN (e.folder_id, e.to_folder_id)))
 ORDER BY o.id LIMIT ?2";

/// An append goes to whatever folder is Sent when its turn comes.
fn select(condition: &str) -> String {
    format!(
        "SELECT o.id, o.kind, o.flags, o.flag_on, o.uid_validity, o.uid, o.message_id, o.attempts, o.outbox_id, o.reason, o.wire_after,
                f.id AS folder, f.wire_name AS wire_name, t.id AS to_folder, t.wire_name AS to_wire_name,
                (SELECT id FROM messages WHERE id = o.message) AS message
           FROM operations AS o
           LEFT JOIN folders AS f ON f.id = CASE o.kind
             WHEN 'append' THEN (SELECT id FROM folders WHERE role = 'sent' AND selectable ORDER BY id LIMIT 1)
             ELSE o.folder_id END
           LEFT JOIN folders AS t ON t.id = o.to_folder_id
          WHERE {condition}"
    )
}

fn operation(row: &SqlRow<'_>) -> rusqlite::Result<Operation> {
    let kind = match Kind::of(row, "kind")? {
        Kind::Flag => {
            OperationKind::SetFlag { flags: row.get("flags").map(Flags::from_bits)?, on: row.get("flag_on")? }
        }
        Kind::Move => OperationKind::Move {
            to: FolderId::new(row.get::<_, Option<i64>>("to_folder")?.unwrap_or_default()),
            to_wire_name: row.get::<_, Option<String>>("to_wire_name")?.unwrap_or_default(),
        },
        Kind::Create => OperationKind::CreateFolder,
        Kind::Rename => OperationKind::RenameFolder {
            to_wire_name: row.get::<_, Option<String>>("wire_after")?.unwrap_or_default(),
        },
        Kind::Delete => OperationKind::DeleteFolder,
        Kind::Append => OperationKind::AppendSent { outbox: OutboxId::new(row.get("outbox_id")?) },
    };
    Ok(Operation {
        id: OperationId::new(row.get("id")?),
        kind,
        folder: row.get::<_, Option<i64>>("folder")?.map(FolderId::new),
        wire_name: row.get::<_, Option<String>>("wire_name")?.unwrap_or_default(),
        uid_validity: row.get("uid_validity")?,
        uid: row.get("uid")?,
        message: row.get::<_, Option<i64>>("message")?.map(MessageId::new),
        message_id: row.get("message_id")?,
        attempts: row.get("attempts")?,
    })
}

impl Edit<'_> {
    /// One flag gesture, both halves.
    pub(super) fn set_flag(
        &mut self,
        message: MessageId,
        flags: Flags,
        on: bool,
    ) -> Result<Option<OperationId>, StoreError> {
        let Some(copy) = self.copy(message.get())? else { return Ok(None) };
        let shown = if on { copy.flags.with(flags) } else { copy.flags.without(flags) };
        if shown == copy.flags {
            return Ok(None);
        }
        let gesture = self.record_gesture(Kind::Flag, &copy)?;
        self.sql.prepare_cached("UPDATE operations SET flags = ?2, flag_on = ?3 WHERE id = ?1")?.execute(params![
            gesture.get(),
            flags.bits(),
            on
        ])?;
        self.sql
            .prepare_cached("UPDATE messages SET flags = ?2 WHERE id = ?1")?
            .execute(params![copy.id, shown.bits()])?;
        self.touch(copy.thread, copy.folder);
        Ok(Some(gesture))
    }

    pub(super) fn move_message(&mut self, message: MessageId, to: FolderId) -> Result<Option<OperationId>, StoreError> {
        let Some(copy) = self.copy(message.get())?.filter(|copy| copy.folder != to.get()) else { return Ok(None) };
        let gesture = self.record_gesture(Kind::Move, &copy)?;
        self.sql
            .prepare_cached("UPDATE operations SET to_folder_id = ?2 WHERE id = ?1")?
            .execute([gesture.get(), to.get()])?;
        self.place_copy(&copy, to.get(), None)?;
        Ok(Some(gesture))
    }

    /// The server half of a gesture. When the UID is not known yet, an earlier move will tell.
    fn record_gesture(&mut self, kind: Kind, copy: &Copy) -> Result<OperationId, StoreError> {
        self.changes.all(Tag::Operations);
        self.sql
            .prepare_cached(
                "INSERT INTO operations (kind, message, message_id, folder_id, uid, uid_validity)
                 SELECT ?1, ?2, ?3, id, ?5, CASE WHEN ?5 IS NULL THEN NULL ELSE uid_validity END
                   FROM folders WHERE id = ?4",
            )?
            .execute(params![kind.as_str(), copy.id, copy.message_id, copy.folder, copy.uid])?;
        Ok(OperationId::new(self.sql.last_insert_rowid()))
    }
}

#[cfg(test)]
mod tests;
