//! Letters being written. They belong to the person: nothing the server says changes them.

mod attachments;
mod copies;
mod foreign;
mod interrupted;

use estafette_model::{DraftId, MessageId};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::MailboxStore;
use super::columns;
use super::edit::Edit;
use crate::change::Tag;
use crate::error::{Row, StoreError};

pub use copies::{DraftCopy, DraftCopyId, DraftToCopy, DraftVersion};
pub use foreign::{ForeignDraft, ForeignDraftToKeep, JoinedFile};

/// What a person types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftFields {
    /// Subject.
    pub subject: String,
    /// Text, as the editor keeps it.
    pub body_html: String,
    /// What it quotes or forwards, which stands below the text and the signature; empty when nothing.
    pub quotation: String,
    /// Recipients as typed, perhaps not yet addresses.
    pub to: Vec<String>,
    /// Recipients in copy, the same.
    pub cc: Vec<String>,
    /// The message answered, if any and still here.
    pub in_reply_to: Option<MessageId>,
    /// References of the letter; the last is the Message-ID of the message answered (RFC 5322 §3.6.4).
    pub references: Vec<String>,
    /// Its recipients are asked to say that they read it (RFC 8098).
    pub receipt: bool,
}

/// A letter being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its row.
    pub id: DraftId,
    /// What was typed.
    pub fields: DraftFields,
    /// Revision of the editor that was saved last.
    pub revision: u32,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970.
    pub updated: i64,
    /// In the outbox: hidden from the list, frozen.
    pub sending: bool,
    /// Code of the sending that failed; empty when none did.
    pub error: String,
    /// Attached files, in the order they were added.
    pub attachments: Vec<DraftAttachment>,
}

/// A file attached to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAttachment {
    /// Its row.
    pub id: DraftAttachmentId,
    /// File name.
    pub name: String,
    /// Type.
    pub mime_type: String,
    /// Bytes.
    pub size: u64,
}

/// A file attached to a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftAttachmentId(i64);

impl DraftAttachmentId {
    /// Wraps a row id received from the page.
    #[must_use]
    pub const fn new(id: i64) -> Self {
        Self(id)
    }

    /// The row id itself.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSaved {
    /// It is in the file.
    Saved,
    /// A revision at least as new was there: nothing written.
    Older {
        /// The revision kept.
        kept: u32,
    },
    /// The letter is on its way: nothing written.
    Sending,
}

impl MailboxStore {
    /// Starts a letter, at revision 0.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn create_draft(&self, fields: &DraftFields) -> Result<DraftId, StoreError> {
        self.edit_durably(|edit| edit.insert_draft(fields))
    }

    /// Saves a letter if `revision` is newer than what is kept. A slow window thus never overwrites a quick one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the draft is gone.
    pub fn save_draft(&self, draft: DraftId, revision: u32, fields: &DraftFields) -> Result<DraftSaved, StoreError> {
        self.edit_durably(|edit| {
            let (kept, sending) = edit.draft_state(draft)?;
            if sending {
                return Ok(DraftSaved::Sending);
            }
            if revision <= kept {
                return Ok(DraftSaved::Older { kept });
            }
            edit.sql.execute(
                "UPDATE drafts SET revision = ?2, subject = ?3, body_html = ?4, to_list = ?5, cc_list = ?6,
                                   in_reply_to = ?7, refs = ?8, updated = ?9
                  WHERE id = ?1",
                params![
                    draft.get(),
                    revision,
                    fields.subject,
                    fields.body_html,
                    columns::lines_to_text(&fields.to),
                    columns::lines_to_text(&fields.cc),
                    fields.in_reply_to.map(MessageId::get),
                    columns::ids_to_text(&fields.references),
                    edit.now
                ],
            )?;
            edit.keep_quotation(draft.get(), &fields.quotation)?;
            edit.keep_receipt_wish(draft.get(), fields.receipt)?;
            edit.changes.one(Tag::Drafts, draft.get());
            Ok(DraftSaved::Saved)
        })
    }

    /// One letter, sending or not.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn draft(&self, draft: DraftId) -> Result<Option<Draft>, StoreError> {
        self.file.read(|sql| {
            let found = sql
                .prepare_cached(&format!("SELECT {COLUMNS} FROM drafts AS d WHERE d.id = ?1"))?
                .query_row([draft.get()], draft_row)
                .optional()?;
            let Some(mut found) = found else { return Ok(None) };
            found.attachments = attachments::of(sql, draft)?;
            Ok(Some(found))
        })
    }

    /// The letters being written, last touched first; those on their way are not among them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.file.read(|sql| {
            let mut drafts = visible_drafts(sql)?;
            for draft in &mut drafts {
                draft.attachments = attachments::of(sql, draft.id)?;
            }
            Ok(drafts)
        })
    }

    /// Throws a letter away, with its attachments.
    ///
    /// # Errors
    /// [`StoreError::AlreadySending`] while it is in the outbox.
    pub fn delete_draft(&self, draft: DraftId) -> Result<(), StoreError> {
        self.edit(|edit| {
            edit.require_writable(draft)?;
            edit.sql.execute("DELETE FROM drafts WHERE id = ?1", [draft.get()])?;
            edit.changes.one(Tag::Drafts, draft.get());
            Ok(())
        })
    }
}

