//! Whether a killed program left a transaction in the middle: its write-ahead log says so, though its pages are encrypted.
//!
//! The format is SQLite's (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>): each frame has a header in the
//! clear, with checksums over all the frames before it; the last frame of a transaction says how large the file is then, the
//! others say 0. Whole frames behind the last such one belong to a commit that was under way.

use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const LITTLE_ENDIAN: u32 = 0x377f_0682;
const BIG_ENDIAN: u32 = 0x377f_0683;

/// Frames of a commit that was under way, in the logs below `profile`.
pub(super) fn torn_frames(profile: &Path) -> usize {
    let entries = std::fs::read_dir(profile).into_iter().flatten().flatten();
    let logs = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with("-wal"));
    logs.map(|log| torn(&std::fs::read(log.path()).unwrap_or_default())).sum()
}

fn torn(log: &[u8]) -> usize {
    let Some(header) = log.get(..HEADER) else { return 0 };
    let big = match word(header, 0) {
        BIG_ENDIAN => true,
        LITTLE_ENDIAN => false,
        _ => return 0,
    };
    let page = usize::try_from(word(header, 8)).unwrap_or(0);
    let salt = (word(header, 16), word(header, 20));
    let mut sums = checksum(&header[..24], big, (0, 0));
    if page == 0 || sums != (word(header, 24), word(header, 28)) {
        return 0;
    }
    let mut since_commit = 0;
    for frame in log[HEADER..].chunks_exact(FRAME_HEADER + page) {
        sums = checksum(&frame[FRAME_HEADER..], big, checksum(&frame[..8], big, sums));
        if salt != (word(frame, 8), word(frame, 12)) || sums != (word(frame, 16), word(frame, 20)) {
            break;
        }
        since_commit = if word(frame, 4) == 0 { since_commit + 1 } else { 0 };
    }
    since_commit
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}

fn checksum(bytes: &[u8], big: bool, (mut one, mut two): (u32, u32)) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let read = |at| if big { word(pair, at) } else { word(pair, at).swap_bytes() };
        one = one.wrapping_add(read(0)).wrapping_add(two);
        two = two.wrapping_add(read(4)).wrapping_add(one);
    }
    (one, two)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{FRAME_HEADER, HEADER, torn};

    /// The log of a file into which a large value was written in one transaction.
    fn log() -> (Vec<u8>, usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("trial.db");
        let file = Connection::open(&path).expect("open");
        file.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; CREATE TABLE t (x)").expect("a table");
        let before = std::fs::metadata(path.with_extension("db-wal")).expect("a log").len();
        file.execute("INSERT INTO t VALUES (zeroblob(40000))", []).expect("written");
        (std::fs::read(path.with_extension("db-wal")).expect("a log"), usize::try_from(before).expect("short"))
    }

    #[test]
    fn a_transaction_that_ended_is_not_torn() {
        assert_eq!(torn(&log().0), 0);
        assert_eq!(torn(b"nothing"), 0);
    }

    #[test]
    fn a_transaction_whose_last_frame_is_missing_or_spoilt_is_torn() {
        let (whole, before) = log();
        let frame = FRAME_HEADER + 4096;
        let written = (whole.len() - before) / frame;
        assert!(written > 5 && (before - HEADER).is_multiple_of(frame));
        for left in 1..written {
            assert_eq!(torn(&whole[..before + left * frame]), left, "of {written} frames");
        }
        let mut spoilt = whole;
        *spoilt.last_mut().expect("a byte") ^= 1;
        assert_eq!(torn(&spoilt), written - 1);
    }

    #[test]
    fn frames_of_an_earlier_round_of_the_log_count_for_nothing() {
        let (mut whole, before) = log();
        // Their salt is another one.
        for frame in whole[before..].chunks_exact_mut(FRAME_HEADER + 4096) {
            frame[8] ^= 1;
        }
        assert_eq!(torn(&whole), 0);
    }
}
