//! The folders of the mailbox, as the server last listed them.

use estafette_model::{FolderId, FolderRole};
use rusqlite::{Connection, Row, params};

use super::MailboxStore;
use super::columns;
use super::edit::Edit;
use crate::change::Tag;
use crate::error::StoreError;

/// A folder and where its synchronisation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its row.
    pub id: FolderId,
    /// Its name, decoded.
    pub name: String,
    /// Its name as the server writes it.
    pub wire_name: String,
    /// Hierarchy separator; none when the server has no hierarchy.
    pub delimiter: Option<char>,
    /// What it is for.
    pub role: FolderRole,
    /// Whether it can hold messages.
    pub selectable: bool,
    /// Messages shown in it.
    pub total: u32,
    /// Of which unread.
    pub unread: u32,
    /// UIDVALIDITY of the copies; none before the first synchronisation.
    pub uid_validity: Option<u32>,
    /// UIDNEXT at the end of the last complete synchronisation.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ then (RFC 7162); none without CONDSTORE.
    pub highest_modseq: Option<u64>,
    /// Deleted here, not yet on the server: shown to nobody.
    pub hidden: bool,
}

/// A folder as LIST gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFolder {
    /// Its name, decoded.
    pub name: String,
    /// Its name as the server writes it: what identifies it.
    pub wire_name: String,
    /// Hierarchy separator.
    pub delimiter: Option<char>,
    /// What it is for.
    pub role: FolderRole,
    /// Whether it can hold messages (no `\Noselect`).
    pub selectable: bool,
}

impl MailboxStore {
    /// Every folder: by role in the order of the rail, then by name.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn folders(&self) -> Result<Vec<Folder>, StoreError> {
        self.file.read(folders)
    }

    /// Makes the folders what the server listed: new ones are added, known ones updated (by `wire_name`), the others
    /// dropped with their copies, but for what a person did meanwhile: a folder still to be made stays, one still to be
    /// renamed is called as they said. An empty list is taken for a failure and changes nothing.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn reconcile_folders(&self, listed: &[ListedFolder]) -> Result<Vec<Folder>, StoreError> {
        self.edit(|edit| {
            if listed.is_empty() {
                return folders(edit.sql);
            }
            let listed = edit.as_people_named_them(listed)?;
            let known = folders(edit.sql)?;
            for gone in known.iter().filter(|known| !listed.iter().any(|listed| listed.wire_name == known.wire_name)) {
                if !edit.is_to_be_made(gone.id)? {
                    edit.drop_folder(gone.id)?;
                }
            }
            for listed in &listed {
                match known.iter().find(|known| known.wire_name == listed.wire_name) {
                    Some(known) if known.is(listed) => {}
                    Some(known) => edit.update_folder(known.id, listed)?,
                    None => edit.add_folder(listed)?,
                }
            }
            // Summaries first: the counters in the answer must be those of the file.
            edit.refresh_summaries()?;
            folders(edit.sql)
        })
    }
}

impl Folder {
    fn is(&self, listed: &ListedFolder) -> bool {
        self.name == listed.name
            && self.delimiter == listed.delimiter
            && self.role == listed.role
            && self.selectable == listed.selectable
    }
}

pub(super) fn folders(sql: &Connection) -> Result<Vec<Folder>, StoreError> {
    let mut statement = sql.prepare_cached(
        "SELECT id, name, wire_name, delimiter, role, selectable, total, unread, uid_validity, uid_next, highest_modseq,
                hidden
           FROM folders",
    )?;
    let mut folders = statement.query_map([], folder)?.collect::<Result<Vec<_>, _>>()?;
    folders.sort_by(|one, other| {
        (one.role, one.name.to_lowercase(), one.id).cmp(&(other.role, other.name.to_lowercase(), other.id))
    });
    Ok(folders)
}

fn folder(row: &Row<'_>) -> rusqlite::Result<Folder> {
    Ok(Folder {
        id: FolderId::new(row.get(0)?),
        name: row.get(1)?,
        wire_name: row.get(2)?,
        delimiter: row.get_ref(3)?.as_str()?.chars().next(),
        role: FolderRole::from_word(row.get_ref(4)?.as_str()?),
        selectable: row.get(5)?,
        total: row.get(6)?,
        unread: row.get(7)?,
        uid_validity: row.get(8)?,
        uid_next: row.get(9)?,
        highest_modseq: columns::modseq(row, 10)?,
        hidden: row.get(11)?,
    })
}

impl Edit<'_> {
    pub(super) fn add_folder(&mut self, listed: &ListedFolder) -> Result<(), StoreError> {
        self.sql.execute(
            "INSERT INTO folders (wire_name, name, delimiter, role, selectable) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            params![
                listed.wire_name,
                listed.name,
                listed.delimiter.map(String::from).unwrap_or_default(),
                listed.role.as_str(),
                listed.selectable
            ],
        )?;
        self.changes.all(Tag::Folders);
        Ok(())
    }

    fn update_folder(&mut self, id: FolderId, listed: &ListedFolder) -> Result<(), StoreError> {
        self.sql.execute(
            "UPDATE folders SET name = ?2, delimiter = ?3, role = ?4, selectable = ?5 WHERE id = ?1",
            params![
                id.get(),
                listed.name,
                listed.delimiter.map(String::from).unwrap_or_default(),
                listed.role.as_str(),
                listed.selectable
            ],
        )?;
        self.changes.one(Tag::Folders, id.get());
        Ok(())
    }

    /// The server no longer has the folder. What was moved there but not yet on the server goes back where it is; gestures
    /// that start there have lost their message.
    pub(super) fn drop_folder(&mut self, folder: FolderId) -> Result<(), StoreError> {
        self.sql.execute(
            "DELETE FROM operations WHERE folder_id = ?1 AND name_before IS NOT NULL AND state = 'due'",
            [folder.get()],
        )?;
        for gesture in self.gestures_where("to_folder_id = ?1 AND state = 'due'", folder)? {
            self.park(&gesture, "the folder it was to go to is gone")?;
        }
        for gesture in self.gestures_where("to_folder_id = ?1 AND state = 'moved'", folder)? {
            self.sql.execute("DELETE FROM operations WHERE id = ?1", [gesture.id])?;
        }
        for mut gesture in self.gestures_where("folder_id = ?1 AND state = 'due' AND kind <> 'append'", folder)? {
            gesture.source_gone = true;
            self.park(&gesture, "the folder of the message is gone")?;
        }
        let copies = self
            .sql
            .prepare_cached("SELECT id FROM messages WHERE folder_id = ?1")?
            .query_map([folder.get()], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        for copy in copies {
            self.drop_copy(copy)?;
        }
        self.refresh_summaries()?;
        self.sql.execute("DELETE FROM folders WHERE id = ?1", [folder.get()])?;
        self.changes.all(Tag::Folders);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
