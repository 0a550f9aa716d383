//! The lists of revoked certificates, kept in `post.db` between runs.

use std::sync::Arc;

use estafette_net::{CrlArchive, CrlRecord, RevocationStatus};
use estafette_store::{PostStore, RevocationList};

use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::mailbox::{Mailbox, endpoint};

/// `post.db`, as the network keeps lists there.
pub(crate) struct PostArchive(pub(crate) PostStore);

impl CrlArchive for PostArchive {
    fn records(&self) -> Vec<CrlRecord> {
        let kept = self.0.revocation_lists().unwrap_or_else(|error| {
            tracing::warn!(%error, "the lists of revoked certificates cannot be read and are asked for anew");
            Vec::new()
        });
        kept.into_iter().map(record).collect()
    }

    fn keep(&self, record: &CrlRecord) {
        if let Err(error) = self.0.keep_revocation_list(&row(record)) {
            tracing::warn!(%error, "a list of revoked certificates is not kept for the next run");
        }
    }
}

fn record(kept: RevocationList) -> CrlRecord {
    let RevocationList { url, list, wanted_since, not_before, failures } = kept;
    CrlRecord { url, list: list.map(Arc::from), wanted_since, not_before, failures }
}

fn row(record: &CrlRecord) -> RevocationList {
    let CrlRecord { url, list, wanted_since, not_before, failures } = record.clone();
    RevocationList { url, list: list.map(|list| list.to_vec()), wanted_since, not_before, failures }
}

impl Mailbox {
    /// What is known of the revocation of its servers' certificates, the worse of the two; nothing before the first connection.
    #[must_use]
    pub fn revocation(&self) -> Option<RevocationStatus> {
        let of = |server| self.trust.revocation_of(&endpoint(server));
        match (of(&self.plan.imap), of(&self.plan.smtp)) {
            (Some(imap), Some(smtp)) => Some(imap.or_worse(smtp)),
            (known, None) | (None, known) => known,
        }
    }

    /// Looks into the certificates of its servers again, while a connection to the one it is read from lasts.
    pub(crate) async fn look_into_revocation(&self) -> Result<(), EngineError> {
        let before = self.revocation();
        self.trust.look_again(&endpoint(&self.plan.imap)).await?;
        // Nothing is being said to the other: whoever next sends a letter is told.
        let _told_when_sending = self.trust.look_again(&endpoint(&self.plan.smtp)).await;
        if self.revocation() != before {
            self.announce(EngineEvent::ConnectionChanged { mailbox: self.id });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use estafette_net::{CrlArchive, CrlRecord};
    use estafette_store::{FileKey, PostStore};

    use super::PostArchive;

    #[test]
    fn a_list_comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let key = FileKey::from_bytes([7; 32]);
        let post = || PostStore::open(&folder.path().join("post.db"), &key, Arc::new(|_| {})).unwrap();
        let wanted = CrlRecord {
            url: String::from("http://igc.example/ACI-EL-ORG.crl"),
            list: None,
            wanted_since: 1_795_800_000,
            not_before: 1_795_803_600,
            failures: 3,
        };
        let had = CrlRecord { list: Some(Arc::from([0x30, 0x00])), failures: 0, ..wanted.clone() };
        let archive = PostArchive(post());
        archive.keep(&wanted);
        assert_eq!(archive.records(), [wanted]);
        archive.keep(&had);
        drop(archive);
        assert_eq!(PostArchive(post()).records(), [had]);
    }
}
