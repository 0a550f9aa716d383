//! An IMAP session: one logged-in connection, one selected folder at a time.
//!
//! async-imap decodes what the server says; the dialogue is ours, command by command, because its own helpers drop what
//! the engine decides on: COPYUID and APPENDUID, whose refusal it was, and whether an answer belongs to the question.

mod append;
mod capabilities;
mod changes;
mod dates;
mod dialogue;
mod fetch;
mod folders;
mod framing;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
mod glance;
mod idle;
mod login;
mod names;
mod prelude;
mod relocate;
mod roles;
mod search;
mod select;
mod store;
mod uid_set;

pub(crate) use login::plain_response;

pub use append::AppendUid;
pub use capabilities::Capabilities;
pub use changes::Changes;
pub use fetch::FetchedHeader;
pub use folders::{FolderStatus, ListedFolder};
pub use glance::Glance;
pub use idle::IdleEnd;
pub use names::wire_name;
pub use relocate::MoveOutcome;
pub use select::Selected;
pub use store::FlagChange;

use crate::connect::connect;
use crate::endpoint::{Credential, Endpoint, Security};
use crate::error::NetError;
use crate::timeouts::Timeouts;
use crate::tls::TlsTrust;
use crate::transport::AnyTransport;
use dialogue::Dialogue;

/// A logged-in IMAP connection (RFC 3501, RFC 9051).
///
/// After [`NetError::ServerClosed`], [`NetError::TimedOut`], [`NetError::Protocol`] or a dropped future the session
/// answers [`NetError::Abandoned`] to everything: open a new one. After [`NetError::ServerRefused`] it goes on.
#[derive(Debug)]
pub struct ImapSession {
    dialogue: Dialogue,
    capabilities: Capabilities,
    timeouts: Timeouts,
}

impl ImapSession {
    /// Connects, encrypts, logs in, and asks what the server can do.
    ///
    /// # Errors
    /// Every variant of [`NetError`] but `TooLarge` and `Abandoned`; nothing about the person was sent unless it is
    /// `AuthRefused` or later.
    pub async fn open(
        endpoint: &Endpoint,
        trust: &TlsTrust,
        credential: &Credential,
        timeouts: &Timeouts,
    ) -> Result<Self, NetError> {
        let mut stream = connect(&endpoint.host, endpoint.port, timeouts.connect).await?;
        if endpoint.security == Security::StartTls {
            stream = prelude::ask_for_tls(stream, timeouts.command).await?;
        }
        let stream = trust.handshake(endpoint, stream, timeouts.connect).await?;
        let greeted = endpoint.security == Security::StartTls;
        Self::over(Box::new(stream), greeted, credential, timeouts).await
    }

    /// Logs in over a connection that is encrypted already; `greeted` says whether its greeting has been read.
    async fn over(
        stream: AnyTransport,
        greeted: bool,
        credential: &Credential,
        timeouts: &Timeouts,
    ) -> Result<Self, NetError> {
        let mut dialogue = Dialogue::new(stream, timeouts.command);
        if !greeted {
            dialogue.greeting().await?;
        }
        let offered = Capabilities::ask(&mut dialogue).await?;
        login::log_in(&mut dialogue, &offered, credential).await?;
        // What a server offers may change with the login (RFC 9051 §6.2.3), and what it said before it is not ours.
        let mut capabilities = Capabilities::ask(&mut dialogue).await?;
        capabilities.qresync = capabilities.qresync && capabilities.enable && enable_qresync(&mut dialogue).await?;
        Ok(Self { dialogue, capabilities, timeouts: timeouts.clone() })
    }

    /// What the server offers to this login.
    #[must_use]
    pub const fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Asks for nothing: keeps the connection alive, or finds out that it is dead.
    ///
    /// # Errors
    /// Those of a lost connection.
    pub async fn noop(&mut self) -> Result<(), NetError> {
        self.dialogue.ask("NOOP").await.map(drop)
    }

    /// Takes leave. A server that does not answer is left all the same.
    pub async fn logout(mut self) {
        // Nothing is lost when this fails: every change was acknowledged by its own command.
        let _ = self.dialogue.ask("LOGOUT").await;
    }
}

/// Before any folder is selected (RFC 5161 §3.1, RFC 7162 §3.2.3). Whether the server did.
async fn enable_qresync(dialogue: &mut Dialogue) -> Result<bool, NetError> {
    match dialogue.ask("ENABLE QRESYNC").await {
        Ok(_) => Ok(true),
        Err(NetError::ServerRefused { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
