//! Drafts written elsewhere: in another program, or at another post. They are kept whole and shown beside those written here;
//! one that is taken up becomes a draft like any other, and the one it came from stays on the server until the letter is sent
//! or thrown away.

use std::collections::BTreeSet;

use estafette_model::DraftId;
use rusqlite::{OptionalExtension, params};

use super::{DraftFields, DraftVersion};
use crate::change::Tag;
use crate::error::{Row, StoreError};
use crate::mailbox::blobs::BlobId;
use crate::mailbox::{MailboxStore, columns};

/// Most of them kept, the newest: some programs leave thousands.
const MOST: usize = 200;

/// A draft written elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignDraft {
    /// Its UID in the Drafts folder.
    pub uid: u32,
    /// Its subject.
    pub subject: String,
    /// Its recipients.
    pub to: Vec<String>,
    /// When it came there, seconds since 1970.
    pub saved: i64,
    /// Files joined.
    pub files: u32,
}

/// One to be kept.
#[derive(Clone, Debug)]
pub struct ForeignDraftToKeep {
    /// What is shown of it.
    pub shown: ForeignDraft,
    /// Its Message-ID.
    pub message_id: String,
    /// The message as it came.
    pub raw: Vec<u8>,
}

/// A file of one that is taken up.
#[derive(Clone, Debug)]
pub struct JoinedFile {
    /// File name.
    pub name: String,
    /// Type.
    pub mime_type: String,
    /// Its bytes.
    pub bytes: BlobId,
    /// How many.
    pub size: u64,
}

impl MailboxStore {
    /// The Drafts folder holds exactly the messages `on_server` under `uid_validity`: those that are gone are forgotten. Gives
    /// those to be fetched, newest first: neither known nor copies of ours.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn reconcile_foreign_drafts(
        &self,
        uid_validity: u32,
        on_server: &BTreeSet<u32>,
    ) -> Result<Vec<u32>, StoreError> {
        self.edit(|edit| {
            let uids = |sql: &str| -> Result<BTreeSet<u32>, StoreError> {
                let mut statement = edit.sql.prepare_cached(sql)?;
                let found = statement.query_map([uid_validity], |row| row.get(0))?.collect::<Result<_, _>>()?;
                Ok(found)
            };
            let ours =
                uids("SELECT uid FROM draft_copies WHERE uid_validity = ?1 AND uid IS NOT NULL AND NOT adopted")?;
            let kept = uids("SELECT uid FROM foreign_drafts WHERE uid_validity = ?1")?;
            let others: Vec<u32> =
                on_server.iter().rev().filter(|uid| !ours.contains(uid)).take(MOST).copied().collect();
            let mut gone = edit.sql.execute("DELETE FROM foreign_drafts WHERE uid_validity <> ?1", [uid_validity])?;
            for uid in kept.iter().filter(|uid| !others.contains(uid)) {
                gone += edit.sql.execute("DELETE FROM foreign_drafts WHERE uid = ?1", [uid])?;
            }
            if gone > 0 {
                edit.changes.all(Tag::Drafts);
            }
            Ok(others.into_iter().filter(|uid| !kept.contains(uid)).collect())
        })
    }

    /// Keeps a draft written elsewhere. One that bears the Message-ID of a copy of ours whose place is not known yet may be
    /// that copy, and is left for the next look.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn keep_foreign_draft(&self, uid_validity: u32, draft: &ForeignDraftToKeep) -> Result<(), StoreError> {
        self.edit(|edit| {
            let shown = &draft.shown;
            let message_id = columns::message_id(&draft.message_id);
            let kept = edit.sql.execute(
                "INSERT OR REPLACE INTO foreign_drafts (uid, uid_validity, message_id, saved, subject, to_list, files, raw)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
                  WHERE ?3 NOT IN (SELECT message_id FROM draft_copies WHERE uid IS NULL)",
                params![
                    shown.uid,
                    uid_validity,
                    message_id,
                    shown.saved,
                    shown.subject,
                    columns::lines_to_text(&shown.to),
                    shown.files,
                    draft.raw
                ],
            )?;
            if kept > 0 {
                edit.changes.all(Tag::Drafts);
            }
            Ok(())
        })
    }

    /// The drafts written elsewhere that nobody has taken up here, latest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn foreign_drafts(&self) -> Result<Vec<ForeignDraft>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT uid, subject, to_list, saved, files FROM foreign_drafts AS f
                  WHERE NOT EXISTS (SELECT 1 FROM draft_copies AS c
                                     WHERE c.uid = f.uid AND c.uid_validity = f.uid_validity)
                  ORDER BY saved DESC, uid DESC",
            )?;
            let drafts = statement.query_map([], |row| {
                Ok(ForeignDraft {
                    uid: row.get(0)?,
                    subject: row.get(1)?,
                    to: columns::lines_from_text(row.get_ref(2)?.as_str()?),
                    saved: row.get(3)?,
                    files: row.get(4)?,
                })
            })?;
            Ok(drafts.collect::<Result<_, _>>()?)
        })
    }

    /// The whole message of one of them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn foreign_draft_raw(&self, uid: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT raw FROM foreign_drafts WHERE uid = ?1")?
                .query_row([uid], |row| row.get(0))
                .optional()?)
        })
    }

    /// Takes one up: a draft with these fields and files, all of it or nothing. What it was made of is removed from the
    /// folder `wire_name` once the letter is sent or thrown away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone or was taken up before.
    pub fn adopt_draft(
        &self,
        uid: u32,
        wire_name: &str,
        fields: &DraftFields,
        files: &[JoinedFile],
    ) -> Result<DraftId, StoreError> {
        self.edit_durably(|edit| {
            let draft = edit.insert_draft(fields)?;
            let mut ids = Vec::with_capacity(files.len());
            for file in files {
                ids.push(edit.insert_attachment(draft, &file.name, &file.mime_type, file.bytes, file.size)?);
            }
            let version = DraftVersion { draft, revision: 0, files: ids };
            let adopted = edit.sql.execute(
                "INSERT INTO draft_copies (draft_id, revision, files, message_id, wire_name, dated, begun, taken, uid_validity,
                                           uid, adopted)
                 SELECT ?1, 0, ?2, message_id, ?3, saved, ?4, 1, uid_validity, uid, 1
                   FROM foreign_drafts AS f
                  WHERE uid = ?5 AND NOT EXISTS (SELECT 1 FROM draft_copies AS c
                                                  WHERE c.uid = f.uid AND c.uid_validity = f.uid_validity)",
                params![draft.get(), version.files_text(), wire_name, edit.now, uid],
            )?;
            if adopted == 0 { Err(StoreError::NotFound(Row::Draft)) } else { Ok(draft) }
        })
    }
}

#[cfg(test)]
mod tests;
