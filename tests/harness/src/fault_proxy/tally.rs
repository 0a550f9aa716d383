//! What passed on one connection, and how much more may before a moment comes.

use super::{LETTER_RUN, Moment, Strike, Way};

/// Bytes of one connection.
#[derive(Debug, Default)]
pub(super) struct Tally {
    up: u64,
    down: u64,
    /// Bytes up since the last one down.
    unanswered: u64,
}

impl Tally {
    /// Counts what passes, and gives its length back.
    pub(super) fn pass(&mut self, way: Way, length: usize) -> usize {
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        match way {
            Way::Up => {
                self.up = self.up.saturating_add(bytes);
                self.unanswered = self.unanswered.saturating_add(bytes);
            }
            Way::Down if length > 0 => {
                self.down = self.down.saturating_add(bytes);
                self.unanswered = 0;
            }
            Way::Down => {}
        }
        length
    }

    /// How many of the next `length` bytes pass before `moment`, when it comes among them.
    pub(super) fn before(&self, moment: Moment, way: Way, length: usize) -> Option<usize> {
        let reached = |passed: u64, limit: u64| {
            let left = usize::try_from(limit.saturating_sub(passed)).unwrap_or(usize::MAX);
            (length > left).then_some(left)
        };
        match moment {
            Moment::Bytes(on, limit) if on == way => reached(if way == Way::Up { self.up } else { self.down }, limit),
            Moment::InsideLetter(limit) if way == Way::Up => reached(self.unanswered, limit.max(LETTER_RUN)),
            Moment::AnswerToLetter if way == Way::Down => (self.unanswered >= LETTER_RUN).then_some(0),
            Moment::Bytes(..) | Moment::InsideLetter(_) | Moment::AnswerToLetter => None,
        }
    }

    pub(super) fn strike(&self) -> Strike {
        Strike { up: self.up, down: self.down, unanswered: self.unanswered }
    }
}
