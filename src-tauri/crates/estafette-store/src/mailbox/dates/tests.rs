#![allow(clippy::unwrap_used, clippy::expect_used)]

use rusqlite::{Connection, params};

use super::{allocate, sort_date};

const NOW: i64 = 1_763_971_200;
const DAY: i64 = 86_400;

#[test]
fn the_senders_date_is_believed_when_it_can_be_true() {
    assert_eq!(sort_date(Some(NOW - 3 * DAY), Some(NOW), NOW), NOW - 3 * DAY);
    assert_eq!(sort_date(Some(NOW + 600), Some(NOW), NOW), NOW + 600, "clocks differ by minutes");
}

#[test]
fn a_device_whose_clock_was_never_set_does_not_bury_its_letter() {
    for never_set in [0, 946_684_800, -5] {
        assert_eq!(sort_date(Some(never_set), Some(NOW), NOW), NOW);
    }
}

#[test]
fn a_clock_in_2038_does_not_hold_the_top_of_the_list() {
    assert_eq!(sort_date(Some(2_145_916_800), Some(NOW), NOW), NOW);
    assert_eq!(sort_date(Some(2_145_916_800), None, NOW), NOW);
}

#[test]
fn a_letter_without_any_date_is_of_now() {
    assert_eq!(sort_date(None, None, NOW), NOW);
    assert_eq!(sort_date(None, Some(NOW - DAY), NOW), NOW - DAY);
    assert_eq!(sort_date(None, Some(0), NOW), NOW);
}

#[test]
fn old_letters_of_an_imported_archive_keep_their_date() {
    let in_2009 = 1_230_768_000;
    assert_eq!(sort_date(Some(in_2009 - DAY), Some(in_2009), NOW), in_2009 - DAY);
}

fn with_messages(ids: &[i64]) -> Connection {
    let sql = Connection::open_in_memory().unwrap();
    sql.execute_batch("CREATE TABLE messages (id INTEGER PRIMARY KEY)").unwrap();
    for id in ids {
        sql.execute("INSERT INTO messages (id) VALUES (?1)", params![id]).unwrap();
    }
    sql
}

#[test]
fn letters_of_one_second_get_ids_one_after_the_other() {
    let first = NOW << 20;
    assert_eq!(allocate(&with_messages(&[]), NOW).unwrap().get(), first);
    assert_eq!(allocate(&with_messages(&[first, first + 1]), NOW).unwrap().get(), first + 2);
    assert_eq!(allocate(&with_messages(&[first + (1 << 20)]), NOW).unwrap().get(), first, "another second");
}

#[test]
fn a_full_second_spills_into_the_one_before() {
    let last = (NOW << 20) + (1 << 20) - 1;
    assert_eq!(allocate(&with_messages(&[last]), NOW).unwrap().get(), (NOW - 1) << 20);
    let last_of_1970 = (1 << 20) - 1;
    assert_eq!(allocate(&with_messages(&[last_of_1970]), 0).unwrap().get(), i64::from(u32::MAX) << 20);
}

#[test]
fn an_id_survives_a_javascript_number_whatever_the_date() {
    for date in [i64::MIN, -1, 0, NOW, i64::MAX] {
        let id = allocate(&with_messages(&[]), date).unwrap().get();
        assert!((0..1 << 53).contains(&id), "{date} → {id}");
    }
}
