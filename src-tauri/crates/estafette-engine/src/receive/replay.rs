//! Gestures replayed on the server, oldest first. Every one checks UIDVALIDITY again before it touches anything.
//!
//! A gesture made on many letters is one command with their UIDs as a set, so that five thousand letters are a few round
//! trips. What the server refuses as a whole is asked again letter by letter: one at fault fails only itself.

mod folders;

use std::collections::BTreeSet;

use estafette_model::{Flags, FolderId, OutboxId};
use estafette_net::{FlagChange, MoveOutcome, NetError};
use estafette_store::{Operation, OperationKind, OperationOutcome};

use super::Receiver;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::fault::quoted;
use crate::outgoing::copied;

/// Gestures read at once, and letters in one command at most: what a cut in the middle leaves to be looked for again.
const BATCH: u32 = 1000;
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
    /// The server said no, and will not say otherwise.
    RefusedForGood(String),
    /// A folder that was to be deleted holds letters: kept, with all of them.
    NotEmpty,
}

/// How each gesture of a run ended, or the words by which the server refused them all.
type Answer = Result<Vec<Tried>, String>;

impl Receiver<'_> {
    pub(super) async fn replay_gestures(&mut self) -> Result<(), EngineError> {
        let mut refusals = BTreeSet::new();
        let replayed = self.replay_due(&mut refusals).await;
        // However many letters one refusal concerned, a person is told once.
        for words in refusals {
            self.mailbox.announce(EngineEvent::GestureRefused { mailbox: self.mailbox.id, words });
        }
        replayed
    }

    async fn replay_due(&mut self, refusals: &mut BTreeSet<String>) -> Result<(), EngineError> {
        loop {
            let due = self.mailbox.with_store(|store| store.due_operations(BATCH)).await?;
            if due.is_empty() {
                return Ok(());
            }
            let moves_at_once = self.session.capabilities().move_;
            for run in due.chunk_by(|one, next| goes_with(one, next, moves_at_once)) {
                self.replay(run, refusals).await?;
                if run.iter().any(|operation| is_on_folder(&operation.kind)) {
                    // The names the others were read with may be void.
                    self.list_folders().await?;
                    break;
                }
            }
        }
    }

    async fn replay(&mut self, run: &[Operation], refusals: &mut BTreeSet<String>) -> Result<(), EngineError> {
        match self.ask(run).await? {
            Ok(tried) => self.record(run, tried, refusals).await,
            Err(words) if run.len() == 1 => self.record(run, vec![Tried::Refused(words)], refusals).await,
            Err(_) => {
                for alone in run.chunks(1) {
                    let tried = self.ask(alone).await?.unwrap_or_else(|words| vec![Tried::Refused(words)]);
                    self.record(alone, tried, refusals).await?;
                }
                Ok(())
            }
        }
    }

    /// A server that answers no has answered: the gesture fails, the connection is good.
    async fn ask(&mut self, run: &[Operation]) -> Result<Answer, EngineError> {
        match self.attempt(run).await {
            Ok(tried) => Ok(Ok(tried)),
            Err(EngineError::Net(NetError::ServerRefused { reply })) => Ok(Err(quoted(&reply))),
            Err(error) => Err(error),
        }
    }

    async fn record(
        &mut self,
        run: &[Operation],
        tried: Vec<Tried>,
        refusals: &mut BTreeSet<String>,
    ) -> Result<(), EngineError> {
        let again_at = self.mailbox.clock.unix_seconds().saturating_add(RETRY_AFTER);
        let mut ended = Vec::with_capacity(run.len());
        for (operation, tried) in run.iter().zip(tried) {
            let last = operation.attempts.saturating_add(1) >= MAX_ATTEMPTS;
            match &tried {
                Tried::Refused(words) if last => {
                    refusals.insert(words.clone());
                }
                Tried::RefusedForGood(words) => {
                    refusals.insert(words.clone());
                }
                Tried::NotEmpty => self.mailbox.announce(EngineEvent::FolderKept { mailbox: self.mailbox.id }),
                Tried::Done | Tried::Moved { .. } | Tried::Lost | Tried::Refused(_) => {}
            }
            ended.push((operation.id, tried, last));
        }
        self.mailbox
            .with_store(move |store| {
                let outcomes: Vec<_> =
                    ended.iter().map(|(id, tried, last)| (*id, outcome(tried, *last, again_at))).collect();
                store.complete_operations(&outcomes)
            })
            .await
    }

    async fn attempt(&mut self, run: &[Operation]) -> Result<Vec<Tried>, EngineError> {
        let Some(first) = run.first() else { return Ok(Vec::new()) };
        match &first.kind {
            OperationKind::SetFlag { flags, on } => self.set_flag(run, *flags, *on).await,
            OperationKind::Move { to, to_wire_name } => self.move_messages(run, *to, to_wire_name).await,
            OperationKind::CreateFolder => Ok(vec![self.make_folder(first).await?]),
            OperationKind::RenameFolder { to_wire_name } => Ok(vec![self.call_folder(first, to_wire_name).await?]),
            OperationKind::DeleteFolder => Ok(vec![self.delete_folder(first).await?]),
            OperationKind::AppendSent { outbox } => Ok(vec![self.append_sent(first, *outbox).await?]),
        }
    }

    async fn set_flag(&mut self, run: &[Operation], flags: Flags, on: bool) -> Result<Vec<Tried>, EngineError> {
        let Some(uids) = self.select_for(run).await? else { return Ok(lost(run)) };
        let change = if on { FlagChange::Add } else { FlagChange::Remove };
        match self.session.store_flags(&uids, change, flags).await {
            // A server that keeps no keywords (RFC 3503 §3.1): that a receipt left is written down here all the same.
            Err(NetError::ServerRefused { .. }) if flags == Flags::MDN_SENT => {}
            stored => stored?,
        }
        Ok(run.iter().map(|_| Tried::Done).collect())
    }

    async fn move_messages(&mut self, run: &[Operation], to: FolderId, wire: &str) -> Result<Vec<Tried>, EngineError> {
        let copied = match run {
            [alone] if !self.session.capabilities().move_ => self.copy_of_an_earlier_try(alone, to).await?,
            _ => None,
        };
        let Some(uids) = self.select_for(run).await? else { return Ok(lost(run)) };
        self.touched.insert(to);
        if let Some(copy) = copied {
            self.session.remove_copied(&uids).await?;
            return Ok(vec![copy]);
        }
        let outcome = self.session.move_messages(&uids, wire).await?;
        Ok(uids.iter().map(|uid| place_of(&outcome, *uid)).collect())
    }

    /// Without MOVE a cut may fall between the copy and the removal: the copy is then at its destination and nothing here
    /// knows of it. One that was known there before is another letter, whatever its Message-ID.
    async fn copy_of_an_earlier_try(
        &mut self,
        gesture: &Operation,
        to: FolderId,
    ) -> Result<Option<Tried>, EngineError> {
        let Some(folder) = self.folder(to).filter(|folder| folder.selectable).cloned() else { return Ok(None) };
        let uid_validity = self.select_anew(&folder).await?.uid_validity;
        if folder.uid_validity != Some(uid_validity) {
            return Ok(None);
        }
        let found = match self.session.find_by_message_id(&gesture.message_id).await {
            Ok(found) => found,
            // No Message-ID that could be looked for.
            Err(NetError::Unwritable { .. }) => return Ok(None),
            Err(error) => return Err(EngineError::Net(error)),
        };
        let asked = found.clone();
        let known = self.mailbox.with_store(move |store| store.known_among(to, &asked)).await?;
        let copy = found.into_iter().find(|uid| !known.iter().any(|(other, _)| other == uid));
        Ok(copy.map(|uid| Tried::Moved { uid_validity, uid }))
    }

    /// One copy in « Envoyés »: looked for by its Message-ID first, because the answer to an earlier try may have been lost
    /// or the operator may keep copies by itself.
    async fn append_sent(&mut self, operation: &Operation, outbox: OutboxId) -> Result<Tried, EngineError> {
        let Some(folder) = operation.folder.and_then(|id| self.folder(id)).cloned() else {
            return Ok(Tried::Refused(String::from("the server has no folder for sent letters")));
        };
        let kept = self
            .mailbox
            .with_store(move |store| Ok((store.outbox_row(outbox)?, store.outgoing_piece(outbox, 0)?.is_some())));
        let (Some(row), true) = kept.await? else { return Ok(Tried::Done) };
        self.touched.insert(folder.id);
        self.selected = None;
        let validity = self.select(&folder).await?;
        if let Some(uid) = self.session.find_by_message_id(&row.message_id).await?.first() {
            return Ok(Tried::Moved { uid_validity: validity, uid: *uid });
        }
        let place =
            self.session.append(&folder.wire_name, Flags::SEEN, row.changed, copied(self.mailbox, &row)).await?;
        Ok(place.map_or(Tried::Done, |at| Tried::Moved { uid_validity: at.uid_validity, uid: at.uid }))
    }

    /// Selects the folder of a run and gives its UIDs there, in order, or nothing when they are of another time.
    async fn select_for(&mut self, run: &[Operation]) -> Result<Option<Vec<u32>>, EngineError> {
        let Some(first) = run.first() else { return Ok(None) };
        let Some(folder) = first.folder.and_then(|id| self.folder(id)).cloned() else { return Ok(None) };
        let validity = self.select(&folder).await?;
        self.touched.insert(folder.id);
        let known = |operation: &Operation| operation.uid.filter(|_| operation.uid_validity == Some(validity));
        Ok(run.iter().map(known).collect())
    }
}

