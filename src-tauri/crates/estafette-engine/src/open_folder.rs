//! Which folder of a mailbox the window shows, and of which there are news to fetch: what the page, the line that listens and
//! the receiving loop tell one another.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use estafette_model::FolderId;
use tokio::sync::watch;

/// What the window shows of a mailbox, and what was heard of it.
#[derive(Default)]
pub(crate) struct OpenFolder {
    pub(crate) shown: watch::Sender<Option<FolderId>>,
    news: Mutex<BTreeSet<FolderId>>,
}

impl OpenFolder {
    /// The window shows this folder, or none of this mailbox.
    pub(crate) fn show(&self, folder: Option<FolderId>) {
        self.shown.send_if_modified(|shown| std::mem::replace(shown, folder) != folder);
    }

    /// There may be something new in this folder.
    pub(crate) fn add_news(&self, folder: FolderId) {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).insert(folder);
    }

    /// The folders of which there are news.
    pub(crate) fn take_news(&self) -> BTreeSet<FolderId> {
        std::mem::take(&mut *self.news.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use estafette_model::FolderId;

    use super::OpenFolder;

    #[test]
    fn a_folder_shown_again_is_no_change() {
        let open = OpenFolder::default();
        let shown = open.shown.subscribe();
        let archive = Some(FolderId::new(3));
        open.show(None);
        assert!(!shown.has_changed().unwrap());
        open.show(archive);
        assert!(shown.has_changed().unwrap());
        let shown = open.shown.subscribe();
        open.show(archive);
        assert!(!shown.has_changed().unwrap());
        assert_eq!(*shown.borrow(), archive);
    }
}
