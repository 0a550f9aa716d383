//! Texts a mailbox writes again and again.

use estafette_model::MailboxId;
use rusqlite::{Connection, Row as SqlRow, params};

use super::PostStore;
use crate::change::Tag;
use crate::error::{Row, StoreError};

/// A text to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(i64);

impl TemplateId {
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

/// A text to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTemplate {
    /// Its row.
    pub id: TemplateId,
    /// What the menu calls it.
    pub name: String,
    /// Its lines, with their fields.
    pub text: String,
}

impl PostStore {
    /// The texts of a mailbox, by name.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn templates(&self, mailbox: MailboxId) -> Result<Vec<TextTemplate>, StoreError> {
        self.file.read(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT id, name, text FROM text_templates WHERE mailbox = ?1 ORDER BY name, id")?;
            let templates = statement.query_map([mailbox.get()], template)?.collect::<Result<_, _>>()?;
            Ok(templates)
        })
    }

    /// Adds a text.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] when another has that name: it is not replaced unasked.
    pub fn add_template(&self, mailbox: MailboxId, name: &str, text: &str) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            require_free_name(sql, mailbox, name, None)?;
            sql.execute(
                "INSERT INTO text_templates (mailbox, name, text) VALUES (?1, ?2, ?3)",
                params![mailbox.get(), name, text],
            )?;
            changes.all(Tag::Templates);
            Ok(())
        })
    }

    /// Gives a text of this mailbox another name or other lines.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone; [`StoreError::NameTaken`] when another has that name.
    pub fn change_template(
        &self,
        template: TemplateId,
        mailbox: MailboxId,
        name: &str,
        text: &str,
    ) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            require_free_name(sql, mailbox, name, Some(template))?;
            let changed = sql.execute(
                "UPDATE text_templates SET name = ?3, text = ?4 WHERE id = ?1 AND mailbox = ?2",
                params![template.get(), mailbox.get(), name, text],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound(Row::Template));
            }
            changes.all(Tag::Templates);
            Ok(())
        })
    }

    /// Throws a text of this mailbox away. One that is gone already stays so.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn delete_template(&self, template: TemplateId, mailbox: MailboxId) -> Result<(), StoreError> {
        self.file.write(|sql, changes| {
            sql.execute("DELETE FROM text_templates WHERE id = ?1 AND mailbox = ?2", [template.get(), mailbox.get()])?;
            changes.all(Tag::Templates);
            Ok(())
        })
    }
}

fn require_free_name(
    sql: &Connection,
    mailbox: MailboxId,
    name: &str,
    of: Option<TemplateId>,
) -> Result<(), StoreError> {
    let taken = sql
        .prepare_cached("SELECT 1 FROM text_templates WHERE mailbox = ?1 AND name = ?2 AND id IS NOT ?3")?
        .exists(params![mailbox.get(), name, of.map(TemplateId::get)])?;
    if taken { Err(StoreError::NameTaken) } else { Ok(()) }
}

fn template(row: &SqlRow<'_>) -> rusqlite::Result<TextTemplate> {
    Ok(TextTemplate { id: TemplateId::new(row.get(0)?), name: row.get(1)?, text: row.get(2)? })
}

#[cfg(test)]
mod tests;
