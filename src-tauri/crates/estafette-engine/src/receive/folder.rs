//! One folder brought in step: what vanished, whose flags changed, which letters are new.

use std::collections::{BTreeMap, BTreeSet};

use estafette_mime::parse_header;
use estafette_model::{Flags, FolderId, FolderRole, MessageId};
use estafette_net::{FetchedHeader, Selected};
use estafette_store::{Folder, FolderSync, HeaderFields, InsertedMessage, NewMessage};

use super::Receiver;
use crate::error::EngineError;
use crate::event::EngineEvent;
use crate::mailbox::Mailbox;

/// Headers of the first batch: one round trip shows the first screen.
const FIRST_HEADERS: usize = 200;
/// Headers asked for at once after that. What is written of a letter goes all over its tables (Message-IDs, subjects), so each
/// transaction writes nearly every page of them: few large ones cost a fraction of many small ones. A cut loses one.
const HEADERS: usize = 2_000;

impl Receiver<'_> {
    /// Selects `folder` unless it is already.
    pub(super) async fn select(&mut self, folder: &Folder) -> Result<u32, EngineError> {
        match self.selected {
            Some((id, validity)) if id == folder.id => Ok(validity),
            _ => Ok(self.select_anew(folder).await?.uid_validity),
        }
    }

    pub(super) async fn select_anew(&mut self, folder: &Folder) -> Result<Selected, EngineError> {
        self.selected = None;
        let selected = self.session.select(&folder.wire_name).await?;
        self.selected = Some((folder.id, selected.uid_validity));
        Ok(selected)
    }

    pub(super) async fn sync_folder(&mut self, folder: &Folder) -> Result<(), EngineError> {
        let selected = self.select_anew(folder).await?;
        self.reselected = false;
        if folder.role == FolderRole::Inbox {
            self.inbox_watch.compared(&selected);
        }
        let (id, validity) = (folder.id, selected.uid_validity);
        let before = self.mailbox.with_store(move |store| store.begin_folder(id, validity)).await?;
        // Texts are asked for by the numbers that hold from now on.
        if let Some(known) = self.folders.iter_mut().find(|known| known.id == id) {
            known.uid_validity = Some(validity);
        }
        if nothing_changed(&before, &selected) {
            return Ok(());
        }
        let difference = match self.since_last_time(folder, &before, &selected).await? {
            Some(difference) => difference,
            None => self.compared(folder).await?,
        };
        let new = difference.new.clone();
        self.apply(folder, difference).await?;
        let news = self.fetch_new(folder, &new).await?;
        // A folder made anew brings back what was known: none of it is news, and what is cannot be told from it.
        if folder.role == FolderRole::Inbox && self.settled && !before.reset && !news.is_empty() {
            self.mailbox.announce(EngineEvent::Arrived { mailbox: self.mailbox.id, messages: news });
        }
        let (next, modseq) = (selected.uid_next, selected.highest_modseq);
        self.mailbox.with_store(move |store| store.finish_folder(id, next, modseq)).await?;
        self.settled |= folder.role == FolderRole::Inbox;
        Ok(())
    }

    /// What the server says happened since the last complete look (RFC 7162). None when it cannot say, or when what it says
    /// does not add up to what it has: then everything is compared.
    async fn since_last_time(
        &mut self,
        folder: &Folder,
        before: &FolderSync,
        selected: &Selected,
    ) -> Result<Option<Difference>, EngineError> {
        let (Some(since), Some(_), Some(_)) = (before.highest_modseq, before.uid_next, selected.highest_modseq) else {
            return Ok(None);
        };
        if !self.session.capabilities().moves_leave_nothing() {
            // What was moved is still counted by the server.
            return Ok(None);
        }
        let Some(changes) = self.session.fetch_changes(since).await? else { return Ok(None) };
        let id = folder.id;
        let told: Vec<u32> = changes.flags.keys().copied().collect();
        let (known, vanished, expected) = self
            .mailbox
            .with_store(move |store| {
                Ok((
                    store.known_among(id, &told)?.into_iter().collect::<BTreeMap<_, _>>(),
                    store.known_within(id, &changes.vanished)?,
                    store.expected_on_server(id)?,
                ))
            })
            .await?;
        let difference = Difference::between(&known, &changes.flags, vanished);
        let adds_up = difference.adds_up(expected, selected.exists);
        if !adds_up {
            tracing::info!(mailbox = %self.mailbox.id, folder = %id, "the changes do not add up: the folder is compared");
        }
        Ok(adds_up.then_some(difference))
    }

    /// Everything the server has, compared with everything known.
    async fn compared(&mut self, folder: &Folder) -> Result<Difference, EngineError> {
        let mut on_server: BTreeMap<u32, Flags> = self.session.fetch_flags(1).await?.into_iter().collect();
        if !self.session.capabilities().moves_leave_nothing() {
            // What was moved is still there, and marked so.
            on_server.retain(|_, flags| !flags.contains(Flags::DELETED));
        }
        let id = folder.id;
        let known: BTreeMap<u32, Flags> =
            self.mailbox.with_store(move |store| store.known_uids(id)).await?.into_iter().collect();
        let vanished = known.keys().filter(|uid| !on_server.contains_key(uid)).copied().collect();
        Ok(Difference::between(&known, &on_server, vanished))
    }

    async fn apply(&mut self, folder: &Folder, difference: Difference) -> Result<(), EngineError> {
        let Difference { vanished, changed, new: _ } = difference;
        if vanished.is_empty() && changed.is_empty() {
            return Ok(());
        }
        let id = folder.id;
        self.mailbox
            .with_store(move |store| {
                store.remove_vanished(id, &vanished)?;
                store.apply_server_flags(id, &changed)
            })
            .await
    }

    /// Newest first by batches, so that the first screen is there after the first of them; one is kept while the next is
    /// fetched. Gives those that are unread and from others.
    async fn fetch_new(&mut self, folder: &Folder, uids: &BTreeSet<u32>) -> Result<Vec<MessageId>, EngineError> {
        let newest_first: Vec<u32> = uids.iter().rev().copied().collect();
        let (first, rest) = newest_first.split_at(newest_first.len().min(FIRST_HEADERS));
        let mut news = Vec::new();
        let mut fetched = Vec::new();
        // The last turn asks for nothing: it keeps what the one before fetched.
        for batch in std::iter::once(first).chain(rest.chunks(HEADERS)).chain([[].as_slice()]) {
            self.serve_wanted_from(folder).await?;
            let keeping = keep_headers(self.mailbox, folder.id, std::mem::take(&mut fetched));
            let (next, kept) = tokio::join!(self.session.fetch_headers(batch), keeping);
            news.extend(kept?);
            fetched = next?;
        }
        Ok(news)
    }
}

