//! Letters fetched, read and kept: three works at once, so that the network never waits for the disk.
//!
//! The connection hands over chunks of letters as the server gives them; one thread reads and packs them, another keeps them.
//! The queues between are short: whoever is ahead waits, and a mailbox of a gigabyte passes through a few megabytes of memory.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use estafette_mime::{Abridged, ParsedMessage, read_for_index, read_receipts};
use estafette_model::{Cut, DeliveryReport, Fate, LetterBytes, MessageId, Receipts};
use estafette_store::{AttachmentInfo, BodyToStore, PackedBody};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::mailbox::Mailbox;

/// Chunks as the server gave them, waiting to be read.
const TO_READ: usize = 2;
/// Letters read and not yet kept, KiB packed: those that wait and those being written. Twice a transaction, because now and then
/// the disk takes half a second for what was written (fsync) and the other two go on meanwhile. A letter larger than this is
/// alone on its way.
const ON_THEIR_WAY: u32 = 20 * 1024;
/// Letters kept in one transaction: each has a cost of its own, and what is not committed is fetched again after a crash.
const LETTERS_AT_ONCE: usize = 512;
/// Packed bytes kept in one transaction.
const BYTES_AT_ONCE: usize = 8 * 1024 * 1024;
/// How long a transaction waits for more letters: each writes the same pages of the tables and of the index again, and small
/// ones wrote every page two to three times. On a slow line nobody should wait longer than this for a text.
const PATIENCE: Duration = Duration::from_millis(500);

/// A failure older than this is no news when it comes in, seconds: a mailbox synchronised for the first time has many.
const NEWS_FOR: i64 = 24 * 3_600;

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
        let (fetched, to_read) = channel(TO_READ);
        let (read, to_keep) = mpsc::channel();
        let (mailbox, runtime) = (Arc::clone(mailbox), Handle::current());
        Self {
            fetched,
            reading: tokio::task::spawn_blocking(move || read_all(to_read, &read, &runtime)),
            keeping: tokio::task::spawn_blocking(move || keep_all(&to_keep, &mailbox)),
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

/// Letters read, and the room they take until they are kept.
struct Read {
    letters: Vec<BodyToStore>,
    room: OwnedSemaphorePermit,
}

fn read_all(mut fetched: Receiver<Chunk>, read: &mpsc::Sender<Read>, runtime: &Handle) {
    let room = Arc::new(Semaphore::new(ON_THEIR_WAY as usize));
    while let Some(letters) = fetched.blocking_recv() {
        let letters: Vec<_> = letters.into_iter().map(|(id, raw)| read_letter(id, raw, read_whole)).collect();
        let waiting = Arc::clone(&room).acquire_many_owned(takes(packed(&letters)));
        let Ok(room) = runtime.block_on(waiting) else { return };
        if read.send(Read { letters, room }).is_err() {
            return;
        }
    }
}

/// KiB of room for so many packed bytes.
fn takes(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX).clamp(1, ON_THEIR_WAY)
}

/// Its words, those of its documents, and what it says of letters that left.
type ReadWhole = (ParsedMessage, String, Receipts);

pub(super) fn read_whole(letter: LetterBytes<'_>) -> ReadWhole {
    let (message, attachment_text) = read_for_index(letter);
    (message, attachment_text, read_receipts(letter.bytes))
}

