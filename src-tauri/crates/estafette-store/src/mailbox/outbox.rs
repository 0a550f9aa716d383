//! Letters on their way: held a moment so that a person may change their mind, then at most once, whatever crashes.
//! Each step is committed to the disk before the next is taken, so that after a crash the row says the furthest the letter
//! can have gone.

mod diagram;
mod letter;
mod steps;

use estafette_model::{Address, DraftId, EnvelopeId, OutboxId};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::MailboxStore;
use super::blobs::{self, BlobId};
use super::columns;
use super::edit::Edit;
use crate::change::Tag;
use crate::error::{Row, StoreError};
use crate::outbox_state::OutboxState;

pub use diagram::outbox_diagram;
pub(super) use letter::LONGEST_WAIT;
pub use letter::{LONGEST_HOLD, OutboxRow, OutboxStep, OutgoingLetter, RecipientRefusal};

impl MailboxStore {
    /// Hands a draft over for sending: the letter is in the outbox and the draft hidden, or neither.
    ///
    /// # Errors
    /// [`StoreError::AlreadySending`] when it was handed over before.
    pub fn queue(&self, draft: DraftId, letter: &OutgoingLetter) -> Result<OutboxId, StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(draft)?;
            edit.sql.execute("UPDATE drafts SET sending = 1, error = '' WHERE id = ?1", [draft.get()])?;
            edit.forget_open(draft)?;
            let id = edit.put_in_outbox(Some(draft), letter)?;
            edit.changes.one(Tag::Drafts, draft.get());
            Ok(id)
        })
    }

    /// The letters whose fate is open (queued to unknown), oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        self.outbox_since(i64::MAX)
    }

    /// The letters whose fate is open, and those whose fate was settled at `since` (seconds since 1970) or later, oldest
    /// first: what a person who has just pressed « Envoyer » wants to see.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn outbox_since(&self, since: i64) -> Result<Vec<OutboxRow>, StoreError> {
        self.file.read(|sql| {
            rows(
                sql,
                "o.state IN ('queued', 'connected', 'data_sent', 'unknown') OR o.changed >= ?1 ORDER BY o.id",
                since,
            )
        })
    }

    /// Lets a waiting or held letter be tried now. One that is no longer waiting is left as it is.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn hasten(&self, letter: OutboxId) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            let hastened = edit.sql.execute(
                "UPDATE outbox SET not_before = ?2 WHERE id = ?1 AND state = 'queued' AND not_before > ?2",
                params![letter.get(), edit.now],
            )?;
            if hastened > 0 {
                edit.changes.one(Tag::Outbox, letter.get());
            }
            Ok(())
        })
    }

    /// Lets the letters still held be tried now: nobody is there any more to take them back. Says how many there were.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn end_holds(&self) -> Result<usize, StoreError> {
        self.edit_durably(|edit| {
            let held = edit.sql.execute(
                "UPDATE outbox SET not_before = ?1
                  WHERE state = 'queued' AND attempts = 0 AND code = '' AND not_before > ?1",
                [edit.now],
            )?;
            if held > 0 {
                edit.changes.all(Tag::Outbox);
            }
            Ok(held)
        })
    }

    /// One letter, whatever its state.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn outbox_row(&self, letter: OutboxId) -> Result<Option<OutboxRow>, StoreError> {
        self.file.read(|sql| Ok(rows(sql, "o.id = ?1", letter.get())?.pop()))
    }

    /// The oldest letter that may be tried now.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn due_outbox(&self) -> Result<Option<OutboxRow>, StoreError> {
        let now = self.clock.unix_seconds();
        let waiting = self.file.read(|sql| rows(sql, "o.state = 'queued' AND o.id > ?1 ORDER BY o.id", 0))?;
        Ok(waiting.into_iter().find(|row| !letter::is_early(row.not_before, row.attempts, now)))
    }

    /// Bytes of the letter as it leaves, from the one at `at` on: a piece of it. None at its end, and once its copy is in Sent.
    ///
    /// # Errors
    /// Those of reading the file; [`StoreError::BlobDamaged`] when the piece does not decompress.
    pub fn outgoing_piece(&self, letter: OutboxId, at: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.file.read_bulk(|sql| {
            let blob: Option<Option<i64>> = sql
                .prepare_cached("SELECT blob_id FROM outbox WHERE id = ?1")?
                .query_row([letter.get()], |row| row.get(0))
                .optional()?;
            let piece = match blob {
                Some(Some(blob)) => blobs::piece_from(sql, BlobId::of_row(blob), at)?,
                Some(None) => sql
                    .prepare_cached("SELECT substr(raw, ?2 + 1) FROM outbox WHERE id = ?1")?
                    .query_row(params![letter.get(), columns::integer(at)], |row| row.get::<_, Option<Vec<u8>>>(0))?
                    .unwrap_or_default(),
                None => Vec::new(),
            };
            Ok(Some(piece).filter(|piece| !piece.is_empty()))
        })
    }

    /// Takes a letter back before it leaves; its draft is visible again.
    ///
    /// # Errors
    /// [`StoreError::IllegalStep`] once somebody has begun to send it.
    pub fn withdraw(&self, letter: OutboxId) -> Result<DraftId, StoreError> {
        self.edit_durably(|edit| {
            let (from, draft) = edit.letter_state(letter)?;
            if !from.may_be_withdrawn() {
                return Err(StoreError::IllegalStep { from, to: OutboxState::Parked });
            }
            let draft = draft.ok_or(StoreError::NotFound(Row::Draft))?;
            edit.give_draft_back(draft, "")?;
            edit.sql.execute("DELETE FROM outbox WHERE id = ?1", [letter.get()])?;
            edit.changes.one(Tag::Outbox, letter.get());
            Ok(draft)
        })
    }

    /// After a crash: a letter caught before DATA is queued again, one caught after it is unknown, one that was being written
    /// is offered again ([`Self::interrupted_drafts`]). Done by [`Self::open`]; never while a sender is at work.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn recover_after_crash(&self) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            let mut caught = 0;
            for state in OutboxState::ALL.into_iter().filter(|state| state.after_crash() != *state) {
                caught += edit.sql.execute(
                    "UPDATE outbox SET state = ?2, code = 'interrupted', changed = ?3 WHERE state = ?1",
                    params![state.as_str(), state.after_crash().as_str(), edit.now],
                )?;
            }
            if caught > 0 {
                edit.changes.all(Tag::Outbox);
            }
            edit.forget_unfinished_blobs()?;
            edit.note_interrupted()
        })
    }
}

