//! New messages, known by their header only.

use estafette_model::{Correspondent, Flags, FolderId, MessageId};
use rusqlite::params;

use super::MailboxStore;
use super::arrivals::Arrivals;
use super::columns;
use super::dates::{allocate, sort_date};
use super::edit::Edit;
use super::subject::{SubjectKey, subject_key};
use super::threading::Tie;
use crate::error::StoreError;

/// A message the server announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Its UID in the folder.
    pub uid: u32,
    /// Its flags.
    pub flags: Flags,
    /// RFC822.SIZE, bytes.
    pub size: u64,
    /// INTERNALDATE, seconds since 1970.
    pub internal_date: Option<i64>,
    /// What its header says.
    pub header: HeaderFields,
}

/// The fields of a header that are kept, decoded. Nothing here is trusted to be well formed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderFields {
    /// Message-ID, with or without angle brackets on the way in, without on the way out; may be empty.
    pub message_id: String,
    /// In-Reply-To.
    pub in_reply_to: Vec<String>,
    /// References, oldest first.
    pub references: Vec<String>,
    /// Subject.
    pub subject: String,
    /// From, the first of them.
    pub from: Correspondent,
    /// To.
    pub to: Vec<Correspondent>,
    /// Cc.
    pub cc: Vec<Correspondent>,
    /// Date, seconds since 1970; none when absent or unreadable.
    pub date: Option<i64>,
}

/// A message that got a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InsertedMessage {
    /// Its row, for ever.
    pub id: MessageId,
    /// Its UID.
    pub uid: u32,
}

impl MailboxStore {
    /// Inserts messages not known yet and puts them in their conversations. Left out of the answer: UIDs already known, those
    /// of messages moved away locally, and those recognised as the end of a local move (their row keeps its id).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the folder is gone.
    pub fn insert_headers(
        &self,
        folder: FolderId,
        messages: &[NewMessage],
    ) -> Result<Vec<InsertedMessage>, StoreError> {
        self.edit(|edit| {
            let uid_validity = edit.uid_validity(folder)?;
            let mut arrivals = Arrivals::load(edit, folder, uid_validity)?;
            let mut inserted = Vec::with_capacity(messages.len());
            for (date, message) in in_date_order(messages, edit.now) {
                let message_id = columns::message_id(&message.header.message_id);
                if edit.copy_at(folder, message.uid)?.is_some()
                    || arrivals.settle(edit, message.uid, message.flags, message_id)?
                {
                    continue;
                }
                let id = edit.insert_header(folder, message, date)?;
                arrivals.attach_gestures(edit, id, message.uid, message_id)?;
                inserted.push(InsertedMessage { id, uid: message.uid });
            }
            Ok(inserted)
        })
    }
}

/// Full text wants ascending row ids inside a transaction, and row ids are in date order.
fn in_date_order(messages: &[NewMessage], now: i64) -> Vec<(i64, &NewMessage)> {
    let mut dated: Vec<(i64, &NewMessage)> =
        messages.iter().map(|message| (sort_date(message.header.date, message.internal_date, now), message)).collect();
    dated.sort_by_key(|(date, message)| (*date, message.uid));
    dated
}

const INSERT_SQL: &str =
    "INSERT INTO messages (id, folder_id, uid, thread_id, flags, server_flags, size, date, header_date,
                       message_id, in_reply_to, refs, subject, subject_key, sender, to_list, cc_list)
 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

impl Edit<'_> {
    fn insert_header(&mut self, folder: FolderId, message: &NewMessage, date: i64) -> Result<MessageId, StoreError> {
        let header = &message.header;
        let sender = columns::people_to_text([&header.from]);
        let to = columns::people_to_text(&header.to);
        let cc = columns::people_to_text(&header.cc);
        let in_reply_to = columns::ids_to_text(&header.in_reply_to);
        let references = columns::ids_to_text(&header.references);
        let message_id = columns::message_id(&header.message_id);
        let SubjectKey { key, marked } = subject_key(&header.subject);
        let thread = self.thread_of(&Tie {
            message_id,
            in_reply_to: &in_reply_to,
            references: &references,
            subject_key: &key,
            marked,
            date,
            sender: &sender,
            recipients: &format!("{to}{cc}"),
        })?;
        let id = allocate(self.sql, date)?;
        self.sql.prepare_cached(INSERT_SQL)?.execute(params![
            id.get(),
            folder.get(),
            message.uid,
            thread,
            message.flags.bits(),
            columns::integer(message.size),
            date,
            header.date,
            message_id,
            in_reply_to,
            references,
            header.subject,
            key,
            sender,
            to,
            cc
        ])?;
        let people = [sender.as_str(), to.as_str(), cc.as_str()].concat();
        self.index_header(id.get(), &header.subject, &people)?;
        self.touch(thread, folder.get());
        Ok(id)
    }
}

#[cfg(test)]
mod tests;
