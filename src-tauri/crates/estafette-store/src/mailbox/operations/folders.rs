//! Gestures on folders: made, renamed, moved and deleted here at once, on the server later, in one order with the gestures
//! on letters.
//!
//! `wire_name` stays the server's until the server has done it, so that gestures on letters go on by the name it knows; only
//! what people read changes at once. A deleted folder is hidden until its letters have left it on the server too.

mod answered;

use estafette_model::{FolderId, FolderRole, MessageId};
use rusqlite::params;

use super::Kind;
use crate::change::Tag;
use crate::error::{FolderFault, Row, StoreError};
use crate::mailbox::MailboxStore;
use crate::mailbox::edit::Edit;
use crate::mailbox::folders::{Folder, ListedFolder, folders};

/// Longest name of one level, in characters: Dovecot takes 255 bytes.
const MAX_NAME: usize = 80;

/// The name of one level of a folder, as a person typed it and as the server writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderLeaf {
    /// As people read it.
    pub name: String,
    /// As the server writes it (modified UTF-7).
    pub wire_name: String,
}

/// What a deletion took along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderDeleted {
    /// Folders, those inside included.
    pub folders: u32,
    /// Letters, now in the trash.
    pub letters: u32,
}

impl MailboxStore {
    /// Makes a folder inside `parent`, or beside the others. One that was deleted here under that name, and is still on the
    /// server, is simply shown again.
    ///
    /// # Errors
    /// [`StoreError::Folder`] for a name that cannot be; [`StoreError::NotFound`] when the parent is gone.
    pub fn create_folder(&self, parent: Option<FolderId>, leaf: &FolderLeaf) -> Result<FolderId, StoreError> {
        self.edit(|edit| {
            let all = folders(edit.sql)?;
            let place = Place::inside(parent, &all)?;
            let wanted = place.name_of(leaf)?;
            if let Some(hidden) = all.iter().find(|folder| folder.hidden && folder.wire_name == wanted.wire_name) {
                edit.show_again(hidden.id)?;
                return Ok(hidden.id);
            }
            check_free(&wanted, None, &all)?;
            edit.add_folder(&wanted)?;
            let id = FolderId::new(edit.sql.last_insert_rowid());
            edit.record_on_folder(Kind::Create, id, "", Some(&wanted))?;
            Ok(id)
        })
    }

    /// Gives a folder another name where it is.
    ///
    /// # Errors
    /// [`StoreError::Folder`] for a folder that keeps its name or a name that cannot be; [`StoreError::NotFound`].
    pub fn rename_folder(&self, folder: FolderId, leaf: &FolderLeaf) -> Result<(), StoreError> {
        self.edit(|edit| {
            let all = folders(edit.sql)?;
            let folder = own(folder, &all)?;
            let wire_name = edit.wire_wanted(folder)?;
            let wanted = Place::around(folder, &wire_name).name_of(leaf)?;
            edit.place_folder(folder, &wanted, &all)
        })
    }

    /// Puts a folder, with those inside it, inside another or beside the others.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when it keeps its place or cannot be there; [`StoreError::NotFound`].
    pub fn move_folder(&self, folder: FolderId, parent: Option<FolderId>) -> Result<(), StoreError> {
        self.edit(|edit| {
            let all = folders(edit.sql)?;
            let folder = own(folder, &all)?;
            if parent.is_some_and(|parent| branch(folder, &all).iter().any(|inside| inside.id == parent)) {
                return Err(StoreError::Folder(FolderFault::IntoItself));
            }
            let leaf = FolderLeaf {
                name: last_level(&folder.name, folder.delimiter).to_owned(),
                wire_name: last_level(&edit.wire_wanted(folder)?, folder.delimiter).to_owned(),
            };
            let wanted = Place::inside(parent, &all)?.name_of(&leaf)?;
            edit.place_folder(folder, &wanted, &all)
        })
    }