/// Whether two gestures that follow one another are one command. Only neighbours: a letter whose copy was dropped may have
/// two gestures due, and their order counts. Without MOVE a cut may leave copies behind, so that is risked for one letter
/// at a time.
fn goes_with(one: &Operation, next: &Operation, moves_at_once: bool) -> bool {
    let joins = match next.kind {
        OperationKind::SetFlag { .. } => true,
        OperationKind::Move { .. } => moves_at_once,
        OperationKind::CreateFolder
        | OperationKind::RenameFolder { .. }
        | OperationKind::DeleteFolder
        | OperationKind::AppendSent { .. } => false,
    };
    joins && one.kind == next.kind && one.folder == next.folder && one.uid_validity == next.uid_validity
}

fn is_on_folder(kind: &OperationKind) -> bool {
    match kind {
        OperationKind::CreateFolder | OperationKind::RenameFolder { .. } | OperationKind::DeleteFolder => true,
        OperationKind::SetFlag { .. } | OperationKind::Move { .. } | OperationKind::AppendSent { .. } => false,
    }
}

fn lost(run: &[Operation]) -> Vec<Tried> {
    run.iter().map(|_| Tried::Lost).collect()
}

fn place_of(outcome: &MoveOutcome, uid: u32) -> Tried {
    match (outcome.uid_validity, outcome.uids.get(&uid)) {
        (Some(uid_validity), Some(new)) => Tried::Moved { uid_validity, uid: *new },
        _ => Tried::Done,
    }
}

fn outcome(tried: &Tried, last: bool, again_at: i64) -> OperationOutcome<'_> {
    match tried {
        Tried::Done => OperationOutcome::Done,
        Tried::Moved { uid_validity, uid } => OperationOutcome::Moved { uid_validity: *uid_validity, uid: *uid },
        Tried::Lost => OperationOutcome::Park { reason: "the message is no longer where it was" },
        Tried::NotEmpty => OperationOutcome::Park { reason: "the folder holds letters on the server" },
        Tried::RefusedForGood(reason) => OperationOutcome::Park { reason },
        Tried::Refused(reason) if last => OperationOutcome::Park { reason },
        Tried::Refused(reason) => OperationOutcome::Retry { at: again_at, reason },
    }
}
