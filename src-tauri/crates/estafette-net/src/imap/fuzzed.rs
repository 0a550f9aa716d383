//! A session with a server that says anything.

use std::time::Duration;

use estafette_model::{Flags, Secret};

use super::prelude::ask_for_tls;
use super::{FlagChange, ImapSession};
use crate::answers::{Answers, converse};
use crate::endpoint::Credential;
use crate::error::NetError;
use crate::timeouts::Timeouts;

/// What an honest server offers before the others begin.
const OFFERS: [&[u8]; 4] = [
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n\x1f OK\r\n",
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN UIDPLUS MOVE IDLE CONDSTORE SPECIAL-USE LIST-EXTENDED LIST-STATUS\r\n\x1f OK\r\n",
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN UIDPLUS MOVE IDLE ENABLE CONDSTORE QRESYNC LIST-STATUS\r\n\x1f OK\r\n",
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN UIDPLUS LIST-STATUS SPECIAL-USE\r\n\x1f OK\r\n",
];
/// What is done with a session, in this order.
const GESTURES: u8 = 18;
/// The messages that are asked about.
const UIDS: [u32; 3] = [7, 8, 42];

/// Has a session hear `bytes`, whose first says what an honest server offered before and how fast it speaks, and the second
/// which gesture is the first.
///
/// # Panics
/// The session did something that its documentation says it never does.
pub fn imap_answers(bytes: &[u8]) {
    let Some((&[how, first], rest)) = bytes.split_first_chunk::<2>() else { return };
    let offer = OFFERS.get(usize::from(how & 3)).copied().unwrap_or_default();
    let honest: &[&[u8]] = if how & 4 == 0 { &[b"* OK\r\n", offer, b"\x1f OK\r\n", offer] } else { &[] };
    let server = Answers::new(honest, rest).slow(how & 8 != 0);
    converse(async {
        let credential =
            Credential::Password { login: "amelie".to_owned(), password: Secret::new("tisane".to_owned()) };
        let Ok(mut session) = ImapSession::over(Box::new(server), false, &credential, &Timeouts::default()).await
        else {
            return;
        };
        for gesture in first % GESTURES..GESTURES {
            match go(&mut session, gesture).await {
                Ok(()) | Err(NetError::ServerRefused { .. } | NetError::Unwritable { .. }) => {}
                Err(_) => {
                    assert_eq!(session.noop().await, Err(NetError::Abandoned), "used again after gesture {gesture}");
                    return;
                }
            }
        }
        session.logout().await;
    });
}

async fn go(session: &mut ImapSession, gesture: u8) -> Result<(), NetError> {
    match gesture {
        0 => session.list_folders().await.map(drop),
        1 => session.glance("INBOX").await.map(drop),
        2 => session.select("INBOX").await.map(drop),
        3 => session
            .fetch_flags(5)
            .await
            .map(|found| assert!(found.is_sorted_by_key(|one| one.0) && found.iter().all(|one| one.0 >= 5))),
        4 => {
            let found = session.fetch_headers(&UIDS).await?;
            assert!(found.is_sorted_by_key(|header| header.uid) && found.iter().all(|one| UIDS.contains(&one.uid)));
            Ok(())
        }
        5 => bodies(session).await,
        6 => session.fetch_stretch(42, 16, 64).await.map(|found| assert!(found.is_none_or(|found| found.len() <= 64))),
        7 => session.fetch_changes(9).await.map(drop),
        8 => session.find_dated("<bilan@mas.example>", 1_795_513_320).await.map(drop),
        9 => session.store_flags(&UIDS, FlagChange::Add, Flags::SEEN).await,
        10 => {
            let moved = session.move_messages(&UIDS, "Archives").await?;
            assert!(moved.uids.keys().all(|uid| UIDS.contains(uid)), "moved what nobody asked for");
            Ok(())
        }
        11 => session.remove_copied(&UIDS).await,
        12 => session.append("Drafts", Flags::DRAFT, 1_795_513_320, "Subject: Bilan").await.map(drop),
        13 => session.create_folder("Bilans").await,
        14 => session.rename_folder("Bilans", "Bilans 2026").await,
        15 => session.move_subscription("Bilans", "Bilans 2026").await,
        16 => session.delete_folder("Bilans 2026").await,
        _ => session.idle(std::future::pending(), Duration::from_secs(20 * 60)).await.map(drop),
    }
}

async fn bodies(session: &mut ImapSession) -> Result<(), NetError> {
    let mut handed_over = Vec::new();
    let mut sink = |uid, _| handed_over.push(uid);
    let outcome = session.fetch_bodies(&UIDS, &mut sink).await;
    let before = handed_over.len();
    handed_over.sort_unstable();
    handed_over.dedup();
    assert!(handed_over.len() == before && handed_over.iter().all(|uid| UIDS.contains(uid)), "{handed_over:?}");
    outcome
}

/// Asks for TLS, where whoever is on the way says `bytes`. The first byte says how fast they speak.
///
/// # Panics
/// Something was said in the clear beside the two commands.
pub fn imap_starttls(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    let server = Answers::new(&[], rest).slow(how & 1 != 0);
    let heard = server.heard();
    converse(async { drop(ask_for_tls(server, Duration::from_secs(60)).await) });
    let heard = heard.bytes();
    assert!(b"s1 CAPABILITY\r\ns2 STARTTLS\r\n".starts_with(&heard), "{}", heard.escape_ascii());
}
