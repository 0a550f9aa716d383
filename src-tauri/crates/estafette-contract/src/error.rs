//! Errors as the page sees them: a code it has a sentence for, parameters, and an id that finds the log records.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An error on its way to a person. Holds no patient datum, subject, local part or text of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApiError {
    /// Which sentence.
    pub code: ErrorCode,
    /// What fills its blanks: `host`, `limit`, `reply`…
    pub params: BTreeMap<String, String>,
    /// Eight characters that find the log records of this error.
    pub report_id: String,
}

/// Every error a person or their support can do something about. A new variant does not compile in the page until it
/// has its French sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No network at all.
    Offline,
    /// The operator's server does not answer (`host`).
    ServerUnreachable,
    /// The name of the server does not exist (`host`).
    UnknownHost,
    /// The certificate proves nothing (`host`, `fault`: [`ServerFault`]).
    ServerUntrusted,
    /// Whether the certificate was revoked is not known, and nothing is said to the server until it is (`host`, `list_host`).
    RevocationUnknown,
    /// An authority given by the administrator bears a name of IGC-Santé and is not the one published (`name`).
    AuthorityCounterfeit,
    /// No certificate authority is known at all: no server could be believed.
    AuthorityMissing,
    /// The server does not keep to the protocol, or refuses encryption (`host`).
    ServerMisbehaves,
    /// The server refused with words of its own (`reply`, quoted).
    ServerRefused,
    /// The operator did not take the password.
    AuthFailed,
    /// No password is known for this mailbox.
    PasswordNeeded,
    /// The letter did not leave; it will be tried again.
    SendFailed,
    /// The connection was cut while sending; whether it left is not known yet.
    SendUnknown,
    /// The operator refused the letter (`reply`).
    LetterRefused,
    /// The operator refused some recipients (`count`).
    RecipientRefused,
    /// An address cannot be written on an envelope (`count`).
    RecipientInvalid,
    /// Nobody to send to.
    RecipientMissing,
    /// The letter is heavier than the operator takes (`excess`, `limit`, bytes).
    TooLarge,
    /// The chosen file could not be read.
    AttachmentUnreadable,
    /// The joined file could not be taken out of the message.
    AttachmentDamaged,
    /// The joined file is too heavy to be shown here (`limit`, bytes); it can be saved.
    AttachmentTooHeavy,
    /// The file could not be written where the person said.
    SaveFailed,
    /// The desktop has no browser, or it does not start.
    NoBrowser,
    /// This machine has no printer, or its printing does not answer.
    PrinterMissing,
    /// The printer, or the writing of the PDF, gave up.
    PrintFailed,
    /// Estafette cannot print on this system yet.
    PrintUnsupported,
    /// The text of the letter is longer, or more deeply nested, than a letter may be.
    TextTooLong,
    /// The server refused a gesture for good (moving, marking…): it was undone here (`reply`).
    GestureRefused,
    /// The server does not take the copy of a letter being written (`reply`); the letter itself is on this machine.
    DraftNotCopied,
    /// Another has that name: a folder of that place, a text of that mailbox.
    NameTaken,
    /// No folder can have that name.
    FolderNameUnusable,
    /// The folder has a use of its own: it keeps its name and its place.
    FolderFixed,
    /// The folder cannot be put there.
    FolderPlace,
    /// A folder to be deleted holds letters on the server that were not here: it was kept.
    FolderNotEmpty,
    /// The folder of the profile cannot be made, read or written.
    ProfileUnusable,
    /// No provisioning file was found (`path`).
    ProvisioningMissing,
    /// The provisioning file cannot be used (`reason`, `line`, `key`).
    ProvisioningInvalid,
    /// Another Estafette is open on this profile.
    ProfileInUse,
    /// The machine has no keyring to hold the key of a new profile.
    KeyringMissing,
    /// The keyring that holds the key of this profile does not answer.
    KeyringGone,
    /// The keyring is there and was not opened.
    KeyringLocked,
    /// The keyring does not hold the key of this profile, which was made on another machine or in another session.
    KeyLost,
    /// The file of wrapped keys cannot be used.
    KeysDamaged,
    /// This profile is opened with a passphrase.
    PassphraseNeeded,
    /// The passphrase is not the one (`wait`, seconds until the next try).
    PassphraseWrong,
    /// The passphrase chosen is too short or too plain.
    PassphraseWeak,
    /// The screen is locked: nothing is answered until somebody comes back.
    Locked,
    /// A personal code is asked for.
    CodeNeeded,
    /// The personal code, or the password in its place, is not the one (`wait`, seconds until the next try).
    CodeWrong,
    /// The personal code chosen is too short or too plain.
    CodeWeak,
    /// The local copy is damaged.
    StoreDamaged,
    /// The local copy was written by a later Estafette.
    StoreNewer,
    /// No room left on the disk.
    DiskFull,
    /// The text of the message is not here yet and the server cannot be reached.
    MessageNotLoaded,
    /// The operator would not give the text of the message.
    TextRefused,
    /// The message, conversation, folder or draft is no longer there.
    Gone,
    /// The draft was saved elsewhere in the meantime.
    DraftConflict,
    /// The letter has begun to leave and cannot be taken back.
    TooLateToWithdraw,
    /// The installation decided this setting; it cannot be changed here.
    SettingFixed,
    /// The page asked for something that does not exist: a fault of ours.
    BadRequest,
    /// Something broke that should not: a fault of ours.
    Internal,
}

/// Why a certificate proves nothing: the value of the parameter `fault`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServerFault {
    /// Signed by an authority Estafette does not know.
    UnknownIssuer,
    /// No longer valid.
    Expired,
    /// Not valid yet.
    NotYetValid,
    /// Made for another server.
    WrongName,
    /// Withdrawn by its authority.
    Revoked,
    /// Anything else.
    Other,
}
