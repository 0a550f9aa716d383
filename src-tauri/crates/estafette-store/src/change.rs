//! What a commit made stale: tags and ids, never data.
//! Windows hear of a change only this way, so nothing can be announced which was not committed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Called after COMMIT, never before, on the thread that wrote, once the writer is free again.
pub type ChangeSink = Arc<dyn Fn(ChangeSet) + Send + Sync>;

/// Everything one commit made stale, in the order of [`Tag`], ids ascending and once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// At most one entry per tag.
    pub changes: Vec<Change>,
}

/// One sort of reading that is stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What sort of reading.
    pub tag: Tag,
    /// Of which rows; empty means all of them.
    pub ids: Vec<i64>,
}

/// The sorts of reading a window may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// The folders of the rail and their counters; folder ids.
    Folders,
    /// The list of conversations of a folder; folder ids.
    Threads,
    /// One conversation; thread ids.
    Thread,
    /// Drafts; draft ids.
    Drafts,
    /// Letters waiting to leave; outbox ids.
    Outbox,
    /// Gestures waiting for the server; no ids.
    Operations,
    /// Settings of the profile; no ids.
    Settings,
    /// The list of mailboxes; no ids.
    Mailboxes,
    /// The people who use this profile; no ids.
    People,
    /// The journal of what left; no ids.
    AuditLog,
    /// What ends letters; no ids.
    Signatures,
    /// Texts to start from; no ids.
    Templates,
}

/// Gathers what a transaction touches.
#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeMap<Tag, Rows>);

#[derive(Debug)]
enum Rows {
    All,
    These(BTreeSet<i64>),
}

impl Changes {
    /// Every row of `tag` may have changed.
    pub(crate) fn all(&mut self, tag: Tag) {
        self.0.insert(tag, Rows::All);
    }

    /// One row of `tag` changed.
    pub(crate) fn one(&mut self, tag: Tag, id: i64) {
        match self.0.entry(tag).or_insert_with(|| Rows::These(BTreeSet::new())) {
            Rows::All => {}
            Rows::These(ids) => {
                ids.insert(id);
            }
        }
    }

    /// The set to announce, or nothing when the commit changed nothing a window reads.
    pub(crate) fn into_set(self) -> Option<ChangeSet> {
        let changes: Vec<Change> = self.0.into_iter().map(|(tag, rows)| Change { tag, ids: rows.into_ids() }).collect();
        (!changes.is_empty()).then_some(ChangeSet { changes })
    }
}

impl Rows {
    fn into_ids(self) -> Vec<i64> {
        match self {
            Self::All => Vec::new(),
            Self::These(ids) => ids.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Changes, Tag};

    #[test]
    fn each_tag_comes_once_with_its_ids_in_order() {
        let mut changes = Changes::default();
        changes.one(Tag::Thread, 9);
        changes.one(Tag::Folders, 2);
        changes.one(Tag::Thread, 3);
        changes.one(Tag::Thread, 9);
        let expected = vec![Change { tag: Tag::Folders, ids: vec![2] }, Change { tag: Tag::Thread, ids: vec![3, 9] }];
        assert_eq!(changes.into_set().map(|set| set.changes), Some(expected));
    }

    #[test]
    fn all_rows_of_a_tag_are_no_ids_even_when_some_were_named() {
        let mut changes = Changes::default();
        changes.one(Tag::Folders, 2);
        changes.all(Tag::Folders);
        changes.one(Tag::Folders, 3);
        assert_eq!(changes.into_set().map(|set| set.changes), Some(vec![Change { tag: Tag::Folders, ids: vec![] }]));
    }

    #[test]
    fn nothing_changed_is_nothing_to_announce() {
        assert_eq!(Changes::default().into_set(), None);
    }
}
