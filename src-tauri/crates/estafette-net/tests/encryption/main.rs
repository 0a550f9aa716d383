//! What is said before a connection is encrypted, to whom it is said afterwards, and who is refused.
//!
//! Both protocols against a server on loopback that has every kind of certificate and every kind of bad manners.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod attacks;
mod certificates;
mod connecting;
mod revocation;
mod server;

use std::time::Duration;

use estafette_model::Secret;
use estafette_net::{Credential, Endpoint, ImapSession, NetError, Security, Submission, Timeouts, TlsTrust};

/// Which of the two protocols a test is about.
#[derive(Clone, Copy, Debug)]
enum Protocol {
    Imap,
    Smtp,
}

const BOTH: [Protocol; 2] = [Protocol::Imap, Protocol::Smtp];

/// Short, so that a test of silence is short.
fn impatient() -> Timeouts {
    let soon = Duration::from_millis(300);
    Timeouts { connect: soon, command: soon, ..Timeouts::default() }
}

fn patient() -> Timeouts {
    Timeouts::default()
}

fn amelie() -> Credential {
    Credential::Password { login: "amelie".to_owned(), password: Secret::new("tisane".to_owned()) }
}

/// Opens a session of Amélie's and closes it again.
async fn opens(
    protocol: Protocol,
    port: u16,
    security: Security,
    trust: &TlsTrust,
    timeouts: &Timeouts,
) -> Result<(), NetError> {
    let endpoint = Endpoint { host: "127.0.0.1".to_owned(), port, security };
    match protocol {
        Protocol::Imap => ImapSession::open(&endpoint, trust, &amelie(), timeouts).await.map(drop),
        Protocol::Smtp => Submission::open(&endpoint, trust, &amelie(), timeouts).await.map(drop),
    }
}
