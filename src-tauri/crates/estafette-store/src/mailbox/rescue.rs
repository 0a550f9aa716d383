//! A damaged mailbox made anew: the copies of what the server holds come back from there, and a person's own rows are taken
//! over from the damaged file as far as they can be read.
//!
//! A letter that was waiting is taken over as one whose fate is unknown: the row that can still be read may be older than the
//! one that was lost, and a letter that has left must not leave again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use estafette_model::Clock;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::MailboxStore;
use crate::error::StoreError;
use crate::file::{EncryptedFile, Replacement, Seal};
use crate::key::FileKey;
use crate::migration;

/// What was taken over from a damaged file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Letters being written.
    pub drafts: u32,
    /// Letters that had not settled yet: each waits for a person's decision.
    pub letters: u32,
}

/// A table of a person's own rows, or of what those need, and the column by which its rows are read one at a time: a spoilt
/// page then costs the rows on it and no other.
const OWN: [(&str, &str); 11] = [
    ("folders", "id"),
    ("drafts", "id"),
    ("draft_attachments", "id"),
    ("draft_quotations", "draft_id"),
    ("outbox", "id"),
    ("outbox_recipients", "outbox_id"),
    ("operations", "id"),
    ("deliveries", "id"),
    ("receipt_answers", "id"),
    ("draft_receipts", "draft_id"),
    ("draft_copies", "id"),
];

/// What cannot stand without something that was lost goes, and what depends on the copies begins anew. The copy on the server
/// of a draft that was lost is all there is of it: it is no longer ours to remove.
const SETTLE: &str = "
    UPDATE folders SET uid_next = NULL, highest_modseq = NULL, total = 0, unread = 0;
    DELETE FROM operations WHERE state = 'moved';
    DELETE FROM operations WHERE kind <> 'append' AND folder_id NOT IN (SELECT id FROM folders);
    UPDATE operations SET message = NULL;
    UPDATE drafts SET in_reply_to = NULL;
    DELETE FROM draft_attachments WHERE draft_id NOT IN (SELECT id FROM drafts);
    DELETE FROM draft_attachments
     WHERE blob_id IS NOT NULL AND size <> (SELECT total(raw_size) FROM blob_pieces AS p WHERE p.blob_id = draft_attachments.blob_id);
    DELETE FROM outbox
     WHERE blob_id IS NOT NULL AND size <> (SELECT total(raw_size) FROM blob_pieces AS p WHERE p.blob_id = outbox.blob_id);
    DELETE FROM draft_quotations WHERE draft_id NOT IN (SELECT id FROM drafts);
    DELETE FROM draft_copies WHERE draft_id NOT IN (SELECT id FROM drafts);
    DELETE FROM draft_receipts WHERE draft_id NOT IN (SELECT id FROM drafts);
    UPDATE outbox SET draft_id = NULL WHERE draft_id NOT IN (SELECT id FROM drafts);
    DELETE FROM outbox_recipients WHERE outbox_id NOT IN (SELECT id FROM outbox);
    DELETE FROM outbox
     WHERE state IN ('queued', 'connected', 'data_sent', 'unknown') AND id NOT IN (SELECT outbox_id FROM outbox_recipients);
    DELETE FROM operations WHERE kind = 'append' AND outbox_id NOT IN (SELECT id FROM outbox);
    UPDATE outbox SET state = 'unknown' WHERE state IN ('queued', 'connected', 'data_sent');
    UPDATE drafts SET sending = 0
     WHERE id NOT IN (SELECT draft_id FROM outbox WHERE state = 'unknown' AND draft_id IS NOT NULL);";

impl MailboxStore {
    /// Makes the damaged file at `path`, which nobody may have open, anew under the same key. It is kept beside the new one,
    /// unchanged, under a name that ends with `.damaged-` and the time.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::DiskFull`], [`StoreError::Io`]: the damaged file is then where it was.
    pub fn rebuild(path: &Path, key: &FileKey, clock: &Arc<dyn Clock>) -> Result<Rescued, StoreError> {
        let replacement = Replacement::begin(path)?;
        let fresh = EncryptedFile::open(replacement.fresh(), Seal::Key(key), &migration::MAILBOX, Arc::new(|_| {}))?;
        let rescued = match replacement.damaged(Seal::Key(key))? {
            Some(damaged) => fresh.write_durably(|sql, _| take_over(&damaged, sql))?,
            None => Rescued::default(),
        };
        fresh.close();
        replacement.take_place(clock.unix_seconds())?;
        tracing::warn!(drafts = rescued.drafts, letters = rescued.letters, "a damaged mailbox was made anew");
        Ok(rescued)
    }
}

