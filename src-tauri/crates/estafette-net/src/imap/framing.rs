//! A limit on every answer, below async-imap.
//!
//! async-imap keeps an answer in memory whole and lets it grow to 512 MiB; this stream counts the bytes of lines and of
//! literals on their way in and cuts the connection at the first answer that is larger than anything we asked for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::error::NetError;
use crate::transport::AnyTransport;

/// Most literal bytes of one answer. MSSanté bounces above 25 MB (mssante.md §1.3); base64 and headers are inside that.
pub(super) const MAX_LITERALS: u64 = 64 * 1024 * 1024;
/// Most bytes of one answer outside its literals: a SEARCH that names 130,000 messages.
pub(super) const MAX_LINE: u64 = 1024 * 1024;
/// Longest literal announcement looked for at the end of a line: `~{4294967295+}`.
const MAX_ANNOUNCEMENT: usize = 16;

/// A connection whose answers are bounded, and whose incoming bytes are counted.
#[derive(Debug)]
pub(super) struct Framed {
    stream: AnyTransport,
    answer: Answer,
    received: u64,
}

impl Framed {
    pub(super) fn new(stream: AnyTransport) -> Self {
        Self { stream, answer: Answer::default(), received: 0 }
    }

    /// Bytes received since the beginning: how a slow answer is told from none.
    pub(super) const fn received(&self) -> u64 {
        self.received
    }
}

/// Where we are inside the answer being received.
#[derive(Debug, Default)]
struct Answer {
    /// Bytes of the current literal still to come.
    literal_left: u64,
    literals: u64,
    line: u64,
    /// The first bytes of the answer: they say whether it can hold a literal at all.
    head: Vec<u8>,
    /// The last bytes of the current line.
    tail: Vec<u8>,
}

impl Answer {
    fn accept(&mut self, mut bytes: &[u8]) -> Result<(), NetError> {
        while !bytes.is_empty() {
            if self.literal_left > 0 {
                let inside = usize::try_from(self.literal_left).unwrap_or(usize::MAX).min(bytes.len());
                self.literal_left -= inside as u64;
                bytes = bytes.get(inside..).unwrap_or_default();
            } else if let Some((byte, rest)) = bytes.split_first() {
                self.accept_line_byte(*byte)?;
                bytes = rest;
            }
        }
        Ok(())
    }

    fn accept_line_byte(&mut self, byte: u8) -> Result<(), NetError> {
        self.line += 1;
        if self.line > MAX_LINE {
            return Err(NetError::TooLarge { limit: MAX_LINE, size: self.line });
        }
        if self.head.len() < 4 {
            self.head.push(byte);
        }
        if byte != b'\n' {
            if self.tail.len() == MAX_ANNOUNCEMENT {
                self.tail.remove(0);
            }
            self.tail.push(byte);
            return Ok(());
        }
        let announced = if self.may_hold_literals() { announced_literal(&self.tail) } else { None };
        self.tail.clear();
        let Some(size) = announced else {
            *self = Self::default();
            return Ok(());
        };
        self.literals = self.literals.saturating_add(size);
        if self.literals > MAX_LITERALS {
            return Err(NetError::TooLarge { limit: MAX_LITERALS, size: self.literals });
        }
        self.literal_left = size;
        Ok(())
    }

    /// Only FETCH and LIST among the answers we ask for; a status line that ends in `{5}` is free text.
    fn may_hold_literals(&self) -> bool {
        match self.head.as_slice() {
            [b'*', b' ', first, ..] => first.is_ascii_digit() || first.eq_ignore_ascii_case(&b'L'),
            _ => false,
        }
    }
}

/// The size in `…{size}` CR at the end of a line, as imap-proto reads it.
fn announced_literal(tail: &[u8]) -> Option<u64> {
    let inside = tail.strip_suffix(b"}\r")?;
    let open = inside.iter().rposition(|byte| *byte == b'{')?;
    let digits = std::str::from_utf8(inside.get(open + 1..)?).ok()?;
    digits.trim_end_matches('+').parse().ok()
}

impl AsyncRead for Framed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let this = &mut *self;
        std::task::ready!(Pin::new(&mut this.stream).poll_read(cx, buf))?;
        let fresh = buf.filled().get(before..).unwrap_or_default();
        this.received += fresh.len() as u64;
        Poll::Ready(this.answer.accept(fresh).map_err(io::Error::other))
    }
}

impl AsyncWrite for Framed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
