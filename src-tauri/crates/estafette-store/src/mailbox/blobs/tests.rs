#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{BlobId, PIECE};
use crate::error::Row;
use crate::testing::{Stage, blob};
use crate::{DraftFields, StoreError};

fn count(stage: &Stage, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    stage.store.file().read(|sql| Ok(sql.query_row(&count, [], |row| row.get(0))?)).unwrap()
}

fn read(stage: &Stage, blob: BlobId, range: std::ops::Range<u64>) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    stage.store.read_blob(blob, range, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), StoreError>(())
    })?;
    Ok(bytes)
}

/// Bytes of which each place can be told.
fn numbered(length: usize) -> Vec<u8> {
    (0..length / 8 + 1).flat_map(|n: usize| n.to_le_bytes()).take(length).collect()
}

#[test]
fn any_range_of_a_blob_is_read_back_however_it_was_written() {
    let stage = Stage::new();
    let bytes = numbered(2 * PIECE + 1_000);
    let mut writer = stage.store.write_blob().unwrap();
    bytes.chunks(300_001).try_for_each(|chunk| writer.write(chunk)).unwrap();
    assert_eq!(writer.size(), bytes.len() as u64);
    let blob = writer.finish().unwrap();
    assert_eq!(stage.store.blob_size(blob).unwrap(), bytes.len() as u64);
    assert_eq!(count(&stage, "blob_pieces"), 3, "in pieces, the last of them short");
    for range in [0..bytes.len(), 0..1, PIECE - 1..PIECE + 1, PIECE..2 * PIECE, 2 * PIECE + 7..2 * PIECE + 8] {
        let asked = range.start as u64..range.end as u64;
        assert!(read(&stage, blob, asked).unwrap() == bytes[range.clone()], "{range:?}");
    }
    assert!(read(&stage, blob, 0..u64::MAX).unwrap() == bytes);
    assert_eq!(read(&stage, blob, bytes.len() as u64..u64::MAX).unwrap(), b"");
}

#[test]
fn an_empty_blob_is_one() {
    let stage = Stage::new();
    let blob = blob(&stage.store, b"").unwrap();
    assert_eq!((stage.store.blob_size(blob).unwrap(), read(&stage, blob, 0..10).unwrap()), (0, vec![]));
}

#[test]
fn what_was_not_finished_leaves_nothing() {
    let stage = Stage::new();
    let mut writer = stage.store.write_blob().unwrap();
    writer.write(&numbered(PIECE + 1)).unwrap();
    assert_eq!(count(&stage, "blob_pieces"), 1);
    drop(writer);
    assert_eq!((count(&stage, "blobs"), count(&stage, "blob_pieces")), (0, 0));
}

#[test]
fn what_a_crash_left_is_taken_away_and_what_somebody_has_stays() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let file = stage.attach(draft, "a.pdf", "application/pdf", b"%PDF").unwrap();
    blob(&stage.store, b"de personne").unwrap();
    let stage = stage.reopened();
    assert_eq!((count(&stage, "blobs"), count(&stage, "blob_pieces")), (1, 1));
    assert_eq!(crate::testing::attached(&stage.store, file).unwrap(), b"%PDF");
    stage.store.delete_draft(draft).unwrap();
    assert_eq!((count(&stage, "blobs"), count(&stage, "blob_pieces")), (0, 0), "a blob goes with its draft");
}

#[test]
fn a_blob_that_is_gone_says_so() {
    let stage = Stage::new();
    let gone = BlobId(404);
    assert!(matches!(read(&stage, gone, 0..1), Err(StoreError::NotFound(Row::Blob))));
    assert!(matches!(stage.store.append_to_blob(gone, vec![1]), Err(StoreError::NotFound(Row::Blob))));
}

#[test]
fn a_spoilt_piece_fails_the_reading_and_nothing_else() {
    let stage = Stage::new();
    let (spoilt, sound) = (blob(&stage.store, &[7; 100]).unwrap(), blob(&stage.store, b"sain").unwrap());
    let spoil = "UPDATE blob_pieces SET z = x'00ff' WHERE blob_id = ?1";
    stage.store.file().write(|sql, _| Ok(sql.execute(spoil, [spoilt.0])?)).unwrap();
    assert!(matches!(read(&stage, spoilt, 0..1), Err(StoreError::BlobDamaged)));
    assert_eq!(read(&stage, sound, 0..10).unwrap(), b"sain");
}

#[test]
fn whoever_drops_a_blob_waits_for_no_piece_and_a_crash_leaves_them_for_later() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    stage.attach(draft, "film.mp4", "video/mp4", &numbered(50 * PIECE)).unwrap();
    // As if the program had ended between the change and the sweeping.
    stage.store.file().write(|sql, _| Ok(sql.execute("DELETE FROM drafts", [])?)).unwrap();
    assert_eq!((count(&stage, "blobs"), count(&stage, "blob_pieces")), (0, 50));
    let stage = stage.reopened();
    assert_eq!((count(&stage, "dropped_blobs"), count(&stage, "blob_pieces")), (0, 0));
}

/// The pages of a large blob are asked for once: they must not push out those everybody needs, nor add to them.
#[cfg(target_os = "linux")]
#[test]
fn a_video_passes_through_little_memory() {
    let resident = |line: &str| -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let found = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
        found.trim().trim_end_matches(" kB").parse().unwrap()
    };
    let stage = Stage::new();
    let draft = stage.store.create_draft(&DraftFields::default()).unwrap();
    let megabyte = numbered(1 << 20);
    let before = resident("VmRSS:");
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let mut writer = stage.store.write_blob().unwrap();
    (0..40).try_for_each(|_| writer.write(&megabyte)).unwrap();
    let blob = writer.finish().unwrap();
    stage.store.attach(draft, "film.mp4", "video/mp4", blob, 40 << 20).unwrap();
    stage.store.read_blob(blob, 0..u64::MAX, &mut |_| Ok::<(), StoreError>(())).unwrap();
    stage.store.delete_draft(draft).unwrap();
    let rise = resident("VmHWM:") - before;
    assert!(rise < 8 * 1024, "{rise} KiB; the cache of the writer alone may hold 16,000");
}
