//! The date a message is sorted by, and the row id made of it.
//! Ids in date order let the search stop at the newest fifty hits instead of sorting them all.

use estafette_model::MessageId;
use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

/// Bits of the counter that tells apart the messages of one second.
const COUNTER_BITS: u32 = 20;
/// Last second that keeps an id below 2^53: in the year 2106.
const LAST_SECOND: i64 = u32::MAX as i64;
/// The secure-mail network opened in 2013: an earlier Date is a clock that was never set.
const FIRST_SECOND: i64 = 1_356_998_400;
/// How far a sender's clock may run ahead, in seconds.
const AHEAD: i64 = 86_400;

/// What a message is sorted by, seconds since 1970: the sender's date, unless it cannot be true; then the arrival's.
///
/// Without this, a device whose clock says 1970 would bury its letter at the bottom of the list, and one whose clock says
/// 2038 would hold the top of it.
pub(super) fn sort_date(header: Option<i64>, arrival: Option<i64>, now: i64) -> i64 {
    let known = arrival.filter(|date| *date > 0);
    let latest = known.unwrap_or(now).saturating_add(AHEAD);
    let believable =
        header.filter(|date| *date <= latest && (*date >= FIRST_SECOND || known.is_some_and(|at| at < FIRST_SECOND)));
    believable.or(known).unwrap_or(now).clamp(0, LAST_SECOND)
}

/// The first id a message of that second can have.
pub(super) fn ids_from(second: i64) -> i64 {
    second.clamp(0, LAST_SECOND) << COUNTER_BITS
}

/// The second of the message with this id.
pub(super) fn second_of(message: MessageId) -> i64 {
    message.get() >> COUNTER_BITS
}

/// A free id for a message of that second. A second holds about a million.
pub(super) fn allocate(sql: &Connection, date: i64) -> Result<MessageId, StoreError> {
    let mut second = date.clamp(0, LAST_SECOND);
    loop {
        let first = ids_from(second);
        let last = first + (1 << COUNTER_BITS) - 1;
        let newest: Option<i64> = sql
            .prepare_cached("SELECT id FROM messages WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1")?
            .query_row([first, last], |row| row.get(0))
            .optional()?;
        match newest {
            None => return Ok(MessageId::new(first)),
            Some(id) if id < last => return Ok(MessageId::new(id + 1)),
            // A full second spills into the one before: order is kept, and there is always room in the end.
            Some(_) => second = if second == 0 { LAST_SECOND } else { second - 1 },
        }
    }
}

#[cfg(test)]
mod tests;
