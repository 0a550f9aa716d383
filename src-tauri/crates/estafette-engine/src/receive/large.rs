//! Letters too large to stand in memory: asked for a stretch at a time, kept as they come, and gone on with after a cut.

use std::collections::BTreeMap;

use estafette_mime::{Abridger, read_for_index};
use estafette_model::MessageId;
use estafette_net::NetError;
use estafette_store::{BlobId, MissingBody, StoreError};

use super::Receiver;
use super::keeping::read_abridged;
use crate::error::EngineError;

/// A letter of this size or more, bytes, is received in stretches.
pub(super) const LARGE: u64 = 4 * 1024 * 1024;
/// Bytes asked for at once: a second of a line of 4 Mbit/s, and what is lost when it is cut.
const STRETCH: u32 = 256 * 1024;
/// Largest letter received, bytes; a server that never ends one is not followed further.
pub(super) const MAX_LETTER: u64 = 256 * 1024 * 1024;

impl Receiver<'_> {
    /// Receives one large letter of the folder selected. Whether the server gave it.
    pub(super) async fn fetch_large(&mut self, uid: u32, id: MessageId) -> Result<bool, EngineError> {
        let begun = self.mailbox.with_store(move |store| {
            let (blob, from) = store.receive_large_body(id)?;
            let mut abridger = Abridger::default();
            store.read_blob(blob, 0..from, &mut |bytes| {
                abridger.take(bytes);
                Ok::<(), StoreError>(())
            })?;
            Ok((blob, from, abridger))
        });
        let (blob, mut at, mut abridger) = match begun.await {
            Ok(begun) => begun,
            // It vanished meanwhile: there is nothing left to receive.
            Err(EngineError::Store(StoreError::NotFound(_))) => return Ok(true),
            Err(error) => return Err(error),
        };
        // One stretch is kept while the next is fetched. Only an empty one is the end: the size a server announces may be wrong.
        let mut fetched = Vec::new();
        loop {
            at = at.saturating_add(u64::try_from(fetched.len()).unwrap_or(u64::MAX));
            let Some(start) = u32::try_from(at).ok().filter(|_| at <= MAX_LETTER) else { return Ok(false) };
            let keeping = self.mailbox.with_store(move |store| keep(store, blob, abridger, fetched));
            let (kept, next) = tokio::join!(keeping, self.session.fetch_stretch(uid, start, STRETCH));
            abridger = kept?;
            match next {
                Ok(Some(stretch)) if stretch.is_empty() => break,
                Ok(Some(stretch)) => fetched = stretch,
                Ok(None) | Err(NetError::ServerRefused { .. }) => return Ok(false),
                Err(error) => return Err(EngineError::Net(error)),
            }
        }
        let mailbox = self.mailbox;
        let stored = mailbox.with_store(move |store| {
            let body = read_abridged(id, abridger.finish(), read_for_index);
            store.store_body(std::slice::from_ref(&body))?;
            store.blob_size(blob)
        });
        let size = stored.await?;
        mailbox.received.bodies([usize::try_from(size).unwrap_or(usize::MAX)].into_iter());
        Ok(true)
    }

    /// Receives the large ones among `wanted`; takes them out of it.
    pub(super) async fn fetch_large_among(
        &mut self,
        wanted: &mut BTreeMap<u32, MessageId>,
        batch: &[MissingBody],
    ) -> Result<(), EngineError> {
        for body in batch.iter().filter(|body| body.size >= LARGE) {
            if wanted.remove(&body.uid).is_some() && !self.fetch_large(body.uid, body.id).await? {
                tracing::info!(mailbox = %self.mailbox.id, message = %body.id, "the server refused a large letter");
                self.refused_bodies.insert(body.id);
            }
        }
        Ok(())
    }
}

fn keep(
    store: &estafette_store::MailboxStore,
    blob: BlobId,
    mut abridger: Abridger,
    stretch: Vec<u8>,
) -> Result<Abridger, StoreError> {
    abridger.take(&stretch);
    store.append_to_blob(blob, stretch)?;
    Ok(abridger)
}
