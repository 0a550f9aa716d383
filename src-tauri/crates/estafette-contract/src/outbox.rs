//! Letters on their way.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ApiError, DraftRef, MailboxRef, OutboxRef};

/// Asks for the letters of a mailbox that have not arrived at the operator, and those of the last minutes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OutboxList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// One letter on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OutboxView {
    /// The letter.
    pub id: OutboxRef,
    /// Its subject; `null` while the screen is discreet.
    pub subject: Option<String>,
    /// To whom.
    pub to: Vec<String>,
    /// How far it went.
    pub state: OutboxState,
    /// Its bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// How many of them were given to the line, while it is being handed over.
    #[ts(type = "number")]
    pub sent: u64,
    /// Since when, seconds since 1970.
    #[ts(type = "number")]
    pub since: i64,
    /// When it is tried next, seconds since 1970.
    #[ts(type = "number | null")]
    pub next_try: Option<i64>,
    /// Why it did not leave, or who did not get it.
    pub problem: Option<ApiError>,
    /// Recipients the operator refused while it took the letter for the others.
    pub refused: Vec<String>,
}

/// How far a letter went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits a few seconds before it leaves: the person may change their mind.
    Held,
    /// Waits.
    Queued,
    /// Is being handed over.
    Sending,
    /// The connection was cut before the operator answered: looked for in « Envoyés » before anything else.
    Unknown,
    /// The operator took it: « Message envoyé ».
    Accepted,
    /// The operator refused it.
    Refused,
    /// Waits for the person to decide.
    Parked,
}

/// Tries a letter again now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OutboxRetry {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which letter.
    pub outbox: OutboxRef,
}

/// Takes a letter back into the drafts, while its last byte cannot have left.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OutboxWithdraw {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which letter.
    pub outbox: OutboxRef,
}

/// The draft the letter became again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Withdrawn {
    /// The draft.
    pub draft: DraftRef,
}