fn read_letter(id: MessageId, raw: Vec<u8>, read: impl Fn(LetterBytes<'_>) -> ReadWhole) -> BodyToStore {
    let read = contained(id, LetterBytes::from(&raw), read);
    body_to_store(id, PackedBody::pack(raw), None, read)
}

/// The same for a letter whose bytes are kept already.
pub(super) fn read_abridged(
    id: MessageId,
    abridged: Abridged,
    read: impl Fn(LetterBytes<'_>) -> ReadWhole,
) -> BodyToStore {
    let read = contained(id, abridged.as_letter(), read);
    body_to_store(id, PackedBody::pack(abridged.bytes), Some(abridged.cuts), read)
}

/// A defect of the reader met by one letter must cost that letter its words in the search, not the mailbox its texts.
fn contained(id: MessageId, letter: LetterBytes<'_>, read: impl Fn(LetterBytes<'_>) -> ReadWhole) -> ReadWhole {
    // Nothing outlives the unwinding but the bytes, which are kept as they came.
    std::panic::catch_unwind(AssertUnwindSafe(|| read(letter))).unwrap_or_else(|_| {
        tracing::error!(message = %id, "a letter could not be read: it is kept without its words");
        Default::default()
    })
}

fn body_to_store(
    id: MessageId,
    packed: PackedBody,
    cuts: Option<Vec<Cut>>,
    (message, attachment_text, receipts): ReadWhole,
) -> BodyToStore {
    let ParsedMessage { text_for_index, preview, attachments, .. } = message;
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
    BodyToStore { id, packed, cuts, text: text_for_index, attachment_text, preview, attachments, receipts }
}

fn keep_all(read: &mpsc::Receiver<Read>, mailbox: &Mailbox) -> Result<(), EngineError> {
    // The first letters are the newest, the ones a person is about to open: they wait for nothing.
    let mut patience = Duration::ZERO;
    while let Ok(Read { mut letters, room }) = read.recv() {
        let mut rooms = vec![room];
        let until = Instant::now() + patience;
        while letters.len() < LETTERS_AT_ONCE && packed(&letters) < BYTES_AT_ONCE {
            let Ok(more) = read.recv_timeout(until.saturating_duration_since(Instant::now())) else { break };
            letters.extend(more.letters);
            rooms.push(more.room);
        }
        patience = PATIENCE;
        // Rows then go to the end of the table and of the index.
        letters.sort_by_key(|letter| letter.id);
        mailbox.store.store_body(&letters)?;
        tell_reports(mailbox, &letters);
        mailbox.received.bodies(letters.iter().map(|letter| letter.packed.raw_size()));
        drop(rooms);
    }
    Ok(())
}

/// Says that reports came, and that bad news did: nobody was told of those by their headers.
fn tell_reports(mailbox: &Mailbox, letters: &[BodyToStore]) {
    let reports: Vec<_> =
        letters.iter().filter_map(|letter| letter.receipts.report.as_ref().map(|report| (letter.id, report))).collect();
    if reports.is_empty() {
        return;
    }
    mailbox.reports_came();
    let since = mailbox.clock.unix_seconds().saturating_sub(NEWS_FOR);
    let is_bad_news = |report: &DeliveryReport| {
        report.date.is_some_and(|date| date >= since) && report.recipients.iter().any(|one| one.fate == Fate::Failed)
    };
    let messages: Vec<_> = reports.iter().filter(|(_, report)| is_bad_news(report)).map(|(id, _)| *id).collect();
    if !messages.is_empty() {
        mailbox.announce(EngineEvent::Arrived { mailbox: mailbox.id, messages });
    }
}

fn packed(letters: &[BodyToStore]) -> usize {
    letters.iter().map(|letter| letter.packed.size()).sum()
}

#[cfg(test)]
mod tests {
    use estafette_model::MessageId;

    use super::{ON_THEIR_WAY, read_letter, read_whole, takes};

    const LETTER: &[u8] = b"Subject: Bilan\r\n\r\nBonjour";

    #[test]
    fn a_letter_on_which_the_reader_panics_is_kept_without_its_words() {
        let read = read_letter(MessageId::new(7), LETTER.to_vec(), read_whole);
        let kept = read_letter(MessageId::new(7), LETTER.to_vec(), |_| panic!("a defect"));
        assert_eq!((read.text.as_str(), kept.text.as_str()), ("Bonjour", ""));
        assert_eq!((kept.id, kept.packed), (read.id, read.packed), "its bytes are all there");
    }

    #[test]
    fn a_letter_larger_than_the_room_waits_for_all_of_it_and_no_longer() {
        assert_eq!([takes(0), takes(1), takes(1_025)], [1, 1, 2]);
        assert_eq!(takes(60 * 1024 * 1024), ON_THEIR_WAY);
    }
}
