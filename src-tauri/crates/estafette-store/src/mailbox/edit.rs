//! One change of a mailbox: a transaction that keeps the summaries true and remembers what it made stale.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::MailboxStore;
use crate::change::Changes;
use crate::error::StoreError;

/// A transaction under way.
pub(super) struct Edit<'t> {
    /// The connection inside the transaction.
    pub(super) sql: &'t Connection,
    /// What is to be announced.
    pub(super) changes: &'t mut Changes,
    /// Now, seconds since 1970.
    pub(super) now: i64,
    /// Conversations and folders whose summary must be counted again, as (thread, folder).
    pub(super) touched: BTreeSet<(i64, i64)>,
}

impl MailboxStore {
    /// One transaction. An error undoes all of it.
    pub(super) fn edit<T>(&self, work: impl FnOnce(&mut Edit<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let now = self.clock.unix_seconds();
        let (done, dropped) =
            self.file.write(|sql, changes| run(Edit { sql, changes, now, touched: BTreeSet::new() }, work))?;
        self.sweep_after(dropped);
        Ok(done)
    }

    /// The same, on the disk before it returns: even a power cut does not undo it.
    pub(super) fn edit_durably<T>(
        &self,
        work: impl FnOnce(&mut Edit<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let now = self.clock.unix_seconds();
        let (done, dropped) =
            self.file.write_durably(|sql, changes| run(Edit { sql, changes, now, touched: BTreeSet::new() }, work))?;
        self.sweep_after(dropped);
        Ok(done)
    }

    /// What was to be done is done: pieces that could not be taken away now are with the next change.
    fn sweep_after(&self, dropped: bool) {
        if dropped && let Err(error) = self.sweep_blobs() {
            tracing::info!(%error, "pieces of a blob stay for now");
        }
    }
}

/// Gives what `work` gives, and whether blobs were dropped.
fn run<T>(
    mut edit: Edit<'_>,
    work: impl FnOnce(&mut Edit<'_>) -> Result<T, StoreError>,
) -> Result<(T, bool), StoreError> {
    let done = work(&mut edit)?;
    edit.refresh_summaries()?;
    let dropped = edit.has_dropped_blobs()?;
    Ok((done, dropped))
}
