//! Letters too large to stand in memory: asked for a stretch at a time, kept as they come, and gone on with after a cut.

use estafette_mime::Abridger;
use estafette_model::MessageId;
use estafette_net::NetError;
use estafette_store::{BlobId, MailboxStore, MissingBody, StoreError};

use super::Receiver;
use super::bodies::Opened;
use super::keeping::{read_abridged, read_whole};
use crate::error::EngineError;

/// A letter of this size or more, bytes, is received in stretches.
pub(super) const LARGE: u64 = 4 * 1024 * 1024;
/// Bytes asked for at once: a second of a line of 4 Mbit/s, and what is lost when it is cut.
const STRETCH: u32 = 256 * 1024;
/// Largest letter received, bytes; a server that never ends one is not followed further.
pub(super) const MAX_LETTER: u64 = 256 * 1024 * 1024;

/// One large letter being received.
pub(super) struct Reception {
    id: MessageId,
    uid: u32,
    blob: BlobId,
    /// Bytes asked for and given so far.
    at: u64,
    abridger: Abridger,
    /// Given by the server, not yet kept: that is done while the next is fetched.
    fetched: Vec<u8>,
}

/// What a stretch brought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brought {
    /// So many bytes, and there may be more.
    Bytes(u64),
    /// Nothing: the letter is here, whole.
    TheEnd,
    /// Nothing: the server does not give it.
    Nothing,
}

impl Receiver<'_> {
    /// Receives a large letter, however long that takes.
    pub(super) async fn fetch_large(&mut self, body: &MissingBody) -> Result<(), EngineError> {
        if let Some(mut reception) = self.begin_large(body).await? {
            while let Brought::Bytes(_) = self.fetch_stretch(&mut reception).await? {}
        }
        Ok(())
    }

    /// Where the reception of a letter goes on; nothing when there is nothing to receive.
    pub(super) async fn begin_large(&mut self, body: &MissingBody) -> Result<Option<Reception>, EngineError> {
        let (id, uid) = (body.id, body.uid);
        match self.open_for_texts(body.folder).await? {
            Opened::AsKnown => {}
            Opened::Refused => {
                self.refused_bodies.insert(id);
                return Ok(None);
            }
            Opened::OfAnotherTime => return Ok(None),
        }
        let begun = self.mailbox.with_store(move |store| {
            let (blob, at) = store.receive_large_body(id)?;
            let mut abridger = Abridger::default();
            store.read_blob(blob, 0..at, &mut |bytes| {
                abridger.take(bytes);
                Ok::<(), StoreError>(())
            })?;
            Ok(Reception { id, uid, blob, at, abridger, fetched: Vec::new() })
        });
        match begun.await {
            Ok(reception) => Ok(Some(reception)),
            // It vanished meanwhile.
            Err(EngineError::Store(StoreError::NotFound(_))) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Fetches one more stretch while the one before is kept.
    pub(super) async fn fetch_stretch(&mut self, reception: &mut Reception) -> Result<Brought, EngineError> {
        let Some(start) = u32::try_from(reception.at).ok().filter(|_| reception.at <= MAX_LETTER) else {
            return Ok(self.not_given(reception.id));
        };
        let (blob, abridger) = (reception.blob, std::mem::take(&mut reception.abridger));
        let fetched = std::mem::take(&mut reception.fetched);
        let keeping = self.mailbox.with_store(move |store| keep(store, blob, abridger, fetched));
        let (kept, next) = tokio::join!(keeping, self.session.fetch_stretch(reception.uid, start, STRETCH));
        reception.abridger = kept?;
        match next {
            // Only this is the end: the size a server announces may be wrong.
            Ok(Some(stretch)) if stretch.is_empty() => self.whole(reception).await,
            Ok(Some(stretch)) => {
                let bytes = u64::try_from(stretch.len()).unwrap_or(u64::MAX);
                reception.at = reception.at.saturating_add(bytes);
                reception.fetched = stretch;
                Ok(Brought::Bytes(bytes))
            }
            Ok(None) | Err(NetError::ServerRefused { .. }) => Ok(self.not_given(reception.id)),
            Err(error) => Err(EngineError::Net(error)),
        }
    }

    fn not_given(&mut self, id: MessageId) -> Brought {
        tracing::info!(mailbox = %self.mailbox.id, message = %id, "the server refused the text of a large letter");
        self.refused_bodies.insert(id);
        Brought::Nothing
    }

    async fn whole(&mut self, reception: &mut Reception) -> Result<Brought, EngineError> {
        let (id, abridger, size) = (reception.id, std::mem::take(&mut reception.abridger), reception.at);
        let stored = self.mailbox.with_store(move |store| {
            let body = read_abridged(id, abridger.finish(), read_whole);
            store.store_body(std::slice::from_ref(&body))
        });
        stored.await?;
        self.mailbox.received.bodies(std::iter::once(usize::try_from(size).unwrap_or(usize::MAX)));
        Ok(Brought::TheEnd)
    }
}

fn keep(store: &MailboxStore, blob: BlobId, mut abridger: Abridger, stretch: Vec<u8>) -> Result<Abridger, StoreError> {
    abridger.take(&stretch);
    store.append_to_blob(blob, stretch)?;
    Ok(abridger)
}
