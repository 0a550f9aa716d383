//! What is wanted of the texts of one mailbox: how far back they are kept on this machine, and whether older ones are fetched
//! at all for now.

use std::sync::{Mutex, PoisonError};

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::settings::KeptTexts;

/// Letters somebody is likely to open, days: their texts come before all others, and come even while the rest is paused.
const RECENT_DAYS: i64 = 30;

/// What is wanted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// How far back texts are kept.
    pub(crate) kept: KeptTexts,
    /// Only recent texts are fetched, and those somebody opens. Until it is resumed, or the program is started again.
    pub(crate) paused: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { kept: KeptTexts::All, paused: false }
    }
}

impl Wishes {
    /// No text of an older letter is fetched, seconds since 1970; 0 is all of them.
    pub(crate) fn since(&self, now: Timestamp) -> i64 {
        let window = self.kept.since(now).unwrap_or(0);
        if self.paused { window.max(recent_since(now)) } else { window }
    }
}

/// From when on a letter is recent, seconds since 1970.
pub(crate) fn recent_since(now: Timestamp) -> i64 {
    now.as_second().saturating_sub(RECENT_DAYS * 86_400)
}

impl KeptTexts {
    /// From when on texts are kept, seconds since 1970; nothing when all are. Months are those of the calendar, in UTC: the
    /// same letters on every workstation.
    pub(crate) fn since(self, now: Timestamp) -> Option<i64> {
        let months = match self {
            Self::All => return None,
            Self::TwelveMonths => 12,
            Self::ThreeMonths => 3,
            Self::OneMonth => 1,
        };
        let then = now.to_zoned_datetime(TimeZone::UTC).checked_sub(Span::new().months(months)).ok()?;
        Some(then.timestamp().as_second())
    }
}

/// The wishes, changed from any thread.
#[derive(Debug, Default)]
pub(crate) struct TextPlan(Mutex<Wishes>);

impl TextPlan {
    pub(crate) fn read(&self) -> Wishes {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something; whether anything is otherwise now.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Wishes)) -> bool {
        let mut wishes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *wishes;
        change(&mut wishes);
        *wishes != before
    }
}

#[cfg(test)]
mod tests {
    use super::{KeptTexts, TextPlan, Wishes, recent_since};

    fn at(moment: &str) -> jiff::Timestamp {
        moment.parse().unwrap()
    }

    #[test]
    fn months_are_those_of_the_calendar_and_end_where_a_month_is_shorter() {
        let since = |kept: KeptTexts, now| {
            kept.since(at(now)).map(|second| jiff::Timestamp::from_second(second).unwrap().to_string())
        };
        let now = "2026-11-24T10:42:00Z";
        assert_eq!(since(KeptTexts::All, now), None);
        assert_eq!(since(KeptTexts::TwelveMonths, now).as_deref(), Some("2025-11-24T10:42:00Z"));
        assert_eq!(since(KeptTexts::ThreeMonths, now).as_deref(), Some("2026-08-24T10:42:00Z"));
        assert_eq!(since(KeptTexts::OneMonth, "2026-03-31T00:00:00Z").as_deref(), Some("2026-02-28T00:00:00Z"));
    }

    #[test]
    fn while_paused_only_what_is_recent_is_fetched_and_never_more_than_is_kept() {
        let now = at("2026-11-24T10:42:00Z");
        let wishes = |kept, paused| Wishes { kept, paused };
        assert_eq!(wishes(KeptTexts::All, false).since(now), 0);
        assert_eq!(wishes(KeptTexts::All, true).since(now), recent_since(now));
        let month = wishes(KeptTexts::OneMonth, false).since(now);
        assert!(month > 0 && month < recent_since(now), "October has 31 days");
        assert_eq!(wishes(KeptTexts::OneMonth, true).since(now), recent_since(now));
    }

    #[test]
    fn what_is_wished_again_is_no_change() {
        let plan = TextPlan::default();
        assert!(plan.change(|wishes| wishes.kept = KeptTexts::OneMonth));
        assert!(!plan.change(|wishes| wishes.kept = KeptTexts::OneMonth));
        assert_eq!(plan.read(), Wishes { kept: KeptTexts::OneMonth, paused: false });
    }
}
