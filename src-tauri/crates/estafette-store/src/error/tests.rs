use std::io;

use estafette_model::MessageId;
use rusqlite::ffi;

use super::{Row, StoreError};
use crate::OutboxState;

/// What the store makes of an answer of SQLite.
fn made_of(code: std::ffi::c_int) -> StoreError {
    StoreError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
}

#[test]
fn each_answer_of_sqlite_that_calls_for_a_gesture_has_its_own_variant() {
    assert!(matches!(made_of(ffi::SQLITE_FULL), StoreError::DiskFull));
    for busy in [ffi::SQLITE_BUSY, ffi::SQLITE_BUSY_SNAPSHOT, ffi::SQLITE_LOCKED] {
        assert!(matches!(made_of(busy), StoreError::Busy), "{busy}");
    }
    for damaged in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
        assert!(matches!(made_of(damaged), StoreError::Damaged), "{damaged}");
    }
    for machine in [ffi::SQLITE_IOERR_READ, ffi::SQLITE_CANTOPEN, ffi::SQLITE_READONLY, ffi::SQLITE_PERM] {
        assert!(matches!(made_of(machine), StoreError::Io(_)), "{machine}");
    }
}

#[test]
fn what_is_our_own_fault_is_a_defect() {
    assert!(matches!(made_of(ffi::SQLITE_CONSTRAINT), StoreError::Defect(_)));
    assert!(matches!(StoreError::from(rusqlite::Error::QueryReturnedNoRows), StoreError::Defect(_)));
}

#[test]
fn messages_are_in_lower_case_without_full_stop_and_name_no_one() {
    let all = [
        StoreError::Locked,
        StoreError::WrongKey,
        StoreError::Damaged,
        StoreError::Newer { needs: 3, knows: 2 },
        StoreError::DiskFull,
        StoreError::Busy,
        StoreError::Io(io::Error::other("x")),
        StoreError::BodyDamaged(MessageId::new(1)),
        StoreError::NotFound(Row::Draft),
        StoreError::IllegalStep { from: OutboxState::DataSent, to: OutboxState::Queued },
        StoreError::AlreadySending,
        StoreError::Defect(rusqlite::Error::InvalidQuery),
    ];
    for error in all {
        let text = error.to_string();
        assert!(text.starts_with(|first: char| first.is_lowercase()) && !text.ends_with('.'), "{text}");
    }
    assert_eq!(StoreError::NotFound(Row::Letter).to_string(), "no such letter");
}
