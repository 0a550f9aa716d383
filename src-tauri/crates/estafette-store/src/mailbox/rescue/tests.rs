#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use estafette_model::{Clock, Flags};

use super::Rescued;
use crate::testing::{MORNING, Stage, attached, blob, key, letter, outgoing};
use crate::{DraftFields, FileKey, MailboxStore, OperationOutcome, OutboxState, OutgoingLetter, StoreError};

const PAGE: usize = 16_384;

/// A day's work of somebody: letters read, one moved, one starred, a letter being written with a file, one waiting to leave.
fn a_day(stage: &Stage) {
    for uid in 1..40 {
        let id = stage.arrives(stage.inbox, &letter(uid, "Bilan"));
        stage.has_text(id, &"créatinine ".repeat(500));
    }
    let starred = stage.arrives(stage.inbox, &letter(50, "Suivi"));
    stage.store.set_flag(&[starred], Flags::FLAGGED, true).unwrap();
    let moved = stage.arrives(stage.inbox, &letter(51, "Rangé"));
    stage.store.move_messages(&[moved], stage.archive).unwrap();
    let draft = stage.store.create_draft(&DraftFields { subject: "Transport".to_owned(), ..fields() }).unwrap();
    stage.attach(draft, "bon.pdf", "application/pdf", &vec![7; 60_000]).unwrap();
    let other = stage.store.create_draft(&fields()).unwrap();
    stage.store.queue(other, &a_letter(&stage.store)).unwrap();
}

fn fields() -> DraftFields {
    DraftFields { subject: "Planning".to_owned(), ..DraftFields::default() }
}

const RAW: &[u8] = b"Message-ID: <1@foyer.example>\r\n\r\nBonjour";

fn a_letter(store: &MailboxStore) -> OutgoingLetter {
    OutgoingLetter {
        blob: blob(store, RAW).unwrap(),
        size: RAW.len() as u64,
        message_id: "<1@foyer.example>".to_owned(),
        from: Some("secretariat@foyer.example".parse().unwrap()),
        envelope: None,
        recipients: vec!["amelie@medecins.example".parse().unwrap()],
        subject: "Planning".to_owned(),
        not_before: MORNING,
    }
}

/// The file of that day, closed, where a test may spoil it.
fn closed_day() -> (tempfile::TempDir, PathBuf, Arc<dyn Clock>) {
    let stage = Stage::new();
    a_day(&stage);
    stage.store.close();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("box.db");
    fs::copy(stage.path(), &path).unwrap();
    (folder, path, stage.clock)
}

fn spoil(path: &Path, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[page * PAGE + 900..page * PAGE + 1_000].fill(0xff);
    fs::write(path, bytes).unwrap();
}

fn reopen(path: &Path, clock: &Arc<dyn Clock>) -> MailboxStore {
    MailboxStore::open(path, &key(), Arc::clone(clock), Arc::new(|_| {})).unwrap()
}

#[test]
fn what_a_person_did_is_taken_over_and_the_copies_are_to_be_fetched_again() {
    let (_folder, path, clock) = closed_day();
    let rescued = MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    assert_eq!(rescued, Rescued { drafts: 1, letters: 1 });
    let store = reopen(&path, &clock);
    let draft = &store.drafts().unwrap()[0];
    assert_eq!(draft.fields.subject, "Transport");
    let file = attached(&store, draft.attachments[0].id);
    assert_eq!(file, Some(vec![7; 60_000]));
    let folders = store.folders().unwrap();
    assert_eq!(folders.len(), 4, "gestures know their folders");
    assert!(folders.iter().all(|folder| (folder.total, folder.uid_next) == (0, None)));
    assert_eq!(store.due_operations(10).unwrap().len(), 2, "gestures know the UID, not the copy");
}

#[test]
fn a_gesture_taken_over_finds_its_letter_again() {
    let (_folder, path, clock) = closed_day();
    MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    let store = reopen(&path, &clock);
    let inbox = store.folders().unwrap().into_iter().find(|folder| folder.wire_name == "INBOX").unwrap().id;
    let back = store.insert_headers(inbox, &[letter(50, "Suivi").0, letter(51, "Rangé").0]).unwrap();
    assert_eq!(back.len(), 1, "the one moved away does not come back where it was");
    assert_eq!(store.message(back[0].id).unwrap().unwrap().flags, Flags::FLAGGED);
    let starred = store.due_operations(10).unwrap()[0].id;
    store.complete_operations(&[(starred, OperationOutcome::Done)]).unwrap();
    assert_eq!(store.known_uids(inbox).unwrap(), [(50, Flags::FLAGGED)]);
}

