//! Messages as the server sent them, and the words they are found by.

mod large;

use std::cell::RefCell;

use estafette_model::{Cut, FolderId, LetterBytes, MessageId, Receipts};
use rusqlite::{Connection, OptionalExtension, params};

use zstd::bulk::Compressor;

use super::MailboxStore;
use super::columns;
use super::dates;
use super::edit::Edit;
use super::index::Words;
use crate::error::StoreError;

/// zstd level: the next ones cost twice the time for 1 % of the size (measured on a mailbox of letters and PDFs).
const LEVEL: i32 = 1;

/// A message as received, made small for the disk. Packing takes most of the time of keeping a body: it is done away from the
/// writer, for which everybody waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedBody {
    raw_size: usize,
    /// zstd; the bytes themselves when that is not smaller, so that the length tells which of the two it is.
    z: Vec<u8>,
}

impl PackedBody {
    /// Packs the bytes of a message.
    #[must_use]
    pub fn pack(raw: Vec<u8>) -> Self {
        // The tables of a compressor cost more to make than a small letter to pack: each thread keeps its own.
        thread_local!(static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL).ok()));
        let raw_size = raw.len();
        let z = COMPRESSOR.with_borrow_mut(|compressor| compressor.as_mut()?.compress(&raw).ok());
        match z {
            Some(z) if z.len() < raw_size => Self { raw_size, z },
            Some(_) | None => Self { raw_size, z: raw },
        }
    }

    /// Length of the message as received, bytes.
    #[must_use]
    pub fn raw_size(&self) -> usize {
        self.raw_size
    }

    /// What it takes on the disk, bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.z.len()
    }

    pub(super) fn z(&self) -> &[u8] {
        &self.z
    }
}

/// A body fetched and read.
#[derive(Clone, Debug)]
pub struct BodyToStore {
    /// The message.
    pub id: MessageId,
    /// Its bytes as received, or what was kept of them.
    pub packed: PackedBody,
    /// Where they are not all there, of a letter whose bytes are in a blob ([`MailboxStore::receive_large_body`]). None of one
    /// that is kept whole.
    pub cuts: Option<Vec<Cut>>,
    /// Its readable text, for the search.
    pub text: String,
    /// Text found inside its attachments, for the search; their names are added.
    pub attachment_text: String,
    /// Its first words, for the list.
    pub preview: String,
    /// What is attached.
    pub attachments: Vec<AttachmentInfo>,
    /// What it says of a letter that left, and the receipt its sender asks for.
    pub receipts: Receipts,
}

/// A message as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBody {
    /// Its bytes, or what there is to show of them.
    pub bytes: Vec<u8>,
    /// Where they are not all there.
    pub cuts: Vec<Cut>,
}

impl KeptBody {
    /// The same, to be read.
    #[must_use]
    pub fn as_letter(&self) -> LetterBytes<'_> {
        LetterBytes { bytes: &self.bytes, cuts: &self.cuts }
    }
}

/// An attached part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentInfo {
    /// Index of the MIME part.
    pub index: u32,
    /// File name, decoded; may be empty.
    pub name: String,
    /// Declared type.
    pub mime_type: String,
    /// What its bytes are, in a word of the caller's: a label may lie.
    pub kind: String,
    /// Decoded bytes.
    pub size: u64,
    /// Part of the text (an image of the signature) rather than a file.
    pub inline: bool,
}

/// A message whose body is still on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingBody {
    /// Its row.
    pub id: MessageId,
    /// Where it is.
    pub folder: FolderId,
    /// Its UID there.
    pub uid: u32,
    /// RFC822.SIZE, bytes.
    pub size: u64,
}

impl MailboxStore {
    /// Stores bodies and indexes them. A message that vanished meanwhile is passed over. A batch in ascending order of `id` is
    /// indexed faster.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] in particular; none of the batch is kept then.
    pub fn store_body(&self, batch: &[BodyToStore]) -> Result<(), StoreError> {
        self.edit(|edit| {
            batch.iter().try_for_each(|body| edit.store_body(body))?;
            edit.forget_header_words_if_all_are_read()
        })
    }

    /// Messages without body, newest first, at most `limit`; of one folder or of all, and no older than `since`, seconds since
    /// 1970.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn missing_bodies(
        &self,
        folder: Option<FolderId>,
        since: i64,
        limit: u32,
    ) -> Result<Vec<MissingBody>, StoreError> {
        self.file.read(|sql| {
            let folders = match folder {
                Some(folder) => vec![folder.get()],
                None => {
                    let mut statement = sql.prepare_cached("SELECT id FROM folders WHERE selectable")?;
                    statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
                }
            };
            let mut missing = Vec::new();
            for folder in folders {
                missing.extend(missing_in(sql, folder, since, limit)?);
            }
            missing.sort_by_key(|body| std::cmp::Reverse(body.id));
            missing.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(missing)
        })
    }

    /// How many messages of the server are kept here, and of how many the body is not.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn held(&self) -> Result<(u64, u64), StoreError> {
        self.file
            .read(|sql| Ok(sql.query_row(HELD_SQL, [], |row| Ok((columns::size(row, 0)?, columns::size(row, 1)?)))?))
    }

    /// Every message whose body is here, in the order of their dates.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn messages_with_body(&self) -> Result<Vec<MessageId>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached("SELECT id FROM messages WHERE has_body = 1 ORDER BY id")?;
            let ids = statement.query_map([], |row| Ok(MessageId::new(row.get(0)?)))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// The message, if its body is here: as received, or, of a large one, as much of it as there is to show.
    ///
    /// # Errors
    /// [`StoreError::BodyDamaged`] when this one copy does not decompress.
    pub fn body(&self, message: MessageId) -> Result<Option<KeptBody>, StoreError> {
        let kept = self.file.read(|sql| {
            packed_body(sql, message)?.map(|packed| Ok((packed, large::cuts_of(sql, message)?))).transpose()
        })?;
        kept.map(|(packed, cuts)| Ok(KeptBody { bytes: unpacked(packed, message)?, cuts })).transpose()
    }
}