    /// Deletes a folder and those inside it. Their letters go to the trash; what the server holds beyond them keeps the
    /// folder from being deleted there.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when one of them has a use of its own; [`StoreError::NotFound`].
    pub fn delete_folder(&self, folder: FolderId) -> Result<FolderDeleted, StoreError> {
        self.edit(|edit| {
            let all = folders(edit.sql)?;
            let leaving = branch(own(folder, &all)?, &all);
            if leaving.iter().any(|folder| folder.role != FolderRole::Other) {
                return Err(StoreError::Folder(FolderFault::Fixed));
            }
            let trash = all.iter().find(|folder| folder.role == FolderRole::Trash && folder.selectable);
            let mut deleted = FolderDeleted { folders: 0, letters: 0 };
            for folder in leaving.iter().rev() {
                let letters = edit.letters_of(folder.id)?;
                if let (None, false) = (trash, letters.is_empty()) {
                    return Err(StoreError::NotFound(Row::Folder));
                }
                for letter in letters {
                    let to = trash.map_or(folder.id, |trash| trash.id);
                    deleted.letters += u32::from(edit.move_message(letter, to)?.is_some());
                }
                edit.sql.execute("UPDATE folders SET hidden = 1 WHERE id = ?1", [folder.id.get()])?;
                edit.record_on_folder(Kind::Delete, folder.id, &folder.name, None)?;
                deleted.folders += 1;
            }
            Ok(deleted)
        })
    }
}

/// Where a folder is to stand: what its name begins with.
struct Place {
    above: String,
    wire_above: String,
    delimiter: Option<char>,
}

impl Place {
    fn inside(parent: Option<FolderId>, all: &[Folder]) -> Result<Self, StoreError> {
        match parent {
            Some(parent) => {
                let parent = all
                    .iter()
                    .find(|folder| folder.id == parent && !folder.hidden)
                    .ok_or(StoreError::NotFound(Row::Folder))?;
                let delimiter = parent.delimiter.ok_or(StoreError::Folder(FolderFault::Flat))?;
                Ok(Self {
                    above: format!("{}{delimiter}", parent.name),
                    wire_above: format!("{}{delimiter}", parent.wire_name),
                    delimiter: Some(delimiter),
                })
            }
            None => Ok(Self::beside_the_others(all)),
        }
    }

    /// Some servers keep every folder of a person under the inbox (Courier, Dovecot with a prefix) and refuse any other place.
    fn beside_the_others(all: &[Folder]) -> Self {
        let inbox = all.iter().find(|folder| folder.role == FolderRole::Inbox);
        let delimiter = inbox.and_then(|inbox| inbox.delimiter);
        let prefix = match (inbox, delimiter) {
            (Some(inbox), Some(delimiter)) => format!("{}{delimiter}", inbox.wire_name),
            _ => String::new(),
        };
        let mut others = all.iter().filter(|folder| folder.role != FolderRole::Inbox).peekable();
        let under_the_inbox = others.peek().is_some() && others.all(|folder| folder.wire_name.starts_with(&prefix));
        let above = if under_the_inbox { prefix } else { String::new() };
        Self { above: above.clone(), wire_above: above, delimiter }
    }

    /// Where a folder stands now.
    fn around(folder: &Folder, wire_name: &str) -> Self {
        let above = |name: &str| name.strip_suffix(last_level(name, folder.delimiter)).unwrap_or_default().to_owned();
        Self { above: above(&folder.name), wire_above: above(wire_name), delimiter: folder.delimiter }
    }

    fn name_of(&self, leaf: &FolderLeaf) -> Result<ListedFolder, StoreError> {
        let unusable = |c: char| c.is_control() || matches!(c, '*' | '%') || Some(c) == self.delimiter;
        let reserved = self.above.is_empty() && leaf.name.eq_ignore_ascii_case("INBOX");
        if leaf.name.is_empty() || leaf.name.chars().count() > MAX_NAME || leaf.name.contains(unusable) || reserved {
            return Err(StoreError::Folder(FolderFault::NameUnusable));
        }
        Ok(ListedFolder {
            name: format!("{}{}", self.above, leaf.name),
            wire_name: format!("{}{}", self.wire_above, leaf.wire_name),
            delimiter: self.delimiter,
            role: FolderRole::Other,
            selectable: true,
        })
    }
}