/// The message answered is named only while its copy is here.
const COLUMNS: &str = "d.id, d.revision, d.subject, d.body_html, d.to_list, d.cc_list,
                       (SELECT id FROM messages WHERE id = d.in_reply_to), d.refs, d.created, d.updated, d.sending, d.error,
                       coalesce((SELECT html FROM draft_quotations WHERE draft_id = d.id), ''),
                       EXISTS (SELECT 1 FROM draft_receipts WHERE draft_id = d.id)";

fn visible_drafts(sql: &Connection) -> Result<Vec<Draft>, StoreError> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM drafts AS d WHERE NOT d.sending ORDER BY d.updated DESC, d.id DESC"
    ))?;
    let drafts = statement.query_map([], draft_row)?.collect::<Result<_, _>>()?;
    Ok(drafts)
}

fn draft_row(row: &SqlRow<'_>) -> rusqlite::Result<Draft> {
    let lines = |column: usize| Ok::<_, rusqlite::Error>(columns::lines_from_text(row.get_ref(column)?.as_str()?));
    Ok(Draft {
        id: DraftId::new(row.get(0)?),
        revision: row.get(1)?,
        fields: DraftFields {
            subject: row.get(2)?,
            body_html: row.get(3)?,
            quotation: row.get(12)?,
            to: lines(4)?,
            cc: lines(5)?,
            in_reply_to: row.get::<_, Option<i64>>(6)?.map(MessageId::new),
            references: lines(7)?,
            receipt: row.get(13)?,
        },
        created: row.get(8)?,
        updated: row.get(9)?,
        sending: row.get(10)?,
        error: row.get(11)?,
        attachments: Vec::new(),
    })
}

impl Edit<'_> {
    /// A letter at revision 0.
    fn insert_draft(&mut self, fields: &DraftFields) -> Result<DraftId, StoreError> {
        self.sql.execute(
            "INSERT INTO drafts (revision, subject, body_html, to_list, cc_list, in_reply_to, refs, created, updated)
             VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![
                fields.subject,
                fields.body_html,
                columns::lines_to_text(&fields.to),
                columns::lines_to_text(&fields.cc),
                fields.in_reply_to.map(MessageId::get),
                columns::ids_to_text(&fields.references),
                self.now
            ],
        )?;
        let id = self.sql.last_insert_rowid();
        self.keep_quotation(id, &fields.quotation)?;
        self.keep_receipt_wish(id, fields.receipt)?;
        self.changes.one(Tag::Drafts, id);
        Ok(DraftId::new(id))
    }

    /// Its revision, and whether it is on its way.
    fn draft_state(&self, draft: DraftId) -> Result<(u32, bool), StoreError> {
        self.sql
            .prepare_cached("SELECT revision, sending FROM drafts WHERE id = ?1")?
            .query_row([draft.get()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or(StoreError::NotFound(Row::Draft))
    }

    fn keep_quotation(&self, draft: i64, html: &str) -> Result<(), StoreError> {
        if html.is_empty() {
            self.sql.execute("DELETE FROM draft_quotations WHERE draft_id = ?1", [draft])?;
        } else {
            self.sql.execute(
                "INSERT INTO draft_quotations (draft_id, html) VALUES (?1, ?2)
                     ON CONFLICT (draft_id) DO UPDATE SET html = excluded.html",
                params![draft, html],
            )?;
        }
        Ok(())
    }

    /// A file was joined or taken off: the letter was touched now.
    fn touch_draft(&mut self, draft: DraftId) -> Result<(), StoreError> {
        self.sql.execute("UPDATE drafts SET updated = ?2 WHERE id = ?1", [draft.get(), self.now])?;
        self.changes.one(Tag::Drafts, draft.get());
        Ok(())
    }

    /// Refuses to touch a letter on its way.
    pub(super) fn require_writable(&self, draft: DraftId) -> Result<(), StoreError> {
        match self.draft_state(draft)? {
            (_, true) => Err(StoreError::AlreadySending),
            (_, false) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
