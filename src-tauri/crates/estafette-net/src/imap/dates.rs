//! INTERNALDATE: when a message reached the mailbox (RFC 9051 §9, `date-time`).

use jiff::Timestamp;
use jiff::fmt::strtime;

/// Seconds since 1970 of `17-Jul-1996 02:44:25 -0700`; the day may be padded with a space.
pub(super) fn parsed(text: &str) -> Option<i64> {
    strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim_start()).ok()?.to_timestamp().ok().map(Timestamp::as_second)
}

/// The date in UTC as APPEND wants it; none for a date outside the years 1 to 9999.
pub(super) fn written(seconds: i64) -> Option<String> {
    let timestamp = Timestamp::from_second(seconds).ok()?;
    strtime::format("%d-%b-%Y %H:%M:%S +0000", timestamp).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{parsed, written};

    #[test]
    fn a_date_is_read_with_its_zone() {
        assert_eq!(parsed("17-Jul-1996 02:44:25 -0700"), Some(837_596_665));
        assert_eq!(parsed(" 1-Feb-2026 00:00:00 +0100"), Some(1_769_900_400));
    }

    #[test]
    fn a_date_that_is_none_is_none() {
        for text in ["", "hier", "31-Fev-2026 00:00:00 +0100", "31-Feb-2026 00:00:00 +0100", "17-Jul-1996"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn a_written_date_is_read_back() {
        for seconds in [0, 837_596_665, 1_769_900_400, -1] {
            let text = written(seconds).unwrap();
            assert_eq!(parsed(&text), Some(seconds), "{text}");
        }
        assert_eq!(written(i64::MAX), None);
    }
}
