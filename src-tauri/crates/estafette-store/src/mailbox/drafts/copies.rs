//! Which copies of drafts are on the server: known before they are made and until they are removed, so that a crash at any
//! moment leaves none behind for good, and nothing that somebody else put beside them is ever taken for ours.

use estafette_model::DraftId;
use rusqlite::{Row as SqlRow, params};

use super::{Draft, DraftAttachmentId};
use crate::error::{Row, StoreError};
use crate::mailbox::MailboxStore;
use crate::mailbox::columns;

/// What of a draft stands in a copy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftVersion {
    /// The letter.
    pub draft: DraftId,
    /// Revision of the editor.
    pub revision: u32,
    /// Its files, in the order they were added.
    pub files: Vec<DraftAttachmentId>,
}

impl DraftVersion {
    /// What stands in `draft`.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let files = draft.attachments.iter().map(|file| file.id).collect();
        Self { draft: draft.id, revision: draft.revision, files }
    }

    pub(super) fn files_text(&self) -> String {
        self.files.iter().map(|file| file.get().to_string()).collect::<Vec<_>>().join(",")
    }
}

/// A draft of which the server does not have what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftToCopy {
    /// What is here.
    pub version: DraftVersion,
    /// When it was last touched, seconds since 1970.
    pub updated: i64,
    /// Bytes of its files.
    pub weight: u64,
}

/// A copy of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftCopyId(i64);

/// A copy that is, or may be, on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCopy {
    /// Its row.
    pub id: DraftCopyId,
    /// Its own Message-ID, without angle brackets.
    pub message_id: String,
    /// The folder, as the server writes its name.
    pub wire_name: String,
    /// INTERNALDATE it was given, seconds since 1970.
    pub dated: i64,
    /// When it was about to be put there, seconds since 1970.
    pub begun: i64,
    /// The server said that it took it.
    pub taken: bool,
    /// UIDVALIDITY and UID, once known.
    pub place: Option<(u32, u32)>,
    /// It is to be removed: its letter was sent or thrown away, or a later copy is in its place.
    pub unwanted: bool,
}

impl MailboxStore {
    /// The drafts of which the server does not have what is here. Not among them: what nobody wrote anything in yet, what is
    /// being sent, and what has a copy whose place is not known, because another would be one too many.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn drafts_to_copy(&self) -> Result<Vec<DraftToCopy>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT d.id, d.revision, d.files, d.updated, d.weight
                   FROM (SELECT id, revision, updated, sending,
                                coalesce((SELECT group_concat(f.id, ',' ORDER BY f.id)
                                            FROM draft_attachments AS f WHERE f.draft_id = drafts.id), '') AS files,
                                coalesce((SELECT sum(f.size)
                                            FROM draft_attachments AS f WHERE f.draft_id = drafts.id), 0) AS weight
                           FROM drafts) AS d
                   LEFT JOIN draft_copies AS c
                     ON c.id = (SELECT max(id) FROM draft_copies WHERE draft_id = d.id)
                  WHERE NOT d.sending AND (d.revision > 0 OR d.files <> '')
                    AND (c.id IS NULL OR (c.uid IS NOT NULL AND (c.revision, c.files) <> (d.revision, d.files)))
                  ORDER BY d.id",
            )?;
            let drafts = statement.query_map([], |row| {
                let files: String = row.get(2)?;
                let files = files.split(',').filter_map(|id| Some(DraftAttachmentId::new(id.parse().ok()?))).collect();
                let version = DraftVersion { draft: DraftId::new(row.get(0)?), revision: row.get(1)?, files };
                Ok(DraftToCopy { version, updated: row.get(3)?, weight: columns::size(row, 4)? })
            })?;
            Ok(drafts.collect::<Result<_, _>>()?)
        })
    }

    /// A copy is about to be put into the folder `wire_name`, dated `dated` (seconds since 1970). On the disk before this
    /// returns: whatever happens from now on, the copy is looked for by its Message-ID.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`] when there is nothing to copy any more.
    pub fn begin_draft_copy(
        &self,
        version: &DraftVersion,
        message_id: &str,
        wire_name: &str,
        dated: i64,
    ) -> Result<DraftCopyId, StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(version.draft)?;
            edit.sql.execute(
                "INSERT INTO draft_copies (draft_id, revision, files, message_id, wire_name, dated, begun)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    version.draft.get(),
                    version.revision,
                    version.files_text(),
                    columns::message_id(message_id),
                    wire_name,
                    dated,
                    edit.now
                ],
            )?;
            Ok(DraftCopyId(edit.sql.last_insert_rowid()))
        })
    }

    /// The server took the copy, and said where it is or was asked. On the disk before this returns: only then may what it
    /// replaces be removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn draft_copy_taken(&self, copy: DraftCopyId, place: Option<(u32, u32)>) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            let (uid_validity, uid) = place.unzip();
            let known = edit.sql.execute(
                "UPDATE draft_copies SET taken = 1, uid_validity = ?2, uid = ?3 WHERE id = ?1",
                params![copy.0, uid_validity, uid],
            )?;
            if known == 0 { Err(StoreError::NotFound(Row::Draft)) } else { Ok(()) }
        })
    }

    /// The copy is on the server no more, or never was.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn forget_draft_copy(&self, copy: DraftCopyId) -> Result<(), StoreError> {
        self.edit(|edit| {
            edit.sql.execute("DELETE FROM draft_copies WHERE id = ?1", [copy.0])?;
            Ok(())
        })
    }

    /// The copies to be looked for or to be removed, oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn draft_copies_to_settle(&self) -> Result<Vec<DraftCopy>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, message_id, wire_name, dated, begun, taken, uid_validity, uid, unwanted
                   FROM (SELECT c.*, c.draft_id IS NULL
                                  OR (NOT c.adopted
                                      AND EXISTS (SELECT 1 FROM draft_copies AS later
                                                   WHERE later.draft_id = c.draft_id AND later.id > c.id
                                                     AND later.uid IS NOT NULL)) AS unwanted
                           FROM draft_copies AS c)
                  WHERE unwanted OR uid IS NULL ORDER BY id",
            )?;
            let copies = statement.query_map([], copy_row)?.collect::<Result<_, _>>()?;
            Ok(copies)
        })
    }
}

fn copy_row(row: &SqlRow<'_>) -> rusqlite::Result<DraftCopy> {
    let place: (Option<u32>, Option<u32>) = (row.get(6)?, row.get(7)?);
    Ok(DraftCopy {
        id: DraftCopyId(row.get(0)?),
        message_id: row.get(1)?,
        wire_name: row.get(2)?,
        dated: row.get(3)?,
        begun: row.get(4)?,
        taken: row.get(5)?,
        place: place.0.zip(place.1),
        unwanted: row.get(8)?,
    })
}

#[cfg(test)]
mod tests;
