//! One SMTP reply (RFC 5321 §4.2), over one or several lines.
//!
//! lettre's parser reads the lines once they are all here; gathering them is ours, with a limit on their number and
//! without asking that a server's explanation be UTF-8 or that a bare code be followed by a space.

use std::time::Duration;

use lettre::transport::smtp::response::Response;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::error::NetError;
use crate::line::Lines;
use crate::reply::ServerReply;

/// Most lines of one reply; EHLO, the longest, has about twenty.
const MAX_LINES: usize = 128;

/// A reply, read whole.
#[derive(Debug)]
pub(super) struct Reply(Response);

impl Reply {
    /// Its three digits.
    pub(super) fn code(&self) -> u16 {
        u16::from(self.0.code())
    }

    /// Its lines, without code.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.message()
    }

    /// Accepted (2yz).
    pub(super) fn is_acceptance(&self) -> bool {
        (200..300).contains(&self.code())
    }

    /// Refused (4yz, 5yz).
    pub(super) fn is_refusal(&self) -> bool {
        self.code() >= 400
    }

    /// The reply as it may be shown.
    pub(super) fn quoted(&self) -> ServerReply {
        let lines: Vec<String> = self.lines().map(str::to_owned).collect();
        ServerReply::smtp(self.code(), &lines)
    }
}

/// Reads one reply; each of its lines must come within `limit`.
pub(super) async fn read_reply<S: AsyncRead + AsyncWrite + Unpin>(
    lines: &mut Lines<S>,
    limit: Duration,
) -> Result<Reply, NetError> {
    let mut text = String::new();
    for _ in 0..MAX_LINES {
        let line = lines.read(limit).await?;
        text.push_str(&line);
        match line.as_bytes().get(3) {
            Some(b'-') => text.push_str("\r\n"),
            Some(_) => return parsed(&(text + "\r\n")),
            None => return parsed(&(text + " \r\n")),
        }
    }
    Err(NetError::Protocol { what: "a reply without end" })
}

fn parsed(text: &str) -> Result<Reply, NetError> {
    text.parse().map(Reply).map_err(|_| NetError::Protocol { what: "something that is no SMTP reply" })
}
