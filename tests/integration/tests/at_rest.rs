//! After a whole session nothing of a letter is on the disk or in the log: subject, text, names, files, drafts.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use estafette_contract::{FolderRole, OutboxState};
use estafette_engine::{KeyHolder, Unlocking, Vault};
use estafette_integration::{Canary, World, patiently};
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

const WORD: &str = "Zylkariéthe";

/// Everything the program would say at its most talkative.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A letter that holds the word in its subject, its sender's name, its text (quoted-printable), a file's name and the file
/// itself (base64).
fn letter() -> Vec<u8> {
    use base64::Engine as _;
    let file = base64::engine::general_purpose::STANDARD.encode(format!("Compte rendu de {WORD}"));
    format!(
        "From: \"Dr {WORD}\" <urgences@ch-val-fleuri.mssante.example>\r\n\
         To: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: Retour de {WORD}\r\nMessage-ID: <c@ch.example>\r\n\
         Date: Mon, 23 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\nMme Zylkari=C3=A9the revient lundi.\r\n--b\r\n\
         Content-Type: text/plain; name=\"{WORD}.txt\"\r\nContent-Disposition: attachment; filename=\"{WORD}.txt\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{file}\r\n--b--\r\n"
    )
    .into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_letter_is_on_the_disk_or_in_the_log_after_a_session() {
    let log = Log::default();
    let talkative = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    talkative.with_writer(log.clone()).try_init().expect("the only log");
    let received = SystemTime::now() - Duration::from_secs(3600);
    let Some(world) = World::filled(|store| store.deliver("secretariat", "INBOX", &letter(), &[], received)) else {
        return;
    };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = world.desk("sophie", "secretariat").await;
    use_it(&desk).await;
    let keys = desk.leave().await;

    let canary = Canary::new(WORD);
    let profile = papers.join("profile");
    assert!(std::fs::metadata(profile.join("mailbox-1.db")).expect("the mailbox").len() > 50_000, "it was used");
    assert_eq!(canary.sightings(&profile), [], "the profile");
    assert_eq!(canary.sightings(Path::new("/dev/shm")), [], "the shared memory");
    assert_eq!(canary.forms_in(&log.0.lock().expect("the log")), Vec::<&str>::new(), "the log");
    assert!(log.0.lock().expect("the log").len() > 1000, "the log was listened to");

    // First control: the very same file with its encryption taken off holds the word.
    let plain = tempfile::tempdir().expect("a folder");
    take_encryption_off(&profile, keys, &plain.path().join("plain.db"));
    assert!(canary.sightings(plain.path()).iter().any(|seen| seen.form == "plain"), "what was encrypted is the letter");

    // Second control: the same search finds the word where nothing is encrypted, at the operator's, in every form it has there.
    let mut forms: Vec<_> =
        canary.sightings(&world.operator.mailstore().maildir("secretariat")).into_iter().map(|s| s.form).collect();
    forms.sort_unstable();
    forms.dedup();
    assert_eq!(forms, ["base64", "plain", "quoted-printable"]);
}

/// Copies the mailbox file into one that is not encrypted, with the key its own vault gives.
fn take_encryption_off(profile: &Path, keys: Arc<dyn KeyHolder>, plain: &Path) {
    let key =
        Vault::open(profile, keys, &Unlocking::Unasked).expect("the vault").file_key("mailbox-1.db").expect("the key");
    let key: String = key.expose().iter().map(|byte| format!("{byte:02x}")).collect();
    let file = rusqlite::Connection::open(profile.join("mailbox-1.db")).expect("the mailbox");
    file.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 16384; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
         ATTACH DATABASE '{}' AS plain KEY ''; SELECT sqlcipher_export('plain'); DETACH DATABASE plain;",
        plain.display()
    ))
    .expect("copied");
}

/// Reads it, searches for it, answers it, begins another letter about it.
async fn use_it(desk: &estafette_integration::Desk) {
    let row = desk.wait_for_row(FolderRole::Inbox, &format!("Retour de {WORD}")).await;
    let thread = desk.open(&row).await;
    patiently("the text", async || desk.frame(&thread.url).await.contains(WORD).then_some(())).await;
    let mailbox = desk.mailbox().await.id;
    let found: estafette_contract::ThreadPage =
        desk.get("thread_search", json!({ "mailbox": mailbox, "query": WORD, "limit": 50 })).await;
    assert_eq!(found.total, 1);
    let sent = desk.write(&["urgences@ch-val-fleuri.mssante.example"], &format!("Re : {WORD}"), WORD).await;
    let letter = desk.send(&sent).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    desk.wait_for_row(FolderRole::Sent, &format!("Re : {WORD}")).await;
    let draft = desk.write(&[], &format!("Brouillon sur {WORD}"), WORD).await;
    desk.put_in_drawer("note.txt", b"une note");
    let _joined = desk.join_drawer(&draft).await;
    let refused = desk
        .ask::<Value>(
            "thread_open",
            json!({ "mailbox": mailbox, "thread": 999, "folder": 1, "theme": "light", "reveal": false }),
        )
        .await;
    assert!(refused.is_err(), "an error is written down too");
}
