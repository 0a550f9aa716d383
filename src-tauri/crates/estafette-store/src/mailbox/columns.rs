//! How values that are not numbers or plain text are written in a column and read back.
//! A list of people is text, one line each: a table of its own would cost several rows per message and answer no question.

use estafette_model::{Correspondent, Flags};
use rusqlite::Row;

/// Message-IDs kept of a References field. Real conversations stay far below; a hostile one must not fill the file.
const MAX_REFERENCES: usize = 100;
/// Longest Message-ID kept, in bytes: a header line (RFC 5322 §2.1.1).
const MAX_MESSAGE_ID: usize = 998;
/// People kept of one field.
const MAX_PEOPLE: usize = 1_000;

/// Lines `address<TAB>name`.
pub(super) fn people_to_text<'p>(people: impl IntoIterator<Item = &'p Correspondent>) -> String {
    let mut text = String::new();
    for person in people.into_iter().take(MAX_PEOPLE) {
        push_printable(&mut text, &person.address);
        text.push('\t');
        push_printable(&mut text, &person.name);
        text.push('\n');
    }
    text
}

/// The people of such lines.
pub(super) fn people_from_text(text: &str) -> Vec<Correspondent> {
    text.lines()
        .map(|line| {
            let (address, name) = line.split_once('\t').unwrap_or((line, ""));
            Correspondent { name: name.to_owned(), address: address.to_owned() }
        })
        .collect()
}

/// The first person of such lines, or nobody.
pub(super) fn person_from_text(text: &str) -> Correspondent {
    people_from_text(text).into_iter().next().unwrap_or_default()
}

/// A Message-ID without angle brackets and blanks; empty when it is none.
pub(super) fn message_id(received: &str) -> &str {
    let id = received.trim().trim_start_matches('<').trim_end_matches('>').trim();
    if id.len() > MAX_MESSAGE_ID || id.contains(['\n', '\r']) { "" } else { id }
}

/// Message-IDs, one per line: the first and the last ones when there are too many, since those tie a conversation together.
pub(super) fn ids_to_text(ids: &[String]) -> String {
    let ids: Vec<&str> = ids.iter().map(|id| message_id(id)).filter(|id| !id.is_empty()).collect();
    let (first, rest) = ids.split_at(ids.len().min(1));
    let last = rest.get(rest.len().saturating_sub(MAX_REFERENCES - 1)..).unwrap_or_default();
    first.iter().chain(last).copied().collect::<Vec<_>>().join("\n")
}

/// What [`ids_to_text`] and [`lines_to_text`] wrote.
pub(super) fn lines_from_text(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// What a person typed in a field of recipients, one per line.
pub(super) fn lines_to_text(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        push_printable(&mut text, line);
        text.push('\n');
    }
    text
}

/// The flags of a column.
pub(super) fn flags(row: &Row<'_>, column: usize) -> rusqlite::Result<Flags> {
    row.get(column).map(Flags::from_bits)
}

/// A HIGHESTMODSEQ written by [`integer`]; 63 bits at most (RFC 7162 §3.1).
pub(super) fn modseq(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::cast_unsigned))
}

/// A size written by [`integer`] or [`length`].
pub(super) fn size(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// A size or a modification sequence for a column. Nothing that fits a disk is cut.
pub(super) fn integer(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The length of something in memory, for a column.
pub(super) fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The length of something in memory.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn push_printable(text: &mut String, received: &str) {
    text.extend(received.chars().map(|letter| if letter.is_control() { ' ' } else { letter }));
}

#[cfg(test)]
mod tests;
