//! The mailboxes of this profile and where their servers are. What opens them is not here.

use estafette_model::{Address, MailboxId, MailboxKind};
use rusqlite::{Connection, Row as SqlRow, params};

use super::{PostStore, parsed};
use crate::change::Tag;
use crate::error::StoreError;

/// A mailbox of this profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The row; names the file, never given to another address.
    pub id: MailboxId,
    /// How it was set up.
    pub setup: MailboxSetup,
}

/// A mailbox as the provisioning or a person sets it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxSetup {
    /// Its address: what identifies it.
    pub address: Address,
    /// Whose it is.
    pub kind: MailboxKind,
    /// What the rail calls it.
    pub label: String,
    /// User name for the servers.
    pub login: String,
    /// Display name of what it sends.
    pub sender_name: String,
    /// Where it is read.
    pub imap: ServerEndpoint,
    /// Where it sends.
    pub smtp: ServerEndpoint,
}

impl MailboxSetup {
    /// The local part of an address is the server's affair, but no operator tells two mailboxes apart by case.
    fn kept_address(&self) -> String {
        self.address.as_str().to_lowercase()
    }

    /// Whether `given` would be kept just so.
    fn is_as_kept(&self, given: &Self) -> bool {
        let address = self.address.clone();
        self.address.as_str() == given.kept_address() && *self == Self { address, ..given.clone() }
    }
}

/// A server to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerEndpoint {
    /// Host name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// When TLS starts.
    pub security: TransportSecurity,
}

/// When TLS starts; there is no connection without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportSecurity {
    /// From the first byte (RFC 8314).
    Tls,
    /// After STARTTLS.
    StartTls,
}

impl TransportSecurity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Tls, Self::StartTls].into_iter().find(|security| security.as_str() == word)
    }
}

impl PostStore {
    /// The mailboxes set up, in the order of the rail.
    ///
    /// # Errors
    /// [`StoreError::Defect`] when a row was written by something else than this program.
    pub fn mailboxes(&self) -> Result<Vec<Mailbox>, StoreError> {
        self.file.read(mailboxes)
    }

    /// Makes the mailboxes those given, in that order. Ids are stable by address; one left out keeps its id and is hidden,
    /// its file is not touched.
    ///
    /// # Errors
    /// Those of writing the file.
    pub fn reconcile_mailboxes(&self, setups: &[MailboxSetup]) -> Result<Vec<Mailbox>, StoreError> {
        self.file.write(|sql, changes| {
            let kept = mailboxes(sql)?;
            if kept.len() == setups.len() && kept.iter().zip(setups).all(|(kept, given)| kept.setup.is_as_kept(given)) {
                // As at every start but the first: nothing is written, so that nothing has to reach the disk.
                return Ok(kept);
            }
            sql.execute("UPDATE mailboxes SET position = NULL", [])?;
            for (position, setup) in (0_u32..).zip(setups) {
                set_up(sql, position, setup)?;
            }
            changes.all(Tag::Mailboxes);
            mailboxes(sql)
        })
    }
}

fn set_up(sql: &Connection, position: u32, setup: &MailboxSetup) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO mailboxes (address, position, kind, label, login, sender_name,
                                imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (address) DO UPDATE SET
           position = excluded.position, kind = excluded.kind, label = excluded.label, login = excluded.login,
           sender_name = excluded.sender_name, imap_host = excluded.imap_host, imap_port = excluded.imap_port,
           imap_security = excluded.imap_security, smtp_host = excluded.smtp_host, smtp_port = excluded.smtp_port,
           smtp_security = excluded.smtp_security",
        params![
            setup.kept_address(),
            position,
            setup.kind.as_str(),
            setup.label,
            setup.login,
            setup.sender_name,
            setup.imap.host,
            setup.imap.port,
            setup.imap.security.as_str(),
            setup.smtp.host,
            setup.smtp.port,
            setup.smtp.security.as_str(),
        ],
    )?;
    Ok(())
}

fn mailboxes(sql: &Connection) -> Result<Vec<Mailbox>, StoreError> {
    let mut statement = sql.prepare_cached(
        "SELECT id, address, kind, label, login, sender_name,
                imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security
           FROM mailboxes WHERE position IS NOT NULL ORDER BY position",
    )?;
    let mailboxes = statement.query_map([], mailbox)?.collect::<Result<Vec<_>, _>>()?;
    Ok(mailboxes)
}

fn mailbox(row: &SqlRow<'_>) -> rusqlite::Result<Mailbox> {
    Ok(Mailbox {
        id: MailboxId::new(row.get(0)?),
        setup: MailboxSetup {
            address: parsed(row, 1, |text| text.parse().ok())?,
            kind: parsed(row, 2, MailboxKind::from_word)?,
            label: row.get(3)?,
            login: row.get(4)?,
            sender_name: row.get(5)?,
            imap: ServerEndpoint { host: row.get(6)?, port: row.get(7)?, security: security(row, 8)? },
            smtp: ServerEndpoint { host: row.get(9)?, port: row.get(10)?, security: security(row, 11)? },
        },
    })
}

fn security(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<TransportSecurity> {
    parsed(row, column, TransportSecurity::from_word)
}
