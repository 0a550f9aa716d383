//! What the secretary said before she was killed: the letters she was told are on their way, and how the profile stands in
//! the end.

use estafette_contract::OutboxState;
use serde::{Deserialize, Serialize};

/// One line of hers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// The profile is open.
    Opened,
    /// Something keeps it closed.
    Obstacle {
        /// Its code.
        code: String,
    },
    /// « Envoyer » was answered: from now on the letter must not be lost.
    Queued {
        /// Its subject, which no other letter has.
        subject: String,
    },
    /// How the profile stands.
    AtRest(AtRest),
}

/// What a person is shown.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct AtRest {
    /// Letters that are still to be handed over.
    pub(super) on_their_way: usize,
    /// Subjects in the outbox and their state, those that were accepted left out.
    pub(super) shown: Vec<(String, OutboxState)>,
    /// Subjects of the drafts.
    pub(super) drafts: Vec<String>,
    /// Messages of the inbox kept here.
    pub(super) inbox: u32,
    /// Messages of « Envoyés » kept here.
    pub(super) sent: u32,
}
