use super::{FRESH, Turn, may_ask, next_question};

const NOW: i64 = 1_795_800_000;

#[test]
fn a_list_that_holds_is_asked_for_once_a_day_or_when_the_next_one_is_due() {
    let week = NOW + 7 * FRESH;
    assert_eq!(next_question(Turn::Had { next_update: week }, 0, NOW), NOW + FRESH);
    assert_eq!(next_question(Turn::Had { next_update: NOW + 3600 }, 0, NOW), NOW + 3600);
    assert!(
        next_question(Turn::Had { next_update: NOW - 3600 }, 0, NOW) > NOW,
        "a list past its time is no licence to ask on"
    );
}

#[test]
fn failures_are_followed_by_longer_and_longer_waits_up_to_ten_minutes() {
    let waits: Vec<i64> = (0..12).map(|failures| next_question(Turn::Failed, failures, NOW) - NOW).collect();
    assert_eq!(waits.first(), Some(&30));
    assert!(waits.windows(2).all(|pair| matches!(pair, [before, after] if before <= after)), "{waits:?}");
    assert_eq!(waits.last(), Some(&600));
}

#[test]
fn who_is_turned_away_waits_an_hour_at_once_and_four_in_the_end() {
    assert_eq!(next_question(Turn::TurnedAway, 0, NOW) - NOW, 3600);
    assert_eq!(next_question(Turn::TurnedAway, 60, NOW) - NOW, 4 * 3600);
}

#[test]
fn a_clock_set_back_does_not_silence_us() {
    assert!(!may_ask(NOW + 60, NOW));
    assert!(may_ask(NOW, NOW));
    assert!(may_ask(NOW + 400 * FRESH, NOW));
}
