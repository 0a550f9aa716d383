//! Letters on their way: at most once, whatever crashes.
//! Each step is committed to the disk before the next is taken, so that after a crash the row says the furthest the letter
//! can have gone.

mod steps;

use estafette_model::{Address, DraftId, OutboxId};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::MailboxStore;
use super::columns;
use crate::change::Tag;
use crate::error::{Row, StoreError};

/// A finished letter.
#[derive(Clone, Debug)]
pub struct OutgoingLetter<'a> {
    /// The message as it leaves.
    pub raw: &'a [u8],
    /// Its Message-ID, the same for every try.
    pub message_id: String,
    /// MAIL FROM.
    pub from: Address,
    /// RCPT TO.
    pub recipients: Vec<Address>,
    /// For the list.
    pub subject: String,
    /// Seconds since 1970: until then it may be withdrawn.
    pub not_before: i64,
}

/// How far a letter has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// Waiting. May be withdrawn.
    Queued,
    /// Somebody is talking to the server; DATA has not ended. May be tried again.
    Connected,
    /// The last byte may have left: never tried again by itself.
    DataSent,
    /// No answer came: it may or may not have been taken.
    Unknown,
    /// The server took it.
    Accepted,
    /// The server refused it; its draft is back.
    Refused,
    /// Set aside, nothing left; its draft is back.
    Parked,
}

/// The next step of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxStep {
    /// Queued → Connected: the one sender that may try has begun.
    Connected,
    /// Connected → Queued: failed before DATA, to be tried again.
    Requeued {
        /// Seconds since 1970, not before.
        at: i64,
        /// Code of what failed.
        code: String,
    },
    /// Connected → `DataSent`: to be recorded before the last byte leaves.
    DataSent,
    /// `DataSent` → Unknown: no answer.
    Unknown {
        /// Code of what failed.
        code: String,
    },
    /// `DataSent` or Unknown → Accepted: its draft is deleted, the copy for Sent becomes a gesture to replay.
    Accepted {
        /// Recipients the server turned down while it took the letter for the others.
        refused: Vec<RecipientRefusal>,
    },
    /// Connected, `DataSent` or Unknown → Refused: the server said no to the letter.
    Refused {
        /// Code for the page.
        code: String,
        /// What it said of recipients.
        refused: Vec<RecipientRefusal>,
    },
    /// Queued, Connected or Unknown → Parked: given up here, or by the person who was asked.
    Parked {
        /// Code for the page.
        code: String,
    },
    /// Unknown → Queued: a person who was told the facts wants it sent again (same Message-ID).
    ResentByPerson,
}

/// What the server said of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRefusal {
    /// RCPT TO.
    pub address: String,
    /// SMTP reply code.
    pub code: u16,
    /// Its words.
    pub reason: String,
}

/// A letter of the outbox, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its row.
    pub id: OutboxId,
    /// How far it has gone.
    pub state: OutboxState,
    /// The draft it was made from, while there is one.
    pub draft: Option<DraftId>,
    /// Its Message-ID.
    pub message_id: String,
    /// MAIL FROM.
    pub from: String,
    /// RCPT TO.
    pub recipients: Vec<String>,
    /// Recipients turned down.
    pub refused: Vec<RecipientRefusal>,
    /// Subject.
    pub subject: String,
    /// Bytes.
    pub size: u64,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970, of the last step.
    pub changed: i64,
    /// Seconds since 1970, no try before.
    pub not_before: i64,
    /// Tries that ended before DATA.
    pub attempts: u32,
    /// Why it waits, was refused or set aside; empty when nothing went wrong.
    pub code: String,
}

impl MailboxStore {
    /// Hands a draft over for sending: the letter is in the outbox and the draft hidden, or neither.
    ///
    /// # Errors
    /// [`StoreError::AlreadySending`] when it was handed over before.
    pub fn queue(&self, draft: DraftId, letter: &OutgoingLetter<'_>) -> Result<OutboxId, StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(draft)?;
            edit.sql.execute("UPDATE drafts SET sending = 1, error = '' WHERE id = ?1", [draft.get()])?;
            edit.sql.execute(
                "INSERT INTO outbox (state, draft_id, message_id, sender, subject, size, created, changed, not_before, raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)",
                params![
                    OutboxState::Queued.as_str(),
                    draft.get(),
                    columns::message_id(&letter.message_id),
                    letter.from.as_str(),
                    letter.subject,
                    columns::length(letter.raw.len()),
                    edit.now,
                    letter.not_before,
                    letter.raw
                ],
            )?;
            let id = edit.sql.last_insert_rowid();
            for recipient in &letter.recipients {
                edit.sql.execute(
                    "INSERT INTO outbox_recipients (outbox_id, address) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![id, recipient.as_str()],
                )?;
            }
            edit.changes.one(Tag::Drafts, draft.get());
            edit.changes.one(Tag::Outbox, id);
            Ok(OutboxId::new(id))
        })
    }

    /// The letters whose fate is open (queued to unknown), oldest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        self.file.read(|sql| {
            rows(sql, "o.state IN ('queued', 'connected', 'data_sent', 'unknown') AND ?1 = ?1 ORDER BY o.id", 0)
        })
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

    /// Lets a waiting letter be tried now. One that is no longer waiting is left as it is.
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
        self.file
            .read(|sql| Ok(rows(sql, "o.state = 'queued' AND o.not_before <= ?1 ORDER BY o.id LIMIT 1", now)?.pop()))
    }

    /// The letter as it leaves; none once its copy is in Sent.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn outbox_raw(&self, letter: OutboxId) -> Result<Option<Vec<u8>>, StoreError> {
        self.file.read(|sql| {
            Ok(sql
                .prepare_cached("SELECT raw FROM outbox WHERE id = ?1 AND length(raw) > 0")?
                .query_row([letter.get()], |row| row.get(0))
                .optional()?)
        })
    }

    /// Takes a letter back before it leaves; its draft is visible again.
    ///
    /// # Errors
    /// [`StoreError::IllegalStep`] once somebody has begun to send it.
    pub fn withdraw(&self, letter: OutboxId) -> Result<DraftId, StoreError> {
        self.edit_durably(|edit| {
            let (from, draft) = edit.letter_state(letter)?;
            if from != OutboxState::Queued {
                return Err(StoreError::IllegalStep { from, to: OutboxState::Parked });
            }
            let draft = draft.ok_or(StoreError::NotFound(Row::Draft))?;
            edit.give_draft_back(draft, "")?;
            edit.sql.execute("DELETE FROM outbox WHERE id = ?1", [letter.get()])?;
            edit.changes.one(Tag::Outbox, letter.get());
            Ok(draft)
        })
    }

    /// After a crash: a letter caught before DATA is queued again, one caught after it is unknown. Done by
    /// [`Self::open`]; never while a sender is at work.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn recover_after_crash(&self) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            let caught = edit.sql.execute(
                "UPDATE outbox SET state = CASE state WHEN 'connected' THEN 'queued' ELSE 'unknown' END, code = 'interrupted',
                                   changed = ?1
                  WHERE state IN ('connected', 'data_sent')",
                [edit.now],
            )?;
            if caught > 0 {
                edit.changes.all(Tag::Outbox);
            }
            Ok(())
        })
    }
}

fn rows(sql: &Connection, condition: &'static str, parameter: i64) -> Result<Vec<OutboxRow>, StoreError> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT o.id, o.state, o.draft_id, o.message_id, o.sender, o.subject, o.size, o.created, o.changed, o.not_before,
                o.attempts, o.code
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
