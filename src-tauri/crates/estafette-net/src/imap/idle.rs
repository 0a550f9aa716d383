//! Waiting for news of the selected folder: IDLE (RFC 2177), or NOOP once a minute.
//!
//! IDLE is issued anew every few minutes: the answer to DONE is the only proof that the line is still alive, since a
//! connection cut by sleep or by a firewall gives no sign of its own.

use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::ImapSession;
use super::dialogue::Step;
use crate::error::NetError;

/// Why waiting came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdleEnd {
    /// Messages came, went, or were marked.
    Changed,
    /// We were asked to stop.
    Interrupted,
    /// The time is over and nothing happened.
    TimedOut,
}

impl ImapSession {
    /// Waits until the selected folder changes, `stop` completes, or `at_most` has passed; the session is usable
    /// afterwards. Changes announced since the folder was selected, during other commands, count and end it at once.
    ///
    /// # Errors
    /// Those of a lost connection: of a dead line after `idle_refresh` (or `poll`) and `command` at the latest.
    pub async fn idle(
        &mut self,
        stop: impl Future<Output = ()> + Send,
        at_most: Duration,
    ) -> Result<IdleEnd, NetError> {
        let mut stop = pin!(stop);
        let end = Instant::now() + at_most;
        loop {
            if self.dialogue.take_changed() {
                return Ok(IdleEnd::Changed);
            }
            let waited = if self.capabilities.idle {
                self.idle_once(stop.as_mut(), end).await?
            } else {
                self.poll_once(stop.as_mut(), end).await?
            };
            match waited {
                Some(IdleEnd::Changed) | None => {}
                Some(over @ (IdleEnd::Interrupted | IdleEnd::TimedOut)) => {
                    return Ok(if self.dialogue.take_changed() { IdleEnd::Changed } else { over });
                }
            }
        }
    }

    /// One IDLE from its command to its tagged answer.
    async fn idle_once(
        &mut self,
        mut stop: Pin<&mut (impl Future<Output = ()> + Send)>,
        end: Instant,
    ) -> Result<Option<IdleEnd>, NetError> {
        let refresh = Instant::now() + self.timeouts.idle_refresh;
        let tag = self.dialogue.begin(b"IDLE").await?;
        self.dialogue.continuation(&tag).await?;
        let ended = loop {
            tokio::select! {
                biased;
                () = stop.as_mut() => break Some(IdleEnd::Interrupted),
                () = sleep_until(end) => break Some(IdleEnd::TimedOut),
                () = sleep_until(refresh) => break None,
                step = self.dialogue.listen(&tag) => match step? {
                    Step::Untagged if self.dialogue.has_changed() => break Some(IdleEnd::Changed),
                    // Dovecot says « Still here » every two minutes.
                    Step::Untagged => {}
                    Step::Done(_) | Step::Continue => {
                        return Err(NetError::Protocol { what: "an end to IDLE nobody asked for" });
                    }
                },
            }
        };
        self.dialogue.write(b"DONE\r\n").await?;
        self.dialogue.finish(&tag, |_| Ok(())).await?;
        Ok(ended)
    }

    /// One pause and one NOOP.
    async fn poll_once(
        &mut self,
        stop: Pin<&mut (impl Future<Output = ()> + Send)>,
        end: Instant,
    ) -> Result<Option<IdleEnd>, NetError> {
        let next = Instant::now() + self.timeouts.poll;
        let ended = tokio::select! {
            biased;
            () = stop => Some(IdleEnd::Interrupted),
            () = sleep_until(end) => Some(IdleEnd::TimedOut),
            () = sleep_until(next) => None,
        };
        if ended.is_none() {
            self.noop().await?;
        }
        Ok(ended)
    }
}