impl Edit<'_> {
    /// A finished letter, waiting for its turn.
    pub(super) fn put_in_outbox(
        &mut self,
        draft: Option<DraftId>,
        letter: &OutgoingLetter,
    ) -> Result<OutboxId, StoreError> {
        self.sql.execute(
            "INSERT INTO outbox
                    (state, draft_id, message_id, sender, envelope_id, subject, size, created, changed, not_before, raw,
                     blob_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, x'', ?10)",
            params![
                OutboxState::Queued.as_str(),
                draft.map(DraftId::get),
                columns::message_id(&letter.message_id),
                letter.from.as_ref().map_or("", Address::as_str),
                letter.envelope.map(|envelope| envelope.to_string()).unwrap_or_default(),
                letter.subject,
                columns::integer(letter.size),
                self.now,
                letter.not_before,
                letter.blob.get()
            ],
        )?;
        let id = self.sql.last_insert_rowid();
        for recipient in &letter.recipients {
            self.sql.execute(
                "INSERT INTO outbox_recipients (outbox_id, address) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![id, recipient.as_str()],
            )?;
        }
        self.changes.one(Tag::Outbox, id);
        Ok(OutboxId::new(id))
    }
}

fn rows(sql: &Connection, condition: &'static str, parameter: i64) -> Result<Vec<OutboxRow>, StoreError> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT o.id, o.state, o.draft_id, o.message_id, o.sender, o.subject, o.size, o.created, o.changed, o.not_before,
                o.attempts, o.code, o.envelope_id
           FROM outbox AS o WHERE {condition}"
    ))?;
    let mut rows = statement.query_map([parameter], row)?.collect::<Result<Vec<_>, _>>()?;
    for row in &mut rows {
        name_recipients(sql, row)?;
    }
    Ok(rows)
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        id: OutboxId::new(row.get(0)?),
        state: OutboxState::of(row, 1)?,
        draft: row.get::<_, Option<i64>>(2)?.map(DraftId::new),
        message_id: row.get(3)?,
        from: row.get(4)?,
        envelope: EnvelopeId::parse(row.get_ref(12)?.as_str()?),
        recipients: Vec::new(),
        refused: Vec::new(),
        subject: row.get(5)?,
        size: columns::size(row, 6)?,
        created: row.get(7)?,
        changed: row.get(8)?,
        not_before: row.get(9)?,
        attempts: row.get(10)?,
        code: row.get(11)?,
    })
}

fn name_recipients(sql: &Connection, row: &mut OutboxRow) -> Result<(), StoreError> {
    let mut statement = sql
        .prepare_cached("SELECT address, code, reason FROM outbox_recipients WHERE outbox_id = ?1 ORDER BY address")?;
    let mut found = statement.query([row.id.get()])?;
    while let Some(recipient) = found.next()? {
        let address: String = recipient.get(0)?;
        if let Some(code) = recipient.get(1)? {
            row.refused.push(RecipientRefusal { address: address.clone(), code, reason: recipient.get(2)? });
        }
        row.recipients.push(address);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
