//! The operator's mailboxes as they lie on disk: Maildir folders that a test fills and judges by.
//!
//! Looking at the files shows what a command really left on the server, whatever the client under test believes. Cyrus keeps
//! marks in files of its own format: there the server is asked, by a door that no client knows.

mod back_door;
mod maildir_file;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use utf7_imap::{decode_utf7_imap, encode_utf7_imap};

use crate::run_as::RunAs;
use maildir_file::{flags_of, keywords_of, new_name};

pub(crate) use back_door::{BackDoor, Naming};

/// How long a test waits for a message before it fails; local delivery takes some 50 ms.
const ARRIVAL_LIMIT: Duration = Duration::from_secs(15);

/// IMAP system flags (RFC 9051 §2.3.2) that Maildir can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// `\Draft`
    Draft,
    /// `\Flagged`
    Flagged,
    /// `\Answered`
    Answered,
    /// `\Seen`
    Seen,
    /// `\Deleted`
    Deleted,
}

/// One message as the server keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// The bytes of the message.
    pub raw: Vec<u8>,
    /// System flags, sorted.
    pub flags: Vec<Flag>,
    /// Keywords, such as `$Forwarded`, in the server's order.
    pub keywords: Vec<String>,
    /// The server's own date (INTERNALDATE).
    pub received: SystemTime,
}

/// Every mailbox of one operator, by login.
#[derive(Debug, Clone)]
pub struct Mailstore {
    homes: PathBuf,
    run_as: RunAs,
    /// How they are asked for where they are no Maildir.
    back_door: Option<BackDoor>,
}

impl Mailstore {
    /// A store that keeps a folder for each login under `homes`.
    pub(crate) fn new(homes: PathBuf, run_as: RunAs, back_door: Option<BackDoor>) -> Self {
        Self { homes, run_as, back_door }
    }

    /// Where Dovecot looks for the person's `mail` folder.
    pub(crate) fn home(&self, login: &str) -> PathBuf {
        self.homes.join(login)
    }

    /// Dovecot's Maildir of a login: its INBOX is this folder itself, its other folders are `.Name` in it.
    #[must_use]
    pub fn maildir(&self, login: &str) -> PathBuf {
        self.home(login).join("mail")
    }

    /// Makes an empty folder and subscribes to it; levels are separated by `/`, names are in plain Unicode.
    ///
    /// # Errors
    /// The disk or the server refuses.
    pub fn create_folder(&self, login: &str, folder: &str) -> anyhow::Result<()> {
        if let Some(door) = &self.back_door {
            return door.create_folder(login, folder);
        }
        let path = self.folder_path(login, folder);
        for part in ["cur", "new", "tmp"] {
            self.run_as.create_folder(&path.join(part))?;
        }
        if folder != "INBOX" {
            self.run_as.write(&path.join("maildirfolder"), b"")?;
            self.subscribe(login, folder)?;
        }
        Ok(())
    }

    /// Puts a message into a folder, made if missing, as if it had been there since `received`.
    ///
    /// # Errors
    /// The disk or the server refuses.
    pub fn deliver(
        &self,
        login: &str,
        folder: &str,
        raw: &[u8],
        flags: &[Flag],
        received: SystemTime,
    ) -> anyhow::Result<()> {
        if let Some(door) = &self.back_door {
            return door.deliver(login, folder, raw, flags, received);
        }
        let path = self.folder_path(login, folder);
        if !path.join("cur").is_dir() {
            self.create_folder(login, folder)?;
        }
        let name = new_name(raw, flags, received);
        let temporary = path.join("tmp").join(&name);
        let mut file = File::create(&temporary).with_context(|| format!("cannot create {}", temporary.display()))?;
        file.write_all(raw).context("cannot write a message")?;
        file.set_modified(received).context("cannot date a message")?;
        self.run_as.own(&temporary)?;
        fs::rename(&temporary, path.join("cur").join(&name)).context("cannot put a message into its folder")
    }

