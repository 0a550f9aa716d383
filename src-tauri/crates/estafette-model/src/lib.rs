//! The words every other crate shares: who a message is for, which mailbox holds it, what must never be printed.
//!
//! Nothing here reads a clock, a file or a socket, and no type here is `Serialize`: what crosses to the page is
//! converted at the border (`estafette-contract`).
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod address;
mod alphabet;
mod clock;
mod delivery;
mod flags;
mod fold;
mod folder;
mod ids;
mod ins;
mod letter_bytes;
mod mailbox;
mod secret;
mod sender;

pub use address::{Address, AddressError, Correspondent};
pub use alphabet::{Alphabets, alphabets};
pub use clock::{Clock, FixedClock, SystemClock};
pub use delivery::{DeliveryReport, EnvelopeId, Fate, ReceiptRequest, Receipts, RecipientReport};
pub use flags::Flags;
pub use fold::{fold_letter, is_accent};
pub use folder::FolderRole;
pub use ids::{DraftId, FolderId, MailboxId, MessageId, OperationId, OutboxId, ThreadId};
pub use ins::holds_ins;
pub use letter_bytes::{Cut, LetterBytes};
pub use mailbox::MailboxKind;
pub use secret::{Redacted, Secret};
pub use sender::{is_citizen, is_structure};
