//! The stage of the tests: a mailbox in a temporary directory, a clock that stands still, fictional people.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use estafette_model::{Clock, Correspondent, DraftId, Flags, FolderId, FolderRole, MessageId, OutboxId, Receipts};
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::change::{ChangeSet, ChangeSink, Tag};
use crate::{
    AttachmentInfo, BlobId, BodyToStore, DraftAttachmentId, FileKey, HeaderFields, ListedFolder, MailboxStore,
    NewMessage, PackedBody, StoreError, ThreadSummary,
};

/// 24 November 2025, 8 h UTC: the morning all tests play on.
pub(crate) const MORNING: i64 = 1_763_971_200;
/// UIDVALIDITY of every folder unless a test changes it.
pub(crate) const VALIDITY: u32 = 7;

/// A clock the test sets.
pub(crate) struct StageClock(AtomicI64);

impl StageClock {
    pub(crate) fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for StageClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// These bytes, in a blob.
pub(crate) fn blob(store: &MailboxStore, bytes: &[u8]) -> Result<BlobId, StoreError> {
    let mut writer = store.write_blob()?;
    writer.write(bytes)?;
    writer.finish()
}

/// A letter on its way; none once nothing is left of it.
pub(crate) fn outgoing(store: &MailboxStore, letter: OutboxId) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = store.outgoing_piece(letter, bytes.len() as u64).unwrap() {
        bytes.extend(piece);
    }
    Some(bytes).filter(|bytes| !bytes.is_empty())
}

