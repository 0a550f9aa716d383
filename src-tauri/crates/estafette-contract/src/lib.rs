//! The border between the page and the engine: what is asked, what is answered, what is announced.
//!
//! Everything here is plain data with `serde`; the TypeScript of `ui/src/contract/` is generated from it by
//! `cargo xtask gen-contract`, and one [`command_table`] feeds the ACL, the router and that TypeScript.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects"))]

mod account;
mod attachment;
mod audit;
mod commands;
mod draft;
mod error;
mod event;
mod folder;
mod ids;
mod link;
mod lock;
mod opening;
mod outbox;
mod paper;
mod permissions;
mod receipt;
mod settings;
mod thread;
mod typescript;
mod writing;

pub use account::*;
pub use attachment::*;
pub use audit::*;
pub use commands::{ANSWERED_WHILE_LOCKED, COMMANDS, CommandSpec, Window, commands_of};
pub use draft::*;
pub use error::{ApiError, ErrorCode, ServerFault};
pub use event::{Envelope, Event, EventsOpen, EventsOpened, FrameAction, Tag};
pub use folder::*;
pub use ids::*;
pub use link::{LinkDoubt, LinkOpen, LinkRef};
pub use lock::*;
pub use opening::*;
pub use outbox::*;
pub use paper::*;
pub use permissions::capability;
pub use receipt::*;
pub use settings::*;
pub use thread::*;
pub use typescript::typescript;
pub use writing::*;
