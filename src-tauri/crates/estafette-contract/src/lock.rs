//! The lock of the screen: what is shown in the place of the mailboxes, and how somebody comes back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MailboxRef;

/// What is shown while the screen is locked: nothing of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LockView {
    /// Letters that came since, by mailbox; the mailboxes without any are left out.
    pub news: Vec<LockNews>,
    /// The mailboxes whose password stands for a forgotten code.
    pub mailboxes: Vec<LockMailbox>,
}

/// Letters that came into one mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LockNews {
    /// What the rail calls it.
    pub label: String,
    /// How many.
    pub count: u32,
}

/// A mailbox, of which a locked screen shows the name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LockMailbox {
    /// Its id.
    pub id: MailboxRef,
    /// What the rail calls it.
    pub label: String,
}

/// Locks the screen, once the page has saved what is being written.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SessionLock {}

/// Somebody is there: the screen locks later.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SessionProlong {}

/// Somebody comes back to a locked screen.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SessionUnlock {
    /// Id of a `PersonView`; none where the provisioning names nobody.
    pub person: Option<String>,
    /// How they show it.
    pub proof: PersonProof,
}

/// How somebody shows that they are who they say. Inward only: no answer ever holds it.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PersonProof {
    /// They chose no code.
    None,
    /// Their personal code.
    Code {
        /// Its digits.
        code: String,
    },
    /// The password of a mailbox in the place of a forgotten code, which is taken away.
    Password {
        /// Of which mailbox.
        mailbox: MailboxRef,
        /// As typed.
        password: String,
    },
}

impl std::fmt::Debug for PersonProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Code { .. } => "Code",
            Self::Password { .. } => "Password",
        })
    }
}

/// Gives the one at the keyboard another code, or none.
#[derive(Clone, Deserialize, TS)]
pub struct CodeChange {
    /// The code of now, where there is one. Inward only.
    pub current: Option<String>,
    /// The code chosen: 6 to 12 digits, neither all the same nor in a row; none, and there is no code any more. Inward only.
    pub chosen: Option<String>,
}

impl std::fmt::Debug for CodeChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeChange").finish_non_exhaustive()
    }
}
