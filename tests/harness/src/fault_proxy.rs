//! A line between a client and a server that misbehaves when it is told to: cut, reset, stalled, slow, or with a wrong bit.
//!
//! It counts bytes and reads none: what passes is encrypted from end to end. What it can tell all the same is that a letter
//! is on its way up, because nothing else of IMAP or SMTP is that long without an answer in between.

mod connection;
mod tally;

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use connection::Connection;
use tally::Tally;

/// Bytes that go up without a word of the server before they can only be a letter. A command with a thousand UIDs in it
/// stays below, a TLS handshake does by far.
pub const LETTER_RUN: u64 = 16 * 1024;

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the client to the server.
    Up,
    /// From the server to the client.
    Down,
}

/// When a fault strikes. The first connection that gets there is struck, and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// So many bytes of one connection went that way since the fault was armed; no further one does.
    Bytes(Way, u64),
    /// So many bytes of a letter went up, at least [`LETTER_RUN`]: inside DATA or the literal of an APPEND.
    InsideLetter(u64),
    /// A letter went up whole and the server answers: it has acted, and its answer does not get through.
    AnswerToLetter,
}

/// What the line does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Both ends are told that the other has finished (FIN).
    Cut,
    /// Both ends are told that there is no such connection (RST).
    Reset,
    /// Nothing passes any more, until [`FaultProxy::release`].
    Stall,
    /// One bit of the next byte is the other one: 0 to 7.
    FlipBit(u8),
}

/// How a stalled line goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// What was held passes, and all that follows.
    Flow,
    /// What was held is lost.
    Cut,
    /// The same, with RST.
    Reset,
}

/// A fault that struck, and what its connection had carried since it was armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strike {
    /// Bytes that went up.
    pub up: u64,
    /// Bytes that went down.
    pub down: u64,
    /// Bytes that went up since the server last got a word through.
    pub unanswered: u64,
}

/// A listening line. Dropped, it cuts what passes through it.
#[derive(Debug)]
pub struct FaultProxy {
    line: Arc<Line>,
    port: u16,
    host: String,
}

/// What every connection of the line looks at.
#[derive(Debug, Default)]
struct Line {
    armed: Mutex<Option<(Moment, Fault)>>,
    struck: Mutex<Vec<Strike>>,
    heard: Condvar,
    connections: Mutex<Vec<Arc<Connection>>>,
    down: AtomicBool,
    closed: AtomicBool,
    /// Microseconds added to each way.
    delay: AtomicU64,
    /// Bytes a second each way; 0 is no limit.
    rate: AtomicU64,
}

impl FaultProxy {
    /// A line that listens on a free port of `host` and leads to `port` of the same host, healthy until told otherwise.
    ///
    /// # Errors
    /// No port is free.
    pub fn before(host: &str, port: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((host, 0)).with_context(|| format!("cannot listen on {host}"))?;
        let own = listener.local_addr().context("a listener has no address")?.port();
        let line = Arc::new(Line::default());
        let (accepting, to) = (Arc::clone(&line), String::from(host));
        thread::spawn(move || accept(&accepting, &listener, &to, port));
        Ok(Self { line, port: own, host: String::from(host) })
    }

    /// Where clients connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Has `fault` strike once, at `moment`, on a connection there is or on one to come; forgets one that was armed and has
    /// not struck, and those that did.
    pub fn arm(&self, moment: Moment, fault: Fault) {
        let mut armed = lock(&self.line.armed);
        lock(&self.line.struck).clear();
        for connection in lock(&self.line.connections).iter() {
            connection.count_anew();
        }
        *armed = Some((moment, fault));
    }

    /// Forgets a fault that has not struck.
    pub fn disarm(&self) {
        *lock(&self.line.armed) = None;
    }

    /// The fault that struck, once it has; `None` after `patience`.
    #[must_use]
    pub fn wait_for_strike(&self, patience: Duration) -> Option<Strike> {
        let begun = Instant::now();
        let mut struck = lock(&self.line.struck);
        loop {
            if let Some(strike) = struck.first() {
                return Some(*strike);
            }
            let left = patience.checked_sub(begun.elapsed())?;
            struck = self.line.heard.wait_timeout(struck, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Lets every stalled connection go on.
    pub fn release(&self, how: Release) {
        for connection in lock(&self.line.connections).iter() {
            connection.release(how);
        }
    }

    /// « Le réseau tombe » : every connection is cut, and nobody is let through.
    pub fn fall(&self) {
        self.line.down.store(true, Ordering::SeqCst);
        for connection in lock(&self.line.connections).drain(..) {
            connection.end(Release::Cut);
        }
    }

    /// « Le réseau revient ».
    pub fn rise(&self) {
        self.line.down.store(false, Ordering::SeqCst);
    }

    /// Each way takes this much longer from now on.
    pub fn delay(&self, by: Duration) {
        self.line.delay.store(u64::try_from(by.as_micros()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// Passes at most so many bytes a second each way from now on; 0 is no limit.
    pub fn slow(&self, bytes_a_second: u64) {
        self.line.rate.store(bytes_a_second, Ordering::SeqCst);
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.line.closed.store(true, Ordering::SeqCst);
        self.fall();
        // wakes who accepts
        let _ = TcpStream::connect((self.host.as_str(), self.port));
    }
}

impl Line {
    /// How many of `length` bytes may pass before the armed fault strikes, and the fault if it does: to be told once it acts.
    fn judge(&self, way: Way, tally: &Mutex<Tally>, length: usize) -> (usize, Option<(Fault, Strike)>) {
        // always in this order: the armed fault, then what was counted
        let mut armed = lock(&self.armed);
        let mut tally = lock(tally);
        let Some((moment, fault)) = *armed else { return (tally.pass(way, length), None) };
        let Some(passing) = tally.before(moment, way, length) else { return (tally.pass(way, length), None) };
        *armed = None;
        tally.pass(way, passing);
        (passing, Some((fault, tally.strike())))
    }

    fn tell(&self, strike: Strike) {
        lock(&self.struck).push(strike);
        self.heard.notify_all();
    }

    /// Lets go of the connections that are over: a reset leaves when nobody holds its sockets any more.
    fn forget_what_is_over(&self) {
        lock(&self.connections).retain(|known| !known.is_over());
    }

    fn lag(&self, length: usize) -> Duration {
        let rate = self.rate.load(Ordering::SeqCst);
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let passage = length.saturating_mul(1_000_000).checked_div(rate).unwrap_or(0);
        Duration::from_micros(self.delay.load(Ordering::SeqCst).saturating_add(passage))
    }
}

fn accept(line: &Arc<Line>, listener: &TcpListener, host: &str, port: u16) {
    while let Ok((client, _)) = listener.accept() {
        if line.closed.load(Ordering::SeqCst) {
            return;
        }
        if line.down.load(Ordering::SeqCst) {
            let _ = client.shutdown(Shutdown::Both);
            continue;
        }
        // a server that is not there is a connection that ends at once
        let Ok(server) = TcpStream::connect((host, port)) else { continue };
        let connection = Arc::new(Connection::between(client, server));
        lock(&line.connections).push(Arc::clone(&connection));
        for way in [Way::Up, Way::Down] {
            let (line, connection) = (Arc::clone(line), Arc::clone(&connection));
            thread::spawn(move || {
                connection.pump(&line, way);
                line.forget_what_is_over();
            });
        }
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
