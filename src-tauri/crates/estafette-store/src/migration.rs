//! Numbered steps from an empty file to today's schema, embedded in the program and frozen once released.
//! Each step is one transaction that also records its number, so a crash leaves the file at one step or the next.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use tracing::info;

use crate::error::StoreError;

/// The steps of one sort of file, in order, numbered from 1 without a gap.
pub(crate) struct Schema {
    pub(crate) steps: &'static [Step],
}

/// One step.
pub(crate) struct Step {
    /// What it does, for the log.
    pub(crate) what: &'static str,
    /// Its statements.
    pub(crate) sql: &'static str,
}

/// The steps of a mailbox file.
pub(crate) const MAILBOX: Schema = Schema {
    steps: &[
        Step { what: "first schema", sql: include_str!("../migrations/mailbox/0001_first_schema.sql") },
        Step { what: "open drafts", sql: include_str!("../migrations/mailbox/0002_open_drafts.sql") },
        Step { what: "folder gestures", sql: include_str!("../migrations/mailbox/0003_folder_gestures.sql") },
        Step { what: "draft quotations", sql: include_str!("../migrations/mailbox/0004_draft_quotations.sql") },
        Step { what: "header words", sql: include_str!("../migrations/mailbox/0005_header_words.sql") },
        Step { what: "blobs", sql: include_str!("../migrations/mailbox/0006_blobs.sql") },
        Step { what: "draft copies", sql: include_str!("../migrations/mailbox/0007_draft_copies.sql") },
        Step { what: "receipts", sql: include_str!("../migrations/mailbox/0008_receipts.sql") },
    ],
};

/// The steps of `post.db`.
pub(crate) const POST: Schema = Schema {
    steps: &[
        Step { what: "first schema", sql: include_str!("../migrations/post/0001_first_schema.sql") },
        Step { what: "audit log", sql: include_str!("../migrations/post/0002_audit_log.sql") },
        Step {
            what: "signatures and templates",
            sql: include_str!("../migrations/post/0003_signatures_and_templates.sql"),
        },
        Step { what: "revocation lists", sql: include_str!("../migrations/post/0004_revocation_lists.sql") },
        Step { what: "personal codes", sql: include_str!("../migrations/post/0005_personal_codes.sql") },
    ],
};

impl Schema {
    /// Number of the last step.
    pub(crate) fn head(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }
}

/// Refuses a file whose `meta.min_reader` is beyond this program. A merely newer schema is read.
pub(crate) fn check_readable(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    let knows = schema.head();
    if version(connection)? <= knows {
        return Ok(());
    }
    let needs: Option<u32> = connection
        .query_row("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'min_reader'", [], |row| row.get(0))
        .optional()?;
    match needs {
        Some(needs) if needs <= knows => Ok(()),
        Some(needs) => Err(StoreError::Newer { needs, knows }),
        None => Err(StoreError::Damaged),
    }
}

/// Runs the steps the file has not seen.
pub(crate) fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    let from = version(connection)?;
    for (number, step) in (1_u32..).zip(schema.steps).filter(|(number, _)| *number > from) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have run the step while this one waited for the file.
        if version(&transaction)? >= number {
            continue;
        }
        transaction.execute_batch(step.sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
        info!(number, what = step.what, "schema step done");
    }
    Ok(())
}

/// The schema as SQLite keeps it, comments included, one statement after the other in order of creation.
pub(crate) fn schema_text(schema: &Schema) -> Result<String, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection, schema)?;
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_schema
          WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'fts\\_%' ESCAPE '\\'
            AND name NOT LIKE 'header\\_words\\_%' ESCAPE '\\'
          ORDER BY rowid",
    )?;
    let statements = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(statements.into_iter().map(|sql| format!("{sql};\n\n")).collect())
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests;
