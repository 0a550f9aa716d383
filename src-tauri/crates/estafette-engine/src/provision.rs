//! The provisioning file: which mailboxes this workstation opens, who may be at its keyboard, and which settings are
//! decided for everybody.
//!
//! It is written by an installer, so every refusal names the line or the key at fault. It never holds a password.
//! Format: `src-tauri/docs/provisioning.md`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use estafette_model::{Address, MailboxKind};
use estafette_net::{FirstContact, RevocationPolicy, Unpublished};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::settings::{FixedSettings, Unfit};

mod wire;

/// The only version of the format so far.
const SCHEMA: u64 = 1;
/// Largest file read, bytes: a hundred mailboxes fit in a tenth of it.
const MAX_FILE: u64 = 1024 * 1024;
/// Longest time an overdue list of revoked certificates may be believed, hours: two weeks.
const MAX_GRACE_HOURS: u64 = 14 * 24;

/// What the file says, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisioning {
    /// Name of the establishment.
    pub establishment: String,
    /// Everyone who may be at the keyboard.
    pub people: Vec<Person>,
    /// The mailboxes, in the order they are shown.
    pub mailboxes: Vec<MailboxPlan>,
    /// The settings decided for everybody.
    pub settings: FixedSettings,
    /// What is done where an authority's list of revoked certificates cannot be had.
    pub revocation: RevocationPolicy,
}

/// Somebody of the establishment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Stable id: `sophie.martel`.
    pub id: String,
    /// « Sophie Martel ».
    pub name: String,
    /// « Secrétaire »; may be empty.
    pub role: String,
}

/// One mailbox to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxPlan {
    /// Its kind.
    pub kind: MailboxKind,
    /// « Secrétariat ».
    pub label: String,
    /// Its address.
    pub address: Address,
    /// Name the servers know it by.
    pub login: String,
    /// Name shown to recipients (référentiel 2, ECO.2.2.7).
    pub sender_name: String,
    /// Where it is read.
    pub imap: ServerPlan,
    /// Where its letters leave.
    pub smtp: ServerPlan,
}

impl MailboxPlan {
    /// Whether this is its address, however it is written.
    #[must_use]
    pub fn is_own(&self, address: &str) -> bool {
        address.eq_ignore_ascii_case(self.address.as_str())
    }
}

/// One server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerPlan {
    /// Host name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How TLS begins.
    pub security: SecurityPlan,
}

/// How TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityPlan {
    /// In the clear, then STARTTLS (IMAP 143, submission 587).
    StartTls,
    /// From the first byte (IMAP 993, submission 465).
    ImplicitTls,
}

/// Why a provisioning file cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProvisionError {
    /// No file there.
    #[error("no provisioning file at {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is there and cannot be read.
    #[error("the provisioning file cannot be read")]
    Unreadable,
    /// The file ends in the middle.
    #[error("the provisioning file ends too early, at line {line}")]
    Truncated {
        /// Last line read.
        line: usize,
    },
    /// The file is not JSON, or JSON without a key.
    #[error("the provisioning file is not JSON, at line {line}")]
    NotJson {
        /// Line of the fault.
        line: usize,
    },
    /// Written for a later Estafette.
    #[error("the provisioning file is of a later version")]
    LaterSchema,
    /// A key that does not exist: most often a typing mistake, so it is refused rather than ignored.
    #[error("the provisioning file holds the unknown key {key}")]
    UnknownKey {
        /// Its path: `mailboxes[0].imap.prot`.
        key: String,
    },
    /// A key is missing or its value is not one of those possible.
    #[error("the provisioning file has no usable value at {key}")]
    BadValue {
        /// Its path.
        key: String,
    },
    /// The same mailbox or the same person twice.
    #[error("the provisioning file names the same twice, at {key}")]
    Duplicate {
        /// Path of the second one.
        key: String,
    },
}