/// Keeps letters known by their header. Gives those that are unread and from others.
async fn keep_headers(
    mailbox: &Mailbox,
    folder: FolderId,
    headers: Vec<FetchedHeader>,
) -> Result<Vec<MessageId>, EngineError> {
    if headers.is_empty() {
        return Ok(Vec::new());
    }
    let own = mailbox.plan.address.clone();
    let (inserted, unseen) = mailbox
        .with_store(move |store| {
            // Ascending inside a batch: rows then go to the end of the table and of the index.
            let (mut new, mut reports) = (Vec::with_capacity(headers.len()), BTreeSet::new());
            for fetched in headers {
                let (message, is_report) = new_message(fetched);
                if is_report {
                    reports.insert(message.uid);
                }
                new.push(message);
            }
            new.sort_by_key(|message| message.uid);
            let inserted = store.insert_headers(folder, &new)?;
            // A report is news once its text says that something failed, and not before.
            new.retain(|message| !reports.contains(&message.uid));
            Ok((inserted.len(), unseen_from_others(&new, &inserted, own.as_str())))
        })
        .await?;
    mailbox.received.messages(inserted);
    Ok(unseen)
}

/// What a folder on the server has otherwise than its copy here.
struct Difference {
    /// Known here, gone there.
    vanished: Vec<u32>,
    /// Known here with other flags.
    changed: Vec<(u32, Flags)>,
    /// Not known here.
    new: BTreeSet<u32>,
}

impl Difference {
    fn between(known: &BTreeMap<u32, Flags>, on_server: &BTreeMap<u32, Flags>, vanished: Vec<u32>) -> Self {
        let changed = on_server
            .iter()
            .filter(|(uid, flags)| known.get(uid).is_some_and(|before| before != *flags))
            .map(|(uid, flags)| (*uid, *flags))
            .collect();
        let new = on_server.keys().filter(|uid| !known.contains_key(uid)).copied().collect();
        Self { vanished, changed, new }
    }

    /// Whether the copies here, `expected` of them, become as many as the server has. Where they do not, something else
    /// happened than what it said.
    fn adds_up(&self, expected: u64, exists: u32) -> bool {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let left = expected.checked_sub(count(self.vanished.len()));
        left.map(|left| left.saturating_add(count(self.new.len()))) == Some(u64::from(exists))
    }
}

