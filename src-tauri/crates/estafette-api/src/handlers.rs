//! The handlers, one file for each sort of thing the page asks about. A handler converts, calls the engine, converts.

mod accounts;
mod attachments;
mod audit;
mod drafts;
mod folders;
mod links;
mod opening;
mod outbox;
mod paper;
mod reading;
pub(crate) mod receipts;
mod session;
mod settings;
mod threads;
mod writing;
