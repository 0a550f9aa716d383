//! A server that says exactly what a test makes it say, over a pipe in memory.
//!
//! Being a pipe, it works under tokio's paused clock: a test of a nine-minute wait takes no time.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use estafette_model::{Clock, Secret};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use crate::endpoint::Credential;
use crate::revocation::{CrlArchive, CrlRecord};
use crate::transport::AnyTransport;

/// The far end of a connection under test.
pub(crate) struct ScriptedServer {
    stream: DuplexStream,
}

/// Both ends of a connection.
pub(crate) fn pipe() -> (AnyTransport, ScriptedServer) {
    let (client, stream) = duplex(64 * 1024);
    (Box::new(client), ScriptedServer { stream })
}

impl ScriptedServer {
    /// Sends lines; CRLF is added to each.
    pub(crate) async fn says(&mut self, lines: &[&str]) {
        for line in lines {
            self.sends(line.as_bytes()).await;
            self.sends(b"\r\n").await;
        }
    }

    /// Sends bytes as they are. A client that has gone away meanwhile is none of the script's business.
    pub(crate) async fn sends(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// Sends bytes one by one, so that every one arrives alone.
    pub(crate) async fn dribbles(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.sends(&[*byte]).await;
            tokio::task::yield_now().await;
        }
    }

    /// Reads one line and insists on it.
    pub(crate) async fn hears(&mut self, expected: &str) {
        assert_eq!(self.line().await, expected);
    }

    /// Reads exactly these bytes.
    pub(crate) async fn hears_bytes(&mut self, expected: &[u8]) {
        let mut heard = vec![0; expected.len()];
        self.stream.read_exact(&mut heard).await.expect("the client hung up");
        assert_eq!(heard.escape_ascii().to_string(), expected.escape_ascii().to_string());
    }

    /// Reads one line, without its CRLF.
    pub(crate) async fn line(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(self.stream.read_u8().await.expect("the client hung up"));
        }
        line.truncate(line.len() - 2);
        String::from_utf8(line).expect("a command that is not UTF-8")
    }

    /// Everything the client still sends until it hangs up.
    pub(crate) async fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).await.expect("a pipe does not fail");
        String::from_utf8_lossy(&rest).into_owned()
    }
}

/// Amélie's, who works at the secretariat.
pub(crate) fn amelie() -> Credential {
    password("amelie", "tisane")
}

pub(crate) fn password(login: &str, password: &str) -> Credential {
    Credential::Password { login: login.to_owned(), password: Secret::new(password.to_owned()) }
}

/// What an installation keeps of lists, for as long as a test lasts.
#[derive(Default)]
pub(crate) struct Kept(Mutex<BTreeMap<String, CrlRecord>>);

impl CrlArchive for Kept {
    fn records(&self) -> Vec<CrlRecord> {
        self.0.lock().expect("nobody panicked with it").values().cloned().collect()
    }

    fn keep(&self, record: &CrlRecord) {
        self.0.lock().expect("nobody panicked with it").insert(record.url.clone(), record.clone());
    }
}

/// A clock that a test moves.
pub(crate) struct Watch(AtomicI64);

impl Watch {
    /// Shows this moment, seconds since 1970.
    pub(crate) const fn at(seconds: i64) -> Self {
        Self(AtomicI64::new(seconds))
    }

    /// Moves on by so many seconds.
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).expect("a moment of this era")
    }
}
