//! What came into one mailbox in this run, counted where it is stored: a total read from the files afterwards would not
//! tell what was received from what was there.

use std::sync::{Mutex, PoisonError};

/// What came in from the server since the engine was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Messages not known before.
    pub messages: u64,
    /// Messages whose text and files came in.
    pub bodies: u64,
    /// Octets of those messages, as the server keeps them (RFC822.SIZE).
    pub bytes: u64,
}

/// Counts what comes in.
#[derive(Debug, Default)]
pub(crate) struct ReceivedTally(Mutex<Received>);

impl ReceivedTally {
    pub(crate) fn read(&self) -> Received {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `number` messages not known before are stored.
    pub(crate) fn messages(&self, number: usize) {
        let mut received = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        received.messages = received.messages.saturating_add(wide(number));
    }

    /// The bodies of messages of these lengths, octets, are stored.
    pub(crate) fn bodies(&self, lengths: impl Iterator<Item = usize>) {
        let mut received = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for length in lengths {
            received.bodies = received.bodies.saturating_add(1);
            received.bytes = received.bytes.saturating_add(wide(length));
        }
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Received, ReceivedTally};

    #[test]
    fn a_body_counts_once_and_with_its_length_and_a_header_only_as_a_message() {
        let tally = ReceivedTally::default();
        assert_eq!(tally.read(), Received::default());
        tally.messages(3);
        tally.bodies([100, 20].into_iter());
        tally.bodies(std::iter::empty());
        assert_eq!(tally.read(), Received { messages: 3, bodies: 2, bytes: 120 });
    }
}
