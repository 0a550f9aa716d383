//! A gesture as its row has it.

use rusqlite::types::Type;
use rusqlite::{Row, params};

use super::super::columns;
use super::super::edit::Edit;
use crate::error::StoreError;
use estafette_model::{Flags, OperationId};

/// The sorts of gestures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mailbox) enum Kind {
    /// Flags set or cleared.
    Flag,
    /// A message moved.
    Move,
    /// The copy of a sent letter to put in Sent.
    Append,
    /// A folder made.
    Create,
    /// A folder renamed or moved.
    Rename,
    /// A folder deleted.
    Delete,
}

impl Kind {
    /// The word kept in the store.
    pub(in crate::mailbox) const fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Move => "move",
            Self::Append => "append",
            Self::Create => "create",
            Self::Rename => "rename",
            Self::Delete => "delete",
        }
    }

    /// The sort kept in a column.
    pub(super) fn of(row: &Row<'_>, column: &str) -> rusqlite::Result<Self> {
        let word: String = row.get(column)?;
        [Self::Flag, Self::Move, Self::Append, Self::Create, Self::Rename, Self::Delete]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(0, word, Type::Text))
    }
}

/// A gesture not given up yet.
pub(in crate::mailbox) struct Gesture {
    /// Its row.
    pub(in crate::mailbox) id: i64,
    /// Its sort.
    pub(in crate::mailbox) kind: Kind,
    /// Its message here, if it has one.
    pub(in crate::mailbox) message: Option<i64>,
    /// Its Message-ID; may be empty.
    pub(in crate::mailbox) message_id: String,
    /// Where the message is on the server.
    pub(in crate::mailbox) folder: Option<i64>,
    /// UIDVALIDITY of `uid`.
    pub(in crate::mailbox) uid_validity: Option<u32>,
    /// Its UID there, once known.
    pub(in crate::mailbox) uid: Option<u32>,
    /// The server said that this UID is gone.
    pub(in crate::mailbox) source_gone: bool,
    /// Which flags.
    pub(in crate::mailbox) flags: Flags,
    /// Set or cleared.
    pub(in crate::mailbox) on: bool,
    /// Where to.
    pub(in crate::mailbox) to: Option<i64>,
    /// Which letter.
    pub(in crate::mailbox) outbox: Option<i64>,
    /// The decoded name of the folder before; none for a gesture on letters.
    pub(in crate::mailbox) name_before: Option<String>,
    /// The decoded name wanted.
    pub(in crate::mailbox) name_after: Option<String>,
    /// The name wanted, as the server writes it.
    pub(in crate::mailbox) wire_after: Option<String>,
}

impl Edit<'_> {
    /// The gestures of a folder that meet a condition of ours, oldest first.
    pub(in crate::mailbox) fn gestures_where(
        &self,
        condition: &'static str,
        folder: estafette_model::FolderId,
    ) -> Result<Vec<Gesture>, StoreError> {
        let mut statement = self.sql.prepare_cached(&select(condition))?;
        let gestures = statement.query_map([folder.get()], gesture)?.collect::<Result<_, _>>()?;
        Ok(gestures)
    }

    /// The gestures on folders still to be replayed, oldest first.
    pub(super) fn gestures_on_folders(&self) -> Result<Vec<Gesture>, StoreError> {
        let mut statement = self.sql.prepare_cached(&select("name_before IS NOT NULL AND state = 'due'"))?;
        let gestures = statement.query_map([], gesture)?.collect::<Result<_, _>>()?;
        Ok(gestures)
    }

    /// A gesture still to be replayed.
    pub(super) fn due_gesture(&self, id: OperationId) -> Result<Option<Gesture>, StoreError> {
        let mut statement = self.sql.prepare_cached(&select("id = ?1 AND state = 'due'"))?;
        let mut found = statement.query_map(params![id.get()], gesture)?;
        Ok(found.next().transpose()?)
    }
}

fn select(condition: &str) -> String {
    format!(
        "SELECT id, kind, message, message_id, folder_id, uid_validity, uid, source_gone, flags, flag_on, to_folder_id,
                outbox_id, name_before, name_after, wire_after
           FROM operations WHERE {condition} ORDER BY id"
    )
}

fn gesture(row: &Row<'_>) -> rusqlite::Result<Gesture> {
    Ok(Gesture {
        id: row.get(0)?,
        kind: Kind::of(row, "kind")?,
        message: row.get(2)?,
        message_id: row.get(3)?,
        folder: row.get(4)?,
        uid_validity: row.get(5)?,
        uid: row.get(6)?,
        source_gone: row.get(7)?,
        flags: columns::flags(row, 8)?,
        on: row.get(9)?,
        to: row.get(10)?,
        outbox: row.get(11)?,
        name_before: row.get(12)?,
        name_after: row.get(13)?,
        wire_after: row.get(14)?,
    })
}
