//! Lines in, bytes out: all that SMTP needs, and all that IMAP needs before TLS.
//!
//! Written for one property async-imap and lettre do not give: we know that nothing is left in the buffer at the moment
//! the connection becomes encrypted, so that no command slipped in before it is ever taken for the server's.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};

use crate::error::NetError;
use crate::transport::{within, write_within};

/// Longest line accepted, in bytes. SMTP allows 512 (RFC 5321 §4.5.3.1.5) and IMAP greetings hold a capability list;
/// real ones stay below 1 kB.
const MAX_LINE: usize = 8 * 1024;

/// A connection read line by line.
#[derive(Debug)]
pub(crate) struct Lines<S> {
    stream: S,
    unread: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Lines<S> {
    pub(crate) const fn new(stream: S) -> Self {
        Self { stream, unread: Vec::new() }
    }

    /// The next line without its CRLF; the whole of it must arrive within `limit`.
    pub(crate) async fn read(&mut self, limit: Duration) -> Result<String, NetError> {
        match tokio::time::timeout(limit, self.read_line(limit)).await {
            Ok(line) => line,
            Err(_) => Err(NetError::TimedOut),
        }
    }

    /// Writes a question, unless an answer is here already: in clear, whoever answers before being asked is not the server.
    pub(crate) async fn ask(&mut self, question: &[u8], limit: Duration) -> Result<(), NetError> {
        if self.unread.is_empty() { self.write(question, limit).await } else { Err(NetError::PreTlsData) }
    }

    /// Writes everything and flushes.
    pub(crate) async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), NetError> {
        write_within(&mut self.stream, bytes, limit).await
    }

    /// Gives the connection back to be encrypted: refused when the server has said more than was read.
    pub(crate) fn into_quiet_stream(self) -> Result<S, NetError> {
        if self.unread.is_empty() { Ok(self.stream) } else { Err(NetError::PreTlsData) }
    }

    async fn read_line(&mut self, limit: Duration) -> Result<String, NetError> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.unread.iter().skip(searched).position(|byte| *byte == b'\n') {
                return self.take_line(searched + end);
            }
            searched = self.unread.len();
            if searched > MAX_LINE {
                return Err(NetError::Protocol { what: "a line that does not end" });
            }
            let mut chunk = [0; 1024];
            let count = within(limit, self.stream.read(&mut chunk)).await?;
            if count == 0 {
                return Err(NetError::ServerClosed);
            }
            self.unread.extend(chunk.iter().take(count));
        }
    }

    fn take_line(&mut self, newline: usize) -> Result<String, NetError> {
        let rest = self.unread.split_off(newline + 1);
        let line = std::mem::replace(&mut self.unread, rest);
        // Not every server speaks UTF-8 in its explanations: a stray byte is shown as one, never a reason to give up.
        let line = line.strip_suffix(b"\r\n").map(|line| String::from_utf8_lossy(line).into_owned());
        // A carriage return or a zero byte inside a line is where two programs see two different dialogues.
        line.filter(|line| line.len() <= MAX_LINE && !line.contains(['\r', '\0']))
            .ok_or(NetError::Protocol { what: "a line that does not end in CRLF" })
    }
}

#[cfg(test)]
mod tests;
