//! The French words of what is written in Rust: the thread frame and the line above a quotation. They come from the
//! page's catalogue, so that all sentences are reviewed in one place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// The page's sentences, then those that are only written here.
const CATALOGUES: [&str; 2] =
    [include_str!("../../../../ui/src/i18n/fr.json"), include_str!("../../../../ui/src/i18n/fr.frame.json")];

static SENTENCES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let read = |text| serde_json::from_str::<BTreeMap<_, _>>(text).unwrap_or_default();
    CATALOGUES.into_iter().flat_map(read).collect()
});

/// What is written on the icon of the notification area and in its menu.
#[derive(Clone, Debug)]
pub struct StatusItemWords {
    /// Its name.
    pub title: String,
    /// Its name while something is unread.
    pub unread: String,
    /// Brings the window.
    pub open: String,
    /// Begins a letter.
    pub write: String,
    /// Quits.
    pub quit: String,
}

impl Default for StatusItemWords {
    fn default() -> Self {
        Self {
            title: word("app.name"),
            unread: word("status_item.unread"),
            open: word("status_item.open"),
            write: word("status_item.write"),
            quit: word("status_item.quit"),
        }
    }
}

/// What the title bar of the viewer says of every document: neither its name nor whose it is.
#[must_use]
pub fn viewer_title() -> String {
    word("viewer.window_title")
}

/// Why a machine that goes to sleep is asked to wait a moment, where the desktop tells.
#[must_use]
pub fn why_sleep_waits() -> String {
    word("sleep.why")
}

/// The sentence kept under `key`; the key itself when there is none, so that a hole is seen and never empty.
pub(crate) fn word(key: &str) -> String {
    SENTENCES.get(key).cloned().unwrap_or_else(|| key.to_owned())
}

/// The sentence under `key` with its blanks filled.
pub(crate) fn sentence(key: &str, blanks: &[(&str, &str)]) -> String {
    blanks.iter().fold(word(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// « Aujourd’hui, 10:42 », « Hier, 16:20 », « 12 nov., 09:05 », « 12 nov. 2025 ».
pub(crate) fn date_line(seconds: i64, now: Timestamp, zone: &TimeZone) -> String {
    let Some(then) = zoned(seconds, zone) else { return String::new() };
    let today = now.to_zoned_datetime(zone.clone()).date();
    let time = then.strftime("%H:%M").to_string();
    match () {
        () if then.date() == today => sentence("frame.today", &[("time", &time)]),
        () if today.yesterday().is_ok_and(|yesterday| then.date() == yesterday) => {
            sentence("frame.yesterday", &[("time", &time)])
        }
        () if then.year() == today.year() => {
            sentence("frame.this_year", &[("day", &day(then.date())), ("month", &month(then.date())), ("time", &time)])
        }
        () => full_date(then.date()),
    }
}

/// « 24 nov. 2026 à 10 h 42 ».
pub(crate) fn moment(seconds: i64, zone: &TimeZone) -> String {
    let Some(then) = zoned(seconds, zone) else { return String::new() };
    let time = then.strftime("%-H h %M").to_string().replace(' ', "\u{a0}");
    sentence("frame.moment", &[("date", &full_date(then.date())), ("time", &time)])
}

/// `2026-11-24T10:42:00+01:00`.
pub(crate) fn iso(seconds: i64, zone: &TimeZone) -> String {
    zoned(seconds, zone).map(|then| then.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).unwrap_or_default()
}

/// « 2026-11-24 », for the name of a file: it sorts by itself.
pub(crate) fn day_of_file(seconds: i64, zone: &TimeZone) -> String {
    zoned(seconds, zone).map(|then| then.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn zoned(seconds: i64, zone: &TimeZone) -> Option<ZonedDateTime> {
    Timestamp::from_second(seconds).ok().map(|timestamp| timestamp.to_zoned_datetime(zone.clone()))
}

fn full_date(date: Date) -> String {
    let year = date.year().to_string();
    sentence("frame.date", &[("day", &day(date)), ("month", &month(date)), ("year", &year)])
}

/// « 1er », « 2 », « 3 ».
fn day(date: Date) -> String {
    if date.day() == 1 { word("frame.first_of_month") } else { date.day().to_string() }
}

fn month(date: Date) -> String {
    word(&format!("frame.month.{}", date.month()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{date_line, iso, moment};

    fn seconds(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a time").as_second()
    }

    #[test]
    fn a_date_is_said_as_one_says_it_in_an_office() {
        let zone = TimeZone::get("Europe/Paris").expect("known");
        let now = "2026-11-24T09:58:00Z".parse().expect("a time");
        let said = |text| date_line(seconds(text), now, &zone);
        assert_eq!(said("2026-11-24T09:42:00Z"), "Aujourd’hui, 10:42");
        assert_eq!(said("2026-11-23T23:30:00Z"), "Aujourd’hui, 00:30", "midnight is Paris’s");
        assert_eq!(said("2026-11-23T15:20:00Z"), "Hier, 16:20");
        assert_eq!(said("2026-11-12T08:05:00Z"), "12\u{a0}nov., 09:05");
        assert_eq!(said("2026-02-01T08:05:00Z"), "1er\u{a0}févr., 09:05");
        assert_eq!(said("2025-11-12T08:05:00Z"), "12\u{a0}nov. 2025");
    }

    #[test]
    fn a_quotation_is_dated_in_full() {
        let zone = TimeZone::get("Europe/Paris").expect("known");
        assert_eq!(moment(seconds("2026-11-24T09:42:00Z"), &zone), "24\u{a0}nov. 2026 à 10\u{a0}h\u{a0}42");
        assert_eq!(iso(seconds("2026-11-24T09:42:00Z"), &zone), "2026-11-24T10:42:00+01:00");
    }

    #[test]
    fn a_date_out_of_the_calendar_is_left_blank() {
        assert_eq!(date_line(i64::MAX, Timestamp::UNIX_EPOCH, &TimeZone::UTC), "");
    }
}
