#![allow(clippy::unwrap_used, clippy::expect_used)]

//! A season in the life of a mailbox, a thousand times faster: letters arrive, people and other programs flag, move and
//! delete, gestures are replayed, answers get lost, UIDVALIDITY changes. Whatever the order, the summaries are what a recount
//! gives, and once all is quiet the mailbox here is the mailbox there.

use std::collections::BTreeMap;

use estafette_model::{Flags, FolderId};

use crate::testing::{Stage, letter};
use crate::{NewMessage, Operation, OperationKind, OperationOutcome};

/// Small and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.roll(of.len())])
    }
}

#[derive(Clone)]
struct OnServer {
    name: String,
    flags: Flags,
}

struct ServerFolder {
    validity: u32,
    next: u32,
    letters: BTreeMap<u32, OnServer>,
}

/// An IMAP server with three folders.
struct Server {
    folders: BTreeMap<FolderId, ServerFolder>,
    uidplus: bool,
    names: u32,
}

impl Server {
    fn new(stage: &Stage, uidplus: bool) -> Self {
        let folders = [stage.inbox, stage.archive, stage.trash]
            .map(|id| (id, ServerFolder { validity: crate::testing::VALIDITY, next: 1, letters: BTreeMap::new() }));
        Self { folders: folders.into(), uidplus, names: 0 }
    }

    fn folder(&mut self, id: FolderId) -> &mut ServerFolder {
        self.folders.get_mut(&id).unwrap()
    }

    fn deliver(&mut self, folder: FolderId, letter: OnServer) -> u32 {
        let folder = self.folder(folder);
        let uid = folder.next;
        folder.next += 1;
        folder.letters.insert(uid, letter);
        uid
    }

    fn receives(&mut self, folder: FolderId) {
        self.names += 1;
        let name = format!("{}@a.example", self.names);
        self.deliver(folder, OnServer { name, flags: Flags::empty() });
    }

    fn renumbers(&mut self, id: FolderId) {
        let folder = self.folder(id);
        folder.validity += 1;
        let letters = std::mem::take(&mut folder.letters);
        folder.letters = (folder.next..).zip(letters.into_values()).collect();
        folder.next += u32::try_from(folder.letters.len()).unwrap();
    }

    /// What an engine does with a due gesture.
    fn replays(&mut self, operation: &Operation) -> Option<OperationOutcome<'static>> {
        let (folder, uid) = (operation.folder.unwrap(), operation.uid.unwrap());
        let uidplus = self.uidplus;
        let source = self.folder(folder);
        if operation.uid_validity != Some(source.validity) {
            return None;
        }
        let gone = Some(OperationOutcome::Park { reason: "no such message" });
        match &operation.kind {
            OperationKind::SetFlag { flags, on } => {
                let Some(letter) = source.letters.get_mut(&uid) else { return gone };
                letter.flags = if *on { letter.flags.with(*flags) } else { letter.flags.without(*flags) };
                Some(OperationOutcome::Done)
            }
            OperationKind::Move { to, .. } => {
                let Some(letter) = source.letters.remove(&uid) else { return gone };
                let uid = self.deliver(*to, letter);
                let uid_validity = self.folder(*to).validity;
                Some(if uidplus { OperationOutcome::Moved { uid_validity, uid } } else { OperationOutcome::Done })
            }
            OperationKind::CreateFolder
            | OperationKind::RenameFolder { .. }
            | OperationKind::DeleteFolder
            | OperationKind::AppendSent { .. } => unreachable!("nobody sends or makes folders here"),
        }
    }

    /// What an engine does with a folder.
    fn synchronises(&self, stage: &Stage, id: FolderId) {
        let folder = &self.folders[&id];
        stage.store.begin_folder(id, folder.validity).unwrap();
        let known: BTreeMap<u32, Flags> = stage.store.known_uids(id).unwrap().into_iter().collect();
        let vanished: Vec<u32> = known.keys().copied().filter(|uid| !folder.letters.contains_key(uid)).collect();
        stage.store.remove_vanished(id, &vanished).unwrap();
        let flags: Vec<(u32, Flags)> = folder.letters.iter().map(|(uid, letter)| (*uid, letter.flags)).collect();
        stage.store.apply_server_flags(id, &flags).unwrap();
        let new: Vec<NewMessage> = folder
            .letters
            .iter()
            .filter(|(uid, _)| !known.contains_key(uid))
            .map(|(uid, new)| header(*uid, new))
            .collect();
        stage.store.insert_headers(id, &new).unwrap();
        stage.store.finish_folder(id, Some(folder.next), None).unwrap();
    }
}

