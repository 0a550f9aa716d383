//! How a gesture ends: done, done elsewhere, later, or never.

use estafette_model::{FolderId, OperationId};
use rusqlite::params;

use super::{Gesture, Kind, OperationOutcome};
use crate::change::Tag;
use crate::error::StoreError;
use crate::mailbox::MailboxStore;
use crate::mailbox::edit::Edit;

impl MailboxStore {
    /// Records how tries ended, all in one transaction. A gesture that no longer exists is passed over.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn complete_operations(&self, ended: &[(OperationId, OperationOutcome<'_>)]) -> Result<(), StoreError> {
        self.edit(|edit| {
            for (operation, outcome) in ended {
                edit.complete(*operation, *outcome)?;
            }
            Ok(())
        })
    }
}

impl Edit<'_> {
    fn complete(&mut self, operation: OperationId, outcome: OperationOutcome<'_>) -> Result<(), StoreError> {
        let Some(gesture) = self.due_gesture(operation)? else { return Ok(()) };
        self.changes.all(Tag::Operations);
        match outcome {
            OperationOutcome::Done => self.done(&gesture, None),
            OperationOutcome::Moved { uid_validity, uid } => self.done(&gesture, Some((uid_validity, uid))),
            OperationOutcome::Retry { at, reason } => self.retry(&gesture, at, reason),
            OperationOutcome::Park { reason } => self.park(&gesture, reason),
        }
    }

    fn done(&mut self, gesture: &Gesture, reached: Option<(u32, u32)>) -> Result<(), StoreError> {
        match gesture.kind {
            Kind::Flag => self.flag_done(gesture),
            Kind::Move => self.move_done(gesture, reached),
            Kind::Append => self.append_done(gesture),
            Kind::Create => self.delete_gesture(gesture),
            Kind::Rename => {
                self.folder_renamed(gesture)?;
                self.delete_gesture(gesture)
            }
            Kind::Delete => {
                self.delete_gesture(gesture)?;
                gesture.folder.map_or(Ok(()), |folder| self.drop_folder(FolderId::new(folder)))
            }
        }
    }

    fn flag_done(&mut self, gesture: &Gesture) -> Result<(), StoreError> {
        self.delete_gesture(gesture)?;
        let Some(copy) = gesture.message.map_or(Ok(None), |message| self.copy(message))? else { return Ok(()) };
        let server =
            if gesture.on { copy.server_flags.with(gesture.flags) } else { copy.server_flags.without(gesture.flags) };
        self.set_server_flags(&copy, server)
    }

    fn move_done(&mut self, gesture: &Gesture, reached: Option<(u32, u32)>) -> Result<(), StoreError> {
        let (Some(message), Some(to)) = (gesture.message, gesture.to) else { return self.delete_gesture(gesture) };
        match reached {
            Some((uid_validity, uid)) => {
                self.delete_gesture(gesture)?;
                self.settle_uid(message, FolderId::new(to), Some(uid_validity), uid)
            }
            // Without a name it would not be recognised; it is fetched again where it went.
            None if gesture.message_id.is_empty() => {
                self.delete_gesture(gesture)?;
                self.forget_message(message)
            }
            None => {
                self.sql
                    .prepare_cached("UPDATE operations SET state = 'moved', attempts = 0 WHERE id = ?1")?
                    .execute([gesture.id])?;
                Ok(())
            }
        }
    }

    /// The copy is in Sent: the outbox needs the bytes no more, its row stays to tell what became of the letter.
    fn append_done(&mut self, gesture: &Gesture) -> Result<(), StoreError> {
        self.delete_gesture(gesture)?;
        self.sql
            .prepare_cached("UPDATE outbox SET raw = x'', blob_id = NULL WHERE id = ?1")?
            .execute([gesture.outbox.unwrap_or_default()])?;
        Ok(())
    }

    fn retry(&mut self, gesture: &Gesture, at: i64, reason: &str) -> Result<(), StoreError> {
        self.sql
            .prepare_cached("UPDATE operations SET attempts = attempts + 1, next_try = ?2, reason = ?3 WHERE id = ?1")?
            .execute(params![gesture.id, at, reason])?;
        Ok(())
    }

    /// Gives a gesture up and undoes its local half.
    pub(in crate::mailbox) fn park(&mut self, gesture: &Gesture, reason: &str) -> Result<(), StoreError> {
        self.changes.all(Tag::Operations);
        self.sql
            .prepare_cached("UPDATE operations SET state = 'parked', reason = ?2 WHERE id = ?1")?
            .execute(params![gesture.id, reason])?;
        match gesture.kind {
            Kind::Flag => match gesture.message.map_or(Ok(None), |message| self.copy(message))? {
                Some(copy) => self.set_server_flags(&copy, copy.server_flags),
                None => Ok(()),
            },
            Kind::Move => self.move_back(gesture),
            Kind::Append => Ok(()),
            Kind::Create => gesture.folder.map_or(Ok(()), |folder| self.drop_folder(FolderId::new(folder))),
            Kind::Rename => self.folder_keeps_its_name(gesture),
            Kind::Delete => gesture.folder.map_or(Ok(()), |folder| self.show_again(FolderId::new(folder))),
        }
    }

    /// Shows a message again where the server has it. Its later gestures start from there; its later moves lose their
    /// ground and go.
    fn move_back(&mut self, gesture: &Gesture) -> Result<(), StoreError> {
        let Some(copy) = gesture.message.map_or(Ok(None), |message| self.copy(message))? else { return Ok(()) };
        let (Some(folder), Some(uid), false) = (gesture.folder, gesture.uid, gesture.source_gone) else {
            return self.forget_message(copy.id);
        };
        self.sql
            .prepare_cached(
                "DELETE FROM operations WHERE message = ?1 AND id > ?2 AND kind = 'move' AND state = 'due'",
            )?
            .execute([copy.id, gesture.id])?;
        self.sql
            .prepare_cached(
                "UPDATE operations SET folder_id = ?3, uid = ?4, uid_validity = ?5
                  WHERE message = ?1 AND id > ?2 AND state = 'due'",
            )?
            .execute(params![copy.id, gesture.id, folder, uid, gesture.uid_validity])?;
        self.place_copy(&copy, folder, Some(uid))
    }

    fn delete_gesture(&mut self, gesture: &Gesture) -> Result<(), StoreError> {
        self.sql.prepare_cached("DELETE FROM operations WHERE id = ?1")?.execute([gesture.id])?;
        Ok(())
    }
}
