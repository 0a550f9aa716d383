//! The byte stream under both protocols, and what its failures mean.
//!
//! A trait object rather than a type parameter: a session over TLS and a session over a test's pipe are the same code,
//! and one virtual call per read is nothing beside the decryption behind it.

use std::fmt::Debug;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use crate::error::NetError;

/// Bytes handed over at once: each chunk is given its own time, so that a large letter may take long and a dead line
/// may not.
const WRITE_CHUNK: usize = 32 * 1024;

/// Anything that carries bytes both ways.
pub(crate) trait Transport: AsyncRead + AsyncWrite + Unpin + Send + Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Transport for T {}

/// A transport whose kind no longer matters.
pub(crate) type AnyTransport = Box<dyn Transport>;

/// Writes everything and flushes; each chunk may take `limit`.
pub(crate) async fn write_within<W: AsyncWrite + Unpin + ?Sized>(
    stream: &mut W,
    bytes: &[u8],
    limit: Duration,
) -> Result<(), NetError> {
    for chunk in bytes.chunks(WRITE_CHUNK) {
        within(limit, stream.write_all(chunk)).await?;
    }
    within(limit, stream.flush()).await
}

/// Runs `io` for at most `limit`.
pub(crate) async fn within<T>(limit: Duration, io: impl Future<Output = io::Result<T>>) -> Result<T, NetError> {
    match timeout(limit, io).await {
        Ok(done) => done.map_err(|error| lost(&error)),
        Err(_) => Err(NetError::TimedOut),
    }
}

/// What a failed read or write says of the connection.
pub(crate) fn lost(error: &io::Error) -> NetError {
    let inner = error.get_ref();
    if let Some(ours) = inner.and_then(|inner| inner.downcast_ref::<NetError>()) {
        return ours.clone();
    }
    if let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return NetError::TlsFailed { reason: tls.to_string() };
    }
    match error.kind() {
        // What async-imap makes of an answer it cannot read; its text holds the answer and is dropped here.
        io::ErrorKind::Other | io::ErrorKind::InvalidData => {
            NetError::Protocol { what: "an answer that cannot be read" }
        }
        _ => NetError::ServerClosed,
    }
}
