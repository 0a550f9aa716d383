#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::{EncryptedFile, Seal};
use crate::migration::POST;
use crate::testing::{Stage, deaf, key, letter};
use crate::{FileKey, MailboxStore, PostStore, StoreError};
use estafette_model::SystemClock;

/// A word no machine would write by chance.
const CANARY: &str = "Zwiebelturmgarnier";

/// Whether the canary can be read in the file, its journal or its index.
fn readable(database: &Path) -> bool {
    let files = fs::read_dir(database.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| fs::read(path).unwrap())
        .any(|bytes| bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()))
}

fn open_post(path: &Path, key: &FileKey) -> Result<PostStore, StoreError> {
    PostStore::open(path, key, deaf())
}

#[test]
fn nothing_of_a_letter_can_be_read_in_the_files() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, CANARY));
    stage.has_text(id, CANARY);
    let draft = stage
        .store
        .create_draft(&crate::DraftFields { body_html: CANARY.to_owned(), ..crate::DraftFields::default() })
        .unwrap();
    stage.attach(draft, CANARY, "text/plain", CANARY.as_bytes()).unwrap();

    assert!(
        fs::metadata(stage.path().with_extension("db-wal")).unwrap().len() > 0,
        "the journal must be looked at too"
    );
    assert!(!readable(&stage.path()));
    stage.store.close();
    assert!(!readable(&stage.path()));
}

#[test]
fn without_encryption_the_same_search_finds_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("plain.db");
    let file = EncryptedFile::open(&path, Seal::Nothing, &POST, deaf()).unwrap();
    file.write(|sql, _| Ok(sql.execute("INSERT INTO settings (key, value) VALUES ('x', ?1)", [CANARY])?)).unwrap();
    assert!(readable(&path));
}

#[test]
fn the_page_size_and_the_pragmas_are_those_asked_for() {
    let stage = Stage::new();
    let read = |pragma: &str| {
        stage
            .store
            .file()
            .on_writer(|sql| sql.pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0)))
            .unwrap()
            .unwrap()
    };
    let number = |pragma: &str| match read(pragma) {
        rusqlite::types::Value::Integer(value) => value,
        rusqlite::types::Value::Text(text) => text.parse().unwrap(),
        other => panic!("{pragma}: {other:?}"),
    };
    assert_eq!(number("cipher_page_size"), 16_384);
    assert_eq!(read("cipher_hmac_algorithm"), rusqlite::types::Value::Text("HMAC_SHA256".to_owned()));
    assert_eq!(read("journal_mode"), rusqlite::types::Value::Text("wal".to_owned()));
    assert_eq!(number("foreign_keys"), 1);
    assert_eq!(number("temp_store"), 2);
}

#[test]
fn another_key_opens_nothing_and_says_so() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("post.db");
    open_post(&path, &key()).unwrap().set_setting("a", "b").unwrap();
    let refused = open_post(&path, &FileKey::from_bytes([1; 32])).err().unwrap();
    assert!(matches!(refused, StoreError::WrongKey), "{refused:?}");
    assert_eq!(open_post(&path, &key()).unwrap().setting("a").unwrap().as_deref(), Some("b"));
}

#[test]
fn a_file_of_a_later_program_is_refused_when_it_says_so_and_not_touched() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("post.db");
    let from_the_future = |min_reader: &str| {
        let file = EncryptedFile::open(&path, Seal::Key(&key()), &POST, deaf()).unwrap();
        file.write(|sql, _| {
            sql.execute("UPDATE meta SET value = ?1 WHERE key = 'min_reader'", [min_reader])?;
            Ok(sql.pragma_update(None, "user_version", POST.head() + 4)?)
        })
        .unwrap();
    };
    from_the_future("1");
    open_post(&path, &key()).expect("it has only grown").close();
    let later = POST.head() + 1;
    from_the_future(&later.to_string());
    let before = fs::read(&path).unwrap();
    let refused = open_post(&path, &key()).err().unwrap();
    assert!(
        matches!(refused, StoreError::Newer { needs, knows } if needs == later && knows == POST.head()),
        "{refused:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_cut_short_is_damaged() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("post.db");
    for kept in [100, 16_384, 20_000] {
        fs::remove_file(&path).ok();
        open_post(&path, &key()).unwrap().close();
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() > 20_000);
        fs::write(&path, &bytes[..kept]).unwrap();
        let refused = open_post(&path, &key()).err().unwrap();
        assert!(matches!(refused, StoreError::Damaged), "{kept}: {refused:?}");
    }
}

#[test]
fn a_page_changed_on_the_disk_is_noticed() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.has_text(id, &"mot ".repeat(20_000));
    stage.store.close();
    let path = stage.path();
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 16_384;
    for page in 1..pages {
        bytes[page * 16_384 + 5_000] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    let answer = MailboxStore::open(&path, &key(), Arc::new(SystemClock), deaf()).and_then(|store| store.body(id));
    assert!(matches!(answer, Err(StoreError::Damaged)), "{answer:?}");
}

#[test]
fn a_closed_file_answers_locked_to_every_clone() {
    let stage = Stage::new();
    let clone = stage.store.clone();
    stage.store.close();
    assert!(matches!(clone.folders(), Err(StoreError::Locked)));
    assert!(matches!(clone.begin_folder(stage.inbox, 1), Err(StoreError::Locked)));
}

