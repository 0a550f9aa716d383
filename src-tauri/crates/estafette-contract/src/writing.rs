//! What is written once and used in many letters: signatures and texts to start from.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{MailboxRef, TemplateRef};

/// Asks for what ends the letters of a mailbox.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SignatureRead {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// What ends the letters of a mailbox, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignatureView {
    /// The lines of the mailbox; may be empty.
    pub mailbox: String,
    /// The lines of the one at the keyboard; `null` when nobody said who they are.
    pub person: Option<String>,
    /// Whether the person signs too, or the mailbox alone.
    pub person_signs: bool,
    /// What a letter sent now would end with.
    pub preview: String,
}

/// Writes a signature.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SignatureWrite {
    /// Of this mailbox; of the one at the keyboard when `null`.
    pub mailbox: Option<MailboxRef>,
    /// Its lines; none when empty.
    pub text: String,
}

/// Asks for the texts of a mailbox.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TemplateList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// A text to start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TemplateView {
    /// Which.
    pub id: TemplateRef,
    /// What the menu calls it.
    pub name: String,
    /// Its lines, with fields such as `{{date}}`.
    pub text: String,
}

/// Writes a text to start from.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TemplateWrite {
    /// Whose.
    pub mailbox: MailboxRef,
    /// Which; a new one when `null`.
    pub template: Option<TemplateRef>,
    /// What the menu calls it.
    pub name: String,
    /// Its lines.
    pub text: String,
}

/// Throws a text away.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TemplateDelete {
    /// Whose.
    pub mailbox: MailboxRef,
    /// Which.
    pub template: TemplateRef,
}
