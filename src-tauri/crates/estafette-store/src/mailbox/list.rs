//! The list of conversations of a folder, newest first, one page at a time.

use estafette_model::{Correspondent, Flags, FolderId, FolderRole, MessageId, ThreadId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::MailboxStore;
use super::columns;
use crate::error::StoreError;

/// Attached files named in a row of the list.
const LABELS: u32 = 6;
/// Recipients named in a row of the list.
const RECIPIENTS: usize = 3;

/// The columns of a summary: `tf` is the conversation in its folder, `m` the message described.
const COLUMNS: &str =
    "tf.thread_id, tf.folder_id, m.id, m.subject, m.sender, m.to_list, m.date, m.preview, f.role, m.flags,
                       tf.messages, tf.unread, tf.starred, tf.attachments,
                       (SELECT sum(o.messages) FROM thread_folder AS o CROSS JOIN folders AS place ON place.id = o.folder_id
                         WHERE o.thread_id = tf.thread_id
                           AND (o.folder_id = tf.folder_id OR place.role NOT IN ('trash', 'junk', 'drafts')))";

/// Which conversations of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadFilter {
    /// All of them.
    All,
    /// Those with an unread message in this folder.
    Unread,
    /// Those with a message marked for attention in this folder.
    Starred,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadPage {
    /// Conversations the filter lets through, on all pages.
    pub total: u32,
    /// Those of this page.
    pub rows: Vec<ThreadSummary>,
}

/// One row of the list. Counts concern `folder` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadSummary {
    /// The conversation.
    pub id: ThreadId,
    /// The folder the row stands for.
    pub folder: FolderId,
    /// Its newest message there (in a search: the newest that was found); what the fields below describe.
    pub latest: MessageId,
    /// Subject.
    pub subject: String,
    /// Who wrote.
    pub from: Correspondent,
    /// To whom: the first few, for the list of sent letters.
    pub to: Vec<Correspondent>,
    /// Seconds since 1970.
    pub date: i64,
    /// First words; empty until the body is here.
    pub preview: String,
    /// It lies in Sent or Drafts: one of ours.
    pub outgoing: bool,
    /// It carries `\Answered`.
    pub answered: bool,
    /// Messages of the conversation in this folder.
    pub messages: u32,
    /// Messages of the conversation in all folders but the trash, junk and drafts; a copy in another folder counts too.
    pub conversation: u32,
    /// Of which unread.
    pub unread: u32,
    /// One of them is marked for attention.
    pub starred: bool,
    /// The first few attached files of these messages, newest first.
    pub attachments: Vec<AttachmentLabel>,
}

/// An attached file in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentLabel {
    /// File name.
    pub name: String,
    /// What its bytes are ([`super::AttachmentInfo::kind`]).
    pub kind: String,
}

impl MailboxStore {
    /// One page of the conversations of `folder`, newest first.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread_page(
        &self,
        folder: FolderId,
        filter: ThreadFilter,
        offset: u32,
        limit: u32,
    ) -> Result<ThreadPage, StoreError> {
        self.file.read(|sql| {
            let total = sql.prepare_cached(&total_sql(filter))?.query_row([folder.get()], |row| row.get(0))?;
            let mut statement = sql.prepare_cached(&page_sql(filter))?;
            let mut rows =
                statement.query_map(params![folder.get(), limit, offset], summary)?.collect::<Result<Vec<_>, _>>()?;
            for row in &mut rows {
                row.name_attachments(sql)?;
            }
            Ok(ThreadPage { total, rows: rows.into_iter().map(|row| row.summary).collect() })
        })
    }

    /// The conversations of a stretch of that list, without a word of them: what a person selects may be more than was
    /// ever on screen.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn thread_ids(
        &self,
        folder: FolderId,
        filter: ThreadFilter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<ThreadId>, StoreError> {
        self.file.read(|sql| {
            let mut statement = sql.prepare_cached(&ids_sql(filter))?;
            let ids = statement.query_map(params![folder.get(), limit, offset], |row| row.get(0).map(ThreadId::new))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }
}

/// The summaries a filter lets through. The index is named: without statistics the planner does not see that a partial one
/// holds few rows, and walks the whole list.
const fn source(filter: ThreadFilter) -> &'static str {
    match filter {
        ThreadFilter::All => "thread_folder INDEXED BY thread_folder_list WHERE folder_id = ?1",
        ThreadFilter::Unread => "thread_folder INDEXED BY thread_folder_unread WHERE folder_id = ?1 AND unread > 0",
        ThreadFilter::Starred => "thread_folder INDEXED BY thread_folder_starred WHERE folder_id = ?1 AND starred > 0",
    }
}

