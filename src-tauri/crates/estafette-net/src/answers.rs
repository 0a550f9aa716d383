//! A server that says whatever it was given, a stretch at a time: one when it is connected to, and one for each line it hears.
//!
//! What a mutator made stays worth reading only if a letter more does not lose the thread: the stretches are apart, and the tag
//! of the command that was heard can be named without being known. Under a paused clock its silence ends at once.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::Builder;

/// Between two stretches (« record separator »): no protocol here has a use for it.
const BETWEEN: u8 = 0x1e;
/// Stands for the first word of the line that was heard last (« unit separator »).
const TAG: u8 = 0x1f;
/// Most bytes read at once from a server that is slow.
const SLOW: usize = 7;

/// The server's end.
#[derive(Debug)]
pub(crate) struct Answers {
    to_come: VecDeque<Vec<u8>>,
    said: VecDeque<u8>,
    /// The line being heard.
    line: Vec<u8>,
    heard: Heard,
    slow: bool,
    /// Between DATA and the final dot a server of SMTP listens.
    listening: bool,
}

/// Everything the client said so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<u8>>>);

impl Answers {
    /// A server that begins with the stretches of `honest`, and goes on with those of `bytes`.
    pub(crate) fn new(honest: &[&[u8]], bytes: &[u8]) -> Self {
        let stretches = honest.iter().copied().chain(bytes.split(|byte| *byte == BETWEEN));
        let mut answers = Self {
            to_come: stretches.map(<[u8]>::to_vec).collect(),
            said: VecDeque::new(),
            line: Vec::new(),
            heard: Heard::default(),
            slow: false,
            listening: false,
        };
        answers.say_next(b"");
        answers
    }

    /// The same, a few bytes at a time.
    pub(crate) fn slow(self, slow: bool) -> Self {
        Self { slow, ..self }
    }

    /// What it hears, to be looked at later.
    pub(crate) fn heard(&self) -> Heard {
        self.heard.clone()
    }

    fn hear(&mut self, byte: u8) {
        self.line.push(byte);
        if byte != b'\n' {
            return;
        }
        let line = std::mem::take(&mut self.line);
        if self.listening {
            self.listening = line != b".\r\n";
        } else {
            let asked_for = self.to_come.front().is_some_and(|next| next.starts_with(b"354"));
            self.listening = line == b"DATA\r\n" && asked_for;
        }
        if !self.listening || line == b"DATA\r\n" {
            self.say_next(line.split(|byte| *byte == b' ').next().unwrap_or_default());
        }
    }

    fn say_next(&mut self, tag: &[u8]) {
        for byte in self.to_come.pop_front().unwrap_or_default() {
            if byte == TAG {
                self.said.extend(tag);
            } else {
                self.said.push_back(byte);
            }
        }
    }
}

impl Heard {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl AsyncRead for Answers {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let room = if self.slow { buf.remaining().min(SLOW) } else { buf.remaining() };
        let count = room.min(self.said.len());
        if count == 0 && !self.to_come.is_empty() {
            // Silence: it will say more when it hears something, and nobody else can wake whoever waits.
            return Poll::Pending;
        }
        let bytes: Vec<u8> = self.said.drain(..count).collect();
        buf.put_slice(&bytes);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Answers {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.heard.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(buf);
        buf.iter().for_each(|byte| self.hear(*byte));
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Runs a dialogue on a clock that stands still while something happens, and jumps ahead while nothing does.
pub(crate) fn converse(dialogue: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap_or_else(|error| panic!("no clock to stop: {error}")).block_on(dialogue);
}
