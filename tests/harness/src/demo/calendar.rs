//! When the letters of the demonstration were written: always the twelve months that end this morning.
//!
//! A demonstration whose newest letter is a year old shows nothing of « aujourd’hui » and « hier ».

use std::time::SystemTime;

use anyhow::Context;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, ZonedDateTime};

/// The newest letter arrives at this time, as in the mock-up.
const NEWEST: (i8, i8) = (10, 42);

/// A demonstration started before that hour shows a letter that came this long ago, in minutes.
const MINUTES_AGO: i64 = 16;

/// The moment the demonstration starts, and the dates that follow from it.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    newest: ZonedDateTime,
}

impl Calendar {
    /// A calendar that ends before `now`, in the time zone of this machine.
    pub(crate) fn ending(now: SystemTime) -> anyhow::Result<Self> {
        let timestamp = Timestamp::try_from(now).context("the clock shows an impossible date")?;
        Self::ending_at(timestamp.to_zoned_datetime(TimeZone::system()))
    }

    /// A calendar that ends before `now`, in its time zone.
    pub(crate) fn ending_at(now: ZonedDateTime) -> anyhow::Result<Self> {
        let as_in_the_mock_up = now.date().at(NEWEST.0, NEWEST.1, 0, 0).to_zoned_datetime(now.time_zone().clone())?;
        let just_now = now.checked_sub(MINUTES_AGO.minutes())?;
        Ok(Self { newest: as_in_the_mock_up.min(just_now) })
    }

    /// `minutes` before the newest letter.
    pub(crate) fn minutes_before_newest(&self, minutes: i64) -> anyhow::Result<ZonedDateTime> {
        Ok(self.newest.checked_sub(minutes.minutes())?)
    }

    /// `days` before the newest letter's day, at an hour of that day.
    pub(crate) fn days_ago(&self, days: i64, hour: i8, minute: i8) -> anyhow::Result<ZonedDateTime> {
        let day = self.newest.date().checked_sub(Span::new().try_days(days)?)?;
        Ok(day.at(hour, minute, 0, 0).to_zoned_datetime(self.newest.time_zone().clone())?)
    }

    /// Whether secretaries work on the day that was `days` ago.
    pub(crate) fn is_working_day(&self, days: i64) -> anyhow::Result<bool> {
        Ok(!matches!(self.days_ago(days, 12, 0)?.weekday(), Weekday::Saturday | Weekday::Sunday))
    }
}

/// `lundi 3 mars`.
pub(crate) fn spoken(date: &ZonedDateTime) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    format!("{weekday} {}", day_and_month(date.day(), date.month()))
}

/// `3 mars 2026`.
pub(crate) fn written(date: &ZonedDateTime) -> String {
    format!("{} {}", day_and_month(date.day(), date.month()), date.year())
}

/// `1er décembre`, `3 mars`.
pub(crate) fn day_and_month(day: i8, month: i8) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default();
    if day == 1 { format!("1er {name}") } else { format!("{day} {name}") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
