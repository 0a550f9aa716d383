//! Which letters are open in a composer, so that the one being written when the program died is offered again at its next
//! start. The letter itself is kept by its savings; this only remembers that nobody closed it.

use estafette_model::DraftId;

use super::Draft;
use crate::change::Tag;
use crate::error::StoreError;
use crate::mailbox::MailboxStore;
use crate::mailbox::edit::Edit;

impl MailboxStore {
    /// A composer shows the letter from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::AlreadySending`].
    pub fn open_draft(&self, draft: DraftId) -> Result<(), StoreError> {
        self.edit_durably(|edit| {
            edit.require_writable(draft)?;
            edit.sql.execute(
                "INSERT INTO open_drafts (draft_id) VALUES (?1) ON CONFLICT (draft_id) DO UPDATE SET interrupted = 0",
                [draft.get()],
            )?;
            edit.changes.one(Tag::Drafts, draft.get());
            Ok(())
        })
    }

    /// The letter was left as it should be, or the person does not want to be asked about it any more. A letter that is gone
    /// is closed too.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn close_draft(&self, draft: DraftId) -> Result<(), StoreError> {
        self.edit(|edit| edit.forget_open(draft))
    }

    /// The letters that were being written when the program died, last touched first. One in which nothing was kept yet is
    /// not among them.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn interrupted_drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let interrupted: Vec<i64> = self.file.read(|sql| {
            let mut statement = sql.prepare_cached("SELECT draft_id FROM open_drafts WHERE interrupted")?;
            let ids = statement.query_map([], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })?;
        let written = |draft: &Draft| draft.revision > 0 || !draft.attachments.is_empty();
        let mut drafts = if interrupted.is_empty() { Vec::new() } else { self.drafts()? };
        drafts.retain(|draft| interrupted.contains(&draft.id.get()) && written(draft));
        Ok(drafts)
    }
}

impl Edit<'_> {
    /// No composer shows the letter any more.
    pub(in crate::mailbox) fn forget_open(&mut self, draft: DraftId) -> Result<(), StoreError> {
        if self.sql.execute("DELETE FROM open_drafts WHERE draft_id = ?1", [draft.get()])? > 0 {
            self.changes.one(Tag::Drafts, draft.get());
        }
        Ok(())
    }

    /// What is open when the file has just been opened was open in a run that is over.
    pub(in crate::mailbox) fn note_interrupted(&self) -> Result<(), StoreError> {
        self.sql.execute("UPDATE open_drafts SET interrupted = 1 WHERE NOT interrupted", [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