#[test]
fn a_second_process_is_kept_out_until_the_first_has_closed() {
    let stage = Stage::new();
    let open = || MailboxStore::open(&stage.path(), &key(), Arc::new(SystemClock), deaf());
    assert!(matches!(open().err(), Some(StoreError::Busy)));
    stage.store.close();
    assert!(open().is_ok());
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    let stage = Stage::new();
    let kept = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage
        .store
        .file()
        .on_writer(|sql| {
            let pages: i64 = sql.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
            sql.execute_batch(&format!("PRAGMA max_page_count = {}", pages + 2)).unwrap();
        })
        .unwrap();
    // Noise does not compress.
    let noise: Vec<u8> = (0..4_000_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()).collect();
    let draft = stage.store.create_draft(&crate::DraftFields::default()).unwrap();
    stage.heard();
    let refused = stage.attach(draft, "radio.dcm", "application/dicom", &noise);
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    assert_eq!(stage.heard(), vec![], "nothing was committed, nothing is announced");
    assert_eq!(stage.store.draft(draft).unwrap().unwrap().attachments, []);
    assert_eq!(stage.place(kept), Some((stage.inbox, Some(1))));
    stage.store.save_draft(draft, 1, &crate::DraftFields::default()).expect("a small change still fits");
}

#[test]
fn an_error_in_a_transaction_undoes_all_of_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let failed: Result<(), StoreError> = file.write(|sql, _| {
        sql.execute("INSERT INTO settings (key, value) VALUES ('a', 'b')", [])?;
        Err(StoreError::Busy)
    });
    assert!(failed.is_err());
    let rows: i64 = file.read(|sql| Ok(sql.query_row("SELECT count(*) FROM settings", [], |row| row.get(0))?)).unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn only_what_must_survive_a_power_cut_waits_for_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let synchronous = |sql: &rusqlite::Connection| -> Result<i64, StoreError> {
        Ok(sql.pragma_query_value(None, "synchronous", |row| row.get(0))?)
    };
    let (normal, full) = (1, 2);
    assert_eq!(file.write(|sql, _| synchronous(sql)).unwrap(), normal);
    assert_eq!(file.write_durably(|sql, _| synchronous(sql)).unwrap(), full);
    assert_eq!(file.write(|sql, _| synchronous(sql)).unwrap(), normal);
}

#[test]
fn a_reading_connection_cannot_write() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let refused = file.read(|sql| Ok(sql.execute("INSERT INTO settings (key, value) VALUES ('a', 'b')", [])?));
    assert!(refused.is_err());
}

#[test]
fn a_list_read_while_letters_arrive_is_of_one_moment() {
    let stage = Stage::new();
    let inbox = stage.inbox;
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for batch in 0..40_u32 {
                let letters: Vec<_> = (1..=5).map(|n| letter(batch * 5 + n, "x").0).collect();
                stage.store.insert_headers(inbox, &letters).unwrap();
            }
        });
        while !writer.is_finished() {
            let page = stage.store.thread_page(inbox, crate::ThreadFilter::All, 0, 1_000).unwrap();
            assert_eq!(page.rows.len(), page.total as usize);
            assert!(page.total.is_multiple_of(5), "half a batch was seen: {}", page.total);
        }
    });
}

#[test]
fn a_reading_under_way_ends_before_the_file_is_closed_behind_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let rows: i64 = file
        .read(|sql| {
            file.close();
            Ok(sql.query_row("SELECT count(*) FROM meta", [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(rows, 1);
    assert!(matches!(file.read(|_| Ok(())), Err(StoreError::Locked)));
}

#[test]
fn whoever_waits_for_a_reader_is_told_when_the_file_closes() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let taken = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                file.read(|_| {
                    taken.wait();
                    std::thread::sleep(std::time::Duration::from_millis(60));
                    Ok(())
                })
            });
        }
        taken.wait();
        let waits = scope.spawn(|| file.read(|_| Ok(())));
        std::thread::sleep(std::time::Duration::from_millis(20));
        file.close();
        assert!(matches!(waits.join().unwrap(), Err(StoreError::Locked)));
    });
}

#[test]
fn a_panic_while_writing_leaves_the_file_usable() {
    let directory = tempfile::tempdir().unwrap();
    let file = EncryptedFile::open(&directory.path().join("post.db"), Seal::Key(&key()), &POST, deaf()).unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        file.write(|sql, _| -> Result<(), StoreError> {
            sql.execute("INSERT INTO settings (key, value) VALUES ('a', 'b')", []).unwrap();
            panic!("a defect");
        })
    }));
    assert!(panicked.is_err());
    let written = file.write(|sql, _| Ok(sql.execute("INSERT INTO settings (key, value) VALUES ('a', 'c')", [])?));
    assert_eq!(written.unwrap(), 1);
}

#[test]
fn five_threads_share_three_readers() {
    let stage = Stage::new();
    stage.arrives(stage.inbox, &letter(1, "Bilan"));
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(stage.store.folders().unwrap().len(), 4);
                }
            });
        }
    });
}

#[test]
fn a_file_taken_away_is_not_made_anew_by_who_only_reads() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("post.db");
    let file = EncryptedFile::open(&path, Seal::Key(&key()), &POST, deaf()).unwrap();
    fs::remove_file(&path).unwrap();
    let refused = file.read(|sql| Ok(sql.query_row("SELECT 1", [], |row| row.get::<_, i64>(0))?));
    assert!(refused.is_err(), "{refused:?}");
    assert!(!path.exists());
}
