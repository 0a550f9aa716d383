//! How fast passphrases may be tried in the window. The number of tries has no end, since a lock that shuts for good would
//! shut out the person; each wrong one makes the next wait longer, so that a passer-by gets nowhere.

use std::time::Duration;

use tokio::time::Instant;

/// The wait after many wrong tries. A person who looks for their note has it by then.
const LONGEST: Duration = Duration::from_secs(60);

/// The pace of one window.
#[derive(Debug, Default)]
pub(crate) struct TryPace {
    wrong: u32,
    next: Option<Instant>,
}

impl TryPace {
    /// Waits until the next try may be made, whoever asks and however often.
    pub(crate) async fn wait(&self) {
        if let Some(next) = self.next {
            tokio::time::sleep_until(next).await;
        }
    }

    /// Counts a wrong try, and gives the wait before the next: one second, two, four, up to a minute.
    pub(crate) fn was_wrong(&mut self) -> Duration {
        let wait = 2_u64.checked_pow(self.wrong).map_or(LONGEST, Duration::from_secs).min(LONGEST);
        self.wrong = self.wrong.saturating_add(1);
        self.next = Some(Instant::now() + wait);
        wait
    }

    /// Forgets the wrong tries.
    pub(crate) fn was_right(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::TryPace;

    #[tokio::test(start_paused = true)]
    async fn each_wrong_passphrase_makes_the_next_wait_longer_up_to_a_minute_and_never_forbids_it() {
        let mut pace = TryPace::default();
        let begun = tokio::time::Instant::now();
        pace.wait().await;
        assert_eq!(begun.elapsed(), Duration::ZERO, "the first one waits for nothing");
        let waits: Vec<u64> = (0..40).map(|_| pace.was_wrong().as_secs()).collect();
        assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(waits.iter().all(|wait| *wait <= 60));
        pace.wait().await;
        assert_eq!(begun.elapsed(), Duration::from_secs(60));
        pace.was_right();
        assert_eq!(pace.was_wrong(), Duration::from_secs(1));
    }
}
