//! What a test asks of an operator: who has a mailbox there, and how it differs from an ordinary one.

use crate::authority::Identity;
use crate::pki::ServerCertificate;

/// Twenty megabytes, which MSSanté operators commonly accept.
const USUAL_SIZE_LIMIT: u64 = 20 * 1024 * 1024;

/// More than any test opens.
const USUAL_CONNECTIONS: u32 = 50;

/// One mailbox, which one person or several open with the same login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What is typed to open the mailbox: one word of `a-z 0-9 . -`, which also names its folder on disk.
    pub login: String,
    /// A fictional password.
    pub password: String,
    /// Where its mail arrives and what it may send as, under `.example`; its domain becomes one the operator hosts.
    pub address: String,
    /// The name people read: `Secrétariat`, `Claire Morvan`.
    pub label: String,
}

impl Account {
    /// An account whose password is `fictif-` and its login.
    #[must_use]
    pub fn new(login: &str, address: &str, label: &str) -> Self {
        Self {
            login: String::from(login),
            password: format!("fictif-{login}"),
            address: String::from(address),
            label: String::from(label),
        }
    }

    /// The part of the address after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Whose IMAP server an operator runs: two that grew apart for thirty years and agree on little but the standard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ImapFamily {
    /// Dovecot, on Maildir.
    #[default]
    Dovecot,
    /// Cyrus IMAP. Its logins are the local parts of its addresses, and its mailboxes are filled once it runs.
    Cyrus,
    /// The same with the names it had at first and many operators kept: every folder inside the INBOX, levels by dots.
    CyrusOfOld,
}

impl ImapFamily {
    /// Whether it is Cyrus, whichever names it has.
    pub(crate) fn is_cyrus(self) -> bool {
        match self {
            Self::Dovecot => false,
            Self::Cyrus | Self::CyrusOfOld => true,
        }
    }
}

/// An operator to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorSpec {
    /// Mailboxes; any other address in one of their domains does not exist.
    pub accounts: Vec<Account>,
    /// SIZE that submission announces and enforces, in bytes.
    pub message_size_limit: u64,
    /// What is wrong with the servers' certificate.
    pub certificate: ServerCertificate,
    /// In place of that, an authority (PEM) and what the servers show.
    pub shown: Option<(String, Identity)>,
    /// Whose IMAP server it runs.
    pub family: ImapFamily,
    /// What a mailbox of Cyrus holds at most, in KiB; Dovecot has no limit here.
    pub quota: Option<u32>,
    /// IMAP extensions that this server has and this operator does not offer.
    pub withheld: Vec<&'static str>,
    /// IMAP connections a login may have at the same time from one machine.
    pub connections_per_person: u32,
    /// Whether submission offers delivery reports (RFC 3461): each letter then brings its sender others.
    pub reports: bool,
}

impl OperatorSpec {
    /// An ordinary operator: 20 MiB, a certificate its authority signed.
    #[must_use]
    pub fn new(accounts: Vec<Account>) -> Self {
        Self {
            accounts,
            message_size_limit: USUAL_SIZE_LIMIT,
            certificate: ServerCertificate::Trusted,
            shown: None,
            family: ImapFamily::Dovecot,
            quota: None,
            withheld: Vec::new(),
            connections_per_person: USUAL_CONNECTIONS,
            reports: false,
        }
    }

    /// The same with another SIZE, in bytes.
    #[must_use]
    pub fn with_message_size_limit(self, bytes: u64) -> Self {
        Self { message_size_limit: bytes, ..self }
    }

    /// The same with another certificate.
    #[must_use]
    pub fn with_certificate(self, certificate: ServerCertificate) -> Self {
        Self { certificate, ..self }
    }

    /// The same whose servers show this, clients being told to trust that authority.
    #[must_use]
    pub fn showing(self, authority: String, identity: Identity) -> Self {
        Self { shown: Some((authority, identity)), ..self }
    }

    /// The same that lets a login have only so many IMAP connections at the same time.
    #[must_use]
    pub fn with_connections_per_person(self, connections: u32) -> Self {
        Self { connections_per_person: connections, ..self }
    }

    /// The same, offering delivery reports.
    #[must_use]
    pub fn with_reports(self) -> Self {
        Self { reports: true, ..self }
    }

    /// The same with an IMAP server of another family.
    #[must_use]
    pub fn with_family(self, family: ImapFamily) -> Self {
        Self { family, ..self }
    }

    /// The same with mailboxes of Cyrus that hold so many KiB.
    #[must_use]
    pub fn with_quota(self, kibibytes: u32) -> Self {
        Self { quota: Some(kibibytes), ..self }
    }

    /// The same without these IMAP extensions, as each calls itself among the capabilities.
    #[must_use]
    pub fn without(self, extensions: &[&'static str]) -> Self {
        Self { withheld: extensions.to_vec(), ..self }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
