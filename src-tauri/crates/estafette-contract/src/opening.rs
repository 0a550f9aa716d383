//! What keeps the window closed, and what a person can do about it from there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that can be done about an obstacle, in the order it is to be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// Try again as before: [`ProfileOpen`].
    Retry,
    /// Give the passphrase of this profile: [`ProfileOpen`].
    GivePassphrase,
    /// Choose a passphrase for a profile yet to be made, in place of the keyring: [`ProfileProtect`].
    ChoosePassphrase,
    /// Set this profile aside, never delete it, and begin another one: [`ProfileStartAnew`].
    StartAnew,
}

/// Tries to open the profile that is closed.
#[derive(Clone, Deserialize, TS)]
pub struct ProfileOpen {
    /// Its passphrase in Unicode form NFC, where it has one. Inward only: no answer ever holds it.
    pub passphrase: Option<String>,
}

impl std::fmt::Debug for ProfileOpen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProfileOpen").finish_non_exhaustive()
    }
}

/// Makes a profile that a passphrase opens, where no keyring answers.
#[derive(Clone, Deserialize, TS)]
pub struct ProfileProtect {
    /// The passphrase chosen, in Unicode form NFC. Inward only: no answer ever holds it.
    pub passphrase: String,
}

impl std::fmt::Debug for ProfileProtect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProfileProtect").finish_non_exhaustive()
    }
}

/// Sets the profile that cannot be opened aside and begins another one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProfileStartAnew {}

/// Answers the offer to hand the keys of a passphrase over to the keyring.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KeyringAnswer {
    /// Whether the keyring is to be used from now on; the passphrase then opens nothing any more.
    pub use_keyring: bool,
}
