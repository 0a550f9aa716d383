//! Handing letters to the submission server of an operator (RFC 6409), with the fate of each one known or said unknown.
//!
//! lettre writes the commands and reads the replies; the dialogue is ours. Its own connection writes the letter and the
//! final dot in one call, so that nobody could say whether the dot had left; it wants an unread banner, which STARTTLS has
//! already used up; it turns a refusal into one line of text; and it leaves lone line feeds in the letter.

mod auth;
mod dsn;
mod extensions;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
mod outcome;
mod reply;
mod stuffing;
mod transaction;

pub use outcome::{Delivery, Envelope, ReversePath, SendFailure, SendPhase};

use lettre::transport::smtp::commands::{Ehlo, Quit, Starttls};
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::connect::connect;
use crate::endpoint::{Credential, Endpoint, Security};
use crate::error::NetError;
use crate::line::Lines;
use crate::timeouts::Timeouts;
use crate::tls::TlsTrust;
use crate::transport::AnyTransport;
use extensions::Extensions;
use reply::{Reply, read_reply};

/// How we introduce ourselves: an address literal, and always this one (RFC 5321 §4.1.4 allows it where there is no
/// public name). The real name of the machine would tell every recipient which office the letter was written in.
const HELLO: std::net::Ipv4Addr = std::net::Ipv4Addr::LOCALHOST;

/// A logged-in submission connection; takes any number of letters, one after another.
#[derive(Debug)]
pub struct Submission {
    lines: Lines<AnyTransport>,
    extensions: Extensions,
    timeouts: Timeouts,
    /// A transaction was begun and has not ended: what is read next may answer anything.
    half_way: bool,
}

impl Submission {
    /// Connects, encrypts, logs in.
    ///
    /// # Errors
    /// Every variant of [`NetError`] but `TooLarge` and `Abandoned`. Nothing about the person was sent unless it is
    /// `AuthRefused`.
    pub async fn open(
        endpoint: &Endpoint,
        trust: &TlsTrust,
        credential: &Credential,
        timeouts: &Timeouts,
    ) -> Result<Self, NetError> {
        let mut stream = connect(&endpoint.host, endpoint.port, timeouts.connect).await?;
        if endpoint.security == Security::StartTls {
            stream = ask_for_tls(stream, timeouts).await?;
        }
        let stream = trust.handshake(endpoint, stream, timeouts.connect).await?;
        let greeted = endpoint.security == Security::StartTls;
        Self::over(Box::new(stream), greeted, credential, timeouts).await
    }

    /// Logs in over a connection that is encrypted already; `greeted` says whether its banner has been read.
    async fn over(
        stream: AnyTransport,
        greeted: bool,
        credential: &Credential,
        timeouts: &Timeouts,
    ) -> Result<Self, NetError> {
        let mut lines = Lines::new(stream);
        if !greeted {
            expect(read_reply(&mut lines, timeouts.command).await?, 220)?;
        }
        let extensions = hello(&mut lines, timeouts).await?;
        let mut submission = Self { lines, extensions, timeouts: timeouts.clone(), half_way: false };
        submission.log_in(credential).await?;
        Ok(submission)
    }

    /// The largest letter the server takes, in bytes (SIZE, RFC 1870); none when it does not say.
    #[must_use]
    pub const fn max_size(&self) -> Option<u64> {
        self.extensions.max_size
    }

    /// Takes leave. A server that does not answer is left all the same.
    pub async fn quit(mut self) {
        // Half way through a letter, QUIT would be a line of it.
        if !self.half_way {
            // Nothing is lost when this fails: the fate of every letter was known before.
            let _ = self.command(Quit).await;
        }
    }

    /// Sends one command and reads its reply.
    async fn command(&mut self, command: impl std::fmt::Display + Send) -> Result<Reply, NetError> {
        self.exchange(command.to_string().as_bytes()).await
    }

    async fn exchange(&mut self, line: &[u8]) -> Result<Reply, NetError> {
        self.lines.write(line, self.timeouts.command).await?;
        read_reply(&mut self.lines, self.timeouts.command).await
    }
}

/// STARTTLS (RFC 3207), up to the moment the handshake may begin. What is heard here is neither believed nor shown later.
async fn ask_for_tls<S>(stream: S, timeouts: &Timeouts) -> Result<S, NetError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut lines = Lines::new(stream);
    expect(read_reply(&mut lines, timeouts.command).await?, 220).map_err(without_words)?;
    lines.ask(&ehlo(), timeouts.command).await?;
    if !offered(&mut lines, timeouts).await.map_err(without_words)?.starttls {
        return Err(NetError::StartTlsRefused);
    }
    lines.ask(Starttls.to_string().as_bytes(), timeouts.command).await?;
    match read_reply(&mut lines, timeouts.command).await? {
        reply if reply.code() == 220 => lines.into_quiet_stream(),
        _ => Err(NetError::StartTlsRefused),
    }
}

async fn hello<S>(lines: &mut Lines<S>, timeouts: &Timeouts) -> Result<Extensions, NetError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    lines.write(&ehlo(), timeouts.command).await?;
    offered(lines, timeouts).await
}

/// The answer to EHLO.
async fn offered<S>(lines: &mut Lines<S>, timeouts: &Timeouts) -> Result<Extensions, NetError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let reply = expect(read_reply(lines, timeouts.command).await?, 250)?;
    Ok(Extensions::of(&reply))
}

fn ehlo() -> Vec<u8> {
    Ehlo::new(ClientId::Ipv4(HELLO)).to_string().into_bytes()
}

fn expect(reply: Reply, code: u16) -> Result<Reply, NetError> {
    match reply.code() {
        got if got == code => Ok(reply),
        400.. => Err(NetError::ServerRefused { reply: reply.quoted() }),
        _ => Err(NetError::Protocol { what: "an SMTP reply out of place" }),
    }
}

fn without_words(error: NetError) -> NetError {
    match error {
        NetError::ServerRefused { reply } => NetError::ServerRefused { reply: reply.without_words() },
        other => other,
    }
}

#[cfg(test)]
mod tests;
