//! One conversation, one message.

use std::collections::BTreeMap;

use estafette_model::{Flags, FolderId, FolderRole, MessageId, ThreadId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns;
use super::{AttachmentInfo, HeaderFields, MailboxStore};
use crate::error::StoreError;

/// Messages of one conversation shown at most: the newest.
const LONGEST: u32 = 500;

const COLUMNS: &str =
    "m.id, m.thread_id, m.folder_id, f.role, m.uid, m.flags, m.date, m.size, m.message_id, m.in_reply_to,
                       m.refs, m.subject, m.sender, m.to_list, m.cc_list, m.header_date, m.preview, m.has_body";

/// A message as kept here, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its row.
    pub id: MessageId,
    /// Its conversation.
    pub thread: ThreadId,
    /// The folder it is shown in.
    pub folder: FolderId,
    /// What that folder is for.
    pub folder_role: FolderRole,
    /// Its UID there; none while a move is not confirmed.
    pub uid: Option<u32>,
    /// Its flags as shown: pending gestures applied.
    pub flags: Flags,
    /// What it is sorted by, seconds since 1970.
    pub date: i64,
    /// RFC822.SIZE, bytes.
    pub size: u64,
    /// What its header says.
    pub header: HeaderFields,
    /// First words; empty until the body is here.
    pub preview: String,
    /// [`MailboxStore::body`] will answer.
    pub has_body: bool,
    /// What is attached, inline parts included.
    pub attachments: Vec<AttachmentInfo>,
}

impl MailboxStore {
    /// The messages of a conversation, oldest first, across the folders. Copies of the same message count once (that of the
    /// inbox first); those in the trash, in junk or among the server's drafts only when there is nothing else.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread(&self, thread: ThreadId) -> Result<Vec<MessageRow>, StoreError> {
        self.file.read(|sql| read_thread(sql, thread, None))
    }

    /// The same as seen from `folder`: what lies there is shown whatever the folder is for.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread_in(&self, thread: ThreadId, folder: FolderId) -> Result<Vec<MessageRow>, StoreError> {
        self.file.read(|sql| read_thread(sql, thread, Some(folder)))
    }

    /// One message.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn message(&self, message: MessageId) -> Result<Option<MessageRow>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM messages AS m JOIN folders AS f ON f.id = m.folder_id WHERE m.id = ?1"
            ))?;
            let Some(mut row) = statement.query_row([message.get()], message_row).optional()? else { return Ok(None) };
            row.attachments = attachments(sql, row.id)?;
            Ok(Some(row))
        })
    }
}

fn read_thread(sql: &Connection, thread: ThreadId, seen_from: Option<FolderId>) -> Result<Vec<MessageRow>, StoreError> {
    let mut shown = shown_messages(sql, thread, seen_from)?;
    for row in &mut shown {
        row.attachments = attachments(sql, row.id)?;
    }
    Ok(shown)
}

/// The same, without what is attached.
pub(super) fn shown_messages(
    sql: &Connection,
    thread: ThreadId,
    seen_from: Option<FolderId>,
) -> Result<Vec<MessageRow>, StoreError> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM messages AS m JOIN folders AS f ON f.id = m.folder_id
          WHERE m.thread_id = ?1 ORDER BY m.id DESC LIMIT ?2"
    ))?;
    let rows = statement.query_map(params![thread.get(), LONGEST], message_row)?.collect::<Result<Vec<_>, _>>()?;
    Ok(choose(rows, seen_from))
}

/// Which copies are shown, oldest first.
fn choose(rows: Vec<MessageRow>, seen_from: Option<FolderId>) -> Vec<MessageRow> {
    let visible = |row: &MessageRow| seen_from == Some(row.folder) || !set_aside(row.folder_role);
    let only_set_aside = !rows.iter().any(visible);
    let mut chosen: BTreeMap<MessageId, MessageRow> = BTreeMap::new();
    let mut known: BTreeMap<String, MessageId> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| only_set_aside || visible(row)) {
        if !row.header.message_id.is_empty() {
            let twin = known.get(&row.header.message_id).copied();
            if let Some(twin) = twin.and_then(|id| chosen.get(&id)) {
                if preference(twin, seen_from) <= preference(&row, seen_from) {
                    continue;
                }
                let twin = twin.id;
                chosen.remove(&twin);
            }
            known.insert(row.header.message_id.clone(), row.id);
        }
        chosen.insert(row.id, row);
    }
    chosen.into_values().collect()
}

/// Folders whose messages are not part of the conversation any more, or not yet.
const fn set_aside(role: FolderRole) -> bool {
    match role {
        FolderRole::Trash | FolderRole::Junk | FolderRole::Drafts => true,
        FolderRole::Inbox | FolderRole::Sent | FolderRole::Archive | FolderRole::Other => false,
    }
}

/// Which copy of a message is shown: the smallest.
fn preference(row: &MessageRow, seen_from: Option<FolderId>) -> (bool, FolderRole) {
    (seen_from != Some(row.folder), row.folder_role)
}

fn message_row(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let people = |column: usize| Ok::<_, rusqlite::Error>(columns::people_from_text(row.get_ref(column)?.as_str()?));
    let ids = |column: usize| Ok::<_, rusqlite::Error>(columns::lines_from_text(row.get_ref(column)?.as_str()?));
    Ok(MessageRow {
        id: MessageId::new(row.get(0)?),
        thread: ThreadId::new(row.get(1)?),
        folder: FolderId::new(row.get(2)?),
        folder_role: FolderRole::from_word(row.get_ref(3)?.as_str()?),
        uid: row.get(4)?,
        flags: columns::flags(row, 5)?,
        date: row.get(6)?,
        size: columns::size(row, 7)?,
        header: HeaderFields {
            message_id: row.get(8)?,
            in_reply_to: ids(9)?,
            references: ids(10)?,
            subject: row.get(11)?,
            from: columns::person_from_text(row.get_ref(12)?.as_str()?),
            to: people(13)?,
            cc: people(14)?,
            date: row.get(15)?,
        },
        preview: row.get(16)?,
        has_body: row.get(17)?,
        attachments: Vec::new(),
    })
}

fn attachments(sql: &Connection, message: MessageId) -> Result<Vec<AttachmentInfo>, StoreError> {
    let mut statement = sql.prepare_cached(
        "SELECT part, name, mime_type, kind, size, inline FROM message_attachments WHERE message_id = ?1 ORDER BY part",
    )?;
    let attachments = statement.query_map([message.get()], |row| {
        Ok(AttachmentInfo {
            index: row.get(0)?,
            name: row.get(1)?,
            mime_type: row.get(2)?,
            kind: row.get(3)?,
            size: columns::size(row, 4)?,
            inline: row.get(5)?,
        })
    })?;
    Ok(attachments.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests;
