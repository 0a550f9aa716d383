//! What became of letters after they left, recipient by recipient, as reports tell it (RFC 3464, RFC 8098).
//!
//! A report is a claim in a letter that anybody can write. So it is kept by the Message-ID it names and looked at only from the
//! letter: what it says of somebody the letter was not for is never seen, and what was known never becomes less.

use std::collections::BTreeMap;

use estafette_model::{DeliveryReport, Fate, Flags, FolderRole, MessageId, ThreadId};
use rusqlite::{Connection, OptionalExtension, params};

use super::MailboxStore;
use super::columns;
use super::edit::Edit;
use crate::change::Tag;
use crate::error::StoreError;
use crate::outbox_state::OutboxState;

/// Failures a person is told of at once; the others follow once these are acknowledged.
const FAILURES_AT_ONCE: u32 = 200;

/// A failure older than this is told nobody, seconds (two weeks): it was dealt with elsewhere, before this mailbox was kept here.
const TOLD_WITHIN: i64 = 14 * 24 * 3_600;

/// What is known of a letter and one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientFate {
    /// The address, as the letter has it.
    pub address: String,
    /// How far it got; none while nobody said more than that it left.
    pub fate: Option<Fate>,
    /// When that was said, seconds since 1970; for none, when it left.
    pub at: i64,
    /// Why it failed, in the words of the server; empty otherwise.
    pub words: String,
}

/// A letter that did not reach somebody, and that nobody has acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Its Message-ID.
    pub message_id: String,
    /// Its subject.
    pub subject: String,
    /// When it left, seconds since 1970.
    pub sent: i64,
    /// Its copy in « Envoyés » and the conversation that is in, once it is here.
    pub copy: Option<(MessageId, ThreadId)>,
    /// The recipients it did not reach.
    pub recipients: Vec<RecipientFate>,
}

/// A letter of ours.
struct SentLetter {
    /// By the folded address: as the letter has it, and what the operator said when it refused that one at once.
    recipients: BTreeMap<String, (String, Option<String>)>,
    subject: String,
    sent: i64,
    copy: Option<(MessageId, ThreadId)>,
    /// It left from here.
    from_here: bool,
}

impl MailboxStore {
    /// What became of the letter of that Message-ID, recipient by recipient. Empty for a letter that is not ours, and for one that
    /// left elsewhere and of which nothing is known.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn fates(&self, message_id: &str) -> Result<Vec<RecipientFate>, StoreError> {
        self.file.read(|sql| {
            let Some(letter) = sent_letter(sql, message_id)? else { return Ok(Vec::new()) };
            let fates = letter.fates(&claims(sql, message_id)?);
            let known = letter.from_here || fates.iter().any(|recipient| recipient.fate.is_some());
            Ok(if known { fates } else { Vec::new() })
        })
    }

    /// Whether a report says anything of a recipient of this letter: it has left then.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn is_reported(&self, message_id: &str) -> Result<bool, StoreError> {
        self.file.read(|sql| {
            let claims = claims(sql, message_id)?;
            let mut statement = sql.prepare_cached(
                "SELECT lower(r.address) FROM outbox AS o JOIN outbox_recipients AS r ON r.outbox_id = o.id
                  WHERE o.message_id = ?1",
            )?;
            let recipients: Vec<String> =
                statement.query_map([message_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(recipients.iter().any(|address| claims.contains_key(address)))
        })
    }

    /// The letters that did not reach somebody lately and of which nobody was told.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn undelivered(&self) -> Result<Vec<Undelivered>, StoreError> {
        let since = self.clock.unix_seconds().saturating_sub(TOLD_WITHIN);
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(UNDELIVERED_SQL)?;
            let claimed: Vec<String> =
                statement.query_map(params![since, FAILURES_AT_ONCE], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut letters = Vec::new();
            for message_id in claimed {
                let Some(letter) = sent_letter(sql, &message_id)? else { continue };
                let claims = claims(sql, &message_id)?;
                let mut recipients = letter.fates(&claims);
                recipients.retain(|recipient| {
                    let claim = claims.get(&recipient.address.to_ascii_lowercase());
                    recipient.fate == Some(Fate::Failed) && claim.is_some_and(|claim| !claim.acknowledged)
                });
                if !recipients.is_empty() {
                    let SentLetter { subject, sent, copy, .. } = letter;
                    letters.push(Undelivered { message_id, subject, sent, copy, recipients });
                }
            }
            Ok(letters)
        })
    }

    /// A person has seen whom the letter of that Message-ID did not reach.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn acknowledge_undelivered(&self, message_id: &str) -> Result<(), StoreError> {
        self.edit(|edit| {
            edit.sql.execute(
                "UPDATE deliveries SET acknowledged = 1 WHERE message_id = ?1 AND failed_at IS NOT NULL",
                [message_id],
            )?;
            edit.changes.all(Tag::Outbox);
            Ok(())
        })
    }
}

