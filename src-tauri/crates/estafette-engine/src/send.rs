//! The sending loop of one mailbox: letters of the outbox handed to the operator, at most once each.
//!
//! A letter is tried again by itself only while its last byte cannot have left. After that its fate is looked for, and if
//! it is not found a person is asked: the same letter received twice is a prescription given twice.

mod unknown;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use estafette_model::{Address, OutboxId};
use estafette_net::{Delivery, Envelope, ReversePath, SendFailure, SendPhase, Submission};
use estafette_store::{MailboxStore, OutboxRow, OutboxStep, RecipientRefusal, StoreError};

use crate::backoff::Backoff;
use crate::connection::Connection;
use crate::error::{EngineError, Retry};
use crate::event::EngineEvent;
use crate::fault::{LetterFault, LetterFaultKind, quoted};
use crate::mailbox::{Mailbox, endpoint};
use crate::outgoing::handed_over;

/// The outbox is looked at this often even when nothing wakes the loop: a letter's waiting time may be over.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Sends until the task is dropped.
pub(crate) async fn send(mailbox: Arc<Mailbox>) {
    loop {
        if mailbox.connection().connection.reaches_server() && mailbox.take_settling() {
            unknown::settle(&mailbox).await;
        }
        match mailbox.with_store(MailboxStore::due_outbox).await {
            Ok(Some(letter)) => hand_over(&mailbox, letter).await,
            Ok(None) => {
                learn_size_limit(&mailbox).await;
                wait(&mailbox).await;
            }
            Err(error) => {
                tracing::warn!(mailbox = %mailbox.id, %error, "the outbox cannot be read");
                wait(&mailbox).await;
            }
        }
    }
}

async fn wait(mailbox: &Mailbox) {
    let _elapsed_or_woken = tokio::time::timeout(LOOK_EVERY, mailbox.wake_sending.notified()).await;
}

/// The operator answers again: letters that wait only because it did not are tried now, not at the end of their wait.
pub(crate) async fn network_is_back(mailbox: &Mailbox) {
    let hastened = mailbox
        .with_store(|store| {
            let waited_for_it = |letter: &&OutboxRow| {
                LetterFault::from_text(&letter.code).is_some_and(|fault| {
                    matches!(fault.kind, LetterFaultKind::SendFailed | LetterFaultKind::RevocationUnknown)
                })
            };
            store.outbox()?.iter().filter(waited_for_it).try_for_each(|letter| store.hasten(letter.id))
        })
        .await;
    if let Err(error) = hastened {
        tracing::warn!(mailbox = %mailbox.id, %error, "the waiting letters could not be hastened");
    }
    mailbox.ask_to_settle();
    mailbox.wake_sending.notify_one();
}

/// Asks the submission server what it takes, once, as soon as the network is there: the window then says « trop lourd »
/// while a letter is written, not after.
async fn learn_size_limit(mailbox: &Mailbox) {
    if !mailbox.connection().connection.reaches_server() || !mailbox.size_limit_to_ask() {
        return;
    }
    let Ok(credential) = mailbox.credential().await else { return };
    let server = endpoint(&mailbox.plan.smtp);
    match Submission::open(&server, &mailbox.trust, &credential, &mailbox.timeouts).await {
        Ok(submission) => {
            mailbox.set_size_limit(submission.max_size());
            submission.quit().await;
            mailbox.announce(EngineEvent::ConnectionChanged { mailbox: mailbox.id });
        }
        Err(error) => tracing::info!(mailbox = %mailbox.id, %error, "the size limit could not be asked"),
    }
}

