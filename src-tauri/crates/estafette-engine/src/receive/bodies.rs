//! The bodies still missing, newest first, a megabyte at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use estafette_model::{FolderId, MessageId};
use estafette_net::NetError;
use estafette_store::MissingBody;
use tokio::time::Instant;

use super::Receiver;
use super::keeping::Keeping;
use super::large::MAX_LETTER;
use crate::error::EngineError;
use crate::event::EngineEvent;

/// Bytes of bodies asked for at once, unless a single letter is larger.
const BATCH_BYTES: u64 = 1024 * 1024;
/// Letters in one batch.
const BATCH_LETTERS: usize = 64;
/// How often a person is told how far it is. Each time, the window asks what there is to show.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// Missing bodies learnt of at once: a few megabytes of memory.
const AT_ONCE: u32 = 100_000;

impl Receiver<'_> {
    pub(super) async fn fetch_bodies(&mut self) -> Result<(), EngineError> {
        let mut before = Vec::new();
        loop {
            let listed = self.mailbox.with_store(|store| store.missing_bodies(None, AT_ONCE)).await?;
            // A turn that brought nothing is the last: what the server no longer gives stays missing.
            let more = listed.len() == usize::try_from(AT_ONCE).unwrap_or(usize::MAX) && listed != before;
            let wanted = |body: &MissingBody| body.size <= MAX_LETTER && !self.refused_bodies.contains(&body.id);
            let missing: Vec<MissingBody> = listed.iter().copied().filter(wanted).collect();
            before = listed;
            if missing.is_empty() {
                return Ok(());
            }
            let keeping = Keeping::begin(self.mailbox);
            let fetched = self.fetch_all(&missing, &keeping).await;
            // What came before a cut is kept all the same; a disk that refuses is told before the network.
            keeping.end().await?;
            fetched?;
            if !more {
                return Ok(());
            }
        }
    }

    async fn fetch_all(&mut self, missing: &[MissingBody], keeping: &Keeping) -> Result<(), EngineError> {
        let total = u32::try_from(missing.len()).unwrap_or(u32::MAX);
        let mut done: u32 = 0;
        let mut told: Option<Instant> = None;
        for batch in batches(missing) {
            self.mailbox.board.syncing(done, total);
            if told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
                told = Some(Instant::now());
                self.mailbox.announce(EngineEvent::ConnectionChanged { mailbox: self.mailbox.id });
            }
            if !self.fetch_batch(batch, keeping).await? {
                return Ok(());
            }
            done = done.saturating_add(u32::try_from(batch.len()).unwrap_or(u32::MAX));
        }
        Ok(())
    }

    /// Whether more is wanted.
    async fn fetch_batch(&mut self, batch: &[MissingBody], keeping: &Keeping) -> Result<bool, EngineError> {
        let mut by_folder: BTreeMap<FolderId, BTreeMap<u32, MessageId>> = BTreeMap::new();
        for body in batch {
            by_folder.entry(body.folder).or_default().insert(body.uid, body.id);
        }
        for (folder, mut wanted) in by_folder {
            let Some(folder) = self.folder(folder).filter(|folder| folder.selectable).cloned() else { continue };
            let validity = self.select(&folder).await?;
            if folder.uid_validity.is_some_and(|known| known != validity) {
                // The rows are of another time: the next look at the folder will say so.
                continue;
            }
            self.fetch_large_among(&mut wanted, batch).await?;
            let fetched = self.fetch_given(&wanted).await?;
            if !keeping.give(fetched).await {
                return Ok(false);
            }
        }
        Ok(true)
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

/// Cuts the list where the bytes or the letters of a batch are reached. No letter is in two batches, and one the server
/// no longer gives is simply not stored, so a pass always ends.
fn batches(missing: &[MissingBody]) -> Vec<&[MissingBody]> {
    let mut cuts = BTreeSet::new();
    let (mut bytes, mut letters) = (0_u64, 0_usize);
    for (at, body) in missing.iter().enumerate() {
        if letters > 0 && (bytes.saturating_add(body.size) > BATCH_BYTES || letters == BATCH_LETTERS) {
            cuts.insert(at);
            (bytes, letters) = (0, 0);
        }
        bytes = bytes.saturating_add(body.size);
        letters += 1;
    }
    let mut rest = missing;
    let mut from = 0;
    let mut batches = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts {
        let (batch, after) = rest.split_at(cut - from);
        batches.push(batch);
        (rest, from) = (after, cut);
    }
    if !rest.is_empty() {
        batches.push(rest);
    }
    batches
}

#[cfg(test)]
mod tests {
    use estafette_model::{FolderId, MessageId};
    use estafette_store::MissingBody;

    use super::{BATCH_BYTES, batches};

    fn missing(sizes: &[u64]) -> Vec<MissingBody> {
        sizes
            .iter()
            .zip(1..)
            .map(|(size, n)| MissingBody {
                id: MessageId::new(i64::from(n)),
                folder: FolderId::new(1),
                uid: n,
                size: *size,
            })
            .collect()
    }

    fn lengths(sizes: &[u64]) -> Vec<usize> {
        batches(&missing(sizes)).iter().map(|batch| batch.len()).collect()
    }

    #[test]
    fn a_batch_ends_before_its_bytes_run_over() {
        assert_eq!(lengths(&[BATCH_BYTES / 2, BATCH_BYTES / 2, 1]), [2, 1]);
    }

    #[test]
    fn a_letter_larger_than_a_batch_travels_alone() {
        assert_eq!(lengths(&[1, BATCH_BYTES * 3, 1]), [1, 1, 1]);
    }

    #[test]
    fn many_small_letters_are_cut_by_number() {
        assert_eq!(lengths(&[10; 150]), [64, 64, 22]);
        assert_eq!(lengths(&[]), [0_usize; 0]);
    }
}
