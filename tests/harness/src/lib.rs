//! Real servers for the tests and the demonstration: Dovecot, Cyrus and Exim, rootless, in a temporary folder on loopback.
//!
//! A client that is only tried against its own idea of a server learns nothing; these are the programs operators run.
//! They are unpacked into a cache folder and never installed, so the machine gains neither a service nor an account.

mod authority;
mod corpus;
mod demo;
mod fault_proxy;
mod household;
mod janitor;
mod letter;
mod list_server;
mod mailstore;
mod operator;
mod packages;
mod pdf;
mod pki;
mod png;
mod ports;
mod process_group;
#[cfg(target_os = "linux")]
mod process_memory;
mod random;
pub mod require;
mod run_as;
mod secret_service;
mod session_bus;

pub use authority::{Authority, Identity, listed_at};
pub use corpus::{Corpus, CorpusLetter, CorpusOperator};
pub use demo::DemoOperator;
pub use fault_proxy::{Fault, FaultProxy, LETTER_RUN, Moment, Release, Strike, Way};
pub use household::Household;
pub use list_server::{ListAnswer, ListServer};
pub use mailstore::{Flag, Mailstore, StoredMessage};
pub use operator::{Account, ImapFamily, Operator, OperatorSpec, ServerCertificate};
pub use packages::ServerPackages;
#[cfg(target_os = "linux")]
pub use process_memory::{Found, Sought, search as search_memory};
pub use random::Random;
pub use secret_service::SecretService;
pub use session_bus::SessionBus;
