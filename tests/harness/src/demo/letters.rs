//! Every letter the demonstration starts with, and the folder it lies in.

mod library;
mod reports;
mod today;
mod year;

use std::time::SystemTime;

use anyhow::Context;

use super::calendar::Calendar;
use super::establishment::{Correspondent, find};
use crate::letter::Letter;
use crate::mailstore::{Flag, Mailstore};

/// Folders of everybody's mailbox, which Dovecot would only make at the first login.
const INBOX: &str = "INBOX";
const SENT: &str = "Sent";
const ARCHIVE: &str = "Archive";
const DRAFTS: &str = "Drafts";
const JUNK: &str = "Junk";
const TRASH: &str = "Trash";

/// A letter in its place.
#[derive(Debug, Clone)]
pub(crate) struct Filed {
    pub(crate) login: &'static str,
    pub(crate) folder: String,
    pub(crate) flags: Vec<Flag>,
    pub(crate) letter: Letter,
}

impl Filed {
    fn new(login: &'static str, folder: &str, flags: &[Flag], letter: Letter) -> Self {
        Self { login, folder: String::from(folder), flags: flags.to_vec(), letter }
    }
}

/// Every letter, for the twelve months before the calendar's end.
///
/// # Errors
/// A fixture cannot be read.
pub(crate) fn all(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let mut letters = year::letters(calendar)?;
    letters.extend(today::letters(calendar)?);
    letters.extend(reports::letters(calendar)?);
    Ok(letters)
}

/// Puts the letters into the mailboxes.
///
/// # Errors
/// The disk refuses.
pub(crate) fn put_away(letters: &[Filed], mailstore: &Mailstore) -> anyhow::Result<()> {
    for filed in letters {
        let received =
            SystemTime::try_from(filed.letter.date.timestamp()).context("a letter has an impossible date")?;
        mailstore.deliver(filed.login, &filed.folder, &filed.letter.to_bytes(), &filed.flags, received)?;
    }
    Ok(())
}

/// Somebody a letter names.
fn somebody(id: &str) -> anyhow::Result<&'static Correspondent> {
    find(id).with_context(|| format!("nobody is called {id}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
