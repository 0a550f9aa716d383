//! The parts of a received letter, read a piece at a time: a joined video is saved or forwarded without standing in memory.

use estafette_mime::PartPlace;
use estafette_model::MessageId;
use estafette_store::{MailboxStore, StoreError};

/// Gives the decoded bytes of a part of `message` to `out`.
///
/// # Errors
/// Those of `out`, and those of [`MailboxStore::read_received`].
pub fn read_part<E: From<StoreError>>(
    store: &MailboxStore,
    message: MessageId,
    mut part: PartPlace,
    out: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let body = part.body.clone();
    store.read_received(message, body, &mut |bytes| out(&part.decoder.decode(bytes)))?;
    out(&part.decoder.finish())
}