fn last_level(name: &str, delimiter: Option<char>) -> &str {
    delimiter.and_then(|delimiter| name.rsplit_once(delimiter)).map_or(name, |(_, leaf)| leaf)
}

/// A folder the establishment made for itself: the others keep their name and their place.
fn own(id: FolderId, all: &[Folder]) -> Result<&Folder, StoreError> {
    let folder =
        all.iter().find(|folder| folder.id == id && !folder.hidden).ok_or(StoreError::NotFound(Row::Folder))?;
    if folder.role == FolderRole::Other { Ok(folder) } else { Err(StoreError::Folder(FolderFault::Fixed)) }
}

/// A folder and those inside it, each after the one it is in.
fn branch<'a>(folder: &'a Folder, all: &'a [Folder]) -> Vec<&'a Folder> {
    let mut branch: Vec<&Folder> = all
        .iter()
        .filter(|other| renamed(&other.name, &folder.name, "", folder.delimiter).is_some() && !other.hidden)
        .collect();
    branch.sort_by_key(|folder| folder.name.len());
    branch
}

fn check_free(wanted: &ListedFolder, but: Option<FolderId>, all: &[Folder]) -> Result<(), StoreError> {
    let taken = all.iter().any(|folder| {
        Some(folder.id) != but
            && (folder.name.to_lowercase() == wanted.name.to_lowercase() || folder.wire_name == wanted.wire_name)
    });
    if taken { Err(StoreError::NameTaken) } else { Ok(()) }
}

/// `name` once `before` is called `after`: itself, or a folder inside it; nothing when it is neither.
fn renamed(name: &str, before: &str, after: &str, delimiter: Option<char>) -> Option<String> {
    let rest = name.strip_prefix(before)?;
    (rest.is_empty() || delimiter.is_some_and(|delimiter| rest.starts_with(delimiter)))
        .then(|| format!("{after}{rest}"))
}

impl Edit<'_> {
    fn place_folder(&mut self, folder: &Folder, wanted: &ListedFolder, all: &[Folder]) -> Result<(), StoreError> {
        if wanted.name == folder.name {
            return Ok(());
        }
        check_free(wanted, Some(folder.id), all)?;
        self.record_on_folder(Kind::Rename, folder.id, &folder.name, Some(wanted))?;
        self.call_branch(&folder.name, &wanted.name, folder.delimiter)
    }

    fn record_on_folder(
        &mut self,
        kind: Kind,
        folder: FolderId,
        before: &str,
        wanted: Option<&ListedFolder>,
    ) -> Result<(), StoreError> {
        self.changes.all(Tag::Operations);
        self.changes.all(Tag::Folders);
        self.sql
            .prepare_cached(
                "INSERT INTO operations (kind, message_id, folder_id, name_before, name_after, wire_after)
                 VALUES (?1, '', ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                kind.as_str(),
                folder.get(),
                before,
                wanted.map(|wanted| &wanted.name),
                wanted.map(|wanted| &wanted.wire_name)
            ])?;
        Ok(())
    }

    /// The name the server will know a folder by once the gestures on that folder itself are replayed.
    fn wire_wanted(&self, folder: &Folder) -> Result<String, StoreError> {
        let gestures =
            self.gestures_where("name_before IS NOT NULL AND folder_id = ?1 AND state = 'due'", folder.id)?;
        let last = gestures.into_iter().filter_map(|gesture| gesture.wire_after).next_back();
        Ok(last.unwrap_or_else(|| folder.wire_name.clone()))
    }

    /// What people read of a folder and of those inside it.
    fn call_branch(&mut self, before: &str, after: &str, delimiter: Option<char>) -> Result<(), StoreError> {
        for folder in folders(self.sql)? {
            if let Some(name) = renamed(&folder.name, before, after, delimiter) {
                self.sql.execute("UPDATE folders SET name = ?2 WHERE id = ?1", params![folder.id.get(), name])?;
            }
        }
        self.changes.all(Tag::Folders);
        Ok(())
    }

    fn letters_of(&self, folder: FolderId) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.sql.prepare_cached("SELECT id FROM messages WHERE folder_id = ?1 ORDER BY id")?;
        let ids = statement.query_map([folder.get()], |row| row.get(0).map(MessageId::new))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
