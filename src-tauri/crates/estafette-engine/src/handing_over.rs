//! The letter being handed over: how far it is, and whether a person still wants it sent.

use std::sync::{Mutex, PoisonError};

use estafette_model::OutboxId;
use tokio::sync::watch;

/// How far a letter has been sent, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// Which.
    pub letter: OutboxId,
    /// Given to the line so far. The letter has not left before the operator answers.
    pub sent: u64,
    /// Of so many.
    pub size: u64,
}

/// What is known of the letter being handed over.
#[derive(Debug)]
pub(crate) struct HandingOver {
    now: Mutex<Option<HandedOver>>,
    unwanted: watch::Sender<Option<OutboxId>>,
}

impl Default for HandingOver {
    fn default() -> Self {
        Self { now: Mutex::default(), unwanted: watch::Sender::new(None) }
    }
}

impl HandingOver {
    pub(crate) fn read(&self) -> Option<HandedOver> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, now: Option<HandedOver>) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// A person wants it back: while its last byte cannot have left, its sending is broken off.
    pub(crate) fn break_off(&self, letter: OutboxId) {
        self.unwanted.send_replace(Some(letter));
    }

    /// Waits until a person wants this letter back.
    pub(crate) async fn unwanted(&self, letter: OutboxId) {
        let mut unwanted = self.unwanted.subscribe();
        let asked = unwanted.wait_for(|asked| *asked == Some(letter)).await.is_ok();
        // Nobody is left to ask for it.
        if !asked {
            std::future::pending::<()>().await;
        }
    }

    /// It is handed over, or not.
    pub(crate) fn ended(&self) {
        self.set(None);
        self.unwanted.send_replace(None);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use estafette_model::OutboxId;
    use tokio::time::timeout;

    use super::HandingOver;

    #[tokio::test(start_paused = true)]
    async fn only_the_letter_that_is_wanted_back_is_broken_off_and_only_this_time() {
        let handing = HandingOver::default();
        let waits =
            async |letter| timeout(Duration::from_secs(1), handing.unwanted(OutboxId::new(letter))).await.is_err();
        assert!(waits(1).await, "nobody asked");
        handing.break_off(OutboxId::new(2));
        assert!(waits(1).await, "another was meant");
        assert!(!waits(2).await);
        handing.ended();
        assert!(waits(2).await, "its next sending is another");
        assert_eq!(handing.read(), None);
    }
}
