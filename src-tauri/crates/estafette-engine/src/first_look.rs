//! The first screen before everything else: the texts of letters wait until its rows are painted.
//!
//! A window that opens shares the processor with its own mailboxes: fetching, reading and packing texts at once would
//! delay the rows a person waits for, and nobody reads a text before having seen its row.

use std::time::Duration;

use tokio::sync::watch;

/// Texts wait no longer than this for a window that says nothing.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether somebody sees the first rows by now.
pub(crate) struct FirstLook(watch::Sender<bool>);

impl FirstLook {
    pub(crate) fn awaited() -> Self {
        Self(watch::Sender::new(false))
    }

    /// The rows are there, or nobody looks.
    pub(crate) fn taken(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is taken; after [`PATIENCE`] it counts as taken, once and for all.
    pub(crate) async fn wait(&self) {
        let mut look = self.0.subscribe();
        let given_up = tokio::time::timeout(PATIENCE, look.wait_for(|taken| *taken)).await.is_err();
        if given_up {
            self.taken();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{FirstLook, PATIENCE};

    #[tokio::test(start_paused = true)]
    async fn what_waits_goes_on_as_soon_as_the_rows_are_there() {
        let look = FirstLook::awaited();
        let begun = Instant::now();
        let seen = async {
            tokio::time::sleep(Duration::from_millis(400)).await;
            look.taken();
        };
        tokio::join!(look.wait(), seen);
        assert_eq!(begun.elapsed().as_millis(), 400);
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_that_says_nothing_is_waited_for_once() {
        let look = FirstLook::awaited();
        let begun = Instant::now();
        look.wait().await;
        look.wait().await;
        assert_eq!(begun.elapsed().as_millis(), PATIENCE.as_millis());
    }
}
