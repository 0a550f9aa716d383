//! Whom a letter is for, how far it got, and what became of it.
//!
//! The three ends of a failure are kept apart because they ask for three different things: try again, ask the person, or
//! look for the letter before doing either.

use estafette_model::{Address, EnvelopeId};
use thiserror::Error;

use crate::error::NetError;
use crate::reply::ServerReply;

/// The addresses the server is given; the headers of the letter are not read.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// MAIL FROM.
    pub from: ReversePath,
    /// Who receives it: To, Cc and Bcc alike.
    pub to: Vec<Address>,
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Envelope").field("recipients", &self.to.len()).finish_non_exhaustive()
    }
}

/// Who is told what becomes of a letter.
#[derive(Clone, PartialEq, Eq)]
pub enum ReversePath {
    /// The sender.
    Sender {
        /// Their address.
        address: Address,
        /// The name of the envelope in the reports they want (RFC 3461); none asks for no more than failures.
        reports: Option<EnvelopeId>,
    },
    /// Nobody (`<>`): a report must never cause another one (RFC 8098 §3, RFC 5321 §4.5.5).
    Nobody,
}

/// How far a letter got. Told before the next step begins, so that it can be written down first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SendPhase {
    /// The transaction is about to begin, on an open connection.
    Connected,
    /// At least one recipient was accepted; the letter itself is about to be written.
    RecipientsAccepted,
    /// The whole letter was written; the final dot is about to be. **From here on the letter may have left**, whatever
    /// happens to this program.
    DataSent,
}

/// A letter the server took charge of.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The recipients it goes to.
    pub accepted: Vec<Address>,
    /// The recipients it does not go to, and why.
    pub refused: Vec<(Address, ServerReply)>,
    /// What the server said when it took it; often the number under which its operator finds it again.
    pub reply: ServerReply,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("accepted", &self.accepted.len())
            .field("refused", &self.refused.len())
            .finish_non_exhaustive()
    }
}

/// A letter the server did not take charge of, or may have.
#[derive(Clone, PartialEq, Eq, Error)]
pub enum SendFailure {
    /// The letter has not left: the final dot was never written. It may be tried again.
    #[error("the letter has not left: {0}")]
    NotSent(NetError),
    /// The letter has not left: the server said no.
    #[error("the server refused the letter (permanent: {permanent})")]
    Refused {
        /// Its words; those about the first recipient when it refused them all.
        reply: ServerReply,
        /// Whether trying again unchanged is pointless.
        permanent: bool,
        /// The words about each recipient, when it refused them all; empty when it refused the letter or its sender.
        recipients: Vec<(Address, ServerReply)>,
    },
    /// The final dot was written, or began to be, and no answer could be read: the letter may have left. Look for it
    /// before sending it again.
    #[error("the letter may have left: {0}")]
    Unknown(NetError),
}

impl std::fmt::Debug for SendFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotSent(error) => f.debug_tuple("NotSent").field(error).finish(),
            Self::Refused { reply, permanent, recipients } => f
                .debug_struct("Refused")
                .field("reply", reply)
                .field("permanent", permanent)
                .field("recipients", &recipients.len())
                .finish(),
            Self::Unknown(error) => f.debug_tuple("Unknown").field(error).finish(),
        }
    }
}
