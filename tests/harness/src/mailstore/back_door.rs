//! Cyrus's mailboxes, by IMAP over a socket in the operator's folder: what a test fills and judges by, past every client.
//!
//! Letters lie in files there too, but marks, numbers and the names of folders are in databases that only Cyrus reads.

mod answer;

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail, ensure};
use jiff::Timestamp;
use utf7_imap::{decode_utf7_imap, encode_utf7_imap};

use super::{Flag, StoredMessage};
use crate::operator::Account;
use answer::Answer;

/// How long the server may be silent on a loaded machine.
const SILENCE: Duration = Duration::from_secs(30);

/// How a server calls its folders (RFC 9051 §5.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Naming {
    /// What every name but INBOX begins with.
    pub(crate) prefix: &'static str,
    /// What stands between levels.
    pub(crate) separator: char,
}

impl Naming {
    /// A folder's name as a command holds it.
    fn quoted(self, folder: &str) -> String {
        if folder == "INBOX" {
            return String::from("INBOX");
        }
        let levels: Vec<_> = folder.split('/').map(|level| encode_utf7_imap(String::from(level))).collect();
        format!("\"{}{}\"", self.prefix, levels.join(&String::from(self.separator)))
    }

    /// The folder an answer names, in plain Unicode with levels separated by `/`; `None` for the INBOX and what is not ours.
    fn folder(self, wire_name: &str) -> Option<String> {
        let levels = wire_name.strip_prefix(self.prefix)?.split(self.separator);
        let levels: Vec<_> = levels.map(|level| decode_utf7_imap(String::from(level))).collect();
        Some(levels.join("/")).filter(|name| name != "INBOX")
    }
}

/// Where Cyrus is asked, and with which passwords.
#[derive(Debug, Clone)]
pub(crate) struct BackDoor {
    socket: PathBuf,
    naming: Naming,
    accounts: Vec<Account>,
}

impl BackDoor {
    pub(crate) fn new(socket: PathBuf, naming: Naming, accounts: Vec<Account>) -> Self {
        Self { socket, naming, accounts }
    }

    /// Makes an empty folder and subscribes to it.
    pub(super) fn create_folder(&self, login: &str, folder: &str) -> anyhow::Result<()> {
        let mut session = self.enter(login)?;
        for command in ["CREATE", "SUBSCRIBE"] {
            session.ask(&format!("{command} {}", self.naming.quoted(folder)))?;
        }
        Ok(())
    }

    /// Lets somebody look into a folder of `owner`.
    pub(super) fn share(&self, owner: &str, folder: &str, reader: &str) -> anyhow::Result<()> {
        let command = format!("SETACL {} {reader} lr", self.naming.quoted(folder));
        self.enter(owner)?.ask(&command).map(drop)
    }

    /// Puts a message into a folder, made if missing.
    pub(super) fn deliver(
        &self,
        login: &str,
        folder: &str,
        raw: &[u8],
        flags: &[Flag],
        received: SystemTime,
    ) -> anyhow::Result<()> {
        if folder != "INBOX" && !self.folders(login)?.iter().any(|known| known == folder) {
            self.create_folder(login, folder)?;
        }
        let flags: Vec<_> = flags.iter().map(|flag| answer::name(*flag)).collect();
        let date = Timestamp::try_from(received).context("cannot date a message")?.strftime("%d-%b-%Y %H:%M:%S +0000");
        let mut command =
            format!("APPEND {} ({}) \"{date}\" {{{}+}}\r\n", self.naming.quoted(folder), flags.join(" "), raw.len())
                .into_bytes();
        command.extend_from_slice(raw);
        self.enter(login)?.ask_bytes(&command).map(drop)
    }

    /// Every message of a folder, in the order of its numbers; empty when the folder does not exist.
    pub(super) fn stored(&self, login: &str, folder: &str) -> anyhow::Result<Vec<StoredMessage>> {
        if folder != "INBOX" && !self.folders(login)?.iter().any(|known| known == folder) {
            return Ok(Vec::new());
        }
        let mut session = self.enter(login)?;
        session.ask(&format!("EXAMINE {}", self.naming.quoted(folder)))?;
        let answers = session.ask("UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])")?;
        answers.into_iter().filter_map(Answer::into_message).collect()
    }

    /// Every folder beside the INBOX, sorted.
    pub(super) fn folders(&self, login: &str) -> anyhow::Result<Vec<String>> {
        let answers = self.enter(login)?.ask("LIST \"\" *")?;
        let names = answers.iter().filter_map(Answer::folder).filter_map(|name| self.naming.folder(name));
        let mut names: Vec<_> = names.collect();
        names.sort();
        Ok(names)
    }

    fn enter(&self, login: &str) -> anyhow::Result<Session> {
        let account = self.accounts.iter().find(|account| account.login == login).context("nobody has this login")?;
        let stream = UnixStream::connect(&self.socket).context("Cyrus does not run")?;
        stream.set_read_timeout(Some(SILENCE)).context("cannot limit a wait")?;
        let mut session = Session { stream: BufReader::new(stream) };
        session.line()?;
        session.ask(&format!("LOGIN {} {}", account.login, account.password))?;
        Ok(session)
    }
}

/// A session that lasts for one question or two.
struct Session {
    stream: BufReader<UnixStream>,
}

impl Session {
    fn ask(&mut self, command: &str) -> anyhow::Result<Vec<Answer>> {
        self.ask_bytes(command.as_bytes())
    }

    /// Sends a command and returns its untagged answers.
    ///
    /// # Errors
    /// The server refuses it, or is gone.
    fn ask_bytes(&mut self, command: &[u8]) -> anyhow::Result<Vec<Answer>> {
        let mut sent = b"a ".to_vec();
        sent.extend_from_slice(command);
        sent.extend_from_slice(b"\r\n");
        self.stream.get_mut().write_all(&sent).context("cannot ask Cyrus")?;
        let mut answers = Vec::new();
        loop {
            let answer = self.answer()?;
            if let Some(end) = answer.text.strip_prefix("a ") {
                if !end.starts_with("OK") {
                    bail!("Cyrus refuses {}: {end}", String::from_utf8_lossy(command.get(..60).unwrap_or(command)));
                }
                return Ok(answers);
            }
            answers.push(answer);
        }
    }

    /// One answer with the literals it holds.
    fn answer(&mut self) -> anyhow::Result<Answer> {
        let mut answer = Answer::default();
        loop {
            let line = self.line()?;
            let length = answer::literal(&line);
            answer.text.push_str(&line);
            let Some(length) = length else { return Ok(answer) };
            answer.literal = vec![0; length];
            self.stream.read_exact(&mut answer.literal).context("Cyrus left in the middle of a message")?;
        }
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).context("Cyrus does not answer")?;
        ensure!(line.ends_with(b"\n"), "Cyrus left");
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests;
