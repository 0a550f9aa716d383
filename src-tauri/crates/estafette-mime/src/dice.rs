//! Random choices for tests, the same at each run, so that a failure can be played again.

/// A xorshift generator (Marsaglia, 2003).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn thrown_from(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number under `sides`.
    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }

    pub(crate) fn pick<'t, T: ?Sized>(&mut self, choices: &[&'t T]) -> &'t T {
        choices[self.throw(choices.len())]
    }

    /// Up to `most` pieces in a row.
    pub(crate) fn string(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.throw(most + 1)).map(|_| self.pick(pieces)).collect()
    }
}
