//! How often an authority may be asked for its list.
//!
//! The servers of IGC-Santé answer 403 to whoever asks more than a few times, so that every post of an establishment must be
//! sparing, across restarts too.

/// A list that holds is fetched anew this long after the last time at the earliest, seconds.
const FRESH: i64 = 24 * 3600;
/// First wait after a failure, seconds: somebody waits in front of a closed mailbox.
const FIRST: i64 = 30;
/// Longest wait after failures, seconds: whoever opened the firewall does not wait for the afternoon, and who does not answer is
/// not burdened.
const LONGEST: i64 = 600;
/// First wait after an answer that says « not you, not now », seconds.
const TURNED_AWAY: i64 = 3600;
/// Longest wait after such answers, seconds.
const TURNED_AWAY_LONGEST: i64 = 4 * 3600;

/// What a question came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// A list that holds until then.
    Had { next_update: i64 },
    /// 403, 429 or 503.
    TurnedAway,
    /// Anything else.
    Failed,
}

/// When the next question may be asked after the one at `now`, `failures` before it having come to nothing in a row.
pub(super) fn next_question(turn: Turn, failures: u32, now: i64) -> i64 {
    let doubled = |first: i64, longest: i64| first.saturating_mul(1_i64 << failures.min(16)).min(longest);
    match turn {
        // Once it is due, the next list is asked for, however fresh this one was.
        Turn::Had { next_update } => now.saturating_add(FRESH).min(next_update.max(now.saturating_add(FIRST))),
        Turn::TurnedAway => now.saturating_add(doubled(TURNED_AWAY, TURNED_AWAY_LONGEST)),
        Turn::Failed => now.saturating_add(doubled(FIRST, LONGEST)),
    }
}

/// Whether a question may be asked at `now`, none being allowed before `not_before`. A clock that was set back does not
/// silence us for as long as it was ahead.
pub(super) const fn may_ask(not_before: i64, now: i64) -> bool {
    now >= not_before || not_before - now > FRESH
}

#[cfg(test)]
mod tests;
