//! In which order the missing texts come: what somebody is about to read, what they may soon read, then everything else.

use estafette_model::FolderId;
use estafette_store::MissingBody;
use jiff::Timestamp;

use crate::text_plan::recent_since;

/// Letters in one batch.
const BATCH_LETTERS: usize = 64;

/// The three stages, newest first in each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Recent letters of the folder somebody looks at.
    OpenFolder,
    /// Recent letters of the others.
    Recent,
    /// The rest.
    BackFill,
}

/// Puts `missing`, which are newest first, in the order in which they are fetched; somebody looks at the folder `first`.
pub(super) fn put_in_order(missing: &mut [MissingBody], first: FolderId, now: Timestamp) {
    let recent = recent_since(now);
    missing.sort_by_key(|body| match body.date() >= recent {
        true if body.folder == first => Stage::OpenFolder,
        true => Stage::Recent,
        false => Stage::BackFill,
    });
}

/// The letters of the next batch: so many from the front that `bytes` or the letters of a batch are not exceeded, unless the
/// first alone is larger.
pub(super) fn next_batch(missing: &[MissingBody], bytes: u64) -> &[MissingBody] {
    let mut sum: u64 = 0;
    let fit = missing
        .iter()
        .take(BATCH_LETTERS)
        .take_while(|body| {
            sum = sum.saturating_add(body.size);
            sum <= bytes
        })
        .count();
    missing.get(..fit.max(1)).unwrap_or(missing)
}

#[cfg(test)]
mod tests {
    use estafette_model::{FolderId, MessageId};
    use estafette_store::MissingBody;
    use jiff::Timestamp;

    use super::{next_batch, put_in_order};

    const INBOX: FolderId = FolderId::new(1);
    const ARCHIVE: FolderId = FolderId::new(2);
    /// 24 November 2026.
    const NOW: i64 = 1_795_478_400;

    /// A letter of so many days ago.
    fn of(days: i64, folder: FolderId) -> MissingBody {
        let id = MessageId::new((NOW - days * 86_400) << 20);
        MissingBody { id, folder, uid: u32::try_from(days).unwrap(), size: 1_000 }
    }

    fn in_order(first: FolderId) -> Vec<(u32, FolderId)> {
        let mut missing =
            [of(1, ARCHIVE), of(2, INBOX), of(29, ARCHIVE), of(30, INBOX), of(31, INBOX), of(400, ARCHIVE)];
        put_in_order(&mut missing, first, Timestamp::from_second(NOW).unwrap());
        missing.iter().map(|body| (body.uid, body.folder)).collect()
    }

    #[test]
    fn a_month_of_the_open_folder_comes_first_then_a_month_of_the_others_then_the_rest() {
        let by_the_inbox = [(2, INBOX), (30, INBOX), (1, ARCHIVE), (29, ARCHIVE), (31, INBOX), (400, ARCHIVE)];
        assert_eq!(in_order(INBOX), by_the_inbox);
        let by_the_archive = [(1, ARCHIVE), (29, ARCHIVE), (2, INBOX), (30, INBOX), (31, INBOX), (400, ARCHIVE)];
        assert_eq!(in_order(ARCHIVE), by_the_archive);
    }

    fn sizes(sizes: &[u64]) -> Vec<MissingBody> {
        sizes.iter().map(|size| MissingBody { size: *size, ..of(1, INBOX) }).collect()
    }

    #[test]
    fn a_batch_ends_before_its_bytes_run_over() {
        assert_eq!(next_batch(&sizes(&[500, 500, 1]), 1_000).len(), 2);
        assert_eq!(next_batch(&sizes(&[500, 501, 1]), 1_000).len(), 1);
        assert_eq!(next_batch(&[], 1_000).len(), 0);
    }

    #[test]
    fn a_letter_larger_than_a_batch_travels_alone() {
        assert_eq!(next_batch(&sizes(&[3_000, 1]), 1_000).len(), 1);
        assert_eq!(next_batch(&sizes(&[1, 3_000, 1]), 1_000).len(), 1);
    }

    #[test]
    fn many_small_letters_are_cut_by_number() {
        assert_eq!(next_batch(&sizes(&[10; 150]), 1_000_000).len(), 64);
    }
}
