//! One connection through the line: two sockets, and a thread for each way between them.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use nix::libc::linger;
use nix::sys::socket::{setsockopt, sockopt};

use super::tally::Tally;
use super::{Fault, Line, Release, Way, lock};

/// Bytes carried at once.
const CHUNK: usize = 16 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Open,
    Held,
    Over,
}

/// Both ends and what passed between them.
#[derive(Debug)]
pub(super) struct Connection {
    client: TcpStream,
    server: TcpStream,
    tally: Mutex<Tally>,
    gate: Mutex<Gate>,
    moved: Condvar,
}

impl Connection {
    pub(super) fn between(client: TcpStream, server: TcpStream) -> Self {
        // a line that gathers small packets would be slower than the one it stands for
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        Self { client, server, tally: Mutex::default(), gate: Mutex::new(Gate::Open), moved: Condvar::new() }
    }

    pub(super) fn is_over(&self) -> bool {
        *lock(&self.gate) == Gate::Over
    }

    pub(super) fn count_anew(&self) {
        *lock(&self.tally) = Tally::default();
    }

    /// Carries one way until either end has finished.
    pub(super) fn pump(&self, line: &Line, way: Way) {
        let (mut from, to) = match way {
            Way::Up => (&self.client, &self.server),
            Way::Down => (&self.server, &self.client),
        };
        let mut buffer = vec![0; CHUNK];
        loop {
            let Ok(length) = from.read(&mut buffer) else { return self.end(Release::Cut) };
            let Some(chunk) = buffer.get_mut(..length).filter(|chunk| !chunk.is_empty()) else {
                // the other way may still have something to say
                if self.wait_until_open() {
                    let _ = to.shutdown(Shutdown::Write);
                }
                if way == Way::Down {
                    self.end(Release::Cut);
                }
                return;
            };
            if !self.carry(line, way, chunk, to) {
                return;
            }
        }
    }

    /// Whether the connection is still there afterwards.
    fn carry(&self, line: &Line, way: Way, chunk: &mut [u8], mut to: &TcpStream) -> bool {
        let mut rest = chunk;
        while !rest.is_empty() {
            if !self.wait_until_open() {
                return false;
            }
            let (passing, fault) = line.judge(way, &self.tally, rest.len());
            let (now, later) = rest.split_at_mut(passing);
            if matches!(fault, Some((Fault::Stall, _))) {
                *lock(&self.gate) = Gate::Held;
            }
            thread::sleep(line.lag(now.len()));
            let written = to.write_all(now);
            // Told once what passes has passed: whoever hears of it may release the line at once.
            if let Some((_, strike)) = fault {
                line.tell(strike);
            }
            if written.is_err() {
                self.end(Release::Cut);
                return false;
            }
            match fault.map(|(fault, _)| fault) {
                Some(Fault::Cut) => self.end(Release::Cut),
                Some(Fault::Reset) => self.end(Release::Reset),
                Some(Fault::FlipBit(bit)) => later.iter_mut().take(1).for_each(|byte| *byte ^= 1 << (bit % 8)),
                Some(Fault::Stall) | None => {}
            }
            rest = later;
        }
        true
    }

    /// Waits while nothing passes; whether anything will.
    fn wait_until_open(&self) -> bool {
        let mut gate = lock(&self.gate);
        while *gate == Gate::Held {
            gate = self.moved.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
        *gate == Gate::Open
    }

    pub(super) fn release(&self, how: Release) {
        if *lock(&self.gate) != Gate::Held {
            return;
        }
        match how {
            Release::Flow => {
                *lock(&self.gate) = Gate::Open;
                self.moved.notify_all();
            }
            Release::Cut | Release::Reset => self.end(how),
        }
    }

    /// Ends both sides. A reset is what the kernel sends when a socket without patience is closed, which is done once both
    /// ways have let go of it.
    pub(super) fn end(&self, how: Release) {
        if std::mem::replace(&mut *lock(&self.gate), Gate::Over) == Gate::Over {
            return;
        }
        self.moved.notify_all();
        for socket in [&self.client, &self.server] {
            let side = if how == Release::Reset {
                let _ = setsockopt(socket, sockopt::Linger, &linger { l_onoff: 1, l_linger: 0 });
                Shutdown::Read
            } else {
                Shutdown::Both
            };
            let _ = socket.shutdown(side);
        }
    }
}
