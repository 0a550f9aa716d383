//! The engine: where the encrypted store and the network meet. It opens a profile, keeps its mailboxes in step with their
//! servers, replays a person's gestures and hands letters over, without knowing that there is a window.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod backoff;
mod connection;
mod crash;
mod engine;
mod error;
mod event;
mod fault;
mod first_look;
mod handing_over;
mod interruption;
mod letters;
pub mod machine_policy;
mod mailbox;
mod open_folder;
mod outgoing;
mod part;
mod password;
mod profile;
mod provision;
mod receive;
mod received;
mod report;
mod revocation;
mod send;
mod settings;
mod text_plan;
mod vault;
mod wanted;

pub use connection::{Connection, ConnectionStatus};
pub use crash::leave_nothing_of_letters;
pub use engine::{ActSubject, AuditReference, Engine, EngineOptions, Proof, Signature};
pub use error::{EngineError, Retry};
// Words of the network that an error or an opening is told in: those above do not see the network itself.
pub use estafette_net::{
    CertificateFault, FirstContact, NetError, RevocationPolicy, RevocationStatus, Timeouts, Unpublished,
};
// What an announced change is about, and how a file is kept.
pub use estafette_store::{Storage, StoreError, Tag, ThreadFilter};
pub use event::{EngineEvent, EventSink};
pub use fault::{LetterFault, LetterFaultKind};
pub use handing_over::HandedOver;
pub use letters::{Answer, Attribution, Departure, ReceiptWords, SendingTerms};
pub use mailbox::Mailbox;
pub use part::read_part;
pub use profile::Profile;
pub use provision::{MailboxPlan, Person, ProvisionError, Provisioning, SecurityPlan, ServerPlan};
pub use received::Received;
pub use report::{Reported, report_id};
pub use settings::{
    Density, FixedSettings, KeptTexts, KeyRemaps, LockDelay, Notifications, ReadingSize, SendHold, Setting,
    SettingChange, SettingOrigin, SettingValue, Settings, SignaturePerson, TextSize, ThemeChoice,
};
pub use vault::{FileKeyBytes, HolderFault, KeyHolder, MemoryHolder, OsKeyring, Unlocking, Vault, VaultError};
pub use wanted::Withheld;
