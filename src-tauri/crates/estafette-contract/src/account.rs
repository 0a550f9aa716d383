//! What the window needs before its first list: people, mailboxes, folders and how each mailbox is doing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ApiError, FolderRef, LockView, MailboxRef, PersonProof, WayOut};

/// Asks for [`AppView`].
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppRead {}

/// The state of the whole application.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppView {
    /// `0.1.0`.
    pub version: String,
    /// The demonstration operator is in use: the ribbon is shown.
    pub demonstration: bool,
    /// Name of the establishment, from the provisioning file.
    pub establishment: String,
    /// Who is at the keyboard, once chosen.
    pub person: Option<PersonView>,
    /// Everyone who may be at this keyboard.
    pub people: Vec<PersonView>,
    /// The mailboxes, in the order of the provisioning file.
    pub mailboxes: Vec<MailboxView>,
    /// The mailbox to start with.
    pub first: Option<MailboxRef>,
    /// The screen is locked: this is all that is shown, and `mailboxes` is empty.
    pub lock: Option<LockView>,
    /// What keeps Estafette from starting at all (no provisioning, no keyring…).
    pub obstacle: Option<ApiError>,
    /// What can be done about the obstacle from the window; empty without one.
    pub ways_out: Vec<WayOut>,
    /// The profile is opened with a passphrase and a keyring answers by now: the person may hand the keys over to it.
    pub keyring_offered: bool,
}

/// Somebody of the establishment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Stable id of the provisioning file: `sophie.martel`.
    pub id: String,
    /// « Sophie Martel ».
    pub name: String,
    /// « Sophie M. ».
    pub short_name: String,
    /// « SM ».
    pub initials: String,
    /// « Secrétaire »; may be empty.
    pub role: String,
    /// A personal code is asked for when they take the keyboard.
    pub has_code: bool,
}

/// The first rows are painted: what would have delayed them may begin.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppShown {}

/// Nothing is left to save: the window may close.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppLeave {}

/// Says who is at the keyboard.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PersonChoose {
    /// Id of a [`PersonView`].
    pub person: String,
    /// How they show it.
    pub proof: PersonProof,
}

/// One mailbox in the rail.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MailboxView {
    /// Its id.
    pub id: MailboxRef,
    /// Its kind, which decides its place and its shape.
    pub kind: MailboxKind,
    /// « Secrétariat ».
    pub label: String,
    /// Its address.
    pub address: String,
    /// Unread messages of its inbox.
    pub unread: u32,
    /// Letters waiting to leave.
    pub waiting: u32,
    /// How its synchronisation is doing.
    pub connection: Connection,
    /// When the server was last compared to the end, seconds since 1970: the lists were then what it has. Texts of letters may
    /// still be coming.
    #[ts(type = "number | null")]
    pub synced_at: Option<i64>,
    /// What is known of the revocation of its servers' certificates; nothing before the first connection.
    pub revocation: Option<Revocation>,
    /// The fetching of older texts is interrupted: recent letters and those somebody opens come all the same.
    pub texts_paused: bool,
    /// The largest letter the operator takes (SMTP SIZE), bytes once encoded; unknown until first connected.
    #[ts(type = "number | null")]
    pub size_limit: Option<u64>,
}

/// The three kinds of mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MailboxKind {
    /// « Nominative ».
    Personal,
    /// « Organisationnelle ».
    Organizational,
    /// « Applicative ».
    Application,
}

/// How a mailbox's synchronisation is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Connection {
    /// Not tried yet, or trying.
    Connecting,
    /// Receiving: the server is being compared, or texts are coming.
    Syncing {
        /// Texts received so far.
        done: u32,
        /// Texts to receive, those included; 0 while the server is being compared.
        total: u32,
        /// Minutes the others may take; `null` where that cannot be told.
        minutes_left: Option<u32>,
    },
    /// In step with the server but for the texts of older letters, which wait until somebody resumes.
    Paused {
        /// How many.
        left: u32,
    },
    /// In step with the server.
    UpToDate,
    /// No password is known, or the operator refused it.
    NeedsPassword {
        /// The refusal, if there was one.
        problem: Option<ApiError>,
    },
    /// Cut off; tries again by itself.
    Offline {
        /// Since when, seconds since 1970.
        #[ts(type = "number")]
        since: i64,
        /// Why.
        problem: ApiError,
    },
}

/// What is known of the revocation of a server's certificate, by the list of its authority. Times in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Revocation {
    /// Not revoked, by a list that holds.
    Current {
        /// When the list was issued.
        #[ts(type = "number")]
        issued_at: i64,
        /// When the next one is due.
        #[ts(type = "number")]
        next_update: i64,
    },
    /// The authority publishes no list that could be asked for.
    Unpublished,
    /// Not revoked, by a list whose next one is due and could not be had.
    Overdue {
        /// When the list was issued.
        #[ts(type = "number")]
        issued_at: i64,
        /// Since when the next one is due.
        #[ts(type = "number")]
        next_update: i64,
        /// When the mailbox is closed for want of one.
        #[ts(type = "number")]
        closes_at: i64,
    },
    /// No list was ever had.
    Unknown {
        /// When the mailbox is closed for want of one.
        #[ts(type = "number")]
        closes_at: i64,
    },
}

/// Gives the password of a mailbox. Inward only: no answer ever holds it.
#[derive(Clone, Deserialize, TS)]
pub struct PasswordSubmit {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for PasswordSubmit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordSubmit").field("mailbox", &self.mailbox).finish_non_exhaustive()
    }
}

/// Asks for new letters now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MailboxSync {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// Interrupts the fetching of older texts, or goes on with it. Until then, or until the program is started again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TextsPause {
    /// Which mailbox.
    pub mailbox: MailboxRef,
    /// Interrupted or not.
    pub paused: bool,
}

/// Asks for the folders of a mailbox.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FolderList {
    /// Which mailbox.
    pub mailbox: MailboxRef,
}

/// One folder in the rail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderView {
    /// Its id.
    pub id: FolderRef,
    /// What it is for: the page names the known roles in its own words.
    pub role: FolderRole,
    /// Its whole name on the server, decoded.
    pub name: String,
    /// The same, level by level: the last one is its own.
    pub levels: Vec<String>,
    /// The folder it is inside, where that one is shown.
    pub parent: Option<FolderRef>,
    /// Unread messages.
    pub unread: u32,
    /// Messages.
    pub total: u32,
}

/// What a folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FolderRole {
    /// « Réception ».
    Inbox,
    /// « Brouillons ».
    Drafts,
    /// « Envoyés ».
    Sent,
    /// « Archives ».
    Archive,
    /// « Indésirables ».
    Junk,
    /// « Corbeille ».
    Trash,
    /// A folder of the establishment's own.
    Other,
}

/// An answer that says only that it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Done {}
