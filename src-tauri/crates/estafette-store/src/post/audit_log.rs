//! « Journal » : who printed, exported, saved or sent what, and when. A line is written before the act and says how it ended
//! after it, so that a crash in between leaves a line and never an act without one.
//!
//! It names people of the establishment and mailboxes; of a message it knows a reference that tells nothing by itself.

use estafette_model::MailboxId;
use rusqlite::{Row as SqlRow, params};

use super::{PersonId, PostStore, parsed};
use crate::change::Tag;
use crate::error::StoreError;

/// Lines given at once, at most.
const MAX_LINES: u32 = 100_000;

/// A line of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditLineId(i64);

impl AuditLineId {
    /// The row id itself.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAct {
    /// Messages were given to a printer.
    Print,
    /// Messages were written to a PDF file.
    ExportPdf,
    /// Messages were written to files as the server has them.
    ExportEml,
    /// A joined file was saved outside.
    SaveAttachment,
    /// A letter was handed to the outbox.
    Send,
    /// A letter was taken back before it left.
    TakeBack,
    /// The journal itself was written to a file.
    ExportJournal,
}

impl AuditAct {
    /// Every act.
    pub const ALL: [Self; 7] = [
        Self::Print,
        Self::ExportPdf,
        Self::ExportEml,
        Self::SaveAttachment,
        Self::Send,
        Self::TakeBack,
        Self::ExportJournal,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Print => "print",
            Self::ExportPdf => "export_pdf",
            Self::ExportEml => "export_eml",
            Self::SaveAttachment => "save_attachment",
            Self::Send => "send",
            Self::TakeBack => "take_back",
            Self::ExportJournal => "export_journal",
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditOutcome {
    /// It was asked for; how it ended is not known (yet, or the program stopped in between).
    Asked,
    /// It was done.
    Done,
    /// The person changed their mind in a dialog.
    Cancelled,
    /// It could not be done.
    Failed,
}

impl AuditOutcome {
    const ALL: [Self; 4] = [Self::Asked, Self::Done, Self::Cancelled, Self::Failed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// A line to be written: the one at the keyboard is added by the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuditLine {
    /// Now, seconds since 1970.
    pub at: i64,
    /// Whose messages.
    pub mailbox: Option<MailboxId>,
    /// What is about to be done.
    pub act: AuditAct,
    /// To how many messages.
    pub messages: u32,
    /// The reference of the last of them; empty when there is none.
    pub reference: String,
}

/// A line of the journal, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Its row.
    pub id: AuditLineId,
    /// When it was asked for, seconds since 1970.
    pub at: i64,
    /// Who was at the keyboard, as colleagues know the person, even once they left; none when nobody had said so.
    pub person: Option<String>,
    /// What the rail calls the mailbox, even once it is no longer set up.
    pub mailbox: Option<String>,
    /// What was done.
    pub act: AuditAct,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// How many messages it concerned.
    pub messages: u32,
    /// The reference of the last of them; may be empty.
    pub reference: String,
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of one person.
    pub person: Option<PersonId>,
    /// Of one sort.
    pub act: Option<AuditAct>,
    /// From this second on.
    pub since: Option<i64>,
    /// Before this second.
    pub until: Option<i64>,
}

/// Some lines, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// How many lines fit the filter.
    pub total: u32,
    /// Those asked for.
    pub lines: Vec<AuditLine>,
}

impl PostStore {
    /// Writes the line of an act about to be done, in the name of the one at the keyboard.
    ///
    /// # Errors
    /// Those of writing the file: the act must not be done then.
    pub fn begin_act(&self, line: &NewAuditLine) -> Result<AuditLineId, StoreError> {
        self.file.write(|sql, changes| {
            sql.execute(
                "INSERT INTO audit_log (at, person, mailbox, act, outcome, messages, reference)
                 VALUES (?1, (SELECT id FROM people WHERE current = 1), ?2, ?3, 'asked', ?4, ?5)",
                params![line.at, line.mailbox.map(MailboxId::get), line.act.as_str(), line.messages, line.reference],
            )?;
            changes.all(Tag::AuditLog);
            Ok(AuditLineId(sql.last_insert_rowid()))
        })
    }

    /// Says how the act ended. Once said, it stays.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn settle_act(&self, line: AuditLineId, outcome: AuditOutcome) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            sql.execute(
                "UPDATE audit_log SET outcome = ?2 WHERE id = ?1 AND outcome = 'asked'",
                params![line.0, outcome.as_str()],
            )?;
            changes.all(Tag::AuditLog);
            Ok(())
        })
    }

    /// The lines that fit `filter`, the latest first, from `offset` on.
    ///
    /// # Errors
    /// [`StoreError::Defect`] when a row was written by something else than this program.
    pub fn audit_log(&self, filter: AuditFilter, offset: u32, limit: u32) -> Result<AuditPage, StoreError> {
        self.file.read(|sql| {
            let wanted =
                (filter.person.map(PersonId::get), filter.act.map(AuditAct::as_str), filter.since, filter.until);
            let total = sql.prepare_cached(COUNT_SQL)?.query_row(wanted, |row| row.get(0))?;
            let (person, act, since, until) = wanted;
            let mut statement = sql.prepare_cached(PAGE_SQL)?;
            let lines = statement
                .query_map(params![person, act, since, until, limit.min(MAX_LINES), offset], line)?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(AuditPage { total, lines })
        })
    }

    /// Everyone the journal names, those who left included, by name.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn audited_people(&self) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, name FROM people WHERE id IN (SELECT person FROM audit_log) ORDER BY name, id",
            )?;
            let people = statement
                .query_map([], |row| Ok((PersonId::new(row.get(0)?), row.get(1)?)))?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(people)
        })
    }

    /// Forgets the lines older than `before`, seconds since 1970: what is kept on people at work has an end.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn forget_acts_before(&self, before: i64) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            if sql.execute("DELETE FROM audit_log WHERE at < ?1", [before])? > 0 {
                changes.all(Tag::AuditLog);
            }
            Ok(())
        })
    }
}

const COUNT_SQL: &str = "SELECT count(*) FROM audit_log
  WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR act = ?2)
    AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4)";

const PAGE_SQL: &str = "SELECT audit_log.id, at, people.name, mailboxes.label, act, outcome, messages, reference
  FROM audit_log
  LEFT JOIN people ON people.id = audit_log.person
  LEFT JOIN mailboxes ON mailboxes.id = audit_log.mailbox
  WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR act = ?2)
    AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4)
  ORDER BY at DESC, audit_log.id DESC LIMIT ?5 OFFSET ?6";

fn line(row: &SqlRow<'_>) -> rusqlite::Result<AuditLine> {
    Ok(AuditLine {
        id: AuditLineId(row.get(0)?),
        at: row.get(1)?,
        person: row.get(2)?,
        mailbox: row.get(3)?,
        act: parsed(row, 4, |word| AuditAct::ALL.into_iter().find(|act| act.as_str() == word))?,
        outcome: parsed(row, 5, |word| AuditOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == word))?,
        messages: row.get(6)?,
        reference: row.get(7)?,
    })
}

#[cfg(test)]
mod tests;
