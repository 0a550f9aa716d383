//! What changed in the selected folder since a moment the server named (RFC 7162): a folder of twenty thousand messages in
//! which one came is asked for that one.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use async_imap::imap_proto::Response;
use estafette_model::Flags;

use super::ImapSession;
use super::fetch::Item;
use crate::error::NetError;

/// Most ranges of vanished UIDs taken in: a server that forgot when may name every UID there ever was.
const MAX_RANGES: usize = 100_000;

/// What is otherwise than it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Messages that are new or have other flags, and those flags; ascending by UID.
    pub flags: BTreeMap<u32, Flags>,
    /// UIDs that are gone, and perhaps some that never were; empty without QRESYNC.
    pub vanished: Vec<RangeInclusive<u32>>,
}

impl ImapSession {
    /// What changed after the modification sequence `since`, which must be one the server gave for this folder under this
    /// UIDVALIDITY; none when the server refuses to say, although it announced that it would. With CONDSTORE alone nothing is
    /// said of what vanished: the number of messages tells whether something did.
    ///
    /// # Errors
    /// Those of a lost connection.
    pub async fn fetch_changes(&mut self, since: u64) -> Result<Option<Changes>, NetError> {
        let vanished = if self.capabilities.qresync { " VANISHED" } else { "" };
        let command = format!("UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE {since}{vanished})");
        let mut changes = Changes::default();
        let answered = self
            .dialogue
            .ask_for(&command, |answer| {
                if let Response::Vanished { earlier: true, uids } = answer {
                    let room = MAX_RANGES.saturating_sub(changes.vanished.len());
                    changes.vanished.extend(uids.iter().take(room).cloned());
                }
                let item = Item::of(answer);
                if let (Some(uid), Some(flags)) = (item.uid, item.flags) {
                    changes.flags.insert(uid, flags);
                }
                Ok(())
            })
            .await;
        match answered {
            Ok(_) => Ok(Some(changes)),
            Err(NetError::ServerRefused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
