//! File names of a Maildir, which carry the arrival time, the sizes and the flags of a message.
//!
//! Dovecot takes the sizes of the name (`,S=` and `,W=`) instead of reading every file when a mailbox is first opened.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Flag;

/// Letters in the order the format asks for, which is alphabetical.
const LETTERS: [(char, Flag); 5] =
    [('D', Flag::Draft), ('F', Flag::Flagged), ('R', Flag::Answered), ('S', Flag::Seen), ('T', Flag::Deleted)];

/// A unique name for a message of `cur`.
pub(super) fn new_name(raw: &[u8], flags: &[Flag], received: SystemTime) -> String {
    static DELIVERIES: AtomicU64 = AtomicU64::new(0);
    let seconds = received.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let delivery = DELIVERIES.fetch_add(1, Ordering::Relaxed);
    let letters: String = LETTERS.iter().filter(|(_, flag)| flags.contains(flag)).map(|(letter, _)| letter).collect();
    let (size, size_on_the_wire) = (raw.len(), raw.len() + bare_line_feeds(raw));
    format!("{seconds:010}.M{delivery:06}P{}.estafette,S={size},W={size_on_the_wire}:2,{letters}", process::id())
}

/// System flags of a file name, sorted.
pub(super) fn flags_of(name: &str) -> Vec<Flag> {
    let letters = letters(name);
    LETTERS.iter().filter(|(letter, _)| letters.contains(*letter)).map(|(_, flag)| *flag).collect()
}

/// Keywords of a file name: its small letters number the lines of the folder's `dovecot-keywords`.
pub(super) fn keywords_of(name: &str, keywords: &str) -> Vec<String> {
    letters(name)
        .bytes()
        .filter(u8::is_ascii_lowercase)
        .filter_map(|letter| {
            let number = format!("{} ", letter - b'a');
            keywords.lines().find_map(|line| line.strip_prefix(&number)).map(String::from)
        })
        .collect()
}

fn letters(name: &str) -> &str {
    name.rsplit_once(":2,").map_or("", |(_, letters)| letters)
}

/// Dovecot sends every line with CRLF, however the file ends them.
fn bare_line_feeds(raw: &[u8]) -> usize {
    let ends = raw.iter().filter(|byte| **byte == b'\n').count();
    ends - raw.windows(2).filter(|pair| pair == b"\r\n").count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
