//! The steps a letter may take, and what each does beside changing the state.

use estafette_model::{DraftId, Flags, MessageId, OutboxId};
use rusqlite::{OptionalExtension, params};

use super::letter::is_early;
use super::{OutboxStep, RecipientRefusal};
use crate::change::Tag;
use crate::error::{Row, StoreError};
use crate::mailbox::MailboxStore;
use crate::mailbox::edit::Edit;
use crate::mailbox::operations::Kind;
use crate::outbox_state::OutboxState;

/// A step without what it brings with it: from where to where, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passage {
    Connected,
    Requeued,
    RefusedForNow,
    DataSent,
    Unknown,
    Accepted,
    Refused,
    Parked,
    ResentByPerson,
}

impl Passage {
    /// Every one there is.
    pub(crate) const ALL: [Self; 9] = [
        Self::Connected,
        Self::Requeued,
        Self::RefusedForNow,
        Self::DataSent,
        Self::Unknown,
        Self::Accepted,
        Self::Refused,
        Self::Parked,
        Self::ResentByPerson,
    ];

    /// Where it leads.
    pub(crate) const fn to(self) -> OutboxState {
        match self {
            Self::Connected => OutboxState::Connected,
            Self::Requeued | Self::RefusedForNow | Self::ResentByPerson => OutboxState::Queued,
            Self::DataSent => OutboxState::DataSent,
            Self::Unknown => OutboxState::Unknown,
            Self::Accepted => OutboxState::Accepted,
            Self::Refused => OutboxState::Refused,
            Self::Parked => OutboxState::Parked,
        }
    }

    /// Where it may start. From `DataSent` only an answer of the server leads back to the queue: that is the whole of « at
    /// most once ».
    pub(crate) const fn starts_at(self) -> &'static [OutboxState] {
        match self {
            Self::Connected => &[OutboxState::Queued],
            Self::Requeued | Self::DataSent => &[OutboxState::Connected],
            Self::RefusedForNow => &[OutboxState::Connected, OutboxState::DataSent],
            Self::Unknown => &[OutboxState::DataSent],
            Self::Accepted => &[OutboxState::DataSent, OutboxState::Unknown],
            Self::Refused => &[OutboxState::Connected, OutboxState::DataSent, OutboxState::Unknown],
            Self::Parked => &[OutboxState::Queued, OutboxState::Connected, OutboxState::Unknown],
            Self::ResentByPerson => &[OutboxState::Unknown],
        }
    }
}

impl OutboxStep {
    const fn passage(&self) -> Passage {
        match self {
            Self::Connected => Passage::Connected,
            Self::Requeued { .. } => Passage::Requeued,
            Self::RefusedForNow { .. } => Passage::RefusedForNow,
            Self::DataSent => Passage::DataSent,
            Self::Unknown { .. } => Passage::Unknown,
            Self::Accepted { .. } => Passage::Accepted,
            Self::Refused { .. } => Passage::Refused,
            Self::Parked { .. } => Passage::Parked,
            Self::ResentByPerson => Passage::ResentByPerson,
        }
    }
}

impl MailboxStore {
    /// Takes one step, on the disk before this returns. Nobody begins to send a letter before its time: whether a person may
    /// still take it back is decided here and in [`Self::withdraw`], one after the other.
    ///
    /// # Errors
    /// [`StoreError::IllegalStep`] when the letter is not where the step starts (somebody else took it), or is still held.
    pub fn advance(&self, letter: OutboxId, step: &OutboxStep) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            let (from, draft) = edit.letter_state(letter)?;
            let passage = step.passage();
            let too_early = *step == OutboxStep::Connected && edit.is_early(letter)?;
            if too_early || !passage.starts_at().contains(&from) {
                return Err(StoreError::IllegalStep { from, to: passage.to() });
            }
            edit.sql.execute(
                "UPDATE outbox SET state = ?2, changed = ?3 WHERE id = ?1",
                params![letter.get(), passage.to().as_str(), edit.now],
            )?;
            edit.changes.one(Tag::Outbox, letter.get());
            edit.follow(letter, draft, step)
        })
    }
}

