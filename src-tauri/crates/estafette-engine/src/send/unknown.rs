//! Letters whose last byte left and whose answer never came: looked for, in « Envoyés » and in the reports that came in, before a
//! person is asked.

use estafette_model::{FolderRole, OutboxId};
use estafette_net::ImapSession;
use estafette_store::{MailboxStore, OutboxState, OutboxStep};

use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::fault::{LetterFault, LetterFaultKind};
use crate::mailbox::{Mailbox, endpoint};

/// Looks for every letter whose fate is unknown: at the start, and each time the operator answers again.
pub(super) async fn settle(mailbox: &Mailbox) {
    match mailbox.with_store(MailboxStore::outbox).await {
        Ok(open) => {
            let unknown = open.into_iter().filter(|letter| letter.state == OutboxState::Unknown);
            look_for(mailbox, unknown.map(|letter| letter.id).collect()).await;
        }
        Err(error) => tracing::warn!(mailbox = %mailbox.id, %error, "the outbox cannot be read"),
    }
}

/// Looks for letters in « Envoyés », where an operator that keeps copies by itself would have put them. One that is found was
/// accepted; one that is not stays unknown: absence proves nothing, and only a person may send it again.
pub(super) async fn look_for(mailbox: &Mailbox, letters: Vec<OutboxId>) {
    let letters = match settle_here(mailbox, letters).await {
        Ok(open) => open,
        Err(error) => {
            tracing::warn!(mailbox = %mailbox.id, %error, "uncertain letters could not be read");
            return;
        }
    };
    if letters.is_empty() {
        return;
    }
    if let Err(error) = look_in_sent(mailbox, letters).await {
        tracing::info!(mailbox = %mailbox.id, %error, "uncertain letters could not be looked for");
    }
}

/// What can be said of them without asking the server; gives those of which nothing can. A report on one of its recipients proves
/// that a letter left. A receipt is not worth a question: it is sent at most once, and that was it.
async fn settle_here(mailbox: &Mailbox, letters: Vec<OutboxId>) -> Result<Vec<OutboxId>, EngineError> {
    let mut open = Vec::new();
    for letter in letters {
        let Some(row) = mailbox.with_store(move |store| store.outbox_row(letter)).await? else { continue };
        if row.is_receipt() {
            let code = LetterFault::new(LetterFaultKind::SendUnknown).to_text();
            mailbox.with_store(move |store| store.advance(letter, &OutboxStep::Parked { code })).await?;
        } else if mailbox.with_store(move |store| store.is_reported(&row.message_id)).await? {
            accept(mailbox, letter).await;
        } else {
            open.push(letter);
        }
    }
    Ok(open)
}

async fn accept(mailbox: &Mailbox, letter: OutboxId) {
    let accepted = OutboxStep::Accepted { refused: Vec::new() };
    if mailbox.with_store(move |store| store.advance(letter, &accepted)).await.is_ok() {
        mailbox.announce(EngineEvent::LetterAccepted { mailbox: mailbox.id, outbox: letter });
        mailbox.wake_receiving.notify_one();
    }
}

async fn look_in_sent(mailbox: &Mailbox, letters: Vec<OutboxId>) -> Result<(), EngineError> {
    let sent = mailbox.folder_with(FolderRole::Sent).await?;
    let credential = mailbox.credential().await?;
    let server = endpoint(&mailbox.plan.imap);
    let mut session = ImapSession::open(&server, &mailbox.trust, &credential, &mailbox.timeouts).await?;
    session.select(&sent.wire_name).await?;
    for letter in letters {
        let Some(row) = mailbox.with_store(move |store| store.outbox_row(letter)).await? else { continue };
        if session.find_by_message_id(&row.message_id).await?.is_empty() {
            continue;
        }
        accept(mailbox, letter).await;
    }
    session.logout().await;
    Ok(())
}
