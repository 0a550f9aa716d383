//! A letter on its way: what it is, how far it has gone, what may happen to it next.

use estafette_model::{Address, DraftId, EnvelopeId, OutboxId};

use crate::mailbox::blobs::BlobId;
use crate::outbox_state::OutboxState;

/// Longest time a letter may be held after « Envoyer », seconds. A first try that seems further away than that means that the
/// clock of the machine was set back: the letter is then due, not stuck until the clock has caught up.
pub const LONGEST_HOLD: i64 = 120;

/// Longest wait before another try, seconds: the engine waits five minutes at most. One that seems longer means the same.
pub(crate) const LONGEST_WAIT: i64 = 600;

/// A finished letter.
#[derive(Clone, Debug)]
pub struct OutgoingLetter {
    /// The message as it leaves.
    pub blob: BlobId,
    /// Its bytes.
    pub size: u64,
    /// Its Message-ID, the same for every try.
    pub message_id: String,
    /// MAIL FROM; none for a receipt, which must cause no report (RFC 8098 §3).
    pub from: Option<Address>,
    /// The name of its envelope in the reports that are asked for; none asks for none.
    pub envelope: Option<EnvelopeId>,
    /// RCPT TO.
    pub recipients: Vec<Address>,
    /// For the list.
    pub subject: String,
    /// Seconds since 1970: held until then, at most [`LONGEST_HOLD`] from now. Nobody sends it before.
    pub not_before: i64,
}

/// The next step of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxStep {
    /// Queued → Connected: the one sender that may try has begun.
    Connected,
    /// Connected → Queued: failed before DATA, to be tried again.
    Requeued {
        /// Seconds since 1970, not before.
        at: i64,
        /// Code of what failed.
        code: String,
    },
    /// Connected or `DataSent` → Queued: the server answered and said « not now » (SMTP 4yz, RFC 5321 §4.2.1). The one way
    /// back from `DataSent` without a person: an answer was read, so the letter is known not to have been taken.
    RefusedForNow {
        /// Seconds since 1970, not before.
        at: i64,
        /// Code of what was said.
        code: String,
    },
    /// Connected → `DataSent`: to be recorded before the last byte leaves.
    DataSent,
    /// `DataSent` → Unknown: no answer.
    Unknown {
        /// Code of what failed.
        code: String,
    },
    /// `DataSent` or Unknown → Accepted: its draft is deleted, the copy for Sent becomes a gesture to replay.
    Accepted {
        /// Recipients the server turned down while it took the letter for the others.
        refused: Vec<RecipientRefusal>,
    },
    /// Connected, `DataSent` or Unknown → Refused: the server said no to the letter.
    Refused {
        /// Code for the page.
        code: String,
        /// What it said of recipients.
        refused: Vec<RecipientRefusal>,
    },
    /// Queued, Connected or Unknown → Parked: given up here, or by the person who was asked.
    Parked {
        /// Code for the page.
        code: String,
    },
    /// Unknown → Queued: a person who was told the facts wants it sent again (same Message-ID).
    ResentByPerson,
}

/// What the server said of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRefusal {
    /// RCPT TO.
    pub address: String,
    /// SMTP reply code.
    pub code: u16,
    /// Its words.
    pub reason: String,
}

/// A letter of the outbox, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its row.
    pub id: OutboxId,
    /// How far it has gone.
    pub state: OutboxState,
    /// The draft it was made from, while there is one.
    pub draft: Option<DraftId>,
    /// Its Message-ID.
    pub message_id: String,
    /// MAIL FROM; empty for a receipt.
    pub from: String,
    /// The name of its envelope in the reports that are asked for.
    pub envelope: Option<EnvelopeId>,
    /// RCPT TO.
    pub recipients: Vec<String>,
    /// Recipients turned down.
    pub refused: Vec<RecipientRefusal>,
    /// Subject.
    pub subject: String,
    /// Bytes.
    pub size: u64,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970, of the last step.
    pub changed: i64,
    /// Seconds since 1970, no try before.
    pub not_before: i64,
    /// Tries that ended before DATA.
    pub attempts: u32,
    /// Why it waits, was refused or set aside; empty when nothing went wrong.
    pub code: String,
}

impl OutboxRow {
    /// Whether it is a receipt: written by the program, and of no interest to anybody here once it is on its way.
    #[must_use]
    pub fn is_receipt(&self) -> bool {
        self.from.is_empty()
    }

    /// Whether the letter waits only so that the person may still change their mind.
    #[must_use]
    pub fn is_held(&self, now: i64) -> bool {
        self.state == OutboxState::Queued
            && self.attempts == 0
            && self.code.is_empty()
            && is_early(self.not_before, self.attempts, now)
    }
}

/// Whether the time of a waiting letter has not come yet.
pub(super) fn is_early(not_before: i64, attempts: u32, now: i64) -> bool {
    let longest = if attempts == 0 { LONGEST_HOLD } else { LONGEST_WAIT };
    not_before > now && not_before <= now.saturating_add(longest)
}