impl Edit<'_> {
    /// State of a letter, and the draft it was made from.
    pub(super) fn letter_state(&self, letter: OutboxId) -> Result<(OutboxState, Option<DraftId>), StoreError> {
        self.sql
            .prepare_cached("SELECT state, draft_id FROM outbox WHERE id = ?1")?
            .query_row([letter.get()], |row| {
                Ok((OutboxState::of(row, 0)?, row.get::<_, Option<i64>>(1)?.map(DraftId::new)))
            })
            .optional()?
            .ok_or(StoreError::NotFound(Row::Letter))
    }

    fn is_early(&self, letter: OutboxId) -> Result<bool, StoreError> {
        let (not_before, attempts) = self
            .sql
            .prepare_cached("SELECT not_before, attempts FROM outbox WHERE id = ?1")?
            .query_row([letter.get()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(is_early(not_before, attempts, self.now))
    }

    /// Makes a draft visible and writable again, with the code of what went wrong.
    pub(super) fn give_draft_back(&mut self, draft: DraftId, code: &str) -> Result<(), StoreError> {
        self.sql.execute("UPDATE drafts SET sending = 0, error = ?2 WHERE id = ?1", params![draft.get(), code])?;
        self.changes.one(Tag::Drafts, draft.get());
        Ok(())
    }

    /// What a step brings with it.
    fn follow(&mut self, letter: OutboxId, draft: Option<DraftId>, step: &OutboxStep) -> Result<(), StoreError> {
        match step {
            OutboxStep::Connected | OutboxStep::DataSent => Ok(()),
            OutboxStep::Requeued { at, code } | OutboxStep::RefusedForNow { at, code } => {
                self.sql.execute(
                    "UPDATE outbox SET attempts = attempts + 1, not_before = ?2, code = ?3 WHERE id = ?1",
                    params![letter.get(), at, code],
                )?;
                Ok(())
            }
            OutboxStep::ResentByPerson => {
                self.sql.execute(
                    "UPDATE outbox SET attempts = 0, not_before = ?2, code = '' WHERE id = ?1",
                    params![letter.get(), self.now],
                )?;
                Ok(())
            }
            OutboxStep::Unknown { code } => self.note_code(letter, code),
            OutboxStep::Accepted { refused } => {
                self.note_code(letter, "")?;
                self.note_refusals(letter, refused)?;
                self.letter_left(letter, draft)
            }
            OutboxStep::Refused { code, refused } => {
                self.note_refusals(letter, refused)?;
                self.letter_failed(letter, draft, code)
            }
            OutboxStep::Parked { code } => self.letter_failed(letter, draft, code),
        }
    }

    fn note_code(&self, letter: OutboxId, code: &str) -> Result<(), StoreError> {
        self.sql.execute("UPDATE outbox SET code = ?2 WHERE id = ?1", params![letter.get(), code])?;
        Ok(())
    }

    fn note_refusals(&self, letter: OutboxId, refused: &[RecipientRefusal]) -> Result<(), StoreError> {
        for refusal in refused {
            self.sql.execute(
                "UPDATE outbox_recipients SET code = ?3, reason = ?4 WHERE outbox_id = ?1 AND address = ?2",
                params![letter.get(), refusal.address, refusal.code, refusal.reason],
            )?;
        }
        Ok(())
    }

    /// The draft has served; what it answered is marked so, and the copy for Sent is to be made once.
    fn letter_left(&mut self, letter: OutboxId, draft: Option<DraftId>) -> Result<(), StoreError> {
        if let Some(draft) = draft {
            let answered: Option<i64> =
                self.sql.query_row("SELECT in_reply_to FROM drafts WHERE id = ?1", [draft.get()], |row| row.get(0))?;
            if let Some(answered) = answered {
                self.set_flag(MessageId::new(answered), Flags::ANSWERED, true)?;
            }
            self.sql.execute("DELETE FROM drafts WHERE id = ?1", [draft.get()])?;
            self.changes.one(Tag::Drafts, draft.get());
        }
        // A receipt is no letter of the mailbox: of that one nothing is kept but that it left.
        self.sql
            .execute("UPDATE outbox SET raw = x'', blob_id = NULL WHERE id = ?1 AND sender = ''", [letter.get()])?;
        let copies = self.sql.execute(
            "INSERT INTO operations (kind, message_id, outbox_id)
                  SELECT ?2, message_id, id FROM outbox WHERE id = ?1 AND sender <> ''",
            params![letter.get(), Kind::Append.as_str()],
        )?;
        if copies > 0 {
            self.changes.all(Tag::Operations);
        }
        Ok(())
    }

    /// The draft comes back; the letter's bytes are of no more use, its row tells what happened.
    fn letter_failed(&mut self, letter: OutboxId, draft: Option<DraftId>, code: &str) -> Result<(), StoreError> {
        self.note_code(letter, code)?;
        self.sql.execute("UPDATE outbox SET raw = x'', blob_id = NULL WHERE id = ?1", [letter.get()])?;
        draft.map_or(Ok(()), |draft| self.give_draft_back(draft, code))
    }
}
