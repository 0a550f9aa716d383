//! STARTTLS on IMAP (RFC 9051 §6.2.1), up to the moment the handshake may begin.
//!
//! Our own and strict, because the clear part is where such connections are attacked: async-imap accepts a PREAUTH
//! greeting and silently drops bytes sent ahead of the handshake. Nothing heard here is believed or shown later.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};

use crate::error::NetError;
use crate::line::Lines;

/// Most lines a server may say before its answer to CAPABILITY; real ones say one.
const MAX_LINES: usize = 32;

/// Asks the server to encrypt, and returns the connection ready for the handshake.
pub(super) async fn ask_for_tls<S: AsyncRead + AsyncWrite + Unpin>(stream: S, limit: Duration) -> Result<S, NetError> {
    let mut lines = Lines::new(stream);
    check_greeting(&lines.read(limit).await?)?;
    lines.ask(b"s1 CAPABILITY\r\n", limit).await?;
    if !offers_starttls(&mut lines, limit).await? {
        return Err(NetError::StartTlsRefused);
    }
    lines.ask(b"s2 STARTTLS\r\n", limit).await?;
    match words(&lines.read(limit).await?).as_slice() {
        [tag, status, ..] if tag == "s2" && status == "OK" => lines.into_quiet_stream(),
        [tag, ..] if tag == "s2" => Err(NetError::StartTlsRefused),
        _ => Err(NetError::Protocol { what: "something else than an answer to STARTTLS" }),
    }
}

fn check_greeting(line: &str) -> Result<(), NetError> {
    match words(line).as_slice() {
        [star, status, ..] if star == "*" => match status.as_str() {
            "OK" => Ok(()),
            // A session that is logged in already can no longer be encrypted: a stripping attack, or misconfiguration.
            "PREAUTH" => Err(NetError::StartTlsRefused),
            "BYE" => Err(NetError::ServerClosed),
            _ => Err(NetError::Protocol { what: "no greeting" }),
        },
        _ => Err(NetError::Protocol { what: "no greeting" }),
    }
}

async fn offers_starttls<S: AsyncRead + AsyncWrite + Unpin>(
    lines: &mut Lines<S>,
    limit: Duration,
) -> Result<bool, NetError> {
    let mut offered = false;
    for _ in 0..MAX_LINES {
        match words(&lines.read(limit).await?).as_slice() {
            [star, kind, capabilities @ ..] if star == "*" => match kind.as_str() {
                "CAPABILITY" => offered = capabilities.iter().any(|word| word == "STARTTLS"),
                "PREAUTH" => return Err(NetError::StartTlsRefused),
                "BYE" => return Err(NetError::ServerClosed),
                _ => {}
            },
            [tag, status, ..] if tag == "s1" => return Ok(offered && status == "OK"),
            _ => break,
        }
    }
    Err(NetError::Protocol { what: "something else than an answer to CAPABILITY" })
}

/// The words of a line in upper case, but for the tag, which only we choose.
fn words(line: &str) -> Vec<String> {
    line.split(' ')
        .enumerate()
        .map(|(at, word)| if at == 0 { word.to_owned() } else { word.to_ascii_uppercase() })
        .collect()
}

#[cfg(test)]
mod tests;
