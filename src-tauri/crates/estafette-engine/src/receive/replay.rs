//! Gestures replayed on the server, oldest first. Every one checks UIDVALIDITY again before it touches anything.

use estafette_model::{Flags, FolderId, OutboxId};
use estafette_net::{FlagChange, MoveOutcome, NetError};
use estafette_store::{Operation, OperationKind, OperationOutcome};

use super::Receiver;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::fault::quoted;

/// Gestures read at once.
const BATCH: u32 = 64;
/// A refused gesture is tried this many times before it is set aside and undone here.
const MAX_ATTEMPTS: u32 = 3;
/// Seconds before a refused gesture is tried again.
const RETRY_AFTER: i64 = 60;

/// How a try ended, before it is written down.
enum Tried {
    Done,
    Moved {
        uid_validity: u32,
        uid: u32,
    },
    /// The message is of another time: set aside, never guessed.
    Lost,
    /// The server said no.
    Refused(String),
}

impl Receiver<'_> {
    pub(super) async fn replay_gestures(&mut self) -> Result<(), EngineError> {
        loop {
            let due = self.mailbox.with_store(|store| store.due_operations(BATCH)).await?;
            if due.is_empty() {
                return Ok(());
            }
            for operation in due {
                self.replay(operation).await?;
            }
        }
    }

    async fn replay(&mut self, operation: Operation) -> Result<(), EngineError> {
        let tried = match self.attempt(&operation).await {
            Ok(tried) => tried,
            // The server answered and said no: this gesture alone fails, the connection is good.
            Err(EngineError::Net(NetError::ServerRefused { reply })) => Tried::Refused(quoted(&reply)),
            Err(error) => return Err(error),
        };
        if let Some(words) = given_up(&tried, operation.attempts) {
            self.mailbox.announce(EngineEvent::GestureRefused { mailbox: self.mailbox.id, words });
        }
        let (id, attempts) = (operation.id, operation.attempts);
        let again_at = self.mailbox.clock.unix_seconds().saturating_add(RETRY_AFTER);
        self.mailbox
            .with_store(move |store| {
                let outcome = match &tried {
                    Tried::Done => OperationOutcome::Done,
                    Tried::Moved { uid_validity, uid } => {
                        OperationOutcome::Moved { uid_validity: *uid_validity, uid: *uid }
                    }
                    Tried::Lost => OperationOutcome::Park { reason: "the message is no longer where it was" },
                    Tried::Refused(reason) if attempts.saturating_add(1) >= MAX_ATTEMPTS => {
                        OperationOutcome::Park { reason }
                    }
                    Tried::Refused(reason) => OperationOutcome::Retry { at: again_at, reason },
                };
                store.complete_operation(id, outcome)
            })
            .await
    }

    async fn attempt(&mut self, operation: &Operation) -> Result<Tried, EngineError> {
        match &operation.kind {
            OperationKind::SetFlag { flags, on } => self.set_flag(operation, *flags, *on).await,
            OperationKind::Move { to, to_wire_name } => self.move_message(operation, *to, to_wire_name).await,
            OperationKind::AppendSent { outbox } => self.append_sent(operation, *outbox).await,
        }
    }

    async fn set_flag(&mut self, operation: &Operation, flags: Flags, on: bool) -> Result<Tried, EngineError> {
        let Some(uid) = self.select_for(operation).await? else { return Ok(Tried::Lost) };
        let change = if on { FlagChange::Add } else { FlagChange::Remove };
        self.session.store_flags(&[uid], change, flags).await?;
        Ok(Tried::Done)
    }

    async fn move_message(&mut self, operation: &Operation, to: FolderId, wire: &str) -> Result<Tried, EngineError> {
        let Some(uid) = self.select_for(operation).await? else { return Ok(Tried::Lost) };
        let outcome = self.session.move_messages(&[uid], wire).await?;
        self.touched.insert(to);
        Ok(place_of(&outcome, uid))
    }

    /// One copy in « Envoyés »: looked for by its Message-ID first, because the answer to an earlier try may have been lost
    /// or the operator may keep copies by itself.
    async fn append_sent(&mut self, operation: &Operation, outbox: OutboxId) -> Result<Tried, EngineError> {
        let Some(folder) = operation.folder.and_then(|id| self.folder(id)).cloned() else {
            return Ok(Tried::Refused(String::from("the server has no folder for sent letters")));
        };
        let row =
            self.mailbox.with_store(move |store| Ok((store.outbox_row(outbox)?, store.outbox_raw(outbox)?))).await?;
        let (Some(row), Some(raw)) = row else { return Ok(Tried::Done) };
        self.touched.insert(folder.id);
        self.selected = None;
        let validity = self.select(&folder).await?;
        if let Some(uid) = self.session.find_by_message_id(&row.message_id).await?.first() {
            return Ok(Tried::Moved { uid_validity: validity, uid: *uid });
        }
        let place = self.session.append(&folder.wire_name, Flags::SEEN, row.changed, &raw).await?;
        Ok(place.map_or(Tried::Done, |at| Tried::Moved { uid_validity: at.uid_validity, uid: at.uid }))
    }

    /// Selects the folder of a gesture and gives the UID there, or nothing when the UID is of another time.
    async fn select_for(&mut self, operation: &Operation) -> Result<Option<u32>, EngineError> {
        let Some(folder) = operation.folder.and_then(|id| self.folder(id)).cloned() else { return Ok(None) };
        let validity = self.select(&folder).await?;
        self.touched.insert(folder.id);
        Ok(operation.uid.filter(|_| operation.uid_validity == Some(validity)))
    }
}

/// What the server said of a gesture that is set aside now; empty when the message itself is gone.
fn given_up(tried: &Tried, attempts: u32) -> Option<String> {
    match tried {
        Tried::Refused(words) if attempts.saturating_add(1) >= MAX_ATTEMPTS => Some(words.clone()),
        Tried::Done | Tried::Moved { .. } | Tried::Lost | Tried::Refused(_) => None,
    }
}

fn place_of(outcome: &MoveOutcome, uid: u32) -> Tried {
    match (outcome.uid_validity, outcome.uids.get(&uid)) {
        (Some(uid_validity), Some(new)) => Tried::Moved { uid_validity, uid: *new },
        _ => Tried::Done,
    }
}