/// Some letters answer others: the number before theirs, or one that never comes.
fn header(uid: u32, on_server: &OnServer) -> NewMessage {
    let number: u32 = on_server.name.split('@').next().unwrap().parse().unwrap();
    let plain = letter(uid, &format!("n° {number}")).named(&on_server.name).flagged(on_server.flags);
    let threaded = match number % 4 {
        0 => plain.answering(&format!("{}@a.example", number - 1)),
        1 => plain.answering(&format!("lost{}@a.example", number / 8)),
        _ => plain,
    };
    threaded.0
}

fn replay_some(stage: &Stage, server: &mut Server, dice: &mut Dice) {
    for operation in stage.store.due_operations(4).unwrap() {
        let Some(outcome) = server.replays(&operation) else { continue };
        // Now and then the connection is lost between the server's act and its answer.
        if dice.roll(8) > 0 {
            stage.store.complete_operations(&[(operation.id, outcome)]).unwrap();
        }
    }
}

fn something_happens(stage: &Stage, server: &mut Server, dice: &mut Dice) {
    let folders: Vec<FolderId> = server.folders.keys().copied().collect();
    let folder = dice.pick(&folders).unwrap();
    let here: Vec<_> = folders.iter().flat_map(|folder| shown(stage, *folder)).collect();
    let there: Vec<u32> = server.folder(folder).letters.keys().copied().collect();
    let flags = dice.pick(&[Flags::SEEN, Flags::FLAGGED, Flags::ANSWERED]).unwrap();
    match dice.roll(12) {
        0..=2 => server.receives(stage.inbox),
        3 => server.receives(folder),
        4 => {
            if let Some(uid) = dice.pick(&there) {
                let letter = server.folder(folder).letters.get_mut(&uid).unwrap();
                letter.flags = if dice.roll(2) == 0 { letter.flags.with(flags) } else { letter.flags.without(flags) };
            }
        }
        5 => {
            if let Some(uid) = dice.pick(&there) {
                server.folder(folder).letters.remove(&uid);
            }
        }
        6 => {
            if let Some(id) = dice.pick(&here) {
                stage.store.set_flag(&[id], flags, dice.roll(2) == 0).unwrap();
            }
        }
        7..=8 => {
            if let Some(id) = dice.pick(&here) {
                stage.store.move_messages(&[id], folder).unwrap();
            }
        }
        9 => replay_some(stage, server, dice),
        10 => {
            if let Some(id) = dice.pick(&here) {
                stage.has_text(id, "texte");
            }
        }
        _ => {
            if dice.roll(10) == 0 {
                server.renumbers(folder);
            }
            server.synchronises(stage, folder);
        }
    }
}

fn shown(stage: &Stage, folder: FolderId) -> Vec<estafette_model::MessageId> {
    let page = stage.store.thread_page(folder, crate::ThreadFilter::All, 0, 50).unwrap();
    page.rows.into_iter().map(|row| row.latest).collect()
}