pub(super) const UNDELIVERED_SQL: &str = "SELECT DISTINCT message_id FROM (
   SELECT message_id FROM deliveries WHERE failed_at >= ?1 AND acknowledged = 0 ORDER BY id DESC LIMIT ?2)";

pub(super) const ENVELOPE_SQL: &str = "SELECT message_id FROM outbox WHERE envelope_id = ?1 AND envelope_id <> ''";

pub(super) const LEFT_SQL: &str = "SELECT id, subject, changed FROM outbox
  WHERE message_id = ?1 AND state IN (?2, ?3) AND sender <> '' ORDER BY id DESC LIMIT 1";

pub(super) const COPY_SQL: &str = "SELECT m.id, m.thread_id, m.subject, m.date, m.to_list || m.cc_list
   FROM messages AS m JOIN folders AS f ON f.id = m.folder_id
  WHERE m.message_id = ?1 AND m.message_id <> '' AND f.role = ?2 ORDER BY m.id LIMIT 1";

impl Edit<'_> {
    /// Keeps what a report says. The same report twice changes nothing, and neither does one that knows less. One that brings no
    /// bad news of a letter of ours is no letter to be answered: it is marked as read.
    pub(super) fn keep_report(&mut self, message: MessageId, report: &DeliveryReport) -> Result<(), StoreError> {
        let Some(letter) = self.reported_letter(report)? else { return Ok(()) };
        let at = report.date.filter(|date| (0..=self.now).contains(date)).unwrap_or(self.now);
        let mut changed = false;
        for recipient in &report.recipients {
            changed |= match recipient.fate {
                Fate::Failed => self.keep_failure(&letter, &recipient.address, at, &recipient.words)?,
                Fate::Delayed | Fate::Relayed | Fate::Delivered | Fate::Read => {
                    self.keep_progress(&letter, &recipient.address, at, recipient.fate)?
                }
            };
        }
        if let Some(sent) = sent_letter(self.sql, &letter)? {
            let concerns = |address: &str| sent.recipients.contains_key(address);
            let ours = report.recipients.iter().any(|recipient| concerns(&recipient.address));
            if ours && report.recipients.iter().all(|recipient| recipient.fate != Fate::Failed) {
                self.set_flag(message, Flags::SEEN, true)?;
            }
        }
        if changed {
            self.fate_changed(&letter)?;
        }
        Ok(())
    }

    /// The Message-ID of the letter a report is about. The name of the envelope comes first: only servers that had the letter know it.
    fn reported_letter(&self, report: &DeliveryReport) -> Result<Option<String>, StoreError> {
        let named = match report.envelope {
            Some(envelope) => self
                .sql
                .prepare_cached(ENVELOPE_SQL)?
                .query_row([envelope.to_string()], |row| row.get::<_, String>(0))
                .optional()?,
            None => None,
        };
        let returned = report.message_id.as_deref().map(columns::message_id).map(str::to_owned);
        Ok(named.or(returned).filter(|id| !id.is_empty()))
    }

    fn keep_progress(&self, letter: &str, address: &str, at: i64, fate: Fate) -> Result<bool, StoreError> {
        let known: Option<String> = self
            .sql
            .prepare_cached("SELECT fate FROM deliveries WHERE message_id = ?1 AND address = ?2")?
            .query_row([letter, address], |row| row.get(0))
            .optional()?;
        if known.is_some_and(|known| Fate::from_word(&known) >= Some(fate)) {
            return Ok(false);
        }
        self.sql
            .prepare_cached(
                "INSERT INTO deliveries (message_id, address, fate, fate_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (message_id, address) DO UPDATE SET fate = excluded.fate, fate_at = excluded.fate_at",
            )?
            .execute(params![letter, address, fate.word(), at])?;
        Ok(true)
    }

    fn keep_failure(&self, letter: &str, address: &str, at: i64, words: &str) -> Result<bool, StoreError> {
        let kept = self
            .sql
            .prepare_cached(
                "INSERT INTO deliveries (message_id, address, failed_at, words) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (message_id, address) DO UPDATE SET failed_at = excluded.failed_at, words = excluded.words
                     WHERE failed_at IS NULL",
            )?
            .execute(params![letter, address, at, words])?;
        Ok(kept > 0)
    }

    /// The conversations that show the letter, and the list of what was not delivered, are stale.
    fn fate_changed(&mut self, letter: &str) -> Result<(), StoreError> {
        let shown: Vec<(i64, i64)> = self
            .sql
            .prepare_cached("SELECT thread_id, folder_id FROM messages WHERE message_id = ?1 AND message_id <> ''")?
            .query_map([letter], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (thread, folder) in shown {
            self.shown_anew(thread, folder);
        }
        self.changes.all(Tag::Outbox);
        Ok(())
    }
}