fn take_over(damaged: &Connection, fresh: &Connection) -> Result<Rescued, StoreError> {
    fresh.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for (table, key) in OWN {
        let columns = columns_of_both(damaged, fresh, table)?;
        for value in readable(damaged, table, key) {
            for row in rows(damaged, table, &columns, key, value).unwrap_or_default() {
                insert(fresh, table, &columns, row)?;
            }
        }
    }
    for blob in blobs_of(fresh)? {
        // What is not whole goes with whoever has it.
        if let Err(error) = take_over_blob(damaged, fresh, blob) {
            tracing::info!(%error, "a file or a letter could not be taken over whole");
        }
    }
    fresh.execute_batch(SETTLE)?;
    let count = |sql: &str| fresh.query_row(sql, [], |row| row.get(0));
    Ok(Rescued {
        drafts: count("SELECT count(*) FROM drafts WHERE sending = 0")?,
        letters: count("SELECT count(*) FROM outbox WHERE state = 'unknown'")?,
    })
}

/// The blobs of what was taken over.
fn blobs_of(fresh: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = fresh.prepare(
        "SELECT blob_id FROM draft_attachments WHERE blob_id IS NOT NULL
         UNION SELECT blob_id FROM outbox WHERE blob_id IS NOT NULL",
    )?;
    let blobs = statement.query_map([], |row| row.get(0))?;
    Ok(blobs.collect::<Result<_, _>>()?)
}

/// Takes a blob over, a piece at a time.
fn take_over_blob(damaged: &Connection, fresh: &Connection, blob: i64) -> rusqlite::Result<()> {
    fresh.execute("INSERT INTO blobs (id) VALUES (?1)", [blob])?;
    let mut pieces = damaged.prepare("SELECT start, raw_size, z FROM blob_pieces WHERE blob_id = ?1 ORDER BY start")?;
    let mut pieces = pieces.query([blob])?;
    let mut insert = fresh.prepare("INSERT INTO blob_pieces (blob_id, start, raw_size, z) VALUES (?1, ?2, ?3, ?4)")?;
    while let Some(piece) = pieces.next()? {
        insert.execute(params![blob, piece.get::<_, i64>(0)?, piece.get::<_, i64>(1)?, piece.get::<_, Vec<u8>>(2)?])?;
    }
    Ok(())
}

/// The columns both files have: the damaged one may be of an earlier schema.
fn columns_of_both(damaged: &Connection, fresh: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let there = columns(damaged, table).unwrap_or_default();
    Ok(columns(fresh, table)?.into_iter().filter(|column| there.contains(column)).collect())
}

fn columns(sql: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    sql.prepare("SELECT name FROM pragma_table_info(?1)")?.query_map([table], |row| row.get(0))?.collect()
}

/// The values of `key` that can be read, from both ends: a spoilt page hides what is behind it from one side only.
fn readable(damaged: &Connection, table: &str, key: &str) -> BTreeSet<i64> {
    let mut values = BTreeSet::new();
    for order in ["ASC", "DESC"] {
        let select = format!("SELECT {key} FROM {table} ORDER BY {key} {order}");
        let Ok(mut statement) = damaged.prepare(&select) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            values.extend(row.get::<_, i64>(0));
        }
    }
    values
}

fn rows(
    damaged: &Connection,
    table: &str,
    columns: &[String],
    key: &str,
    value: i64,
) -> rusqlite::Result<Vec<Vec<Value>>> {
    let select = format!("SELECT {} FROM {table} WHERE {key} = ?1", columns.join(", "));
    let mut statement = damaged.prepare_cached(&select)?;
    let rows = statement.query_map([value], |row| (0..columns.len()).map(|index| row.get(index)).collect())?;
    rows.collect()
}

fn insert(fresh: &Connection, table: &str, columns: &[String], row: Vec<Value>) -> Result<(), StoreError> {
    let blanks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({blanks})", columns.join(", "));
    match fresh.prepare_cached(&sql)?.execute(params_from_iter(row)) {
        // A row that the schema refuses was spoilt in a way no checksum saw.
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(()),
        done => done.map(drop).map_err(StoreError::from),
    }
}

#[cfg(test)]
mod tests;
