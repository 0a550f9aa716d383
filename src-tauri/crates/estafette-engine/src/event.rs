//! What the engine announces to whoever listens: the api in the window, the command line, a test.

use std::sync::Arc;

use estafette_model::{MailboxId, MessageId, OutboxId};
use estafette_store::ChangeSet;

/// One announcement. None is load-bearing: every fact behind it can be read again.
#[derive(Clone, Debug)]
pub enum EngineEvent {
    /// A commit made readings stale; `None` for people and settings.
    Changed {
        /// Whose file.
        mailbox: Option<MailboxId>,
        /// What is stale.
        changes: ChangeSet,
    },
    /// A mailbox's connection changed state.
    ConnectionChanged {
        /// Whose.
        mailbox: MailboxId,
    },
    /// Letters nobody here had seen came into the inbox: unread, from others, and neither with the first synchronisation nor
    /// with one that began anew (UIDVALIDITY).
    Arrived {
        /// Whose.
        mailbox: MailboxId,
        /// Which.
        messages: Vec<MessageId>,
    },
    /// Texts somebody waits for do not come: the mailbox is cut off, or the server would not give them.
    TextsWithheld {
        /// Whose.
        mailbox: MailboxId,
    },
    /// The server refused a gesture for good; it was undone here.
    GestureRefused {
        /// Whose.
        mailbox: MailboxId,
        /// The server's own words.
        words: String,
    },
    /// A folder deleted here holds letters on the server that were not known here: it was kept, and is shown again.
    FolderKept {
        /// Whose.
        mailbox: MailboxId,
    },
    /// More of a large letter was given to the line.
    LetterProgressed {
        /// Whose.
        mailbox: MailboxId,
        /// Which.
        outbox: OutboxId,
    },
    /// The server refuses a copy of a draft, which stays here. Announced once in a run.
    DraftNotCopied {
        /// Whose.
        mailbox: MailboxId,
        /// The server's own words.
        words: String,
    },
    /// The operator took a letter.
    LetterAccepted {
        /// Whose.
        mailbox: MailboxId,
        /// Which.
        outbox: OutboxId,
    },
    /// A letter did not leave, for now or for good; its outbox row says why.
    LetterStopped {
        /// Whose.
        mailbox: MailboxId,
        /// Which.
        outbox: OutboxId,
    },
}

/// Who is told. Called from any thread; must not block.
pub type EventSink = Arc<dyn Fn(EngineEvent) + Send + Sync>;
