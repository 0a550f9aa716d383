//! What can go wrong in the engine, and what a loop does about it.
//!
//! The party at fault stays visible (server, network, machine, person); loops decide by [`Retry`], never by text.

use estafette_mime::ComposeError;
use estafette_net::NetError;
use estafette_store::StoreError;
use thiserror::Error;

use crate::provision::ProvisionError;
use crate::vault::VaultError;

/// Anything the engine reports.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The server or the way to it.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The encrypted files.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The provisioning file.
    #[error(transparent)]
    Provision(#[from] ProvisionError),
    /// The letter as written.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// Another process has this profile open.
    #[error("another process has this profile open")]
    ProfileInUse,
    /// The folder of the profile cannot be made or written.
    #[error("the folder of the profile cannot be used")]
    ProfileUnusable(#[source] std::io::Error),
    /// No password is known for the mailbox.
    #[error("no password is known for this mailbox")]
    PasswordNeeded,
    /// There is no such mailbox, folder, conversation, message or draft.
    #[error("there is no such {0}")]
    Gone(&'static str),
    /// The text of the message is not here yet.
    #[error("the text of the message is not here yet")]
    NotLoaded,
    /// The server would not give the text of the message.
    #[error("the server would not give the text of the message")]
    TextRefused,
    /// Recipients that cannot be written on an envelope.
    #[error("{0} recipients cannot be written on an envelope")]
    RecipientsInvalid(usize),
    /// Nobody to send to.
    #[error("the letter has no recipient")]
    RecipientMissing,
    /// Heavier than the operator takes; both in bytes, once encoded.
    #[error("the letter weighs {size} bytes, the operator takes {limit}")]
    TooLarge {
        /// What it weighs.
        size: u64,
        /// What the operator takes.
        limit: u64,
    },
    /// The draft was saved elsewhere in the meantime.
    #[error("the draft was saved elsewhere in the meantime")]
    DraftConflict,
    /// The letter has begun to leave.
    #[error("the letter has begun to leave")]
    TooLateToWithdraw,
    /// A file to join could not be read.
    #[error("the file to join could not be read")]
    FileUnreadable(#[source] std::io::Error),
    /// A joined file could not be taken out of its message.
    #[error("the joined file could not be taken out of its message")]
    PartUnreadable,
    /// The installation decided this setting.
    #[error("the installation decided the setting {0}")]
    SettingFixed(&'static str),
    /// Somebody has a personal code, and gave none.
    #[error("a personal code is asked for")]
    CodeNeeded,
    /// The personal code, or the password given in its place, is not the one.
    #[error("the personal code is not the one")]
    CodeWrong,
    /// A task of ours ended without an answer.
    #[error("a task ended without an answer")]
    TaskLost,
}

/// What a loop does after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try again by itself, later.
    Backoff,
    /// Wait until the person gave a password.
    AfterPassword,
    /// Wait until the machine has room, or the program is started again: trying on would do harm.
    Never,
}

impl EngineError {
    /// What the loops do after this error.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Net(NetError::AuthRefused { .. }) | Self::PasswordNeeded => Retry::AfterPassword,
            Self::Store(StoreError::Damaged | StoreError::WrongKey | StoreError::Newer { .. })
            | Self::ProfileInUse
            | Self::Provision(_) => Retry::Never,
            _ => Retry::Backoff,
        }
    }
}
