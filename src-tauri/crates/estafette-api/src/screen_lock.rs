//! The lock of the screen: whether somebody may see the mailboxes, and since when nobody seems to be there.
//!
//! Locked is not closed: the engine goes on receiving and sending. What changes is who is answered, see [`ANSWERED_WHILE_LOCKED`].

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use estafette_contract::ANSWERED_WHILE_LOCKED;
use estafette_model::MailboxId;
use tokio::sync::Notify;
use tokio::time::Instant;

/// How long before it locks a screen says so (WCAG 2.2.1 asks for twenty seconds at least); half the delay where that is less.
const NOTICE: Duration = Duration::from_mins(1);

/// The lock of one window.
pub(crate) struct ScreenLock {
    watch: Mutex<Watch>,
    changed: Notify,
}

struct Watch {
    locked: bool,
    last_seen: Instant,
    warned: bool,
    /// Letters that came while it was locked.
    news: BTreeMap<MailboxId, u32>,
}

/// What is to be done about somebody who may be gone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Nothing: it is locked.
    Nothing,
    /// Nothing before then.
    At(Instant),
    /// Say that the screen locks after this.
    Warning(Duration),
    /// Lock.
    Now,
}

impl Default for ScreenLock {
    fn default() -> Self {
        let watch = Watch { locked: false, last_seen: Instant::now(), warned: false, news: BTreeMap::new() };
        Self { watch: Mutex::new(watch), changed: Notify::new() }
    }
}

impl ScreenLock {
    pub(crate) fn is_locked(&self) -> bool {
        self.watch().locked
    }

    /// Whether the command called `name` is answered now.
    pub(crate) fn answers(&self, name: &str) -> bool {
        !self.is_locked() || ANSWERED_WHILE_LOCKED.contains(&name)
    }

    pub(crate) fn lock(&self) {
        let mut watch = self.watch();
        if !watch.locked {
            watch.locked = true;
            watch.news.clear();
        }
        drop(watch);
        self.changed.notify_one();
    }

    pub(crate) fn unlock(&self) {
        let mut watch = self.watch();
        (watch.locked, watch.warned, watch.last_seen) = (false, false, Instant::now());
        drop(watch);
        self.changed.notify_one();
    }

    /// Somebody is there. Says whether they had been told that the screen would lock.
    pub(crate) fn seen(&self) -> bool {
        let mut watch = self.watch();
        watch.last_seen = Instant::now();
        let warned = std::mem::take(&mut watch.warned);
        drop(watch);
        if warned {
            self.changed.notify_one();
        }
        warned
    }

    /// What is to be done, where a screen locks after `delay` without anybody. A warning is given once.
    pub(crate) fn due(&self, delay: Duration) -> Due {
        let mut watch = self.watch();
        if watch.locked {
            return Due::Nothing;
        }
        let notice = NOTICE.min(delay / 2);
        let gone_for = watch.last_seen.elapsed();
        if gone_for >= delay {
            return Due::Now;
        }
        if watch.warned {
            return Due::At(watch.last_seen + delay);
        }
        if gone_for < delay - notice {
            return Due::At(watch.last_seen + (delay - notice));
        }
        watch.warned = true;
        Due::Warning(delay - gone_for)
    }

    /// The delay may be another one.
    pub(crate) fn reconsider(&self) {
        self.changed.notify_one();
    }

    /// Until somebody came, went, or changed the delay.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Letters came in.
    pub(crate) fn arrived(&self, mailbox: MailboxId, count: usize) {
        let mut watch = self.watch();
        if watch.locked {
            let known = watch.news.entry(mailbox).or_default();
            *known = known.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
    }

    /// Letters that came in since it is locked.
    pub(crate) fn news(&self, mailbox: MailboxId) -> u32 {
        self.watch().news.get(&mailbox).copied().unwrap_or_default()
    }

    fn watch(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
