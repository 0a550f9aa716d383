//! Letters whose last byte left and whose answer never came: looked for before a person is asked.

use estafette_model::{FolderRole, OutboxId};
use estafette_net::ImapSession;
use estafette_store::{MailboxStore, OutboxState, OutboxStep};

use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::mailbox::{Mailbox, endpoint};

/// Looks for every letter whose fate is unknown: at the start, and each time the operator answers again.
pub(super) async fn settle(mailbox: &Mailbox) {
    match mailbox.with_store(MailboxStore::outbox).await {
        Ok(open) => {
            for letter in open.iter().filter(|letter| letter.state == OutboxState::Unknown) {
                look_for(mailbox, letter.id).await;
            }
        }
        Err(error) => tracing::warn!(mailbox = %mailbox.id, %error, "the outbox cannot be read"),
    }
}

/// Looks for the letter in « Envoyés », where an operator that keeps copies by itself would have put it. Found, it was
/// accepted; not found, it stays unknown: absence proves nothing, and only a person may send it again.
pub(super) async fn look_for(mailbox: &Mailbox, letter: OutboxId) {
    match is_in_sent(mailbox, letter).await {
        Ok(true) => {
            let accepted = OutboxStep::Accepted { refused: Vec::new() };
            if mailbox.with_store(move |store| store.advance(letter, &accepted)).await.is_ok() {
                mailbox.announce(EngineEvent::LetterAccepted { mailbox: mailbox.id, outbox: letter });
                mailbox.wake_receiving.notify_one();
            }
        }
        Ok(false) => {}
        Err(error) => {
            tracing::info!(mailbox = %mailbox.id, %letter, %error, "an uncertain letter could not be looked for")
        }
    }
}

async fn is_in_sent(mailbox: &Mailbox, letter: OutboxId) -> Result<bool, EngineError> {
    let row = mailbox.with_store(move |store| store.outbox_row(letter)).await?;
    let row = row.ok_or(EngineError::Gone("letter"))?;
    let sent = mailbox.folder_with(FolderRole::Sent).await?;
    let credential = mailbox.credential()?;
    let server = endpoint(&mailbox.plan.imap);
    let mut session = ImapSession::open(&server, &mailbox.trust, &credential, &mailbox.timeouts).await?;
    session.select(&sent.wire_name).await?;
    let found = session.find_by_message_id(&row.message_id).await;
    session.logout().await;
    Ok(!found?.is_empty())
}
