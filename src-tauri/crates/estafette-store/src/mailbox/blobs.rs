//! Bytes too many to stand in memory at once: written and read piece by piece, each piece in a transaction of its own, so that
//! neither memory nor anybody else waits for a video.
//!
//! A blob belongs to the row that names it and goes with it. One that nobody came to name, because the program ended before it
//! was whole, is taken away when the file is next opened.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, params};

use super::MailboxStore;
use super::bodies::{PackedBody, unpack};
use super::columns;
use super::edit::Edit;
use crate::error::{Row, StoreError};

/// Bytes of one piece: what a reader or a writer holds of a blob, two or three times.
const PIECE: usize = 128 * 1024;

/// Pieces taken away in one transaction.
const SWEPT_AT_ONCE: u32 = 32;

/// A blob of one mailbox file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobId(i64);

impl BlobId {
    pub(super) const fn of_row(id: i64) -> Self {
        Self(id)
    }

    pub(super) const fn get(self) -> i64 {
        self.0
    }
}

/// A blob being written. Dropped before it is whole, it leaves nothing.
pub struct BlobWriter<'s> {
    store: &'s MailboxStore,
    blob: BlobId,
    /// Bytes that are no whole piece yet.
    begun: Vec<u8>,
    size: u64,
    whole: bool,
}

impl BlobWriter<'_> {
    /// Adds bytes at its end.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] in particular.
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        self.size = self.size.saturating_add(columns::count(bytes.len()));
        while !bytes.is_empty() {
            let (more, rest) = bytes.split_at(bytes.len().min(PIECE.saturating_sub(self.begun.len())));
            self.begun.extend_from_slice(more);
            bytes = rest;
            if self.begun.len() >= PIECE {
                self.store.append_to_blob(self.blob, std::mem::take(&mut self.begun))?;
            }
        }
        Ok(())
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of it is there: it now waits for whoever is to have it.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] in particular.
    pub fn finish(mut self) -> Result<BlobId, StoreError> {
        if !self.begun.is_empty() {
            self.store.append_to_blob(self.blob, std::mem::take(&mut self.begun))?;
        }
        self.whole = true;
        Ok(self.blob)
    }
}

impl Drop for BlobWriter<'_> {
    fn drop(&mut self) {
        if !self.whole
            && let Err(error) = self.store.discard_blob(self.blob)
        {
            tracing::info!(%error, "an unfinished blob stays until the next start");
        }
    }
}

impl MailboxStore {
    /// Begins a blob.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn write_blob(&self) -> Result<BlobWriter<'_>, StoreError> {
        let blob = self.edit(|edit| edit.make_blob())?;
        Ok(BlobWriter { store: self, blob, begun: Vec::new(), size: 0, whole: false })
    }

    /// Adds a piece at the end of a blob.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`]; [`StoreError::NotFound`] when whoever had the blob is gone.
    pub fn append_to_blob(&self, blob: BlobId, piece: Vec<u8>) -> Result<(), StoreError> {
        if piece.is_empty() {
            return Ok(());
        }
        let packed = PackedBody::pack(piece);
        self.file.write_bulk(|sql| {
            if !is_there(sql, blob)? {
                return Err(StoreError::NotFound(Row::Blob));
            }
            sql.prepare_cached("INSERT INTO blob_pieces (blob_id, start, raw_size, z) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![
                    blob.0,
                    columns::integer(size(sql, blob)?),
                    columns::length(packed.raw_size()),
                    packed.z()
                ])?;
            Ok(())
        })
    }

    /// How many bytes a blob has so far.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn blob_size(&self, blob: BlobId) -> Result<u64, StoreError> {
        self.file.read(|sql| size(sql, blob))
    }

    /// Gives the bytes of `range` to `out`, a piece at a time; those beyond its end are not.
    ///
    /// # Errors
    /// Those of `out`, and those of reading: [`StoreError::NotFound`] when the blob goes meanwhile,
    /// [`StoreError::BlobDamaged`] when a piece does not decompress.
    pub fn read_blob<E: From<StoreError>>(
        &self,
        blob: BlobId,
        range: Range<u64>,
        out: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut at = range.start;
        while at < range.end {
            let mut piece = self.blob_piece(blob, at)?;
            if piece.is_empty() {
                return Ok(());
            }
            piece.truncate(usize::try_from(range.end - at).unwrap_or(usize::MAX));
            at = at.saturating_add(columns::count(piece.len()));
            out(&piece)?;
        }
        Ok(())
    }

    /// Takes away the pieces of blobs that are no more, a few at a time: nobody waits for the rest of them, and their pages do
    /// not stay in memory.
    pub(super) fn sweep_blobs(&self) -> Result<(), StoreError> {
        while self.file.write_bulk(sweep)? {}
        Ok(())
    }

    /// Bytes of a blob from the one at `at` on: a piece of it, empty at its end.
    ///
    /// # Errors
    /// Those of [`Self::read_blob`].
    pub fn blob_piece(&self, blob: BlobId, at: u64) -> Result<Vec<u8>, StoreError> {
        self.file.read_bulk(|sql| piece_from(sql, blob, at))
    }

    /// Takes away a blob that nobody has.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn discard_blob(&self, blob: BlobId) -> Result<(), StoreError> {
        self.edit(|edit| {
            edit.sql.execute("DELETE FROM blobs WHERE id = ?1", [blob.0])?;
            Ok(())
        })
    }
}

