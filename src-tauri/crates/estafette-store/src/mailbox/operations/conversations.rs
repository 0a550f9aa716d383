//! Gestures on whole conversations: however many were selected, one gesture is one transaction, and tells which messages
//! it changed, so that exactly these can be given back.

use std::collections::BTreeSet;

use estafette_model::{Flags, FolderId, MessageId, ThreadId};
use rusqlite::params;

use crate::error::StoreError;
use crate::mailbox::MailboxStore;
use crate::mailbox::edit::Edit;
use crate::mailbox::reading::shown_messages;

impl MailboxStore {
    /// Sets or clears flags on conversations as seen from `folder`: every copy that lies there, and what is shown of the
    /// others. Gives the messages that were not so already.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn mark_threads(
        &self,
        threads: &[ThreadId],
        folder: FolderId,
        flags: Flags,
        on: bool,
    ) -> Result<Vec<MessageId>, StoreError> {
        self.edit(|edit| {
            let mut changed = Vec::new();
            for thread in threads {
                let mut messages: BTreeSet<MessageId> = edit.messages_in(*thread, folder)?.into_iter().collect();
                messages.extend(shown_messages(edit.sql, *thread, Some(folder))?.iter().map(|row| row.id));
                for message in messages {
                    if edit.set_flag(message, flags, on)?.is_some() {
                        changed.push(message);
                    }
                }
            }
            Ok(changed)
        })
    }

    /// Moves every message of the conversations that lies in `from` to another folder. Gives which.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the other folder is gone.
    pub fn move_threads(
        &self,
        threads: &[ThreadId],
        from: FolderId,
        to: FolderId,
    ) -> Result<Vec<MessageId>, StoreError> {
        self.edit(|edit| {
            edit.uid_validity(to)?;
            let mut moved = Vec::new();
            for thread in threads {
                for message in edit.messages_in(*thread, from)? {
                    if edit.move_message(message, to)?.is_some() {
                        moved.push(message);
                    }
                }
            }
            Ok(moved)
        })
    }
}

impl Edit<'_> {
    /// Every message of a conversation that lies in `folder`, copies included. What is shown may be fewer.
    fn messages_in(&self, thread: ThreadId, folder: FolderId) -> Result<Vec<MessageId>, StoreError> {
        let mut statement =
            self.sql.prepare_cached("SELECT id FROM messages WHERE thread_id = ?1 AND folder_id = ?2 ORDER BY id")?;
        let ids = statement.query_map(params![thread.get(), folder.get()], |row| row.get(0).map(MessageId::new))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