    /// Takes away everything Dovecot knows of a login's inbox but the messages: it numbers them anew, under another
    /// UIDVALIDITY. Only while the operator is stopped.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn forget_numbers(&self, login: &str) -> anyhow::Result<()> {
        // Dovecot numbers a folder by the second it is made in: within the same one it would be numbered as before
        let second = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_secs());
        let begun = second()?;
        while second()? == begun {
            thread::sleep(Duration::from_millis(10));
        }
        for entry in fs::read_dir(self.maildir(login)).context("cannot read the inbox")? {
            let path = entry.context("cannot read the inbox")?.path();
            if path.is_file() && path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"dovecot")) {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// Lets `reader` look into a folder of `owner`, and change nothing in it (RFC 4314). Cyrus only, while it runs.
    ///
    /// # Errors
    /// The server refuses, or is Dovecot, which shares nothing here.
    pub fn share(&self, owner: &str, folder: &str, reader: &str) -> anyhow::Result<()> {
        self.back_door.as_ref().context("this Dovecot shares no folder")?.share(owner, folder, reader)
    }

    /// Every message of a folder, oldest arrival first; empty when the folder does not exist.
    ///
    /// # Errors
    /// The disk or the server refuses.
    pub fn stored(&self, login: &str, folder: &str) -> anyhow::Result<Vec<StoredMessage>> {
        if let Some(door) = &self.back_door {
            return door.stored(login, folder);
        }
        let path = self.folder_path(login, folder);
        // Dovecot renames a file when it first sees it or changes its flags: look again when one is gone
        let mut attempts = 0;
        loop {
            match read_folder(&path) {
                Ok(messages) => return Ok(messages),
                Err(error) if error.kind() == ErrorKind::NotFound && attempts < 20 => attempts += 1,
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            }
        }
    }

    /// Every folder beside the INBOX, sorted; levels are separated by `/`, names are in plain Unicode.
    ///
    /// # Errors
    /// The disk or the server refuses.
    pub fn folders(&self, login: &str) -> anyhow::Result<Vec<String>> {
        if let Some(door) = &self.back_door {
            return door.folders(login);
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(self.maildir(login)).context("cannot list the folders")? {
            let name = entry.context("cannot list the folders")?.file_name().to_string_lossy().into_owned();
            if let Some(levels) = name.strip_prefix('.') {
                let levels: Vec<_> = levels.split('.').map(|level| decode_utf7_imap(String::from(level))).collect();
                names.push(levels.join("/"));
            }
        }
        names.sort();
        Ok(names)
    }

    /// The bytes of every message of a folder, oldest arrival first.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn messages(&self, login: &str, folder: &str) -> anyhow::Result<Vec<Vec<u8>>> {
        Ok(self.stored(login, folder)?.into_iter().map(|message| message.raw).collect())
    }

    /// Waits until a folder holds at least `count` messages and returns them.
    ///
    /// # Errors
    /// They did not arrive in 15 seconds.
    pub fn wait_for_messages(&self, login: &str, folder: &str, count: usize) -> anyhow::Result<Vec<Vec<u8>>> {
        let started = Instant::now();
        loop {
            let messages = self.messages(login, folder)?;
            if messages.len() >= count {
                return Ok(messages);
            }
            if started.elapsed() > ARRIVAL_LIMIT {
                bail!("{login}'s {folder} holds {} messages, not {count}, after {ARRIVAL_LIMIT:?}", messages.len());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Maildir++: every folder beside the INBOX, levels separated by dots, names in modified UTF-7.
    fn folder_path(&self, login: &str, folder: &str) -> PathBuf {
        if folder == "INBOX" {
            return self.maildir(login);
        }
        let levels: Vec<_> = folder.split('/').map(|level| encode_utf7_imap(String::from(level))).collect();
        self.maildir(login).join(format!(".{}", levels.join(".")))
    }

    fn subscribe(&self, login: &str, folder: &str) -> anyhow::Result<()> {
        let path = self.maildir(login).join("subscriptions");
        let mut text = match fs::read_to_string(&path) {
            Ok(text) => text,
            // the format of the first line tells Dovecot that levels are separated by tabs
            Err(error) if error.kind() == ErrorKind::NotFound => String::from("V\t2\n\n"),
            Err(error) => return Err(error).context("cannot read the subscriptions"),
        };
        let levels: Vec<_> = folder.split('/').map(|level| encode_utf7_imap(String::from(level))).collect();
        let line = levels.join("\t");
        if !text.lines().any(|known| known == line) {
            text.push_str(&line);
            text.push('\n');
        }
        self.run_as.write(&path, text.as_bytes())
    }
}

fn read_folder(path: &Path) -> std::io::Result<Vec<StoredMessage>> {
    let keywords = match fs::read_to_string(path.join("dovecot-keywords")) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut messages = BTreeMap::new();
    for part in ["new", "cur"] {
        let entries = match path.join(part).read_dir() {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let message = StoredMessage {
                raw: fs::read(&path)?,
                flags: flags_of(&name),
                keywords: keywords_of(&name, &keywords),
                received: fs::metadata(&path)?.modified()?,
            };
            messages.insert(name, message);
        }
    }
    Ok(messages.into_values().collect())
}