impl Provisioning {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// Any [`ProvisionError`]; nothing of a refused file is used.
    pub fn read(path: &Path) -> Result<Self, ProvisionError> {
        let size = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ProvisionError::Missing { path: path.to_owned() },
            _ => ProvisionError::Unreadable,
        })?;
        if size.len() > MAX_FILE {
            return Err(ProvisionError::Unreadable);
        }
        let bytes = std::fs::read(path).map_err(|_| ProvisionError::Unreadable)?;
        Self::parse(&bytes)
    }

    /// Reads a file's bytes. A byte order mark is let through: Windows editors write one.
    ///
    /// # Errors
    /// As [`Provisioning::read`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ProvisionError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            if error.is_eof() {
                ProvisionError::Truncated { line: error.line() }
            } else {
                ProvisionError::NotJson { line: error.line() }
            }
        })?;
        if value.get("schema").and_then(Value::as_u64).is_some_and(|schema| schema > SCHEMA) {
            return Err(ProvisionError::LaterSchema);
        }
        wire::refuse_unknown_keys(&value)?;
        let file = wire::File::deserialize(&value).map_err(|_| wire::first_fault(&value))?;
        Self::from_file(file)
    }

    fn from_file(file: wire::File) -> Result<Self, ProvisionError> {
        if file.mailboxes.is_empty() {
            return Err(ProvisionError::BadValue { key: String::from("mailboxes") });
        }
        let mut seen = BTreeSet::new();
        let mut mailboxes = Vec::with_capacity(file.mailboxes.len());
        for (n, entry) in file.mailboxes.into_iter().enumerate() {
            let plan = mailbox_plan(entry, n)?;
            if !seen.insert(plan.address.as_str().to_ascii_lowercase()) {
                return Err(ProvisionError::Duplicate { key: format!("mailboxes[{n}].address") });
            }
            mailboxes.push(plan);
        }
        if file.schema != SCHEMA {
            return Err(ProvisionError::BadValue { key: String::from("schema") });
        }
        if !is_one_line(&file.establishment) {
            return Err(ProvisionError::BadValue { key: String::from("establishment") });
        }
        Ok(Self {
            establishment: file.establishment,
            people: people(file.people)?,
            mailboxes,
            revocation: revocation(file.revocation)?,
            settings: FixedSettings::parse(file.settings).map_err(|unfit| match unfit {
                Unfit::Name(name) => ProvisionError::UnknownKey { key: format!("settings.{name}") },
                Unfit::Value(name) => ProvisionError::BadValue { key: format!("settings.{name}") },
            })?,
        })
    }
}

fn people(entries: Vec<wire::Person>) -> Result<Vec<Person>, ProvisionError> {
    let mut seen = BTreeSet::new();
    let mut people = Vec::with_capacity(entries.len());
    for (n, entry) in entries.into_iter().enumerate() {
        let bad = |key: &str| ProvisionError::BadValue { key: format!("people[{n}].{key}") };
        if !is_one_line(&entry.id) {
            return Err(bad("id"));
        }
        if !is_one_line(&entry.name) {
            return Err(bad("name"));
        }
        if entry.role.chars().any(char::is_control) {
            return Err(bad("role"));
        }
        if !seen.insert(entry.id.clone()) {
            return Err(ProvisionError::Duplicate { key: format!("people[{n}].id") });
        }
        people.push(Person { id: entry.id, name: entry.name, role: entry.role });
    }
    Ok(people)
}

fn revocation(entry: wire::Revocation) -> Result<RevocationPolicy, ProvisionError> {
    let bad = |key: &str| ProvisionError::BadValue { key: format!("revocation.{key}") };
    let mut policy = RevocationPolicy::default();
    if let Some(hours) = entry.grace_hours {
        policy.grace = match hours {
            0..=MAX_GRACE_HOURS => Duration::from_secs(hours * 3600),
            _ => return Err(bad("grace_hours")),
        };
    }
    if let Some(word) = entry.first_contact {
        policy.first_contact = match word.as_str() {
            "closed" => FirstContact::Closed,
            "tolerated" => FirstContact::Tolerated,
            _ => return Err(bad("first_contact")),
        };
    }
    if let Some(word) = entry.unpublished {
        policy.unpublished = match word.as_str() {
            "accepted" => Unpublished::Accepted,
            "refused" => Unpublished::Refused,
            _ => return Err(bad("unpublished")),
        };
    }
    Ok(policy)
}

/// Something to read, on one line: shown, or sent to a server.
fn is_one_line(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}

fn mailbox_plan(entry: wire::Mailbox, n: usize) -> Result<MailboxPlan, ProvisionError> {
    let bad = |key: &str| ProvisionError::BadValue { key: format!("mailboxes[{n}].{key}") };
    if !is_one_line(&entry.label) {
        return Err(bad("label"));
    }
    if !is_one_line(&entry.login) {
        return Err(bad("login"));
    }
    if entry.sender_name.chars().any(char::is_control) {
        return Err(bad("sender_name"));
    }
    Ok(MailboxPlan {
        kind: MailboxKind::from_word(&entry.kind).ok_or_else(|| bad("kind"))?,
        address: entry.address.parse().map_err(|_| bad("address"))?,
        imap: server_plan(entry.imap).ok_or_else(|| bad("imap"))?,
        smtp: server_plan(entry.smtp).ok_or_else(|| bad("smtp"))?,
        label: entry.label,
        login: entry.login,
        sender_name: entry.sender_name,
    })
}

fn server_plan(entry: wire::Server) -> Option<ServerPlan> {
    let security = match entry.security.as_str() {
        "starttls" => SecurityPlan::StartTls,
        "implicit_tls" => SecurityPlan::ImplicitTls,
        _ => return None,
    };
    let usable = !entry.host.is_empty() && entry.host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
    (usable && entry.port != 0).then_some(ServerPlan { host: entry.host, port: entry.port, security })
}

#[cfg(test)]
mod tests;
