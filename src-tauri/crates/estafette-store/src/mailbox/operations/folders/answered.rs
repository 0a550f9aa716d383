//! What the server makes of gestures on folders: done, refused, or seen in a list of its folders before any answer.

use estafette_model::FolderId;
use rusqlite::params;

use super::renamed;
use crate::change::Tag;
use crate::error::StoreError;
use crate::mailbox::edit::Edit;
use crate::mailbox::folders::{ListedFolder, folders};
use crate::mailbox::operations::{Gesture, Kind};

impl Edit<'_> {
    /// The deletion is called off, or could not be: the folder is there as before.
    pub(in crate::mailbox::operations) fn show_again(&mut self, folder: FolderId) -> Result<(), StoreError> {
        self.sql.execute("UPDATE folders SET hidden = 0 WHERE id = ?1", [folder.get()])?;
        self.sql.execute(
            "DELETE FROM operations WHERE folder_id = ?1 AND kind = 'delete' AND state = 'due'",
            [folder.get()],
        )?;
        self.changes.all(Tag::Folders);
        self.changes.all(Tag::Operations);
        Ok(())
    }

    /// The server has done it: a folder and those inside it go by their new name, gestures still to come included.
    pub(in crate::mailbox::operations) fn folder_renamed(&mut self, gesture: &Gesture) -> Result<(), StoreError> {
        let all = folders(self.sql)?;
        let (Some(folder), Some(after)) =
            (all.iter().find(|folder| Some(folder.id.get()) == gesture.folder), &gesture.wire_after)
        else {
            return Ok(());
        };
        if let Some(stale) = all.iter().find(|other| other.wire_name == *after && other.id != folder.id) {
            self.drop_folder(stale.id)?;
        }
        for other in &all {
            if let Some(wire_name) = renamed(&other.wire_name, &folder.wire_name, after, folder.delimiter) {
                self.sql
                    .execute("UPDATE folders SET wire_name = ?2 WHERE id = ?1", params![other.id.get(), wire_name])?;
            }
        }
        let before = gesture.name_before.as_deref().unwrap_or_default();
        for other in self.gestures_on_folders()?.iter().filter(|other| other.id > gesture.id) {
            let wanted = other.wire_after.as_deref().unwrap_or_default();
            // One that asks for the old name itself means that name, as when the renaming is taken back.
            let means_the_old_name =
                other.name_after.as_deref().is_some_and(|name| renamed(name, before, "", folder.delimiter).is_some());
            if let Some(wire_after) = renamed(wanted, &folder.wire_name, after, folder.delimiter)
                && !means_the_old_name
            {
                self.sql
                    .execute("UPDATE operations SET wire_after = ?2 WHERE id = ?1", params![other.id, wire_after])?;
            }
        }
        self.changes.all(Tag::Folders);
        Ok(())
    }

    /// The server will not: people read the name it has.
    pub(in crate::mailbox::operations) fn folder_keeps_its_name(
        &mut self,
        gesture: &Gesture,
    ) -> Result<(), StoreError> {
        let all = folders(self.sql)?;
        let Some(folder) = all.iter().find(|folder| Some(folder.id.get()) == gesture.folder) else { return Ok(()) };
        self.sql.execute(
            "DELETE FROM operations WHERE folder_id = ?1 AND kind = 'rename' AND state = 'due' AND id > ?2",
            params![folder.id.get(), gesture.id],
        )?;
        self.call_branch(&folder.name, gesture.name_before.as_deref().unwrap_or_default(), folder.delimiter)
    }

    /// A list of the server, as it will be once the gestures are replayed: renamed folders by their new name. A renaming
    /// whose answer was lost is recognised by its result.
    pub(in crate::mailbox) fn as_people_named_them(
        &mut self,
        listed: &[ListedFolder],
    ) -> Result<Vec<ListedFolder>, StoreError> {
        let has = |wire_name: &str| listed.iter().any(|listed| listed.wire_name == wire_name);
        for gesture in self.gestures_on_folders()?.iter().filter(|gesture| gesture.kind == Kind::Rename) {
            let known = folders(self.sql)?.into_iter().find(|folder| Some(folder.id.get()) == gesture.folder);
            let after = gesture.wire_after.as_deref().unwrap_or_default();
            if known.is_some_and(|known| !has(&known.wire_name)) && has(after) {
                self.folder_renamed(gesture)?;
                self.sql.execute("DELETE FROM operations WHERE id = ?1", [gesture.id])?;
                self.changes.all(Tag::Operations);
            }
        }
        let renamings = self.gestures_on_folders()?;
        Ok(listed
            .iter()
            .map(|listed| {
                let mut folder = listed.clone();
                for gesture in &renamings {
                    let (before, after) = (gesture.name_before.as_deref(), gesture.name_after.as_deref());
                    if let (Kind::Rename, Some(before), Some(after)) = (gesture.kind, before, after)
                        && let Some(name) = renamed(&folder.name, before, after, folder.delimiter)
                    {
                        folder.name = name;
                    }
                }
                folder
            })
            .collect())
    }

    /// Whether a folder is still to be made on the server.
    pub(in crate::mailbox) fn is_to_be_made(&self, folder: FolderId) -> Result<bool, StoreError> {
        let gestures = self.gestures_where("name_before IS NOT NULL AND folder_id = ?1 AND state = 'due'", folder)?;
        Ok(gestures.iter().any(|gesture| gesture.kind == Kind::Create))
    }
}
