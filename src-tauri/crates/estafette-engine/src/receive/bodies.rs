//! Bodies asked of the server, a batch at a time: which, is for [`super::texts`] and [`super::wanted`] to say.

use std::collections::BTreeMap;

use estafette_model::{FolderId, MessageId};
use estafette_net::NetError;
use estafette_store::MissingBody;

use super::Receiver;
use super::keeping::Keeping;
use crate::error::EngineError;

/// A folder whose texts are about to be fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// Its letters are where they are known to be.
    AsKnown,
    /// It may not be opened, or is gone: it fails only itself.
    Refused,
    /// The rows are of another time: the next look at the folder will say so.
    OfAnotherTime,
}

impl Receiver<'_> {
    /// Asks for the letters of `batch`, none of which is large, and hands over what comes. Whether more is wanted.
    pub(super) async fn fetch_batch(&mut self, batch: &[MissingBody], keeping: &Keeping) -> Result<bool, EngineError> {
        let mut by_folder: BTreeMap<FolderId, BTreeMap<u32, MessageId>> = BTreeMap::new();
        for body in batch {
            by_folder.entry(body.folder).or_default().insert(body.uid, body.id);
        }
        for (folder, wanted) in by_folder {
            match self.open_for_texts(folder).await? {
                Opened::AsKnown => {}
                Opened::Refused => {
                    self.refused_bodies.extend(wanted.values());
                    continue;
                }
                Opened::OfAnotherTime => continue,
            }
            let fetched = self.fetch_given(&wanted).await?;
            if !keeping.give(fetched).await {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) async fn open_for_texts(&mut self, folder: FolderId) -> Result<Opened, EngineError> {
        let Some(folder) = self.folder(folder).filter(|folder| folder.selectable).cloned() else {
            return Ok(Opened::OfAnotherTime);
        };
        match self.select(&folder).await {
            Err(EngineError::Net(NetError::ServerRefused { .. })) => Ok(Opened::Refused),
            Err(error) => Err(error),
            Ok(validity) if folder.uid_validity.is_some_and(|known| known != validity) => Ok(Opened::OfAnotherTime),
            Ok(_) => Ok(Opened::AsKnown),
        }
    }

    /// What the server gives of `wanted`. When it refuses some of it, the letters are asked for one by one and those it
    /// will not give are set aside: the others do not wait for them.
    async fn fetch_given(
        &mut self,
        wanted: &BTreeMap<u32, MessageId>,
    ) -> Result<Vec<(MessageId, Vec<u8>)>, EngineError> {
        let uids: Vec<u32> = wanted.keys().copied().collect();
        let mut fetched: BTreeMap<MessageId, Vec<u8>> = BTreeMap::new();
        if self.fetch_into(&uids, wanted, &mut fetched).await? {
            return Ok(fetched.into_iter().collect());
        }
        for (uid, id) in wanted {
            if !fetched.contains_key(id) && !self.fetch_into(&[*uid], wanted, &mut fetched).await? {
                tracing::info!(mailbox = %self.mailbox.id, message = %id, "the server refused the text of a letter");
                self.refused_bodies.insert(*id);
            }
        }
        Ok(fetched.into_iter().collect())
    }

    /// Whether the server gave what was asked; what it gave is in `fetched` either way.
    async fn fetch_into(
        &mut self,
        uids: &[u32],
        wanted: &BTreeMap<u32, MessageId>,
        fetched: &mut BTreeMap<MessageId, Vec<u8>>,
    ) -> Result<bool, EngineError> {
        let answer = self
            .session
            .fetch_bodies(uids, &mut |uid, raw| {
                if let Some(id) = wanted.get(&uid) {
                    fetched.insert(*id, raw);
                }
            })
            .await;
        match answer {
            Ok(()) => Ok(true),
            Err(NetError::ServerRefused { .. }) => Ok(false),
            Err(error) => Err(EngineError::Net(error)),
        }
    }
}
