//! Dialogues with a scripted IMAP server, from the login on.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod changes;
mod faults;
mod fetching;
mod folders;
mod glancing;
mod idling;
mod login;
mod writing;

use super::ImapSession;
use crate::error::NetError;
use crate::testing::{ScriptedServer, amelie, pipe};
use crate::timeouts::Timeouts;

/// What Dovecot offers, as far as we care.
const DOVECOT: &str =
    "IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS MOVE CONDSTORE QRESYNC IDLE SPECIAL-USE LIST-EXTENDED LITERAL+";
/// A server of 1996.
const BARE: &str = "IMAP4rev1 AUTH=PLAIN SASL-IR";

/// A session of Amélie's, logged in to a server with these capabilities. The next command has the tag `e4`.
async fn session(capabilities: &str) -> (ImapSession, ScriptedServer) {
    let (client, mut server) = pipe();
    let timeouts = Timeouts::default();
    let credential = amelie();
    let opening = ImapSession::over(client, true, &credential, &timeouts);
    let script = async {
        server.hears("e1 CAPABILITY").await;
        server.says(&["* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN", "e1 OK"]).await;
        server.hears("e2 AUTHENTICATE PLAIN AGFtZWxpZQB0aXNhbmU=").await;
        server.says(&["e2 OK Logged in"]).await;
        server.hears("e3 CAPABILITY").await;
        server.says(&[&format!("* CAPABILITY {capabilities}"), "e3 OK"]).await;
    };
    let (opened, ()) = tokio::join!(opening, script);
    (opened.expect("the login is accepted"), server)
}

/// The same, with a folder of three messages selected. The next command has the tag `e5`.
async fn in_a_folder(capabilities: &str) -> (ImapSession, ScriptedServer) {
    let (mut amelie, mut server) = session(capabilities).await;
    let script = async {
        server.line().await;
        server.says(&["* 3 EXISTS", "* OK [UIDVALIDITY 9] valid", "e4 OK [READ-WRITE] selected"]).await;
    };
    let (selected, ()) = tokio::join!(amelie.select("INBOX"), script);
    assert_eq!(selected.expect("the folder is there").exists, 3);
    (amelie, server)
}

/// Insists that the session answers, and that the server hears nothing before the NOOP.
async fn still_usable(session: &mut ImapSession, server: &mut ScriptedServer, tag: &str) {
    let script = async {
        server.hears(&format!("{tag} NOOP")).await;
        server.says(&[&format!("{tag} OK")]).await;
    };
    let (answered, ()) = tokio::join!(session.noop(), script);
    assert_eq!(answered, Ok(()));
}

/// Insists that the session sends nothing any more.
async fn given_up(mut session: ImapSession, mut server: ScriptedServer) {
    assert_eq!(session.noop().await, Err(NetError::Abandoned));
    drop(session);
    assert_eq!(server.rest().await, "");
}
