//! Stands for the notifications of the desktop: they stay pinned where a test can read them.

use std::future::ready;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use estafette_api::{Answer, Notice, Notifier};

/// What was shown, the first at the front.
#[derive(Default)]
pub struct Corkboard {
    pinned: Mutex<Vec<Notice>>,
    /// The screen is locked.
    pub locked: AtomicBool,
}

impl Corkboard {
    /// Everything shown so far.
    ///
    /// # Panics
    /// When another test thread broke.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.pinned.lock().expect("the corkboard").clone()
    }
}

impl Notifier for Corkboard {
    fn screen_is_locked(&self) -> Answer<bool> {
        Box::pin(ready(self.locked.load(Ordering::Relaxed)))
    }

    fn show(&self, notice: Notice) -> Answer<()> {
        self.pinned.lock().expect("the corkboard").push(notice);
        Box::pin(ready(()))
    }
}
