//! « Mode discret », switched by the person at the keyboard.

use estafette_contract::{ApiError, DiscreetSet, Done, Event, Tag};

use crate::Api;
use crate::fault::api_error;

/// What was answered otherwise a moment ago: everything that is masked, and whether it is.
const MASKED: [Tag; 5] = [Tag::App, Tag::Threads, Tag::Thread, Tag::Drafts, Tag::Outbox];

impl Api {
    pub(crate) async fn discreet_set(&self, asked: DiscreetSet) -> Result<Done, ApiError> {
        let kept = self.engine().await?.set_discreet(asked.on);
        for tag in MASKED {
            self.announcer.announce(Event::Stale { mailbox: None, tag, ids: None });
        }
        kept.map(|()| Done {}).map_err(|error| api_error(&error))
    }
}
