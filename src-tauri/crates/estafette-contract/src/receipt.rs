//! What became of letters that left, and the receipts others ask for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{MailboxRef, MessageRef, ThreadRef};

/// A receipt a sender asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptAsked {
    /// Who would be told.
    pub to: String,
    /// It is not where the message came from: to be said before anybody agrees.
    pub elsewhere: bool,
}

/// Answers a sender who asks for a receipt: sends it, or never.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReceiptAnswer {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which message.
    pub message: MessageRef,
    /// What was decided.
    pub reply: ReceiptReply,
}

/// What becomes of a receipt that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptReply {
    /// « L’envoyer ».
    Send,
    /// The message was shown, and a setting says that this is enough. Nothing happens where it says otherwise, or where the receipt
    /// would go elsewhere.
    Automatic,
    /// « Pas cette fois ».
    Decline,
}

/// Asks for the letters that did not reach somebody and of which nobody was told.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UndeliveredList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// A letter that did not reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndeliveredView {
    /// Names it to [`UndeliveredDismiss`].
    pub letter: String,
    /// Its subject, may be empty; `null` while the screen is discreet.
    pub subject: Option<String>,
    /// When it left, seconds since 1970.
    #[ts(type = "number")]
    pub sent: i64,
    /// The conversation it is in, once its copy is here.
    pub thread: Option<ThreadRef>,
    /// Those it did not reach.
    pub recipients: Vec<UndeliveredRecipient>,
}

/// Somebody a letter did not reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndeliveredRecipient {
    /// Their address.
    pub address: String,
    /// Why, in the words of the server; may be empty.
    pub words: String,
}

/// A person has seen that a letter did not reach somebody.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UndeliveredDismiss {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which letter.
    pub letter: String,
}