pub(super) fn total_sql(filter: ThreadFilter) -> String {
    format!("SELECT count(*) FROM {}", source(filter))
}

pub(super) fn ids_sql(filter: ThreadFilter) -> String {
    format!("SELECT thread_id FROM {} ORDER BY last_message_id DESC LIMIT ?2 OFFSET ?3", source(filter))
}

/// The page is cut in the index, before a row is looked up: those above a page far down cost a step in the index each.
pub(super) fn page_sql(filter: ThreadFilter) -> String {
    format!(
        "SELECT {COLUMNS}
           FROM (SELECT thread_id, folder_id, last_message_id FROM {}
                  ORDER BY last_message_id DESC LIMIT ?2 OFFSET ?3) AS page
          CROSS JOIN thread_folder AS tf ON tf.thread_id = page.thread_id AND tf.folder_id = page.folder_id
          CROSS JOIN messages AS m ON m.id = tf.last_message_id
          CROSS JOIN folders AS f ON f.id = tf.folder_id
          ORDER BY page.last_message_id DESC",
        source(filter)
    )
}

/// The summary of the conversation of one message, described by that message.
pub(super) fn summary_of(sql: &Connection, message: i64) -> Result<Option<ThreadSummary>, StoreError> {
    let row = sql
        .prepare_cached(&format!(
            "SELECT {COLUMNS}
               FROM messages AS m
               JOIN thread_folder AS tf ON tf.thread_id = m.thread_id AND tf.folder_id = m.folder_id
               JOIN folders AS f ON f.id = m.folder_id
              WHERE m.id = ?1"
        ))?
        .query_row([message], summary)
        .optional()?;
    let Some(mut row) = row else { return Ok(None) };
    row.name_attachments(sql)?;
    Ok(Some(row.summary))
}

/// A summary whose attached files are not named yet.
struct Unlabelled {
    summary: ThreadSummary,
    with_files: u32,
}

fn summary(row: &Row<'_>) -> rusqlite::Result<Unlabelled> {
    let mut to = columns::people_from_text(row.get_ref(5)?.as_str()?);
    to.truncate(RECIPIENTS);
    let flags = columns::flags(row, 9)?;
    let outgoing = match FolderRole::from_word(row.get_ref(8)?.as_str()?) {
        FolderRole::Sent | FolderRole::Drafts => true,
        FolderRole::Inbox | FolderRole::Archive | FolderRole::Junk | FolderRole::Trash | FolderRole::Other => false,
    };
    let summary = ThreadSummary {
        id: ThreadId::new(row.get(0)?),
        folder: FolderId::new(row.get(1)?),
        latest: MessageId::new(row.get(2)?),
        subject: row.get(3)?,
        from: columns::person_from_text(row.get_ref(4)?.as_str()?),
        to,
        date: row.get(6)?,
        preview: row.get(7)?,
        outgoing,
        answered: flags.contains(Flags::ANSWERED),
        messages: row.get(10)?,
        conversation: row.get(14)?,
        unread: row.get(11)?,
        starred: row.get::<_, u32>(12)? > 0,
        attachments: Vec::new(),
    };
    Ok(Unlabelled { summary, with_files: row.get(13)? })
}

impl Unlabelled {
    fn name_attachments(&mut self, sql: &Connection) -> Result<(), StoreError> {
        if self.with_files == 0 {
            return Ok(());
        }
        let mut statement = sql.prepare_cached(LABELS_SQL)?;
        let labels = statement.query_map(params![self.summary.id.get(), self.summary.folder.get(), LABELS], |row| {
            Ok(AttachmentLabel { name: row.get(0)?, kind: row.get(1)? })
        })?;
        self.summary.attachments = labels.collect::<Result<_, _>>()?;
        Ok(())
    }
}

pub(super) const LABELS_SQL: &str = "SELECT a.name, a.kind
   FROM messages AS m CROSS JOIN message_attachments AS a ON a.message_id = m.id AND a.inline = 0
  WHERE m.thread_id = ?1 AND m.folder_id = ?2
  ORDER BY m.id DESC, a.part LIMIT ?3";

#[cfg(test)]
mod tests;
