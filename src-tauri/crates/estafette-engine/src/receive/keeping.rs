//! Letters fetched, read and kept: three works at once, so that the network never waits for the disk.
//!
//! The connection hands over chunks of letters as the server gives them; one thread reads and packs them, another keeps them.
//! The queues between are short: whoever is ahead waits, and a mailbox of a gigabyte passes through a few megabytes of memory.

use std::sync::Arc;

use estafette_mime::{ParsedMessage, read_for_index};
use estafette_model::MessageId;
use estafette_store::{AttachmentInfo, BodyToStore, PackedBody};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

use crate::error::EngineError;
use crate::mailbox::Mailbox;

/// Chunks waiting in each of the two queues.
const WAITING: usize = 2;
/// Letters kept in one transaction: each has a cost of its own, and what is not committed is fetched again after a crash.
const LETTERS_AT_ONCE: usize = 512;
/// Packed bytes kept in one transaction.
const BYTES_AT_ONCE: usize = 8 * 1024 * 1024;

/// Letters as the server gave them.
pub(super) type Chunk = Vec<(MessageId, Vec<u8>)>;

/// The way into the store for what is fetched.
pub(super) struct Keeping {
    fetched: Sender<Chunk>,
    reading: JoinHandle<()>,
    keeping: JoinHandle<Result<(), EngineError>>,
}

impl Keeping {
    pub(super) fn begin(mailbox: &Arc<Mailbox>) -> Self {
        let (fetched, to_read) = channel(WAITING);
        let (read, to_keep) = channel(WAITING);
        let mailbox = Arc::clone(mailbox);
        Self {
            fetched,
            reading: tokio::task::spawn_blocking(move || read_all(to_read, &read)),
            keeping: tokio::task::spawn_blocking(move || keep_all(to_keep, &mailbox)),
        }
    }

    /// Hands over some letters; waits while too many are on their way. Whether they are still wanted: once the disk has
    /// refused some, [`Self::end`] says why.
    pub(super) async fn give(&self, letters: Chunk) -> bool {
        letters.is_empty() || self.fetched.send(letters).await.is_ok()
    }

    /// Waits until everything that was given is kept.
    pub(super) async fn end(self) -> Result<(), EngineError> {
        drop(self.fetched);
        self.reading.await.map_err(|_| EngineError::TaskLost)?;
        self.keeping.await.map_err(|_| EngineError::TaskLost)?
    }
}

fn read_all(mut fetched: Receiver<Chunk>, read: &Sender<Vec<BodyToStore>>) {
    while let Some(letters) = fetched.blocking_recv() {
        let letters = letters.into_iter().map(|(id, raw)| read_letter(id, raw)).collect();
        if read.blocking_send(letters).is_err() {
            return;
        }
    }
}

fn read_letter(id: MessageId, raw: Vec<u8>) -> BodyToStore {
    let (ParsedMessage { text_for_index, preview, attachments, .. }, attachment_text) = read_for_index(&raw);
    let attachments = attachments
        .into_iter()
        .map(|part| AttachmentInfo {
            index: part.index,
            name: part.name,
            mime_type: part.mime_type,
            kind: part.kind.word().to_owned(),
            size: part.size,
            inline: part.inline,
        })
        .collect();
    BodyToStore { id, packed: PackedBody::pack(raw), text: text_for_index, attachment_text, preview, attachments }
}

fn keep_all(mut read: Receiver<Vec<BodyToStore>>, mailbox: &Mailbox) -> Result<(), EngineError> {
    while let Some(mut letters) = read.blocking_recv() {
        // What has come meanwhile goes along; nobody is waited for.
        while letters.len() < LETTERS_AT_ONCE && packed(&letters) < BYTES_AT_ONCE {
            let Ok(more) = read.try_recv() else { break };
            letters.extend(more);
        }
        // Rows then go to the end of the table and of the index.
        letters.sort_by_key(|letter| letter.id);
        mailbox.store.store_body(&letters)?;
        mailbox.received.bodies(letters.iter().map(|letter| letter.packed.raw_size()));
    }
    Ok(())
}

fn packed(letters: &[BodyToStore]) -> usize {
    letters.iter().map(|letter| letter.packed.size()).sum()
}
