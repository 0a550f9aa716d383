//! IMAP and SMTP over rustls: the only crate that opens a socket.
//!
//! A caller opens an [`ImapSession`] or a [`Submission`] and sees its own words, never those of async-imap or lettre;
//! this crate knows neither the database nor the person. Nothing is sent, not even a name, before the server has shown
//! a certificate signed by one of the anchors of [`TlsTrust`] (RFC 8314 §3). Every wait, line, literal and answer is
//! bounded, and what a server says is kept as the server's words ([`ServerReply`]): quoted, cut, never logged.

#[cfg(any(test, fuzzing))]
mod answers;
mod connect;
mod crlf;
mod endpoint;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzzed;
mod http;
mod imap;
mod line;
mod mail_data;
mod reply;
mod revocation;
mod smtp;
#[cfg(test)]
mod testing;
mod timeouts;
mod tls;
mod transport;
mod way_out;

pub use endpoint::{Credential, Endpoint, Security};
pub use error::{CertificateFault, NetError};
pub use imap::{
    AppendUid, Capabilities, Changes, FetchedHeader, FlagChange, FolderStatus, Glance, IdleEnd, ImapSession,
    ListedFolder, MoveOutcome, Selected, wire_name,
};
pub use mail_data::MailData;
pub use reply::ServerReply;
pub use revocation::{
    CrlArchive, CrlRecord, FirstContact, RevocationCheck, RevocationPolicy, RevocationStatus, Unpublished,
};
pub use smtp::{Delivery, Envelope, ReversePath, SendFailure, SendPhase, Submission};
pub use timeouts::Timeouts;
pub use tls::{Anchors, TlsTrust};
pub use way_out::way_out;
