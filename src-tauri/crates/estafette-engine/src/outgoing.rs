//! Letters of the outbox on their way to a server, read a piece at a time.

use std::io;
use std::time::{Duration, Instant};

use estafette_model::OutboxId;
use estafette_net::MailData;
use estafette_store::{BlobId, MailboxStore, OutboxRow, StoreError};
use futures::StreamExt;
use futures::stream;

use crate::event::EngineEvent;
use crate::handing_over::HandedOver;
use crate::mailbox::Mailbox;

/// How often a person is told how far it is.
const TOLD_EVERY: Duration = Duration::from_millis(500);

/// A letter as it is handed to the operator. A person is told how far it is.
pub(crate) fn handed_over<'m>(mailbox: &'m Mailbox, letter: &OutboxRow) -> MailData<'m> {
    let (id, size) = (letter.id, letter.size);
    let mut sent: u64 = 0;
    let mut told = Instant::now();
    let pieces = pieces(mailbox, id).inspect(move |piece| {
        let Ok(bytes) = piece else { return };
        sent = sent.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        mailbox.handing.set(Some(HandedOver { letter: id, sent, size }));
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            mailbox.announce(EngineEvent::LetterProgressed { mailbox: mailbox.id, outbox: id });
        }
    });
    MailData::in_pieces(size, pieces.boxed())
}

/// The same for the copy in « Envoyés », of which nobody is told.
pub(crate) fn copied<'m>(mailbox: &'m Mailbox, letter: &OutboxRow) -> MailData<'m> {
    MailData::in_pieces(letter.size, pieces(mailbox, letter.id).boxed())
}

/// A message of `size` bytes written in a blob.
pub(crate) fn in_blob(mailbox: &Mailbox, blob: BlobId, size: u64) -> MailData<'_> {
    let piece = move |store: &MailboxStore, at| Ok(Some(store.blob_piece(blob, at)?).filter(|piece| !piece.is_empty()));
    MailData::in_pieces(size, unfolded(mailbox, piece).boxed())
}

fn pieces(mailbox: &Mailbox, letter: OutboxId) -> impl stream::Stream<Item = io::Result<Vec<u8>>> + Send {
    unfolded(mailbox, move |store: &MailboxStore, at| store.outgoing_piece(letter, at))
}

/// Pieces, each read from where the one before ended.
fn unfolded<'m>(
    mailbox: &'m Mailbox,
    piece_at: impl Fn(&MailboxStore, u64) -> Result<Option<Vec<u8>>, StoreError> + Copy + Send + 'static,
) -> impl stream::Stream<Item = io::Result<Vec<u8>>> + Send + 'm {
    stream::try_unfold(0_u64, move |at| async move {
        let piece = mailbox.with_store(move |store| piece_at(store, at)).await.map_err(io::Error::other)?;
        Ok(piece.map(|bytes| {
            let next = at.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            (bytes, next)
        }))
    })
}
