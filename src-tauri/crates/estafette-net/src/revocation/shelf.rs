//! The lists of revoked certificates that are here, and how more come: one question at a time to each address, at its pace,
//! and what came kept for the next run.
//!
//! Only a list the right authority signed is kept, and never in the place of a later one: an old list played again would
//! make a certificate good again that was revoked since.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::list::Times;
use super::pace::{Turn, may_ask, next_question};
use super::path::Word;
use crate::http::{Bounds, GetFault, HttpUrl, get};

/// Largest list read, bytes. Those of large authorities have a few hundred kilobytes; a list is walked through at each
/// connection.
const MAX_LIST: usize = 10 * 1024 * 1024;
/// Longest wait for a list: somebody may be waiting for their letters.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is kept of one address from one run to the next. Times in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrlRecord {
    /// The address, as the certificate names it.
    pub url: String,
    /// The last list of the right authority that was had there, DER; none so far.
    pub list: Option<Arc<[u8]>>,
    /// When it was first asked for.
    pub wanted_since: i64,
    /// Not asked again before.
    pub not_before: i64,
    /// Questions in a row that came to nothing.
    pub failures: u32,
}

/// Where records are kept. Called on threads that may block.
pub trait CrlArchive: Send + Sync {
    /// Every record kept. What cannot be read is not there: it is asked for anew.
    fn records(&self) -> Vec<CrlRecord>;

    /// Keeps a record in the place of the one of that address. One that cannot be kept is asked for again in the next run.
    fn keep(&self, record: &CrlRecord);
}

/// On what occasion a list is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visit {
    /// A connection is being made and somebody waits, so long and no longer: a list that holds will do.
    Opening(Duration),
    /// The connection is there: a list is fetched anew once a day.
    Lasting,
}

impl Visit {
    fn patience(self) -> Duration {
        match self {
            Self::Opening(limit) => limit.min(PATIENCE),
            Self::Lasting => PATIENCE,
        }
    }
}

/// What was found.
pub(super) struct Found {
    /// The latest usable list, what it says, and its times.
    pub(super) list: Option<(Arc<[u8]>, Word, Times)>,
    /// When the first of the addresses was first asked.
    pub(super) wanted_since: i64,
}

/// The lists of every address met so far.
pub(super) struct Shelf {
    archive: Arc<dyn CrlArchive>,
    places: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<CrlRecord>>>>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

impl Shelf {
    /// With what the archive holds.
    pub(super) fn new(archive: Arc<dyn CrlArchive>) -> Self {
        let places = archive
            .records()
            .into_iter()
            .map(|record| (record.url.clone(), Arc::new(tokio::sync::Mutex::new(record))))
            .collect();
        Self { archive, places: Mutex::new(places) }
    }

    /// The latest list to be had at `points`, which are several addresses of the same one. `judge` tells whose it is and
    /// what it says.
    pub(super) async fn look_up(
        &self,
        points: &[HttpUrl],
        now: i64,
        visit: Visit,
        judge: &(dyn Fn(&[u8]) -> Word + Send + Sync),
    ) -> Found {
        let mut found = Found { list: None, wanted_since: now };
        // Several addresses that are all silent are not waited for any longer than one.
        let time = visit.patience() / u32::try_from(points.len()).unwrap_or(1).max(1);
        for point in points {
            let place = self.place(point, now);
            // Whoever comes second waits for the answer the first one gets.
            let mut record = place.lock().await;
            let mut held = usable(&record, judge);
            if wants(held.as_ref().map(|(_, _, times)| *times), now, visit) && may_ask(record.not_before, now) {
                self.ask(point, &mut record, now, Bounds { time, size: MAX_LIST }, judge).await;
                held = usable(&record, judge);
            }
            found.wanted_since = found.wanted_since.min(record.wanted_since);
            if later(held.as_ref(), found.list.as_ref()) {
                found.list = held;
            }
            if found.list.as_ref().is_some_and(|(_, _, times)| now < times.next_update) {
                break;
            }
        }
        found
    }

    fn place(&self, point: &HttpUrl, now: i64) -> Arc<tokio::sync::Mutex<CrlRecord>> {
        let url = point.to_string();
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = places.entry(url.clone()).or_insert_with(|| {
            let record = CrlRecord { url, list: None, wanted_since: now, not_before: now, failures: 0 };
            Arc::new(tokio::sync::Mutex::new(record))
        });
        Arc::clone(place)
    }

    /// Asks one address, and keeps what came of it.
    async fn ask(
        &self,
        point: &HttpUrl,
        record: &mut CrlRecord,
        now: i64,
        bounds: Bounds,
        judge: &(dyn Fn(&[u8]) -> Word + Send + Sync),
    ) {
        // Set first: when whoever waits for this gives up, the next one must not ask at once.
        record.not_before = next_question(Turn::Failed, record.failures, now);
        let turn = match get(point, bounds).await {
            Ok(list) => take(record, list, now, judge),
            Err(GetFault::Refused(403 | 429 | 503)) => Turn::TurnedAway,
            Err(GetFault::Refused(_) | GetFault::TooLarge | GetFault::TimedOut | GetFault::Failed) => Turn::Failed,
        };
        record.not_before = next_question(turn, record.failures, now);
        record.failures = match turn {
            Turn::Had { .. } => 0,
            Turn::TurnedAway | Turn::Failed => record.failures.saturating_add(1),
        };
        let (archive, kept) = (Arc::clone(&self.archive), record.clone());
        // What an archive cannot keep is asked for again: nothing is lost.
        let _kept = tokio::task::spawn_blocking(move || archive.keep(&kept)).await;
    }
}

/// Whether a list is to be asked for, these being the times of the one that is here.
fn wants(held: Option<Times>, now: i64, visit: Visit) -> bool {
    match visit {
        Visit::Opening(_) => held.is_none_or(|times| now >= times.next_update),
        Visit::Lasting => true,
    }
}

fn usable(record: &CrlRecord, judge: &(dyn Fn(&[u8]) -> Word + Send + Sync)) -> Option<(Arc<[u8]>, Word, Times)> {
    let list = record.list.as_ref()?;
    let times = Times::of(list)?;
    match judge(list) {
        Word::Unusable => None,
        word @ (Word::Cleared | Word::Revoked) => Some((Arc::clone(list), word, times)),
    }
}

/// Takes what came in the place of what was there, if it is the right authority's and not older.
fn take(record: &mut CrlRecord, list: Vec<u8>, now: i64, judge: &(dyn Fn(&[u8]) -> Word + Send + Sync)) -> Turn {
    let came = CrlRecord { list: Some(Arc::from(list)), ..record.clone() };
    let (before, came) = (usable(record, judge), usable(&came, judge));
    let Some((list, _, times)) = came else { return Turn::Failed };
    if before.is_some_and(|(_, _, before)| before.issued_at > times.issued_at) {
        return Turn::Failed;
    }
    record.list = Some(list);
    if now < times.next_update { Turn::Had { next_update: times.next_update } } else { Turn::Failed }
}

fn later(one: Option<&(Arc<[u8]>, Word, Times)>, than: Option<&(Arc<[u8]>, Word, Times)>) -> bool {
    match (one, than) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some((_, _, one)), Some((_, _, than))) => one.issued_at > than.issued_at,
    }
}