/// The bytes of a file joined to a draft; none when it is gone.
pub(crate) fn attached(store: &MailboxStore, file: DraftAttachmentId) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = store.read_attached(file, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), StoreError>(())
    });
    match read {
        Ok(()) => Some(bytes),
        Err(StoreError::NotFound(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

/// A mailbox with the folders of everyday, all selected once.
pub(crate) struct Stage {
    pub(crate) store: MailboxStore,
    pub(crate) clock: Arc<StageClock>,
    pub(crate) inbox: FolderId,
    pub(crate) sent: FolderId,
    pub(crate) archive: FolderId,
    pub(crate) trash: FolderId,
    heard: Arc<Mutex<Vec<ChangeSet>>>,
    directory: TempDir,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(StageClock(AtomicI64::new(MORNING)));
        let heard = Arc::default();
        let store = open(&directory.path().join("box.db"), &clock, &heard).unwrap();
        let folders = store.reconcile_folders(&everyday_folders()).unwrap();
        let id = |role| folders.iter().find(|folder| folder.role == role).unwrap().id;
        for folder in &folders {
            store.begin_folder(folder.id, VALIDITY).unwrap();
        }
        let stage = Self {
            store,
            clock,
            inbox: id(FolderRole::Inbox),
            sent: id(FolderRole::Sent),
            archive: id(FolderRole::Archive),
            trash: id(FolderRole::Trash),
            heard,
            directory,
        };
        stage.heard();
        stage
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("box.db")
    }

    /// What was announced since the last call, in order: (tag, ids).
    pub(crate) fn heard(&self) -> Vec<(Tag, Vec<i64>)> {
        let sets = std::mem::take(&mut *self.heard.lock().unwrap());
        sets.into_iter().flat_map(|set| set.changes).map(|change| (change.tag, change.ids)).collect()
    }

    /// The same mailbox after the machine stopped: what lay on the disk at that moment, opened elsewhere. Nothing was closed,
    /// nothing of the journal was carried over.
    pub(crate) fn crashed(self) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for name in ["box.db", "box.db-wal"] {
            std::fs::copy(self.directory.path().join(name), directory.path().join(name)).unwrap();
        }
        let store = open(&directory.path().join("box.db"), &self.clock, &self.heard).unwrap();
        Self { store, directory, ..self }
    }

    /// The same mailbox closed and opened again.
    pub(crate) fn reopened(mut self) -> Self {
        self.store.close();
        self.store = open(&self.path(), &self.clock, &self.heard).unwrap();
        self
    }

    /// Puts one letter in a folder; its row.
    pub(crate) fn arrives(&self, folder: FolderId, letter: &Letter) -> MessageId {
        let inserted = self.store.insert_headers(folder, std::slice::from_ref(&letter.0)).unwrap();
        inserted.first().expect("the letter should have been new").id
    }

    /// Puts one letter in a folder that was never selected before; its row.
    pub(crate) fn arrives_in(&self, folder: FolderId, uid: u32, subject: &str) -> MessageId {
        self.store.begin_folder(folder, VALIDITY).unwrap();
        let named = letter(uid, subject).named(&format!("{subject}@a.example"));
        let id = self.arrives(folder, &named);
        self.heard();
        id
    }

    /// A file of these bytes, joined to a draft.
    pub(crate) fn attach(
        &self,
        draft: DraftId,
        name: &str,
        mime_type: &str,
        bytes: &[u8],
    ) -> Result<DraftAttachmentId, StoreError> {
        let blob = blob(&self.store, bytes)?;
        self.store.attach(draft, name, mime_type, blob, bytes.len() as u64)
    }

    /// Gives a letter a body of a few words.
    pub(crate) fn has_text(&self, id: MessageId, text: &str) {
        self.store.store_body(&[body_of(id, text)]).unwrap();
    }

    /// Gives a letter an empty body with files.
    pub(crate) fn has_files(&self, id: MessageId, attachments: Vec<AttachmentInfo>) {
        self.store.store_body(&[BodyToStore { attachments, ..body_of(id, "") }]).unwrap();
    }

    /// What a search typed in Paris finds.
    pub(crate) fn search(&self, typed: &str, limit: u32) -> Result<Vec<ThreadSummary>, StoreError> {
        let query = self.store.understood(typed, TimeZone::get("Europe/Paris").unwrap());
        Ok(self.store.search(&query, limit)?.rows)
    }

    /// Subjects of the list of a folder, newest first.
    pub(crate) fn subjects(&self, folder: FolderId) -> Vec<String> {
        let page = self.store.thread_page(folder, crate::ThreadFilter::All, 0, 100).unwrap();
        page.rows.into_iter().map(|row| row.subject).collect()
    }

    /// UIDs known in a folder.
    pub(crate) fn uids(&self, folder: FolderId) -> Vec<u32> {
        self.store.known_uids(folder).unwrap().into_iter().map(|(uid, _)| uid).collect()
    }

    /// Flags shown of a message.
    pub(crate) fn flags(&self, id: MessageId) -> Flags {
        self.store.message(id).unwrap().expect("the message should be there").flags
    }

    /// Where a message is shown, under which UID; nothing when it is gone.
    pub(crate) fn place(&self, id: MessageId) -> Option<(FolderId, Option<u32>)> {
        self.store.message(id).unwrap().map(|row| (row.folder, row.uid))
    }
}

pub(crate) fn key() -> FileKey {
    FileKey::from_bytes([0x42; 32])
}

/// A sink nobody listens to.
pub(crate) fn deaf() -> ChangeSink {
    Arc::new(|_| {})
}

fn open(path: &Path, clock: &Arc<StageClock>, heard: &Arc<Mutex<Vec<ChangeSet>>>) -> Result<MailboxStore, StoreError> {
    let heard = Arc::clone(heard);
    let clock: Arc<StageClock> = Arc::clone(clock);
    MailboxStore::open(path, &key(), clock, Arc::new(move |set| heard.lock().unwrap().push(set)))
}

pub(crate) fn listed(wire_name: &str, role: FolderRole) -> ListedFolder {
    ListedFolder {
        name: wire_name.to_owned(),
        wire_name: wire_name.to_owned(),
        delimiter: Some('/'),
        role,
        selectable: true,
    }
}

pub(crate) fn everyday_folders() -> Vec<ListedFolder> {
    vec![
        listed("INBOX", FolderRole::Inbox),
        listed("Sent", FolderRole::Sent),
        listed("Archive", FolderRole::Archive),
        listed("Trash", FolderRole::Trash),
    ]
}

/// A letter the server announces.
#[derive(Clone)]
pub(crate) struct Letter(pub(crate) NewMessage);

/// A letter from Amélie to the secretariat, an hour after the one before.
pub(crate) fn letter(uid: u32, subject: &str) -> Letter {
    Letter(NewMessage {
        uid,
        flags: Flags::empty(),
        size: 1_000,
        internal_date: Some(MORNING + i64::from(uid) * 3_600 - 100_000),
        header: HeaderFields {
            message_id: format!("<{uid}@medecins.example>"),
            subject: subject.to_owned(),
            from: person("amelie"),
            to: vec![person("secretariat")],
            ..HeaderFields::default()
        },
    })
}

pub(crate) fn person(name: &str) -> Correspondent {
    Correspondent { name: name.to_uppercase(), address: format!("{name}@medecins.example") }
}

impl Letter {
    pub(crate) fn named(mut self, message_id: &str) -> Self {
        self.0.header.message_id = format!("<{message_id}>");
        self
    }

    pub(crate) fn nameless(mut self) -> Self {
        self.0.header.message_id.clear();
        self
    }

    pub(crate) fn answering(mut self, message_id: &str) -> Self {
        self.0.header.in_reply_to = vec![format!("<{message_id}>")];
        self.0.header.references = vec![format!("<{message_id}>")];
        self
    }

    pub(crate) fn from(mut self, sender: &str, recipient: &str) -> Self {
        self.0.header.from = person(sender);
        self.0.header.to = vec![person(recipient)];
        self
    }

    pub(crate) fn flagged(mut self, flags: Flags) -> Self {
        self.0.flags = flags;
        self
    }

    pub(crate) fn arrived(mut self, seconds: i64) -> Self {
        self.0.internal_date = Some(seconds);
        self
    }
}

/// A body that is its text.
pub(crate) fn body_of(id: MessageId, text: &str) -> BodyToStore {
    BodyToStore {
        id,
        packed: PackedBody::pack(text.as_bytes().to_vec()),
        cuts: None,
        text: text.to_owned(),
        attachment_text: String::new(),
        preview: text.to_owned(),
        attachments: vec![],
        receipts: Receipts::default(),
    }
}
