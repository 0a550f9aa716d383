//! The bytes of one part of a letter, taken out of the encrypted file into memory and no further than a limit.

use estafette_engine::read_part;
use estafette_mime::PartPlace;
use estafette_model::MessageId;
use estafette_store::{MailboxStore, StoreError};

/// What was read of a part.
pub(crate) struct PartBytes {
    /// Its bytes, at most as many as were wanted.
    pub(crate) bytes: Vec<u8>,
    /// Whether these are all of them.
    pub(crate) whole: bool,
}

/// Why no more is read.
enum Stop {
    Enough,
    Unread(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Unread(error)
    }
}

/// At most the first `limit` bytes of a part, decoded.
pub(crate) fn part_bytes(
    store: &MailboxStore,
    message: MessageId,
    part: PartPlace,
    limit: usize,
) -> Result<PartBytes, StoreError> {
    let mut bytes = Vec::new();
    let read = read_part(store, message, part, &mut |more| {
        bytes.extend_from_slice(more);
        if bytes.len() > limit { Err(Stop::Enough) } else { Ok(()) }
    });
    match read {
        Ok(()) => Ok(PartBytes { bytes, whole: true }),
        Err(Stop::Enough) => {
            bytes.truncate(limit);
            Ok(PartBytes { bytes, whole: false })
        }
        Err(Stop::Unread(error)) => Err(error),
    }
}
