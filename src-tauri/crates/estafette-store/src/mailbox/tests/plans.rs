#![allow(clippy::unwrap_used, clippy::expect_used)]

//! Every statement a person waits for is answered by an index: the plan is asked of SQLite, not assumed.

use crate::ThreadFilter;
use crate::mailbox::{bodies, copies, deliveries, index, list, retention, search, summary, sync, threading};
use crate::testing::Stage;

/// The plan of a statement, one line per step.
fn plan(sql: &str) -> String {
    let stage = Stage::new();
    stage
        .store
        .file()
        .read(|db| {
            let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let parameters = statement.parameter_count();
            let nothing = rusqlite::params_from_iter(std::iter::repeat_n(1, parameters));
            let steps = statement.query_map(nothing, |row| row.get::<_, String>(3))?.collect::<Result<Vec<_>, _>>()?;
            Ok(steps.join("\n"))
        })
        .unwrap()
}

/// The plan uses `index`, reads no table from end to end and sorts nothing.
fn check(sql: &str, index: &str) {
    let plan = plan(sql);
    assert!(plan.contains(index), "{index} is not used:\n{plan}");
    assert!(!plan.contains("TEMP B-TREE"), "it sorts:\n{plan}");
    let scans: Vec<&str> = plan
        .lines()
        .filter(|step| step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE") && !step.starts_with("SCAN page"))
        .collect();
    assert_eq!(scans, Vec::<&str>::new(), "it reads a table from end to end:\n{plan}");
}

#[test]
fn the_list_walks_its_index_and_stops_at_the_page() {
    check(&list::page_sql(ThreadFilter::All), "thread_folder USING COVERING INDEX thread_folder_list");
}

#[test]
fn the_filters_walk_their_partial_indices() {
    check(&list::page_sql(ThreadFilter::Unread), "USING COVERING INDEX thread_folder_unread");
    check(&list::page_sql(ThreadFilter::Starred), "USING COVERING INDEX thread_folder_starred");
}

#[test]
fn the_totals_of_the_list_are_counted_in_the_index_alone() {
    check(&list::total_sql(ThreadFilter::All), "USING COVERING INDEX thread_folder_list");
    check(&list::total_sql(ThreadFilter::Unread), "USING COVERING INDEX thread_folder_unread");
    check(&list::total_sql(ThreadFilter::Starred), "USING COVERING INDEX thread_folder_starred");
}

#[test]
fn a_stretch_of_the_list_is_named_from_the_index_alone() {
    check(&list::ids_sql(ThreadFilter::All), "USING COVERING INDEX thread_folder_list");
    check(&list::ids_sql(ThreadFilter::Unread), "USING COVERING INDEX thread_folder_unread");
    check(&list::ids_sql(ThreadFilter::Starred), "USING COVERING INDEX thread_folder_starred");
}

#[test]
fn the_files_of_a_conversation_are_found_by_its_letters() {
    check(list::LABELS_SQL, "messages_by_thread");
}

#[test]
fn the_search_stops_at_the_newest_hits_instead_of_sorting_them_all() {
    check(search::HITS_SQL, "fts VIRTUAL TABLE");
    assert!(plan(search::HITS_SQL).contains("MERGE (UNION)"), "both indexes are walked side by side");
    check(search::LETTERS_SQL, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
}

#[test]
fn what_a_hit_must_be_beside_its_words_is_read_by_its_id() {
    check(search::LETTER_SQL, "INTEGER PRIMARY KEY (rowid=?)");
    check(search::UNREAD_SQL, "thread_folder_unread");
    check(search::UNREAD_SQL, "messages_by_thread (thread_id=? AND folder_id=?)");
}

#[test]
fn letters_of_the_same_subject_are_found_by_their_index() {
    check(threading::SAME_SUBJECT_SQL, "messages_by_subject (subject_key=? AND date>? AND date<?)");
}

#[test]
fn a_synchronisation_finds_letters_by_their_uid() {
    check(copies::COPY_AT_SQL, "COVERING INDEX sqlite_autoindex_messages_1 (folder_id=? AND uid=?)");
    check(sync::FLAGS_AT_SQL, "INDEX sqlite_autoindex_messages_1 (folder_id=? AND uid=?)");
    check(sync::WITHIN_SQL, "COVERING INDEX sqlite_autoindex_messages_1 (folder_id=? AND uid>? AND uid<?)");
    check(sync::KNOWN_SQL, "INDEX sqlite_autoindex_messages_1 (folder_id=? AND uid>?)");
}

#[test]
fn bodies_to_fetch_are_found_by_their_partial_index() {
    check(bodies::MISSING_SQL, "messages_without_body (folder_id=? AND id>?)");
}

#[test]
fn what_is_held_is_counted_without_reading_a_row() {
    let plan = plan(bodies::HELD_SQL);
    assert!(plan.contains("messages USING COVERING INDEX sqlite_autoindex_messages_1"), "{plan}");
    assert!(plan.contains("messages USING COVERING INDEX messages_without_body"), "{plan}");
}

#[test]
fn whether_a_body_is_missing_is_seen_in_the_index_alone() {
    let plan = plan(index::ANY_MISSING_SQL);
    assert!(plan.contains("USING COVERING INDEX messages_without_body"), "{plan}");
}

#[test]
fn a_summary_is_counted_from_its_own_letters() {
    check(summary::COUNT_SQL, "messages_by_thread (thread_id=? AND folder_id=?)");
}

#[test]
fn the_gestures_of_a_letter_are_found_by_it() {
    check(copies::PENDING_FLAGS_SQL, "operations_by_message (message=?)");
}

#[test]
fn a_control_that_no_index_answers_is_caught() {
    let caught = std::panic::catch_unwind(|| check("SELECT id FROM messages WHERE preview = ?1", "messages"));
    assert!(caught.is_err());
    let sorted = std::panic::catch_unwind(|| {
        check("SELECT rowid FROM fts WHERE fts MATCH ?1 ORDER BY subject LIMIT ?2", "fts VIRTUAL TABLE");
    });
    assert!(sorted.is_err());
}

#[test]
fn old_texts_are_found_along_the_texts_and_their_exceptions_by_their_ids() {
    let plan = plan(retention::OLD_SQL);
    for step in ["SEARCH b USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", "SEARCH m USING INTEGER PRIMARY KEY"] {
        assert!(plan.contains(step), "{plan}");
    }
    assert!(plan.contains("operations_by_message"), "{plan}");
    assert!(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "{plan}");
}

#[test]
fn failures_to_tell_are_found_among_any_number_of_reports() {
    assert!(plan(deliveries::UNDELIVERED_SQL).contains("USING INDEX deliveries_to_tell"));
}

#[test]
fn the_letter_a_report_names_is_found_among_any_number_of_letters() {
    check(deliveries::LEFT_SQL, "outbox_by_message_id");
    assert!(plan(deliveries::COPY_SQL).contains("messages_by_message_id"), "{}", plan(deliveries::COPY_SQL));
    check(deliveries::ENVELOPE_SQL, "outbox_by_envelope_id");
}
