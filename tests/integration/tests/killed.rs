//! Estafette killed in the middle of a letter: a second process is really killed, at a moment nobody chose, and what it had
//! said to be saved is there at the next start.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use estafette_contract::{DraftStarted, DraftView, InterruptedDraft};
use estafette_engine::{HolderFault, KeyHolder};
use estafette_integration::{Desk, World};
use estafette_model::Secret;
use serde_json::{Value, json};

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
/// Where the process to be killed finds its papers; only that process has it.
const PAPERS: &str = "ESTAFETTE_TEST_PAPERS";
/// Savings heard of before the kill.
const HEARD: u32 = 12;

/// A keyring both processes reach: a file of the test.
struct FileHolder(PathBuf);

impl FileHolder {
    fn place(&self, entry: &str) -> PathBuf {
        self.0.join(entry.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
    }
}

impl KeyHolder for FileHolder {
    fn load(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        Ok(std::fs::read(self.place(entry)).ok().map(Secret::new))
    }

    fn save(&self, entry: &str, secret: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        std::fs::create_dir_all(&self.0).map_err(|_| HolderFault::Absent)?;
        std::fs::write(self.place(entry), secret.expose()).map_err(|_| HolderFault::Absent)
    }
}

async fn sit_down(papers: &Path) -> Desk {
    Desk::sit_down_with_keys(papers.to_owned(), Arc::new(FileHolder(papers.join("keys")))).await
}

/// Not a test of its own: the process that is killed. It writes a letter, saves it again and again, and says which revision
/// was kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_writes_until_it_is_killed() {
    let Some(papers) = std::env::var_os(PAPERS) else { return };
    let desk = sit_down(Path::new(&papers)).await;
    let mailbox = desk.mailbox().await.id;
    let started: DraftStarted = desk.get("draft_create", json!({ "mailbox": mailbox })).await;
    let which = json!({ "mailbox": mailbox, "draft": started.draft });
    let _shown: DraftView = desk.get("draft_open", which).await;
    for revision in 1_u32.. {
        let text = format!("<p>Mme Aubert a dormi {revision} heures.</p>");
        let content = json!({ "to": [URGENCES], "cc": [], "subject": "Nuit du 24", "body_html": text });
        let save = json!({ "mailbox": mailbox, "draft": started.draft, "revision": revision, "content": content });
        let _saved: Value = desk.get("draft_save", save).await;
        let mut out = std::io::stdout().lock();
        writeln!(out, "kept {revision}").expect("said");
        out.flush().expect("said");
    }
}

/// Lets the other process write, kills it, and gives the last revision it said to be kept.
fn write_and_kill(papers: &Path) -> u32 {
    let mut victim = Command::new(std::env::current_exe().expect("a program"))
        .args(["--exact", "a_process_that_writes_until_it_is_killed", "--nocapture"])
        .env(PAPERS, papers)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut said = BufReader::new(victim.stdout.take().expect("piped"));
    let mut last = 0;
    let mut line = String::new();
    while last < HEARD && said.read_line(&mut line).is_ok_and(|read| read > 0) {
        last = line.split_once("kept ").and_then(|(_, number)| number.trim().parse().ok()).unwrap_or(last);
        line.clear();
    }
    // SIGKILL: nothing is closed, nothing is flushed.
    victim.kill().expect("killed");
    victim.wait().expect("gone");
    for line in said.lines().map_while(Result::ok) {
        last = line.split_once("kept ").and_then(|(_, number)| number.trim().parse().ok()).unwrap_or(last);
    }
    assert!(last >= HEARD, "the other process wrote too little: {last}");
    last
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_before_the_kill_is_offered_at_the_next_start() {
    let Some(world) = World::quiet() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let kept = write_and_kill(&papers);

    let desk = sit_down(&papers).await;
    let found: Vec<InterruptedDraft> = desk.get("draft_interrupted", json!({})).await;
    assert_eq!(found.len(), 1);
    let which = json!({ "mailbox": found[0].mailbox, "draft": found[0].draft.id });
    let draft: DraftView = desk.get("draft_open", which.clone()).await;
    assert!(draft.revision >= kept, "kept {kept}, found {}", draft.revision);
    assert_eq!(draft.content.body_html, format!("<p>Mme Aubert a dormi {} heures.</p>", draft.revision));
    let found: Vec<InterruptedDraft> = desk.get("draft_interrupted", json!({})).await;
    assert!(found.is_empty(), "it is on screen");

    let _done: Value = desk.get("draft_close", which).await;
    let _keys = desk.leave().await;
    let again = sit_down(&papers).await;
    let found: Vec<InterruptedDraft> = again.get("draft_interrupted", json!({})).await;
    assert!(found.is_empty(), "it was left as it should be");
}
