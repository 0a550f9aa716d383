//! Waiting to be told to stop: by Ctrl+C, by a signal, or by whoever holds the other end of our standard input.
//!
//! The signals are caught and not held back: what is held back stays so in the programs we start, and the window must
//! hear when it is asked to close.

use std::io::{Read, stdin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::Context;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// The signals that ask a program to leave, caught so that it can leave in order.
pub(crate) struct Departure {
    told: Receiver<()>,
    tell: Sender<()>,
}

impl Departure {
    /// Catches the signals from now on.
    pub(crate) fn prepared() -> anyhow::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build().context("cannot wait for signals")?;
        let (mut interrupted, mut terminated, mut hung_up) = {
            let _inside = runtime.enter();
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?)
        };
        let (tell, told) = channel();
        let by_signal = tell.clone();
        thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupted.recv() => {}
                    _ = terminated.recv() => {}
                    _ = hung_up.recv() => {}
                }
            });
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
