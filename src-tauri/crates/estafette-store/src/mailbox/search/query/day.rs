//! The days people write after `avant:` and `après:`.

use jiff::ZonedDateTime;
use jiff::civil::Date;

use super::folded;

/// When the day, month or year of `text` begins, seconds since 1970; nothing when it is none.
///
/// `avant:` ends there and `après:` begins there, so that the two together are everything.
pub(super) fn beginning(text: &str, now: &ZonedDateTime) -> Option<i64> {
    let day = named(&folded(text), now.date()).or_else(|| written(text.trim(), now.date()))?;
    let begins = day.to_zoned_datetime(now.time_zone().clone()).ok()?;
    Some(begins.timestamp().as_second())
}

/// « aujourd’hui », « hier », « avant-hier ».
fn named(word: &str, today: Date) -> Option<Date> {
    let letters: String = word.chars().filter(|letter| letter.is_alphabetic()).collect();
    match letters.as_str() {
        "aujourdhui" => Some(today),
        "hier" => today.yesterday().ok(),
        "avanthier" => today.yesterday().ok()?.yesterday().ok(),
        _ => None,
    }
}

/// 2026, 11/2026, 2026-11, 01/11/2026, 2026-11-01, 01/11 (the latest there was); points and hyphens as well.
fn written(text: &str, today: Date) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    match parts.as_slice() {
        [year] => Date::new(full_year(year)?, 1, 1).ok(),
        [first, second] => match (full_year(first), full_year(second)) {
            (Some(year), None) => Date::new(year, small(second)?, 1).ok(),
            (None, Some(year)) => Date::new(year, small(first)?, 1).ok(),
            (None, None) => latest(small(first)?, small(second)?, today),
            (Some(_), Some(_)) => None,
        },
        [first, second, third] => match (full_year(first), full_year(third).or_else(|| short_year(third))) {
            (Some(year), _) => Date::new(year, small(second)?, small(third)?).ok(),
            (None, Some(year)) => Date::new(year, small(second)?, small(first)?).ok(),
            (None, None) => None,
        },
        _ => None,
    }
}

fn latest(day: i8, month: i8, today: Date) -> Option<Date> {
    let this_year = Date::new(today.year(), month, day).ok();
    this_year.filter(|date| *date <= today).or_else(|| Date::new(today.year() - 1, month, day).ok())
}

/// Four digits of this age.
fn full_year(text: &str) -> Option<i16> {
    let year = (text.len() == 4).then(|| digits(text))??;
    (1970..=2100).contains(&year).then_some(year)
}

/// Two digits.
fn short_year(text: &str) -> Option<i16> {
    (text.len() == 2).then(|| digits(text))?.map(|year| 2000 + year)
}

/// A day or a month.
fn small(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| digits(text))?.and_then(|number| i8::try_from(number).ok())
}

fn digits(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