/// What reports say of one recipient.
struct Claim {
    fate: Option<Fate>,
    fate_at: i64,
    failed_at: Option<i64>,
    words: String,
    acknowledged: bool,
}

impl SentLetter {
    fn fates(&self, claims: &BTreeMap<String, Claim>) -> Vec<RecipientFate> {
        let fate_of = |(folded, (address, refusal)): (&String, &(String, Option<String>))| {
            let known =
                |fate, at, words: &str| RecipientFate { address: address.clone(), fate, at, words: words.to_owned() };
            match (refusal, claims.get(folded)) {
                (Some(words), _) => known(Some(Fate::Failed), self.sent, words),
                // Who has read it has got it, whatever became of another copy.
                (None, Some(Claim { fate: Some(Fate::Read), fate_at, .. })) => known(Some(Fate::Read), *fate_at, ""),
                (None, Some(Claim { failed_at: Some(at), words, .. })) => known(Some(Fate::Failed), *at, words),
                (None, Some(Claim { fate: Some(fate), fate_at, .. })) => known(Some(*fate), *fate_at, ""),
                (None, Some(Claim { fate: None, failed_at: None, .. }) | None) => known(None, self.sent, ""),
            }
        };
        self.recipients.iter().map(fate_of).collect()
    }
}

fn claims(sql: &Connection, message_id: &str) -> Result<BTreeMap<String, Claim>, StoreError> {
    let mut statement = sql.prepare_cached(
        "SELECT address, fate, fate_at, failed_at, words, acknowledged FROM deliveries WHERE message_id = ?1",
    )?;
    let claims = statement.query_map([message_id], |row| {
        let claim = Claim {
            fate: Fate::from_word(row.get_ref(1)?.as_str()?),
            fate_at: row.get(2)?,
            failed_at: row.get(3)?,
            words: row.get(4)?,
            acknowledged: row.get(5)?,
        };
        Ok((row.get(0)?, claim))
    })?;
    Ok(claims.collect::<Result<_, _>>()?)
}

/// The letter of ours that has this Message-ID: one that left from here, or one that lies in « Envoyés », where a colleague's
/// workstation puts its own.
fn sent_letter(sql: &Connection, message_id: &str) -> Result<Option<SentLetter>, StoreError> {
    if message_id.is_empty() {
        return Ok(None);
    }
    let copy = sql
        .prepare_cached(COPY_SQL)?
        .query_row([message_id, FolderRole::Sent.as_str()], |row| {
            let named = columns::people_from_text(row.get_ref(4)?.as_str()?).into_iter();
            let recipients = named.map(|someone| (someone.address.to_ascii_lowercase(), (someone.address, None)));
            Ok(SentLetter {
                recipients: recipients.collect(),
                subject: row.get(2)?,
                sent: row.get(3)?,
                copy: Some((MessageId::new(row.get(0)?), ThreadId::new(row.get(1)?))),
                from_here: false,
            })
        })
        .optional()?;
    let left = sql
        .prepare_cached(LEFT_SQL)?
        .query_row([message_id, OutboxState::Accepted.as_str(), OutboxState::Unknown.as_str()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((outbox, subject, sent)) = left else { return Ok(copy) };
    let mut statement =
        sql.prepare_cached("SELECT address, code, reason FROM outbox_recipients WHERE outbox_id = ?1")?;
    let recipients = statement.query_map([outbox], |row| {
        let address: String = row.get(0)?;
        let refusal = row.get::<_, Option<u16>>(1)?.map(|_| row.get::<_, String>(2)).transpose()?;
        Ok((address.to_ascii_lowercase(), (address, refusal)))
    })?;
    let recipients = recipients.collect::<Result<_, _>>()?;
    Ok(Some(SentLetter { recipients, subject, sent, copy: copy.and_then(|copy| copy.copy), from_here: true }))
}

#[cfg(test)]
mod tests;
