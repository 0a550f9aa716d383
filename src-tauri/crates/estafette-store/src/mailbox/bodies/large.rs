//! Letters too large to stand in memory: their bytes in a blob, received piece by piece, and beside it what there is to show.

use std::ops::Range;

use estafette_model::{Cut, MessageId};
use rusqlite::{Connection, OptionalExtension, params};

use super::{packed_body, unpacked};
use crate::error::{Row, StoreError};
use crate::mailbox::blobs::BlobId;
use crate::mailbox::edit::Edit;
use crate::mailbox::{MailboxStore, columns};

impl MailboxStore {
    /// Where the bytes of a large message are to go, and how many came before a cut: it is received from there on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the message is gone.
    pub fn receive_large_body(&self, message: MessageId) -> Result<(BlobId, u64), StoreError> {
        let blob = self.edit(|edit| {
            if let Some(begun) = blob_of(edit.sql, message)? {
                return Ok(begun);
            }
            let known = "SELECT EXISTS (SELECT 1 FROM messages WHERE id = ?1)";
            if !edit.sql.query_row(known, [message.get()], |row| row.get(0))? {
                return Err(StoreError::NotFound(Row::Message));
            }
            edit.begin_large_body(message)
        })?;
        Ok((blob, self.blob_size(blob)?))
    }

    /// Gives the bytes of a message as received to `out`, those of `range`, a piece at a time.
    ///
    /// # Errors
    /// Those of `out`, and those of reading: [`StoreError::NotFound`] when its body is not here, or no longer: what was given
    /// until then is not all of it. [`StoreError::BodyDamaged`], [`StoreError::BlobDamaged`].
    pub fn read_received<E: From<StoreError>>(
        &self,
        message: MessageId,
        range: Range<u64>,
        out: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let (body, blob) = self.file.read(|sql| Ok((packed_body(sql, message)?, blob_of(sql, message)?)))?;
        let body = body.ok_or(StoreError::NotFound(Row::Message))?;
        if let Some(blob) = blob {
            return self.read_blob(blob, range, out);
        }
        let bytes = unpacked(body, message)?;
        let within = |place: u64| usize::try_from(place).unwrap_or(usize::MAX).min(bytes.len());
        out(bytes.get(within(range.start)..within(range.end)).unwrap_or_default())
    }
}

fn blob_of(sql: &Connection, message: MessageId) -> Result<Option<BlobId>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT blob_id FROM large_bodies WHERE message_id = ?1")?
        .query_row([message.get()], |row| row.get(0))
        .optional()?
        .map(BlobId::of_row))
}

pub(super) fn cuts_of(sql: &Connection, message: MessageId) -> Result<Vec<Cut>, StoreError> {
    let mut statement =
        sql.prepare_cached("SELECT at, missing, base64_letters FROM body_cuts WHERE message_id = ?1 ORDER BY at")?;
    let cuts = statement.query_map([message.get()], |row| {
        Ok(Cut { at: columns::size(row, 0)?, missing: columns::size(row, 1)?, base64_letters: columns::size(row, 2)? })
    })?;
    Ok(cuts.collect::<Result<_, _>>()?)
}

impl Edit<'_> {
    fn begin_large_body(&self, message: MessageId) -> Result<BlobId, StoreError> {
        let blob = self.make_blob()?;
        self.sql.execute(
            "INSERT INTO large_bodies (message_id, blob_id) VALUES (?1, ?2)",
            params![message.get(), blob.get()],
        )?;
        Ok(blob)
    }

    /// Notes what is missing of a letter in a blob; a letter that is kept whole has none.
    pub(super) fn store_cuts(&self, message: i64, cuts: Option<&[Cut]>) -> Result<(), StoreError> {
        // Asked of every letter, and nearly none is in a blob: looking costs less than deleting nothing twice.
        if cuts.is_none() && blob_of(self.sql, MessageId::new(message))?.is_none() {
            return Ok(());
        }
        self.sql.prepare_cached("DELETE FROM body_cuts WHERE message_id = ?1")?.execute([message])?;
        let Some(cuts) = cuts else {
            self.sql.prepare_cached("DELETE FROM large_bodies WHERE message_id = ?1")?.execute([message])?;
            return Ok(());
        };
        let mut statement = self.sql.prepare_cached(
            "INSERT INTO body_cuts (message_id, at, missing, base64_letters) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for cut in cuts {
            let (at, missing) = (columns::integer(cut.at), columns::integer(cut.missing));
            statement.execute(params![message, at, missing, columns::integer(cut.base64_letters)])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
