//! Moving messages to another folder, without ever destroying what was not moved.
//!
//! MOVE where there is MOVE (RFC 6851). Otherwise COPY, then `\Deleted`, then UID EXPUNGE of exactly these messages
//! (RFC 4315). Without UIDPLUS the last step is left out: a plain EXPUNGE would also remove what a colleague has marked.

use std::collections::BTreeMap;

use async_imap::imap_proto::rfc4315::UidSetMember;
use async_imap::imap_proto::{Outcome, Response, ResponseCode};
use estafette_model::Flags;

use super::ImapSession;
use super::names::quoted;
use super::store::FlagChange;
use super::uid_set;
use crate::error::NetError;

/// What became of messages that were asked to move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveOutcome {
    /// UIDVALIDITY of the folder they went to, where the server says it (UIDPLUS).
    pub uid_validity: Option<u32>,
    /// Old UID to new UID. Empty where the server does not say: look for the messages by Message-ID.
    pub uids: BTreeMap<u32, u32>,
    /// Whether the messages are gone from the folder they came from. False only on a server that has neither MOVE nor
    /// UIDPLUS: they are marked `\Deleted` there and should no longer be shown.
    pub removed: bool,
}

impl ImapSession {
    /// Moves messages of the selected folder. Safe to repeat with MOVE; after a connection lost in the middle of a COPY
    /// the copies may be there already, so look for them before trying again.
    ///
    /// # Errors
    /// [`NetError::ServerRefused`] with the detail `TRYCREATE` when the other folder does not exist; those of a lost
    /// connection.
    pub async fn move_messages(&mut self, uids: &[u32], to_wire_name: &str) -> Result<MoveOutcome, NetError> {
        let target = quoted(to_wire_name)?;
        let removed = self.capabilities.moves_leave_nothing();
        let mut outcome = MoveOutcome { uid_validity: None, uids: BTreeMap::new(), removed };
        let verb = if self.capabilities.move_ { "MOVE" } else { "COPY" };
        for set in uid_set::sets(uids) {
            let mut told = Vec::new();
            let acceptance = self
                .dialogue
                .ask_for(&format!("UID {verb} {set} {target}"), |answer| {
                    // MOVE says COPYUID before it starts to expunge (RFC 6851 §4.3), COPY when it is done.
                    if let Response::Data { outcome: Outcome { code: Some(code), .. }, .. } = answer {
                        told.extend(CopyUid::of(code));
                    }
                    Ok(())
                })
                .await?;
            told.extend(acceptance.code.as_ref().and_then(CopyUid::of));
            for copy in told {
                outcome.learn(&copy, uids);
            }
        }
        if !self.capabilities.move_ {
            self.remove_copied(uids).await?;
        }
        Ok(outcome)
    }

    /// The second half of a move without MOVE: these messages of the selected folder are elsewhere already. Without UIDPLUS
    /// they stay, marked `\Deleted`. Safe to repeat.
    ///
    /// # Errors
    /// Those of a refused command or a lost connection.
    pub async fn remove_copied(&mut self, uids: &[u32]) -> Result<(), NetError> {
        self.store_flags(uids, FlagChange::Add, Flags::DELETED).await?;
        if self.capabilities.uidplus {
            for set in uid_set::sets(uids) {
                self.dialogue.ask(&format!("UID EXPUNGE {set}")).await?;
            }
        }
        Ok(())
    }
}

impl MoveOutcome {
    fn learn(&mut self, copy: &CopyUid, asked: &[u32]) {
        self.uid_validity = Some(copy.uid_validity);
        self.uids.extend(copy.pairs(asked.len()).filter(|(old, _)| asked.contains(old)));
    }
}

/// `COPYUID validity old-uids new-uids` (RFC 4315 §3): the sets correspond one to one, in order.
struct CopyUid {
    uid_validity: u32,
    old: Vec<UidSetMember>,
    new: Vec<UidSetMember>,
}

impl CopyUid {
    fn of(code: &ResponseCode<'_>) -> Option<Self> {
        match code {
            ResponseCode::CopyUid(uid_validity, old, new) => {
                Some(Self { uid_validity: *uid_validity, old: old.clone(), new: new.clone() })
            }
            _ => None,
        }
    }

    /// At most `limit` pairs, whatever ranges the server writes.
    fn pairs(&self, limit: usize) -> impl Iterator<Item = (u32, u32)> {
        expanded(&self.old).zip(expanded(&self.new)).take(limit)
    }
}

fn expanded(set: &[UidSetMember]) -> impl Iterator<Item = u32> {
    set.iter().flat_map(|member| match member {
        UidSetMember::UidRange(range) => range.clone(),
        UidSetMember::Uid(uid) => *uid..=*uid,
    })
}