/// Takes away some pieces. Whether there may be more.
fn sweep(sql: &Connection) -> Result<bool, StoreError> {
    let dropped: Option<i64> =
        sql.prepare_cached("SELECT blob_id FROM dropped_blobs LIMIT 1")?.query_row([], |row| row.get(0)).optional()?;
    let Some(blob) = dropped else { return Ok(false) };
    let swept = sql
        .prepare_cached(
            "DELETE FROM blob_pieces WHERE rowid IN (SELECT rowid FROM blob_pieces WHERE blob_id = ?1 LIMIT ?2)",
        )?
        .execute(params![blob, SWEPT_AT_ONCE])?;
    if swept == 0 {
        sql.prepare_cached("DELETE FROM dropped_blobs WHERE blob_id = ?1")?.execute([blob])?;
    }
    Ok(true)
}

fn size(sql: &Connection, blob: BlobId) -> Result<u64, StoreError> {
    let last = sql
        .prepare_cached("SELECT start + raw_size FROM blob_pieces WHERE blob_id = ?1 ORDER BY start DESC LIMIT 1")?
        .query_row([blob.0], |row| columns::size(row, 0))
        .optional()?;
    Ok(last.unwrap_or_default())
}

/// The bytes from the one at `at` on that are in one piece with it; none at the end.
pub(super) fn piece_from(sql: &Connection, blob: BlobId, at: u64) -> Result<Vec<u8>, StoreError> {
    let kept: Option<(u64, u64, Vec<u8>)> = sql
        .prepare_cached(
            "SELECT start, raw_size, z FROM blob_pieces WHERE blob_id = ?1 AND start <= ?2 ORDER BY start DESC LIMIT 1",
        )?
        .query_row(params![blob.0, columns::integer(at)], |row| {
            Ok((columns::size(row, 0)?, columns::size(row, 1)?, row.get(2)?))
        })
        .optional()?;
    let Some((start, raw_size, z)) = kept else {
        return if is_there(sql, blob)? { Ok(Vec::new()) } else { Err(StoreError::NotFound(Row::Blob)) };
    };
    let mut piece = unpack(z, raw_size).ok_or(StoreError::BlobDamaged)?;
    let before = usize::try_from(at - start).unwrap_or(usize::MAX).min(piece.len());
    Ok(piece.split_off(before))
}

fn is_there(sql: &Connection, blob: BlobId) -> Result<bool, StoreError> {
    Ok(sql.query_row("SELECT EXISTS (SELECT 1 FROM blobs WHERE id = ?1)", [blob.0], |row| row.get(0))?)
}

const NOBODY_S: &str = "FROM blobs WHERE id NOT IN (
    SELECT blob_id FROM large_bodies
    UNION ALL SELECT blob_id FROM draft_attachments WHERE blob_id IS NOT NULL
    UNION ALL SELECT blob_id FROM outbox WHERE blob_id IS NOT NULL)";

impl Edit<'_> {
    pub(super) fn make_blob(&self) -> Result<BlobId, StoreError> {
        self.sql.execute("INSERT INTO blobs DEFAULT VALUES", [])?;
        Ok(BlobId(self.sql.last_insert_rowid()))
    }

    /// Whether pieces are to be taken away.
    pub(super) fn has_dropped_blobs(&self) -> Result<bool, StoreError> {
        Ok(self.sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM dropped_blobs)")?.query_row([], |row| row.get(0))?)
    }

    /// Takes away what was being written when the program ended. Only where nobody is writing.
    pub(super) fn forget_unfinished_blobs(&self) -> Result<(), StoreError> {
        self.sql.execute(&format!("DELETE {NOBODY_S}"), [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
