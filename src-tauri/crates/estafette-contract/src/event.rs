//! What the engine announces: that something is stale, never the thing itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ApiError, LinkDoubt, LinkRef, MailboxRef, MessageRef, OutboxRef};

/// Opens the one channel of a window. The shell answers with the current sequence number.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EventsOpen {}

/// Where the channel starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventsOpened {
    /// Sequence number of the last event before the channel was opened.
    #[ts(type = "number")]
    pub seq: u64,
}

/// An event with its place in the order; a gap means « re-read everything ».
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Envelope {
    /// Counts from 1, without gap.
    #[ts(type = "number")]
    pub seq: u64,
    /// The event.
    pub event: Event,
}

/// One announcement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Event {
    /// Something read under this tag is no longer true.
    Stale {
        /// Whose.
        mailbox: Option<MailboxRef>,
        /// What.
        tag: Tag,
        /// Which rows; `null` when it is all of them.
        #[ts(type = "Array<number> | null")]
        ids: Option<Vec<i64>>,
    },
    /// The operator took a letter.
    LetterAccepted {
        /// Whose.
        mailbox: MailboxRef,
        /// Which.
        outbox: OutboxRef,
    },
    /// A letter did not leave; the outbox says why.
    LetterStopped {
        /// Whose.
        mailbox: MailboxRef,
        /// Which.
        outbox: OutboxRef,
    },
    /// New letters came into the inbox.
    Arrived {
        /// Whose.
        mailbox: MailboxRef,
        /// How many.
        count: u32,
    },
    /// Something failed behind the scenes that a person can do something about.
    Problem {
        /// What.
        problem: ApiError,
    },
    /// A key that nobody handled inside the thread frame: `Ctrl+R`, `F6`, `Escape`…
    FrameKey {
        /// Its name, modifiers first.
        key: String,
    },
    /// A link or button of the thread frame was used.
    Frame {
        /// Which.
        action: FrameAction,
    },
    /// « Nouveau message » was chosen outside the window.
    LetterWanted,
    /// The window is about to close: what is being written is to be saved, then `app_leave` said.
    Leaving,
    /// Nobody seems to be there: the screen locks soon, or no longer does because somebody is.
    LockNears {
        /// Seconds until it locks; none when it was put off.
        seconds: Option<u32>,
    },
    /// Events were dropped: read everything again.
    Resync,
}

/// What the thread frame asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FrameAction {
    /// Save a joined file.
    Save {
        /// Of which message.
        message: MessageRef,
        /// Which part.
        index: u32,
    },
    /// Look at a joined file.
    View {
        /// Of which message.
        message: MessageRef,
        /// Which part.
        index: u32,
    },
    /// A link of a message: shown in full, never followed without a person.
    Link {
        /// Its number, under which it may be opened.
        link: LinkRef,
        /// The address.
        url: String,
        /// Its host as the network would see it (punycode), empty for `mailto:`.
        host: String,
        /// The same as people read it.
        shown: String,
        /// What may be meant to deceive, the worst first.
        doubts: Vec<LinkDoubt>,
    },
    /// Go to a place inside the frame.
    Jump {
        /// The whole `mail:` address, with its fragment.
        url: String,
    },
}

/// What a cached answer was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// Mailboxes, people, connections.
    App,
    /// The folders of a mailbox and their counts.
    Folders,
    /// The lists of folders; ids are folders.
    Threads,
    /// Conversations; ids are threads.
    Thread,
    /// Drafts; ids are drafts.
    Drafts,
    /// Letters on their way; ids are outbox rows.
    Outbox,
    /// The journal of what left.
    AuditLog,
    /// What people chose about Estafette.
    Settings,
    /// What ends letters.
    Signatures,
    /// Texts to start from.
    Templates,
}