async fn hand_over(mailbox: &Mailbox, letter: OutboxRow) {
    let _closing_waits = mailbox.handing_over.lock().await;
    let id = letter.id;
    if let Err(error) = step(mailbox, id, OutboxStep::Connected).await {
        // Taken back meanwhile, or a disk without room: not again at once.
        tracing::warn!(mailbox = %mailbox.id, letter = %id, %error, "a letter could not be begun");
        wait(mailbox).await;
        return;
    }
    let (step_taken, announcement) = match try_to_send(mailbox, &letter).await {
        Ok(delivery) => announced(mailbox, &letter, OutboxStep::Accepted { refused: refusals(&delivery) }),
        // Whoever took it back knows.
        Err(Ended::WantedBack) => (Ended::WantedBack.step(mailbox, letter.attempts), None),
        Err(ended) => announced(mailbox, &letter, ended.step(mailbox, letter.attempts)),
    };
    let uncertain = matches!(step_taken, OutboxStep::Unknown { .. });
    write_fate(mailbox, id, &step_taken).await;
    if let Some(event) = announcement {
        mailbox.announce(event);
    }
    // The copy for « Envoyés » is a gesture now.
    mailbox.wake_receiving.notify_one();
    if uncertain {
        unknown::look_for(mailbox, vec![id]).await;
    }
}

fn announced(mailbox: &Mailbox, letter: &OutboxRow, taken: OutboxStep) -> (OutboxStep, Option<EngineEvent>) {
    let event = announcement(mailbox, letter, &taken);
    (taken, event)
}

/// What is said of a try. A letter that only waits for the network is said to have stopped once, not at every try.
fn announcement(mailbox: &Mailbox, letter: &OutboxRow, taken: &OutboxStep) -> Option<EngineEvent> {
    if letter.is_receipt() {
        // Nobody wrote it: nobody waits to hear of it.
        return None;
    }
    let (mailbox_id, outbox) = (mailbox.id, letter.id);
    match taken {
        OutboxStep::Accepted { .. } => Some(EngineEvent::LetterAccepted { mailbox: mailbox_id, outbox }),
        OutboxStep::Requeued { .. } | OutboxStep::RefusedForNow { .. } => {
            let online = !matches!(mailbox.connection().connection, Connection::Offline { .. });
            (online && letter.attempts == 0).then_some(EngineEvent::LetterStopped { mailbox: mailbox_id, outbox })
        }
        OutboxStep::Connected
        | OutboxStep::DataSent
        | OutboxStep::Unknown { .. }
        | OutboxStep::Refused { .. }
        | OutboxStep::Parked { .. }
        | OutboxStep::ResentByPerson => Some(EngineEvent::LetterStopped { mailbox: mailbox_id, outbox }),
    }
}

/// Writes the fate of a letter down, however long the disk refuses: only the writing is tried again, never the sending.
async fn write_fate(mailbox: &Mailbox, id: OutboxId, taken: &OutboxStep) {
    let mut backoff = Backoff::default();
    while let Err(error) = step(mailbox, id, taken.clone()).await {
        tracing::error!(mailbox = %mailbox.id, letter = %id, %error, "the fate of a letter could not be written down");
        if matches!(
            error,
            EngineError::Store(StoreError::IllegalStep { .. } | StoreError::Locked | StoreError::NotFound(_))
        ) {
            return;
        }
        tokio::time::sleep(backoff.next_delay()).await;
    }
}

/// How a try that was no delivery ended.
enum Ended {
    /// The last byte cannot have left.
    Before(EngineError),
    /// The server said no.
    Refused { fault: LetterFault, refused: Vec<RecipientRefusal>, for_now: bool },
    /// The last byte left and no answer came.
    Uncertain,
    /// A person wanted it back before its last byte could have left.
    WantedBack,
}

impl Ended {
    fn step(self, mailbox: &Mailbox, attempts: u32) -> OutboxStep {
        let again_at = |attempts| {
            let delay = i64::try_from(Backoff::after(attempts).as_secs()).unwrap_or(i64::MAX);
            mailbox.clock.unix_seconds().saturating_add(delay)
        };
        match self {
            Self::Before(error) => {
                let fault = LetterFault::of(&error);
                match (fault.kind, error.retry()) {
                    (LetterFaultKind::TooLarge, _) => {
                        OutboxStep::Refused { code: fault.to_text(), refused: Vec::new() }
                    }
                    (_, Retry::Backoff | Retry::AfterPassword | Retry::Never) => {
                        OutboxStep::Requeued { at: again_at(attempts), code: fault.to_text() }
                    }
                }
            }
            Self::Refused { fault, for_now: true, .. } => {
                OutboxStep::RefusedForNow { at: again_at(attempts), code: fault.to_text() }
            }
            Self::Refused { fault, refused, for_now: false } => OutboxStep::Refused { code: fault.to_text(), refused },
            Self::WantedBack => OutboxStep::Requeued {
                at: again_at(attempts),
                code: LetterFault::new(LetterFaultKind::TakenBack).to_text(),
            },
            Self::Uncertain => OutboxStep::Unknown { code: LetterFault::new(LetterFaultKind::SendUnknown).to_text() },
        }
    }
}

