use jiff::ZonedDateTime;
use jiff::civil::date;
use jiff::tz::{TimeZone, offset};

use super::{Calendar, day_and_month, spoken, written};

/// 24 November 2026, a Tuesday, in a place one hour east of Greenwich.
fn tuesday_at(hour: i8, minute: i8) -> ZonedDateTime {
    date(2026, 11, 24).at(hour, minute, 0, 0).to_zoned_datetime(TimeZone::fixed(offset(1))).unwrap()
}

#[test]
fn newest_letter_is_of_this_morning_all_day_long() {
    for hour in [11, 15, 23] {
        let calendar = Calendar::ending_at(tuesday_at(hour, 0)).unwrap();
        assert_eq!(calendar.minutes_before_newest(0).unwrap(), tuesday_at(10, 42));
    }
}

#[test]
fn early_demonstration_shows_a_letter_that_just_came() {
    let calendar = Calendar::ending_at(tuesday_at(8, 30)).unwrap();
    assert_eq!(calendar.minutes_before_newest(0).unwrap(), tuesday_at(8, 14));
    assert_eq!(calendar.minutes_before_newest(37).unwrap(), tuesday_at(7, 37));
}

#[test]
fn days_are_counted_back_from_today() {
    let calendar = Calendar::ending_at(tuesday_at(12, 0)).unwrap();
    assert_eq!(spoken(&calendar.days_ago(1, 16, 20).unwrap()), "lundi 23 novembre");
    assert_eq!(written(&calendar.days_ago(365, 9, 0).unwrap()), "24 novembre 2025");
}

#[test]
fn nobody_writes_on_sundays() {
    let calendar = Calendar::ending_at(tuesday_at(12, 0)).unwrap();
    let working: Vec<_> = (0..7).map(|days| calendar.is_working_day(days).unwrap()).collect();
    assert_eq!(working, [true, true, false, false, true, true, true]);
}

#[test]
fn first_day_of_a_month_is_an_ordinal() {
    assert_eq!(day_and_month(1, 12), "1er décembre");
    assert_eq!(day_and_month(2, 8), "2 août");
}
