//! How long to wait before trying again: short at first, never more than five minutes.

use std::time::Duration;

/// First wait.
const FIRST: Duration = Duration::from_secs(2);
/// Longest wait: « Nouvel essai dans 5 minutes ».
const LONGEST: Duration = Duration::from_secs(300);

/// Doubles from two seconds to five minutes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Backoff(u32);

impl Backoff {
    /// The next wait.
    pub(crate) fn next_delay(&mut self) -> Duration {
        let delay = Self::after(self.0);
        self.0 = self.0.saturating_add(1);
        delay
    }

    /// It worked: the next failure waits the shortest time again.
    pub(crate) fn reset(&mut self) {
        self.0 = 0;
    }

    /// The wait after `failures` failures in a row.
    pub(crate) fn after(failures: u32) -> Duration {
        FIRST.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::Backoff;

    #[test]
    fn waits_double_up_to_five_minutes_and_start_over_after_a_success() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..10).map(|_| backoff.next_delay().as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        backoff.reset();
        assert_eq!(backoff.next_delay().as_secs(), 2);
    }
}
