//! What calls the receiving loop away from the texts it fetches: a person, news of the inbox, the time to look at everything.
//!
//! Asked between two batches, and answered from memory but for one round trip every other second.

use std::pin::pin;
use std::time::Duration;

use estafette_net::{Glance, IdleEnd, Selected};
use estafette_store::Folder;
use tokio::time::Instant;

use super::Receiver;
use crate::error::EngineError;

/// How late news of the inbox may be while texts come.
const GLANCE_EVERY: Duration = Duration::from_millis(1_500);

/// What is known of the inbox while another folder is read.
#[derive(Debug)]
pub(super) struct InboxWatch {
    seen: Option<Glance>,
    glanced_at: Instant,
}

impl InboxWatch {
    pub(super) fn begin() -> Self {
        Self { seen: None, glanced_at: Instant::now() }
    }

    /// The inbox was selected, and is about to be compared.
    pub(super) fn compared(&mut self, selected: &Selected) {
        // What a glance said counts until the next: a server whose SELECT and STATUS disagree would call for ever.
        self.seen.get_or_insert(Glance::from(selected));
        self.glanced_at = Instant::now();
    }

    /// Whether something happened since the last look.
    fn learn(&mut self, glance: Glance) -> bool {
        self.seen.replace(glance).is_none_or(|before| glance.differs_from(&before))
    }
}

impl Receiver<'_> {
    /// Whether something calls, told as the end of an IDLE would be; letters somebody waits for are served first.
    pub(super) async fn called_away(&mut self) -> Result<Option<IdleEnd>, EngineError> {
        if self.is_woken() {
            self.serve_wanted().await?;
            return Ok(Some(IdleEnd::Interrupted));
        }
        if Instant::now() >= self.full_pass_at {
            return Ok(Some(IdleEnd::TimedOut));
        }
        let inbox = self.inbox()?;
        Ok(self.inbox_changed(&inbox).await?.then_some(IdleEnd::Changed))
    }

    /// Whether somebody woke the loop since it last waited; it is not woken for that again.
    fn is_woken(&self) -> bool {
        pin!(self.mailbox.wake_receiving.notified()).as_mut().enable()
    }

    async fn inbox_changed(&mut self, inbox: &Folder) -> Result<bool, EngineError> {
        let is_selected = self.selected.is_some_and(|(selected, _)| selected == inbox.id);
        if is_selected && self.session.has_news() {
            return Ok(true);
        }
        if self.inbox_watch.glanced_at.elapsed() < GLANCE_EVERY {
            return Ok(false);
        }
        self.inbox_watch.glanced_at = Instant::now();
        if is_selected {
            self.session.noop().await?;
            Ok(self.session.has_news())
        } else {
            let glance = self.session.glance(&inbox.wire_name).await?;
            Ok(self.inbox_watch.learn(glance))
        }
    }
}

#[cfg(test)]
mod tests {
    use estafette_net::{Glance, Selected};

    use super::InboxWatch;

    fn selected(exists: u32) -> Selected {
        Selected { uid_validity: 7, uid_next: Some(exists + 1), exists, highest_modseq: None, read_only: false }
    }

    #[tokio::test]
    async fn a_server_whose_glances_differ_from_its_selections_calls_once() {
        let mut watch = InboxWatch::begin();
        watch.compared(&selected(3));
        let glance = Glance::from(&selected(4));
        assert!(watch.learn(glance));
        watch.compared(&selected(3));
        assert!(!watch.learn(glance));
        assert!(watch.learn(Glance::from(&selected(5))));
    }

    #[tokio::test]
    async fn an_inbox_never_seen_is_looked_at() {
        assert!(InboxWatch::begin().learn(Glance::default()));
    }
}
