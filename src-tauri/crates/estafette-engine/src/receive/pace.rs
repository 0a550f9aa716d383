//! How fast texts come: a batch is no larger than what a second brings, so that who calls waits no longer than that, and how
//! long the rest may take is told once it has been seen long enough.

use std::time::Duration;

/// Bytes asked for at once, unless a single letter is larger: a round trip for less is felt on a fast line.
const MOST: u64 = 1024 * 1024;
/// And at least; so much, too, while nothing is known of the line.
const LEAST: u64 = 64 * 1024;
/// What is said of the time left rests on this much at least.
const SEEN_FOR: Duration = Duration::from_secs(10);

/// What was seen of the line.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Bytes a second, lately.
    rate: Option<u64>,
    seen_for: Duration,
}

impl Pace {
    /// A batch came.
    pub(super) fn saw(&mut self, bytes: u64, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        let rate = bytes.saturating_mul(1_000) / millis;
        // Three quarters of what was known: one slow batch is no slow line.
        self.rate = Some(self.rate.map_or(rate, |known| (known.saturating_mul(3).saturating_add(rate)) / 4));
        self.seen_for = self.seen_for.saturating_add(took);
    }

    /// Bytes of the next batch.
    pub(super) fn batch(&self) -> u64 {
        self.rate.map_or(LEAST, |rate| rate.clamp(LEAST, MOST))
    }

    /// Minutes that so many bytes take at this pace, at least one; nothing while it was not seen long enough.
    pub(super) fn minutes_for(&self, bytes: u64) -> Option<u32> {
        let rate = self.rate.filter(|rate| *rate > 0 && self.seen_for >= SEEN_FOR)?;
        Some(u32::try_from((bytes / rate).div_ceil(60)).unwrap_or(u32::MAX).max(1))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LEAST, MOST, Pace};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_batch_is_what_the_line_brings_in_a_second_within_bounds() {
        let mut pace = Pace::default();
        assert_eq!(pace.batch(), LEAST);
        for (bytes_a_second, expected) in [(300_000, 300_000), (50_000_000, MOST), (1_000, LEAST)] {
            for _ in 0..40 {
                pace.saw(bytes_a_second, SECOND);
            }
            assert_eq!(pace.batch(), expected, "{bytes_a_second}");
        }
    }

    #[test]
    fn one_slow_batch_is_no_slow_line() {
        let mut pace = Pace::default();
        pace.saw(800_000, SECOND);
        pace.saw(0, SECOND);
        assert_eq!(pace.batch(), 600_000);
    }

    #[test]
    fn what_is_left_is_told_in_minutes_once_the_line_is_known() {
        let mut pace = Pace::default();
        pace.saw(100_000, SECOND);
        assert_eq!(pace.minutes_for(60_000_000), None, "a second says nothing");
        for _ in 0..9 {
            pace.saw(100_000, SECOND);
        }
        assert_eq!(pace.minutes_for(60_000_000), Some(10));
        assert_eq!(pace.minutes_for(60_100_000), Some(11), "never less than it takes");
        assert_eq!(pace.minutes_for(0), Some(1));
    }

    #[test]
    fn a_batch_that_took_no_time_at_all_divides_by_nothing() {
        let mut pace = Pace::default();
        pace.saw(1_000_000, Duration::ZERO);
        assert_eq!(pace.batch(), MOST);
    }
}
