//! Waiting to be told to stop: by Ctrl+C, by a signal, or by whoever holds the other end of our standard input.

use std::io::{Read, stdin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::Context;
use nix::sys::signal::{SigSet, Signal};

/// The signals that ask a program to leave, held back so that it can leave in order.
pub(crate) struct Departure {
    told: Receiver<()>,
    tell: Sender<()>,
}

impl Departure {
    /// Holds the signals back. To be called before any other thread is started, since threads inherit what is held
    /// back; the programs we start do not.
    pub(crate) fn prepared() -> anyhow::Result<Self> {
        let mut signals = SigSet::empty();
        for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
            signals.add(signal);
        }
        signals.thread_block().context("cannot hold signals back")?;
        let (tell, told) = channel();
        let by_signal = tell.clone();
        thread::spawn(move || {
            let _ = signals.wait();
            // nobody listens any more: we are leaving already
            let _ = by_signal.send(());
        });
        Ok(Self { told, tell })
    }

    /// Also leaves when standard input ends.
    pub(crate) fn or_at_end_of_input(self) -> Self {
        let tell = self.tell.clone();
        thread::spawn(move || {
            let mut discarded = [0; 256];
            while stdin().lock().read(&mut discarded).is_ok_and(|length| length > 0) {}
            let _ = tell.send(());
        });
        self
    }

    /// Gets a word when it is time to leave.
    pub(crate) fn told(&self) -> &Receiver<()> {
        &self.told
    }
}
