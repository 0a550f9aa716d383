//! What leaves the window: printing, and files of messages.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{FolderRef, MailboxRef, MessageRef, ThreadRef};

/// Prints a conversation by the native dialog, all its messages unfolded.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadPrint {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which conversation.
    pub thread: ThreadRef,
    /// From which folder, as it was opened.
    pub folder: FolderRef,
}

/// Whether it was printed, or the person closed the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Printed {
    /// The printer has it.
    pub done: bool,
}

/// Writes messages to a file where the person says, by a native dialog. The file is no longer encrypted by Estafette.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThreadExport {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Which conversation.
    pub thread: ThreadRef,
    /// From which folder, as it was opened.
    pub folder: FolderRef,
    /// One message of it; `null` for the whole conversation.
    pub message: Option<MessageRef>,
    /// In which form.
    pub form: ExportForm,
}

/// The form of exported messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    /// One PDF, laid out as on paper.
    Pdf,
    /// The bytes as the server has them (RFC 5322): a file for one message, a folder of files for a conversation.
    Eml,
}
