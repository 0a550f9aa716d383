//! Files attached to a draft, kept whole in the encrypted file: the original may be gone when the letter leaves.

use estafette_model::DraftId;
use rusqlite::{Connection, OptionalExtension, params};

use super::{DraftAttachment, DraftAttachmentId};
use crate::error::{Row, StoreError};
use crate::mailbox::edit::Edit;
use crate::mailbox::{MailboxStore, columns};

impl MailboxStore {
    /// Attaches a file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`], [`StoreError::DiskFull`].
    pub fn attach(
        &self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: &[u8],
    ) -> Result<DraftAttachmentId, StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(draft)?;
            let attachment = edit.insert_attachment(draft, name, mime_type, bytes)?;
            edit.touch_draft(draft)?;
            Ok(attachment)
        })
    }

    /// Takes a file off again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`].
    pub fn detach(&self, attachment: DraftAttachmentId) -> Result<(), StoreError> {
        self.edit(|edit| {
            let draft = edit
                .sql
                .query_row("SELECT draft_id FROM draft_attachments WHERE id = ?1", [attachment.get()], |row| row.get(0))
                .optional()?
                .map(DraftId::new)
                .ok_or(StoreError::NotFound(Row::Attachment))?;
            edit.require_writable(draft)?;
            edit.sql.execute("DELETE FROM draft_attachments WHERE id = ?1", [attachment.get()])?;
            edit.touch_draft(draft)
        })
    }

    /// The bytes of an attached file.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn draft_attachment(&self, attachment: DraftAttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT data FROM draft_attachments WHERE id = ?1")?
                .query_row([attachment.get()], |row| row.get(0))
                .optional()?)
        })
    }
}

impl Edit<'_> {
    pub(super) fn insert_attachment(
        &mut self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: &[u8],
    ) -> Result<DraftAttachmentId, StoreError> {
        self.sql.execute(
            "INSERT INTO draft_attachments (draft_id, name, mime_type, size, data) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![draft.get(), name, mime_type, columns::length(bytes.len()), bytes],
        )?;
        Ok(DraftAttachmentId::new(self.sql.last_insert_rowid()))
    }
}

/// The files attached to a draft, in the order they were added, without their bytes.
pub(super) fn of(sql: &Connection, draft: DraftId) -> Result<Vec<DraftAttachment>, StoreError> {
    let mut statement =
        sql.prepare_cached("SELECT id, name, mime_type, size FROM draft_attachments WHERE draft_id = ?1 ORDER BY id")?;
    let attachments = statement.query_map([draft.get()], |row| {
        Ok(DraftAttachment {
            id: DraftAttachmentId::new(row.get(0)?),
            name: row.get(1)?,
            mime_type: row.get(2)?,
            size: columns::size(row, 3)?,
        })
    })?;
    Ok(attachments.collect::<Result<_, _>>()?)
}