/// Rows that should not be, by the name of the fault.
fn faults(stage: &Stage) -> Vec<(&'static str, i64)> {
    let faults = [
        (
            "a summary is not what a recount gives",
            "SELECT count(*) FROM (
               SELECT thread_id, folder_id, max(id), count(*), sum(flags & 1 = 0), sum(flags & 4 <> 0), sum(has_attachments)
                 FROM messages GROUP BY thread_id, folder_id
               EXCEPT
               SELECT thread_id, folder_id, last_message_id, messages, unread, starred, attachments FROM thread_folder)",
        ),
        (
            "a summary counts nothing",
            "SELECT count(*) FROM thread_folder AS t WHERE NOT EXISTS
               (SELECT 1 FROM messages AS m WHERE m.thread_id = t.thread_id AND m.folder_id = t.folder_id)",
        ),
        (
            "a folder is not what a recount gives",
            "SELECT count(*) FROM folders AS f WHERE (total, unread) <>
               (SELECT count(*), coalesce(sum(flags & 1 = 0), 0) FROM messages AS m WHERE m.folder_id = f.id)",
        ),
        (
            "a conversation is empty",
            "SELECT count(*) FROM threads AS t WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.thread_id = t.id)",
        ),
        (
            "two conversations share a Message-ID",
            "SELECT count(*) FROM messages AS m JOIN thread_links AS l ON l.message_id = m.message_id
              WHERE l.thread_id <> m.thread_id",
        ),
        (
            "the index has other letters than the mailbox",
            "SELECT (SELECT count(*) FROM (SELECT id FROM messages WHERE has_body EXCEPT SELECT rowid FROM fts))
                  + (SELECT count(*) FROM (SELECT rowid FROM fts EXCEPT SELECT id FROM messages WHERE has_body))
                  + (SELECT count(*) FROM (SELECT id FROM messages WHERE NOT has_body EXCEPT SELECT rowid FROM header_words))
                  + (SELECT count(*) FROM (SELECT rowid FROM header_words EXCEPT SELECT id FROM messages))",
        ),
        (
            "a gesture waits for a letter that is gone",
            "SELECT count(*) FROM operations AS o WHERE o.state = 'moved'
                AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.id = o.message)",
        ),
        (
            "a letter has no UID and nothing that will give it one",
            "SELECT count(*) FROM messages AS m WHERE m.uid IS NULL AND NOT EXISTS
               (SELECT 1 FROM operations AS o WHERE o.message = m.id AND o.kind = 'move' AND o.state IN ('due', 'moved'))",
        ),
    ];
    let found = faults.map(|(name, sql)| {
        let count = stage.store.file().read(|db| Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))?)).unwrap();
        (name, count)
    });
    found.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Name and flags of what is in a folder, by UID: here.
fn here(stage: &Stage, folder: FolderId) -> BTreeMap<u32, (String, Flags)> {
    let sql = "SELECT uid, message_id, flags FROM messages WHERE folder_id = ?1";
    let read = stage.store.file().read(|db| {
        let mut statement = db.prepare(sql)?;
        let rows = statement.query_map([folder.get()], |row| {
            Ok((row.get::<_, Option<u32>>(0)?, (row.get(1)?, Flags::from_bits(row.get(2)?))))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    read.unwrap().into_iter().map(|(uid, letter)| (uid.expect("every move should have ended"), letter)).collect()
}

fn there(server: &Server, folder: FolderId) -> BTreeMap<u32, (String, Flags)> {
    let letters = &server.folders[&folder].letters;
    letters.iter().map(|(uid, letter)| (*uid, (letter.name.clone(), letter.flags))).collect()
}

/// Synchronises and replays until nothing is left to do.
fn calm_down(stage: &Stage, server: &mut Server) {
    let folders: Vec<FolderId> = server.folders.keys().copied().collect();
    for _ in 0..50 {
        for folder in &folders {
            server.synchronises(stage, *folder);
        }
        let due = stage.store.due_operations(1_000).unwrap();
        for operation in &due {
            if let Some(outcome) = server.replays(operation) {
                stage.store.complete_operations(&[(operation.id, outcome)]).unwrap();
            }
        }
        if due.is_empty() {
            break;
        }
    }
    for folder in folders.iter().chain(&folders) {
        server.synchronises(stage, *folder);
    }
}

#[test]
fn summaries_stay_true_and_both_sides_agree_in_the_end() {
    for seed in 0..8 {
        let stage = Stage::new();
        let mut dice = Dice(seed);
        let mut server = Server::new(&stage, seed % 2 == 0);
        for step in 0..400 {
            something_happens(&stage, &mut server, &mut dice);
            assert_eq!(faults(&stage), [], "seed {seed}, step {step}");
        }
        calm_down(&stage, &mut server);
        assert_eq!(faults(&stage), [], "seed {seed}, at the end");
        assert_eq!(stage.store.due_operations(10).unwrap(), [], "seed {seed}");
        for folder in [stage.inbox, stage.archive, stage.trash] {
            assert_eq!(here(&stage, folder), there(&server, folder), "seed {seed}, folder {folder}");
        }
    }
}
