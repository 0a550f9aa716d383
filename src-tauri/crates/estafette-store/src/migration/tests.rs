#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::OutboxId;
use rusqlite::Connection;

use super::{MAILBOX, POST, Schema, Step, check_readable, migrate, schema_text, version};
use crate::testing::{Stage, attached, outgoing};
use crate::{DraftAttachmentId, DraftFields, StoreError};

fn in_memory() -> Connection {
    Connection::open_in_memory().unwrap()
}

const GOOD: Step = Step { what: "meta", sql: "CREATE TABLE meta (key TEXT, value TEXT)" };
const BAD: Step =
    Step { what: "a step that fails halfway", sql: "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)" };

#[test]
fn an_empty_file_comes_to_the_newest_step_and_stays_there() {
    for schema in [&MAILBOX, &POST] {
        let mut sql = in_memory();
        migrate(&mut sql, schema).unwrap();
        assert_eq!(version(&sql).unwrap(), schema.head());
        migrate(&mut sql, schema).expect("nothing is left to do");
    }
}

#[test]
fn a_step_that_fails_leaves_the_file_at_the_one_before() {
    let mut sql = in_memory();
    assert!(migrate(&mut sql, &Schema { steps: &[GOOD, BAD] }).is_err());
    assert_eq!(version(&sql).unwrap(), 1);
    let halves: i64 =
        sql.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0)).unwrap();
    assert_eq!(halves, 0);
}

#[test]
fn a_later_schema_is_read_when_it_says_that_it_may_be() {
    let schema = Schema { steps: &[GOOD] };
    let check = |min_reader: &str| {
        let sql = in_memory();
        sql.execute_batch(GOOD.sql).unwrap();
        sql.execute("INSERT INTO meta VALUES ('min_reader', ?1)", [min_reader]).unwrap();
        sql.pragma_update(None, "user_version", 9).unwrap();
        check_readable(&sql, &schema)
    };
    check("1").expect("an additive step does not shut older programs out");
    assert!(matches!(check("4"), Err(StoreError::Newer { needs: 4, knows: 1 })));
}

#[test]
fn every_table_is_strict_and_every_column_has_its_comment() {
    for schema in [&MAILBOX, &POST] {
        let text = schema_text(schema).unwrap();
        let mut columns = 0;
        for statement in text.split(";\n\n").filter(|statement| statement.starts_with("CREATE TABLE")) {
            assert!(statement.contains("STRICT"), "not strict: {statement}");
            for line in statement.lines().skip(1).filter(|line| line.starts_with("  ")) {
                let key = ["PRIMARY KEY (", "UNIQUE ("].iter().any(|word| line.trim_start().starts_with(word));
                assert!(key || line.contains("-- "), "no comment: {line}");
                columns += usize::from(!key);
            }
        }
        assert!(columns > 10, "the text should hold the columns");
    }
}

#[test]
fn the_documentation_gets_the_schema_in_order_and_without_what_sqlite_adds() {
    let mailbox = crate::mailbox_schema().unwrap();
    assert!(mailbox.starts_with("CREATE TABLE meta"));
    let places: Vec<usize> =
        ["TABLE folders", "TABLE messages", "VIRTUAL TABLE fts", "TABLE operations", "TABLE outbox_recipients"]
            .iter()
            .map(|table| mailbox.find(table).unwrap_or_else(|| panic!("{table} is missing")))
            .collect();
    assert!(places.is_sorted());
    for added in ["fts_data", "header_words_data", "sqlite_sequence"] {
        assert!(!mailbox.contains(added), "{added}");
    }
    assert!(crate::post_schema().unwrap().contains("CREATE TABLE mailboxes"));
}

#[test]
fn what_a_person_wrote_hangs_on_no_copy_of_the_server() {
    let mut sql = in_memory();
    migrate(&mut sql, &MAILBOX).unwrap();
    for own in ["operations", "drafts", "draft_attachments", "draft_copies", "outbox", "outbox_recipients"] {
        let mut statement = sql.prepare("SELECT \"table\" FROM pragma_foreign_key_list(?1)").unwrap();
        let parents: Vec<String> = statement.query_map([own], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(parents.iter().all(|parent| parent == "drafts" || parent == "outbox"), "{own} → {parents:?}");
    }
}

#[test]
fn header_words_of_an_older_file_are_found_where_they_are_looked_for_now() {
    let mut sql = in_memory();
    migrate(&mut sql, &Schema { steps: &MAILBOX.steps[..4] }).unwrap();
    sql.execute_batch(
        "INSERT INTO folders (id, wire_name, name, role, selectable) VALUES (1, 'INBOX', 'INBOX', 'inbox', 1);
         INSERT INTO threads (id) VALUES (1);
         INSERT INTO messages (id, folder_id, uid, thread_id, flags, server_flags, size, date, message_id, in_reply_to,
                               refs, subject, subject_key, sender, to_list, cc_list, has_body)
         VALUES (10, 1, 1, 1, 0, 0, 1, 0, '', '', '', 'Œdème', 'œdème', 'a@foyer.example\tAmélie', '', '', 0),
                (20, 1, 2, 1, 0, 0, 1, 0, '', '', '', 'Œdème', 'œdème', '', '', '', 1);
         INSERT INTO fts (rowid, subject, people, body, att) VALUES (10, 'OEdème', 'Amélie', '', ''), (20, 'OEdème', '', '', '');",
    )
    .unwrap();
    migrate(&mut sql, &MAILBOX).unwrap();
    let hits = |table: &str, words: &str| -> Vec<i64> {
        let mut statement = sql.prepare(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1")).unwrap();
        statement.query_map([words], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!((hits("fts", "oedeme"), hits("header_words", "oedeme amelie")), (vec![20], vec![10]));
}

/// What was kept in one column before blobs is read from there until it has left.
#[test]
fn a_letter_and_a_file_from_before_blobs_are_still_read() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let (file, letter) = stage
        .store
        .file()
        .write(|sql, _| {
            sql.execute(
                "INSERT INTO draft_attachments (draft_id, name, mime_type, size, data)
                 VALUES (?1, 'DLU.pdf', 'application/pdf', 4, x'25504446')",
                [draft.get()],
            )?;
            let file = sql.last_insert_rowid();
            sql.execute(
                "INSERT INTO outbox (state, message_id, sender, subject, size, created, changed, not_before, raw)
                 VALUES ('queued', '1@foyer.example', 'secretariat@foyer.example', 'Planning', 7, 0, 0, 0, x'426f6e6a6f7572')",
                [],
            )?;
            Ok((DraftAttachmentId::new(file), OutboxId::new(sql.last_insert_rowid())))
        })
        .unwrap();
    let stage = stage.reopened();
    assert_eq!(attached(&stage.store, file).unwrap(), b"%PDF");
    assert_eq!(outgoing(&stage.store, letter).unwrap(), b"Bonjour");
    assert_eq!(stage.store.outgoing_piece(letter, 3).unwrap().unwrap(), b"jour");
    stage.store.delete_draft(draft).unwrap();
    assert_eq!(attached(&stage.store, file), None);
}