#[test]
fn a_letter_that_waited_is_not_sent_by_itself_because_it_may_have_left() {
    let (_folder, path, clock) = closed_day();
    MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    let store = reopen(&path, &clock);
    let letters = store.outbox().unwrap();
    assert_eq!(letters.iter().map(|letter| letter.state).collect::<Vec<_>>(), [OutboxState::Unknown]);
    assert_eq!(letters[0].recipients, ["amelie@medecins.example"]);
    assert_eq!(outgoing(&store, letters[0].id).unwrap(), RAW);
}

#[test]
fn whichever_page_is_spoilt_the_mailbox_is_made_anew_and_loses_at_most_what_was_on_it() {
    let (_folder, path, clock) = closed_day();
    let whole = fs::read(&path).unwrap();
    let mut lost = Vec::new();
    for page in 0..whole.len() / PAGE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("box.db");
        fs::write(&path, &whole).unwrap();
        spoil(&path, page);
        let rescued = MailboxStore::rebuild(&path, &key(), &clock).unwrap();
        let store = reopen(&path, &clock);
        store.reconcile_folders(&crate::testing::everyday_folders()).expect("it is used as any other");
        if rescued != (Rescued { drafts: 1, letters: 1 }) {
            lost.push(page);
        }
    }
    assert!(lost.contains(&0), "the first page holds the key to all of it");
    // The list of tables, the pages a person's own tables begin on, and those of the rows and of the bytes themselves.
    assert!(lost.len() <= 18, "of {} pages, those cost something: {lost:?}", whole.len() / PAGE);
}

/// A file of which a piece is lost would arrive spoilt: it is not joined any more, and the draft stays.
#[test]
fn a_file_that_is_not_whole_is_not_taken_over() {
    let stage = Stage::new();
    let draft = stage.store.create_draft(&fields()).unwrap();
    stage.attach(draft, "film.mp4", "video/mp4", &vec![7; 500_000]).unwrap();
    stage.attach(draft, "bon.pdf", "application/pdf", b"%PDF").unwrap();
    let lose = "DELETE FROM blob_pieces WHERE start > 0 AND start < 300000";
    stage.store.file().write(|sql, _| Ok(sql.execute(lose, [])?)).unwrap();
    stage.store.close();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("box.db");
    fs::copy(stage.path(), &path).unwrap();
    let clock: Arc<dyn Clock> = stage.clock;
    MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    let drafts = reopen(&path, &clock).drafts().unwrap();
    let names: Vec<_> = drafts[0].attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["bon.pdf"]);
}

#[test]
fn the_damaged_file_is_kept_as_it_is() {
    let (folder, path, clock) = closed_day();
    spoil(&path, 5);
    let before = fs::read(&path).unwrap();
    MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    assert_eq!(fs::read(folder.path().join(format!("box.db.damaged-{MORNING}"))).unwrap(), before);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["box.db", &format!("box.db.damaged-{MORNING}"), "box.db.lock"], "and nothing else is left");
}

#[test]
fn what_the_journal_held_is_taken_over_too() {
    let stage = Stage::new();
    a_day(&stage);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("box.db");
    let wal = |of: &Path| PathBuf::from(format!("{}-wal", of.display()));
    fs::copy(stage.path(), &path).unwrap();
    fs::copy(wal(&stage.path()), wal(&path)).unwrap();
    let clock: Arc<dyn Clock> = stage.clock.clone();
    let rescued = MailboxStore::rebuild(&path, &key(), &clock).unwrap();
    assert_eq!(rescued, Rescued { drafts: 1, letters: 1 });
    assert!(folder.path().join(format!("box.db.damaged-{MORNING}-wal")).exists());
    assert_eq!(reopen(&path, &clock).drafts().unwrap().len(), 1);
}

#[test]
fn a_file_somebody_has_open_is_left_alone() {
    let (_folder, path, clock) = closed_day();
    let open = reopen(&path, &clock);
    assert!(matches!(MailboxStore::rebuild(&path, &key(), &clock), Err(StoreError::Busy)));
    open.close();
    let other = FileKey::from_bytes([9; 32]);
    assert_eq!(MailboxStore::rebuild(&path, &other, &clock).unwrap(), Rescued::default(), "nothing can be read");
}
