//! After a mailbox was closed, the memory of the program that goes on living holds no key and no password from that moment on, and no
//! word of a letter either once its threads have come to rest.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_harness::{Found, OperatorSpec, SecretService, Sought, require, search_memory};
use estafette_integration::memory::{Keys, Words};
use estafette_integration::{Canary, World};

const TRIAL: &str = env!("CARGO_BIN_EXE_memory-trial");
/// Chosen so that no part of it is a word of any program.
const PASSWORD: &str = "quipsolm-7319-vrynexa";
/// What a thread that read or packed a letter has on its stack, and the tables it packs with, go with the thread: tokio lets one
/// that has nothing to do live for ten seconds.
const THREADS_LIVE: Duration = Duration::from_secs(10);
/// For a machine that is busy.
const MARGIN: Duration = Duration::from_secs(10);

fn words() -> Words {
    let word = String::from;
    Words {
        subject: word("zylkarivonte"),
        text: word("mubrantelixe"),
        file_name: word("kevrisqualdo"),
        file_text: word("drofunelbica"),
        sent_subject: word("wexatrimbulo"),
        sent_text: word("hyndroblasque"),
        passphrase: word("vorliquembe 58 trascunelle"),
    }
}

/// With a text in HTML and a file, both of them encoded.
fn letter(words: &Words) -> Vec<u8> {
    let Words { subject, text, file_name, file_text, .. } = words;
    let file = STANDARD.encode(format!("Compte rendu : {file_text}."));
    let text = STANDARD.encode(format!("<p>La personne {text} revient lundi.</p>"));
    format!(
        "From: Urgences <urgences@ch-val-fleuri.mssante.example>\r\n\
         To: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: {subject}\r\nMessage-ID: <c@ch.example>\r\n\
         Date: Mon, 23 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{text}\r\n--b\r\n\
         Content-Type: text/plain; name=\"{file_name}.txt\"\r\n\
         Content-Disposition: attachment; filename=\"{file_name}.txt\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{file}\r\n--b--\r\n"
    )
    .into_bytes()
}

/// The program that is looked at.
struct Session {
    process: Child,
    said: BufReader<ChildStdout>,
}

impl Session {
    fn start(papers: &Path, keyring: &Keyring) -> Self {
        let mut process = trial("session", papers, keyring).stdin(Stdio::piped()).spawn().expect("started");
        let said = BufReader::new(process.stdout.take().expect("piped"));
        Self { process, said }
    }

    fn wait_for(&mut self, what: &str) {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("heard");
        assert_eq!(line.trim(), what);
    }

    fn close(&mut self) {
        self.process.stdin.as_mut().expect("piped").write_all(b"\n").expect("told");
        self.wait_for("closed");
    }

    fn search(&self, sought: &[Sought]) -> Vec<Found> {
        search_memory(self.process.id(), sought).expect("read")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _gone = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// What a program needs to reach a keyring, or to find none.
type Keyring = Vec<(&'static str, String)>;

fn trial(what: &str, papers: &Path, keyring: &Keyring) -> Command {
    let mut trial = Command::new(TRIAL);
    trial.arg(what).arg(papers).envs(keyring.iter().cloned()).stdout(Stdio::piped());
    trial
}

fn keys(papers: &Path, keyring: &Keyring) -> Keys {
    let told = trial("keys", papers, keyring).output().expect("started");
    serde_json::from_slice(&told.stdout).expect("the keys")
}

/// A key is looked for by each of its halves, as bytes and as SQLCipher is told it: a part that is left is left.
fn forms_of_key(name: &str, key: &[u8]) -> Vec<Sought> {
    assert_eq!(key.len(), 32, "{name}");
    let halves = key.chunks(16).flat_map(|half| {
        let hex: String = half.iter().map(|byte| format!("{byte:02x}")).collect();
        [half.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()]
    });
    let whole = STANDARD.encode(key).into_bytes();
    halves.chain([whole]).map(|bytes| Sought { name: name.to_owned(), bytes }).collect()
}

fn forms_of_word(name: &str, word: &str) -> Vec<Sought> {
    let canary = Canary::new(word);
    // a word of ASCII letters is quoted as it is
    let forms: BTreeSet<&[u8]> = canary.forms().map(|(_, bytes)| bytes).collect();
    forms.into_iter().map(|bytes| Sought { name: name.to_owned(), bytes: bytes.to_vec() }).collect()
}

#[test]
fn after_closing_no_key_is_in_memory_and_no_word_of_a_letter_once_its_threads_have_ended() {
    let Some(service) = require::available("a keyring", SecretService::start()) else { return };
    nothing_is_left(&service.environment(), |keys| {
        let master = keys.master.as_ref().expect("in the keyring");
        forms_of_key("the master key", master)
    });
}

#[test]
fn nor_is_the_passphrase_where_there_is_no_keyring() {
    let nowhere = vec![("DBUS_SESSION_BUS_ADDRESS", String::from("unix:path=/nonexistent/bus"))];
    nothing_is_left(&nowhere, |_| forms_of_word("the passphrase", &words().passphrase));
}

/// `way_in`: what is sought beside the keys of the files and the password of the mailbox.
fn nothing_is_left(keyring: &Keyring, way_in: impl FnOnce(&Keys) -> Vec<Sought>) {
    let mut accounts = World::accounts();
    accounts.iter_mut().for_each(|account| account.password = String::from(PASSWORD));
    let Some(world) = World::of(OperatorSpec::new(accounts)) else { return };
    let words = words();
    let received = SystemTime::now() - Duration::from_secs(3600);
    world.operator.mailstore().deliver("secretariat", "INBOX", &letter(&words), &[], received).expect("delivered");
    let papers = world.papers_for("sophie", "secretariat");
    words.write(&papers).expect("written");

    let mut session = Session::start(&papers, keyring);
    session.wait_for("open");
    let keys = keys(&papers, keyring);
    let secrets: Vec<Sought> = [
        way_in(&keys),
        forms_of_word("the password", PASSWORD),
        forms_of_key("the key of the post", &keys.post),
        forms_of_key("the key of the mailbox", &keys.mailbox),
    ]
    .concat();
    let letters = words.named().into_iter().flat_map(|(name, word)| forms_of_word(name, word));
    let all: Vec<Sought> = secrets.iter().cloned().chain(letters).collect();

    let held: BTreeSet<String> = session.search(&all).into_iter().map(|found| found.name).collect();
    let wanted: BTreeSet<String> = all.iter().map(|each| each.name.clone()).collect();
    assert_eq!(held, wanted, "the control finds everything while the mailbox is open");

    session.close();
    let left = session.search(&secrets);
    assert!(left.is_empty(), "at once, {} left: {left:#?}", left.len());
    let closed = Instant::now();
    loop {
        let left = session.search(&all);
        if left.is_empty() {
            break;
        }
        assert!(closed.elapsed() < THREADS_LIVE + MARGIN, "{} left: {left:#?}", left.len());
        std::thread::sleep(Duration::from_millis(500));
    }
}