/// With CONDSTORE one number says that no flag changed, and UIDNEXT that nothing came; an expunge raises it too
/// (RFC 7162 §3.1.2.1). Without, everything is compared.
fn nothing_changed(before: &FolderSync, selected: &Selected) -> bool {
    !before.reset
        && !before.awaits_moves
        && before.uid_next.is_some()
        && before.uid_next == selected.uid_next
        && before.highest_modseq.is_some()
        && before.highest_modseq == selected.highest_modseq
}

/// Those of `inserted` that are news to somebody: a letter moved back here by ourselves has no row of its own, and one we
/// sent to ourselves is known.
fn unseen_from_others(new: &[NewMessage], inserted: &[InsertedMessage], own: &str) -> Vec<MessageId> {
    let is_news = |message: &NewMessage| {
        !message.flags.contains(Flags::SEEN) && !message.header.from.address.eq_ignore_ascii_case(own)
    };
    let wanted: BTreeSet<u32> = new.iter().filter(|message| is_news(message)).map(|message| message.uid).collect();
    inserted.iter().filter(|row| wanted.contains(&row.uid)).map(|row| row.id).collect()
}

/// A message known by its header, and whether it reports on another one.
fn new_message(fetched: FetchedHeader) -> (NewMessage, bool) {
    let header = parse_header(&fetched.header);
    let message = NewMessage {
        uid: fetched.uid,
        flags: fetched.flags,
        size: u64::from(fetched.size),
        internal_date: Some(fetched.internal_date).filter(|date| *date > 0),
        header: HeaderFields {
            message_id: header.message_id.unwrap_or_default(),
            in_reply_to: header.in_reply_to,
            references: header.references,
            subject: header.subject,
            from: header.from,
            to: header.to,
            cc: header.cc,
            date: header.date,
        },
    };
    (message, header.is_report)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use estafette_model::{Correspondent, Flags, MessageId};
    use estafette_store::{HeaderFields, InsertedMessage, NewMessage};

    use super::{Difference, unseen_from_others};

    const OWN: &str = "secretariat@ehpad-les-tilleuls.mssante.example";

    fn letter(uid: u32, flags: Flags, from: &str) -> NewMessage {
        let from = Correspondent { name: String::new(), address: from.to_owned() };
        let header = HeaderFields { from, ..HeaderFields::default() };
        NewMessage { uid, flags, size: 1, internal_date: None, header }
    }

    #[test]
    fn what_is_read_our_own_or_moved_back_by_us_is_no_news() {
        let new = [
            letter(1, Flags::SEEN, "urgences@ch-val-fleuri.mssante.example"),
            letter(2, Flags::default(), "Secretariat@EHPAD-les-tilleuls.mssante.example"),
            letter(3, Flags::default(), "urgences@ch-val-fleuri.mssante.example"),
            letter(4, Flags::default(), "urgences@ch-val-fleuri.mssante.example"),
        ];
        // The third was moved here by us: its row was there before.
        let inserted = [1, 2, 4].map(|uid| InsertedMessage { id: MessageId::new(i64::from(uid) * 10), uid });
        assert_eq!(unseen_from_others(&new, &inserted, OWN), [MessageId::new(40)]);
    }

    #[test]
    fn what_is_known_there_with_other_flags_has_changed_and_what_is_not_known_is_new() {
        let known = BTreeMap::from([(1, Flags::SEEN), (2, Flags::default())]);
        let on_server = BTreeMap::from([(1, Flags::SEEN), (2, Flags::SEEN), (9, Flags::default())]);
        let difference = Difference::between(&known, &on_server, vec![4]);
        assert_eq!(difference.changed, [(2, Flags::SEEN)]);
        assert_eq!((difference.new, difference.vanished), (BTreeSet::from([9]), vec![4]));
    }

    #[test]
    fn changes_that_do_not_lead_to_what_the_server_has_are_not_believed() {
        let difference = |new: &[u32], vanished: &[u32]| Difference {
            vanished: vanished.to_vec(),
            changed: Vec::new(),
            new: new.iter().copied().collect(),
        };
        assert!(difference(&[9], &[4, 5]).adds_up(10, 9));
        assert!(!difference(&[], &[]).adds_up(10, 9), "one is gone and nobody said so");
        assert!(!difference(&[9], &[]).adds_up(10, 10), "one came, another is gone");
        assert!(!difference(&[], &[1, 2]).adds_up(1, 0), "more is gone than there was");
    }
}
