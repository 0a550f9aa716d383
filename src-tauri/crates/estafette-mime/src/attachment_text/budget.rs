//! What reading the documents of one letter may cost, counted in bytes that were looked at.
//!
//! Bytes, and not pages, objects or levels: a document can make any one of those cheap and another dear, but each of them
//! is read from bytes, and a byte costs at most a few nanoseconds.

use std::cell::Cell;

/// Bytes read in one letter: inflated, or taken for an object. A report of 50 kB costs 200 kB, a manual of a hundred pages
/// three megabytes; all of it costs a hostile letter a tenth of a second.
const LETTER: usize = 8 * 1024 * 1024;

/// What is left to spend.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    pub(super) fn of_a_letter() -> Self {
        Self(Cell::new(LETTER))
    }

    #[cfg(test)]
    pub(super) fn of(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    pub(super) fn left(&self) -> usize {
        self.0.get()
    }

    /// Takes `bytes` away. None when there were not as many: then nothing is left either.
    pub(super) fn spend(&self, bytes: usize) -> Option<()> {
        let left = self.0.get();
        self.0.set(left.saturating_sub(bytes));
        (bytes <= left).then_some(())
    }
}

#[cfg(test)]
mod tests;