/// What is kept of a message, compressed, and its length when it is not.
fn packed_body(sql: &Connection, message: MessageId) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT z, raw_size FROM bodies WHERE id = ?1")?
        .query_row([message.get()], |row| Ok((row.get(0)?, columns::size(row, 1)?)))
        .optional()?)
}

fn unpacked((z, raw_size): (Vec<u8>, u64), message: MessageId) -> Result<Vec<u8>, StoreError> {
    unpack(z, raw_size).ok_or(StoreError::BodyDamaged(message))
}

/// Counted in the indexes: the rows themselves are a hundred times as many pages.
pub(super) const HELD_SQL: &str = "SELECT (SELECT count(*) FROM messages WHERE uid IS NOT NULL),
   (SELECT count(*) FROM messages JOIN folders ON folders.id = folder_id WHERE selectable AND has_body = 0)";

pub(super) const MISSING_SQL: &str = "SELECT id, folder_id, uid, size FROM messages
  WHERE folder_id = ?1 AND has_body = 0 AND uid IS NOT NULL AND id >= ?2 ORDER BY id DESC LIMIT ?3";

fn missing_in(sql: &Connection, folder: i64, since: i64, limit: u32) -> Result<Vec<MissingBody>, StoreError> {
    let mut statement = sql.prepare_cached(MISSING_SQL)?;
    let missing = statement.query_map(params![folder, dates::ids_from(since), limit], |row| {
        Ok(MissingBody {
            id: MessageId::new(row.get(0)?),
            folder: FolderId::new(row.get(1)?),
            uid: row.get(2)?,
            size: columns::size(row, 3)?,
        })
    })?;
    Ok(missing.collect::<Result<_, _>>()?)
}

pub(super) fn unpack(z: Vec<u8>, raw_size: u64) -> Option<Vec<u8>> {
    let raw_size = usize::try_from(raw_size).ok()?;
    if z.len() == raw_size {
        return Some(z);
    }
    zstd::bulk::decompress(&z, raw_size).ok().filter(|raw| raw.len() == raw_size)
}

/// What is known of a message when its body comes.
struct KnownHeader {
    thread: i64,
    folder: i64,
    subject: String,
    people: String,
    has_body: bool,
    has_attachments: bool,
}

impl Edit<'_> {
    fn store_body(&mut self, body: &BodyToStore) -> Result<(), StoreError> {
        let id = body.id.get();
        let known = self
            .sql
            .prepare_cached(
                "SELECT thread_id, folder_id, subject, sender || to_list || cc_list, has_body, has_attachments
                   FROM messages WHERE id = ?1",
            )?
            .query_row([id], |row| {
                Ok(KnownHeader {
                    thread: row.get(0)?,
                    folder: row.get(1)?,
                    subject: row.get(2)?,
                    people: row.get(3)?,
                    has_body: row.get(4)?,
                    has_attachments: row.get(5)?,
                })
            })
            .optional()?;
        let Some(known) = known else { return Ok(()) };
        if known.has_body {
            for statement in
                ["DELETE FROM bodies WHERE id = ?1", "DELETE FROM message_attachments WHERE message_id = ?1"]
            {
                self.sql.prepare_cached(statement)?.execute([id])?;
            }
            self.unindex(id)?;
        }
        self.sql.prepare_cached("INSERT INTO bodies (id, raw_size, z) VALUES (?1, ?2, ?3)")?.execute(params![
            id,
            columns::length(body.packed.raw_size),
            body.packed.z
        ])?;
        self.store_cuts(id, body.cuts.as_deref())?;
        self.store_attachments(id, &body.attachments)?;
        self.keep_receipts(body.id, &body.receipts)?;
        let has_attachments = body.attachments.iter().any(|attached| !attached.inline);
        self.sql
            .prepare_cached("UPDATE messages SET preview = ?2, has_body = 1, has_attachments = ?3 WHERE id = ?1")?
            .execute(params![id, body.preview, has_attachments])?;
        let mut attachments = body.attachments.iter().map(|attached| attached.name.as_str()).collect::<Vec<_>>();
        attachments.push(body.attachment_text.as_str());
        self.index(
            id,
            &Words {
                subject: &known.subject,
                people: &known.people,
                body: &body.text,
                attachments: &attachments.join("\n"),
            },
        )?;
        if has_attachments == known.has_attachments {
            self.shown_anew(known.thread, known.folder);
        } else {
            self.touch(known.thread, known.folder);
        }
        Ok(())
    }

    fn store_attachments(&self, message: i64, attachments: &[AttachmentInfo]) -> Result<(), StoreError> {
        let mut statement = self.sql.prepare_cached(
            "INSERT INTO message_attachments (message_id, part, name, mime_type, kind, size, inline)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        )?;
        for attached in attachments {
            let size = columns::integer(attached.size);
            statement.execute(params![
                message,
                attached.index,
                attached.name,
                attached.mime_type,
                attached.kind,
                size,
                attached.inline
            ])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
