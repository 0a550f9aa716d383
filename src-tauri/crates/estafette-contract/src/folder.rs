//! Folders of a mailbox: shown, made, renamed, moved, deleted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{FolderRef, MailboxRef};

/// Says which folder the window shows now: what comes into it is wanted at once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct FolderOpened {
    /// Of which mailbox.
    pub mailbox: MailboxRef,
    /// Which folder; `null`: the inbox.
    pub folder: Option<FolderRef>,
}

/// Makes a folder.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FolderCreate {
    /// In which mailbox.
    pub mailbox: MailboxRef,
    /// Inside which folder; `null`: beside the others.
    pub parent: Option<FolderRef>,
    /// Its name, as typed.
    pub name: String,
}

/// The folder that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderCreated {
    /// Which.
    pub folder: FolderRef,
}

/// Gives a folder another name where it is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FolderRename {
    /// In which mailbox.
    pub mailbox: MailboxRef,
    /// Which folder.
    pub folder: FolderRef,
    /// Its name, as typed.
    pub name: String,
}

/// Puts a folder, with those inside it, somewhere else.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FolderMove {
    /// In which mailbox.
    pub mailbox: MailboxRef,
    /// Which folder.
    pub folder: FolderRef,
    /// Inside which folder; `null`: beside the others.
    pub parent: Option<FolderRef>,
}

/// Deletes a folder and those inside it; their letters go to the trash.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FolderDelete {
    /// In which mailbox.
    pub mailbox: MailboxRef,
    /// Which folder.
    pub folder: FolderRef,
}

/// What a deletion took along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderDeleted {
    /// Letters that are in the trash now.
    pub letters: u32,
}
