//! UIDs as the sets IMAP commands take (RFC 9051 §9, `sequence-set`).

use std::fmt::Write;

/// Longest set in one command, in bytes: servers may refuse lines over 8,192 (RFC 7162 §4).
const MAX_SET: usize = 8_000;

/// `uids` as one or several sets, ascending, without duplicates, ranges joined. No UID gives no set; 0 is not a UID.
pub(super) fn sets(uids: &[u32]) -> Vec<String> {
    let mut sorted: Vec<u32> = uids.iter().copied().filter(|uid| *uid > 0).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut sets: Vec<String> = Vec::new();
    for (first, last) in ranges(&sorted) {
        let mut range = first.to_string();
        if last > first {
            // Writing to a String does not fail.
            let _ = write!(range, ":{last}");
        }
        match sets.last_mut() {
            Some(set) if set.len() + 1 + range.len() <= MAX_SET => {
                set.push(',');
                set.push_str(&range);
            }
            _ => sets.push(range),
        }
    }
    sets
}

fn ranges(sorted: &[u32]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in sorted {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => ranges.push((*uid, *uid)),
        }
    }
    ranges
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{MAX_SET, sets};

    #[test]
    fn neighbours_become_ranges_in_ascending_order() {
        assert_eq!(sets(&[7, 3, 1, 2, 3, 9, 8, 0]), ["1:3,7:9"]);
        assert_eq!(sets(&[u32::MAX, 5]), ["5,4294967295"]);
        assert!(sets(&[]).is_empty() && sets(&[0]).is_empty());
    }

    #[test]
    fn a_long_set_is_cut_before_a_server_refuses_the_line() {
        let odd: Vec<u32> = (0..3_000).map(|n| 4_000_000 + 2 * n).collect();
        let sets = sets(&odd);
        assert!(sets.len() > 1 && sets.iter().all(|set| set.len() <= MAX_SET));
        let back: Vec<u32> = sets.iter().flat_map(|set| set.split(',')).map(|uid| uid.parse().unwrap()).collect();
        assert_eq!(back, odd);
    }
}
