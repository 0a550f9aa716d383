//! Which conversation a message belongs to.
//! Messages arrive newest first, so an answer is often here before what it answers: every Message-ID named leads to a
//! conversation, and a message that ties two together merges them. The outcome does not depend on the order of arrival.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};

use super::columns::people_from_text;
use super::edit::Edit;
use super::subject::subject_key;
use crate::error::StoreError;

/// How far apart two letters may be and still be tied by their subject alone, in seconds: 60 days.
const SUBJECT_WINDOW: i64 = 60 * 86_400;
/// Letters of the same subject looked at.
const SUBJECT_CANDIDATES: u32 = 20;

/// What is needed to find the conversation of a message.
pub(super) struct Tie<'m> {
    /// Its Message-ID; may be empty.
    pub(super) message_id: &'m str,
    /// In-Reply-To, one id per line.
    pub(super) in_reply_to: &'m str,
    /// References, one id per line.
    pub(super) references: &'m str,
    /// Its reduced subject; may be empty.
    pub(super) subject_key: &'m str,
    /// Its subject says that it answers something.
    pub(super) marked: bool,
    /// Its sort date.
    pub(super) date: i64,
    /// From, as kept.
    pub(super) sender: &'m str,
    /// To and Cc, as kept.
    pub(super) recipients: &'m str,
}

impl Tie<'_> {
    /// It answers something and does not say what: some programs lose the References.
    fn is_lost_answer(&self) -> bool {
        self.marked && self.in_reply_to.is_empty() && self.references.is_empty()
    }

    fn ids(&self) -> BTreeSet<&str> {
        let named = self.in_reply_to.lines().chain(self.references.lines());
        named.chain([self.message_id]).filter(|id| !id.is_empty()).collect()
    }
}

impl Edit<'_> {
    /// The conversation of a message: one it is tied to, the merger of several, or a new one.
    pub(super) fn thread_of(&mut self, tie: &Tie<'_>) -> Result<i64, StoreError> {
        let ids = tie.ids();
        let mut threads = BTreeSet::new();
        for id in &ids {
            threads.extend(self.linked_thread(id)?);
        }
        threads.extend(self.thread_of_same_subject(tie)?);
        let thread = match threads.pop_first() {
            Some(oldest) => oldest,
            None => self.new_thread()?,
        };
        for merged in threads {
            self.merge_thread(merged, thread)?;
        }
        for id in ids {
            self.sql
                .prepare_cached(
                    "INSERT INTO thread_links (message_id, thread_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )?
                .execute(params![id, thread])?;
        }
        Ok(thread)
    }

    fn linked_thread(&self, message_id: &str) -> Result<Option<i64>, StoreError> {
        Ok(self
            .sql
            .prepare_cached("SELECT thread_id FROM thread_links WHERE message_id = ?1")?
            .query_row([message_id], |row| row.get(0))
            .optional()?)
    }

    fn new_thread(&self) -> Result<i64, StoreError> {
        self.sql.prepare_cached("INSERT INTO threads DEFAULT VALUES")?.execute([])?;
        Ok(self.sql.last_insert_rowid())
    }

    fn merge_thread(&mut self, from: i64, into: i64) -> Result<(), StoreError> {
        let folders = self
            .sql
            .prepare_cached("SELECT DISTINCT folder_id FROM messages WHERE thread_id = ?1")?
            .query_map([from], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        for folder in folders {
            self.touch(from, folder);
            self.touch(into, folder);
        }
        for statement in [
            "UPDATE messages SET thread_id = ?2 WHERE thread_id = ?1",
            "UPDATE thread_links SET thread_id = ?2 WHERE thread_id = ?1",
        ] {
            self.sql.prepare_cached(statement)?.execute([from, into])?;
        }
        Ok(())
    }

    /// Same subject, close in time, one of the two a lost answer, and each one's sender among the people of the other: the
    /// same words from somebody else are another matter, perhaps another patient.
    fn thread_of_same_subject(&self, tie: &Tie<'_>) -> Result<Option<i64>, StoreError> {
        if tie.subject_key.is_empty() {
            return Ok(None);
        }
        let mut statement = self.sql.prepare_cached(SAME_SUBJECT_SQL)?;
        let parameters = params![tie.subject_key, tie.date, SUBJECT_WINDOW, SUBJECT_CANDIDATES];
        let candidates = statement.query_map(parameters, candidate)?.collect::<Result<Vec<_>, _>>()?;
        let tied = candidates.into_iter().find(|candidate| {
            (candidate.lost_answer || tie.is_lost_answer())
                && same_people((tie.sender, tie.recipients), (&candidate.sender, &candidate.recipients))
        });
        Ok(tied.map(|candidate| candidate.thread))
    }
}

pub(super) const SAME_SUBJECT_SQL: &str = "SELECT thread_id, sender, to_list || cc_list, subject, in_reply_to || refs
   FROM messages
  WHERE subject_key = ?1 AND subject_key <> '' AND date BETWEEN ?2 - ?3 AND ?2 + ?3
  ORDER BY date DESC LIMIT ?4";

/// A letter of the same subject.
struct Candidate {
    thread: i64,
    sender: String,
    recipients: String,
    lost_answer: bool,
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let marked = subject_key(row.get_ref(3)?.as_str()?).marked;
    let nameless = row.get_ref(4)?.as_str()?.is_empty();
    Ok(Candidate { thread: row.get(0)?, sender: row.get(1)?, recipients: row.get(2)?, lost_answer: marked && nameless })
}

/// Whether each letter's sender wrote or received the other; both are (sender, recipients) as kept.
fn same_people(one: (&str, &str), other: (&str, &str)) -> bool {
    takes_part(one.0, other) && takes_part(other.0, one)
}

fn takes_part(sender: &str, (author, recipients): (&str, &str)) -> bool {
    let Some(sender) = people_from_text(sender).into_iter().next() else { return false };
    let mut people = people_from_text(author).into_iter().chain(people_from_text(recipients));
    !sender.address.is_empty() && people.any(|person| person.address.eq_ignore_ascii_case(&sender.address))
}

#[cfg(test)]
mod tests;
