//! Files attached to a draft, kept whole in the encrypted file: the original may be gone when the letter leaves.

use estafette_model::DraftId;
use rusqlite::{Connection, OptionalExtension, params};

use super::{DraftAttachment, DraftAttachmentId};
use crate::error::{Row, StoreError};
use crate::mailbox::blobs::BlobId;
use crate::mailbox::edit::Edit;
use crate::mailbox::{MailboxStore, columns};

impl MailboxStore {
    /// Attaches a file whose bytes, `size` of them, were written.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`], [`StoreError::DiskFull`].
    pub fn attach(
        &self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: BlobId,
        size: u64,
    ) -> Result<DraftAttachmentId, StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(draft)?;
            let attachment = edit.insert_attachment(draft, name, mime_type, bytes, size)?;
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

    /// Gives the bytes of an attached file to `out`, a piece at a time.
    ///
    /// # Errors
    /// Those of `out`, and those of reading: [`StoreError::NotFound`] when the file is no longer attached.
    pub fn read_attached<E: From<StoreError>>(
        &self,
        attachment: DraftAttachmentId,
        out: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let kept: Option<(Option<i64>, Vec<u8>)> = self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT blob_id, data FROM draft_attachments WHERE id = ?1")?
                .query_row([attachment.get()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?)
        })?;
        match kept {
            Some((Some(blob), _)) => self.read_blob(BlobId::of_row(blob), 0..u64::MAX, out),
            Some((None, data)) => out(&data),
            None => Err(StoreError::NotFound(Row::Attachment).into()),
        }
    }
}

impl Edit<'_> {
    pub(super) fn insert_attachment(
        &mut self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: BlobId,
        size: u64,
    ) -> Result<DraftAttachmentId, StoreError> {
        self.sql.execute(
            "INSERT INTO draft_attachments (draft_id, name, mime_type, size, data, blob_id)
             VALUES (?1, ?2, ?3, ?4, x'', ?5)",
            params![draft.get(), name, mime_type, columns::integer(size), bytes.get()],
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