async fn try_to_send(mailbox: &Mailbox, letter: &OutboxRow) -> Result<Delivery, Ended> {
    let envelope = envelope(letter).map_err(Ended::Before)?;
    let credential = mailbox.credential().await.map_err(Ended::Before)?;
    let server = endpoint(&mailbox.plan.smtp);
    let mut submission = Submission::open(&server, &mailbox.trust, &credential, &mailbox.timeouts)
        .await
        .map_err(|error| Ended::Before(EngineError::Net(error)))?;
    mailbox.set_size_limit(submission.max_size());
    let sent = deliver(mailbox, &mut submission, &envelope, letter).await;
    submission.quit().await;
    sent
}

/// Hands the letter over. Before its last byte leaves, the outbox says so on the disk: a crash right after finds the
/// letter « unknown », never « to be sent ».
async fn deliver(
    mailbox: &Mailbox,
    submission: &mut Submission,
    envelope: &Envelope,
    letter: &OutboxRow,
) -> Result<Delivery, Ended> {
    let (store, id) = (mailbox.store.clone(), letter.id);
    let mut written_down = Ok(());
    let may_have_left = AtomicBool::new(false);
    let mut on_phase = |phase| match phase {
        SendPhase::DataSent => {
            may_have_left.store(true, Ordering::Relaxed);
            written_down = store.advance(id, &OutboxStep::DataSent);
            if written_down.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        }
        SendPhase::Connected | SendPhase::RecipientsAccepted => ControlFlow::Continue(()),
    };
    let wanted_back = async {
        mailbox.handing.unwanted(id).await;
        if may_have_left.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    // Both are looked at by one task: between a look that finds the letter here and its end, nothing of it leaves.
    let sent = tokio::select! {
        biased;
        () = wanted_back => {
            mailbox.handing.ended();
            return Err(Ended::WantedBack);
        }
        sent = submission.send(envelope, handed_over(mailbox, letter), &mut on_phase) => sent,
    };
    mailbox.handing.ended();
    if let Err(error) = written_down {
        return Err(Ended::Before(EngineError::Store(error)));
    }
    sent.map_err(|failure| match failure {
        SendFailure::NotSent(error) => Ended::Before(EngineError::Net(error)),
        SendFailure::Unknown(_) => Ended::Uncertain,
        SendFailure::Refused { reply, permanent, recipients } => {
            let refused = recipients.iter().map(|(address, reply)| refusal(address, reply)).collect::<Vec<_>>();
            let mut fault = LetterFault::refused(&reply);
            if !refused.is_empty() {
                fault.kind = LetterFaultKind::RecipientRefused;
            }
            Ended::Refused { fault, refused, for_now: !permanent }
        }
    })
}

fn envelope(letter: &OutboxRow) -> Result<Envelope, EngineError> {
    let address = |text: &String| text.parse::<Address>().map_err(|_| EngineError::RecipientsInvalid(1));
    let from = if letter.is_receipt() {
        ReversePath::Nobody
    } else {
        ReversePath::Sender { address: address(&letter.from)?, reports: letter.envelope }
    };
    Ok(Envelope { from, to: letter.recipients.iter().map(address).collect::<Result<_, _>>()? })
}

fn refusals(delivery: &Delivery) -> Vec<RecipientRefusal> {
    delivery.refused.iter().map(|(address, reply)| refusal(address, reply)).collect()
}

fn refusal(address: &Address, reply: &estafette_net::ServerReply) -> RecipientRefusal {
    RecipientRefusal { address: address.to_string(), code: reply.code().unwrap_or_default(), reason: quoted(reply) }
}

async fn step(mailbox: &Mailbox, letter: OutboxId, step: OutboxStep) -> Result<(), EngineError> {
    mailbox.with_store(move |store| store.advance(letter, &step)).await
}
