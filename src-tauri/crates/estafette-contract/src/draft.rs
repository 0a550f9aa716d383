//! Letters being written.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DocumentKind, DraftFileRef, DraftRef, MailboxRef, OutboxRef};

/// Starts an empty letter.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftCreate {
    /// From which mailbox.
    pub mailbox: MailboxRef,
}

/// Names one draft: to read it, to show it in a composer (`draft_open`) or to leave it there (`draft_close`). One that was
/// opened and never closed was being written when Estafette died.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftRead {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which draft.
    pub draft: DraftRef,
}

/// Asks for the drafts of a mailbox, latest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// Takes up a draft written elsewhere: from now on it is one of the drafts of the mailbox.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct DraftTakeUp {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// [`ForeignDraftRow::uid`].
    pub uid: u32,
}

/// A draft on the server that was written in another program or at another post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ForeignDraftRow {
    /// Names it.
    pub uid: u32,
    /// Its subject, may be empty; `null` while the screen is discreet.
    pub subject: Option<String>,
    /// Its recipients.
    pub to: Vec<String>,
    /// Saved there, seconds since 1970.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// Files joined.
    pub files: u32,
}

/// Asks for the letters that were being written when Estafette died, in every mailbox.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftInterrupted {}

/// A letter that was being written when Estafette died, as it was last saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InterruptedDraft {
    /// Whose.
    pub mailbox: MailboxRef,
    /// The draft.
    pub draft: DraftRow,
}

/// One line of « Brouillons ».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftRow {
    /// The draft.
    pub id: DraftRef,
    /// Its subject, may be empty; `null` while the screen is discreet.
    pub subject: Option<String>,
    /// Its recipients, as typed.
    pub to: Vec<String>,
    /// Last saved, seconds since 1970.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// Files joined.
    pub files: u32,
}

/// A draft in the composer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftView {
    /// The draft.
    pub id: DraftRef,
    /// Its mailbox.
    pub mailbox: MailboxRef,
    /// What the person wrote.
    pub content: DraftContent,
    /// Number of the last saving; a saving with an older number is refused.
    pub revision: u32,
    /// Last saved, seconds since 1970.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// It answers or forwards a message.
    pub answers: bool,
    /// Files joined.
    pub files: Vec<DraftFile>,
    /// Bytes the files will weigh once encoded.
    #[ts(type = "number")]
    pub encoded_size: u64,
}

/// What a person writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftContent {
    /// Recipients: addresses as typed or picked.
    pub to: Vec<String>,
    /// Copies.
    pub cc: Vec<String>,
    /// Subject.
    pub subject: String,
    /// The editor's HTML: sanitised again before it leaves.
    pub body_html: String,
    /// What it quotes or forwards, below the text; sanitised again too. Empty when nothing.
    #[serde(default)]
    pub quote_html: String,
    /// Its recipients are asked to say that they read it.
    #[serde(default)]
    pub receipt: bool,
}

/// Saves a draft.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftSave {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which draft.
    pub draft: DraftRef,
    /// One more than the last revision known to the page.
    pub revision: u32,
    /// What the person wrote.
    pub content: DraftContent,
}

/// When a draft was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftSaved {
    /// The revision now kept.
    pub revision: u32,
    /// Seconds since 1970.
    #[ts(type = "number")]
    pub saved_at: i64,
}

/// A file joined to a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftFile {
    /// Its id.
    pub id: DraftFileRef,
    /// Its name, cleaned.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its size, bytes.
    #[ts(type = "number")]
    pub size: u64,
}

/// Joins files chosen in a native dialog; their paths never reach the page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftAttach {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which draft.
    pub draft: DraftRef,
}

/// Removes a joined file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftDetach {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which draft.
    pub draft: DraftRef,
    /// Which file.
    pub file: DraftFileRef,
}

/// Judges recipients before sending: which can be written to an envelope.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecipientCheck {
    /// What was typed or pasted: one or several addresses, separated by commas, semicolons or line breaks.
    pub typed: String,
}

/// Recipients as judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecipientsChecked {
    /// One for each address typed, in order.
    pub recipients: Vec<Recipient>,
}

/// One recipient, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recipient {
    /// The address, in its final form when it is valid, else as typed.
    pub address: String,
    /// Whether a letter can be addressed to it.
    pub valid: bool,
}

/// Hands the draft to the outbox, as last saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftSend {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which draft.
    pub draft: DraftRef,
}

/// The letter is in the outbox. It is not « envoyée » before the operator said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftQueued {
    /// The letter.
    pub outbox: OutboxRef,
    /// Seconds during which it surely does not leave yet, and « Annuler » is offered; 0 when it leaves at once.
    pub held_for: u32,
}
