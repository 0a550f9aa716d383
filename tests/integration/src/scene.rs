//! What a test plays: named people at their posts, and the bad days of a network. « Le réseau tombe », « le poste redémarre »,
//! « Sophie envoie » are one call each, so that a scene reads like the morning it tells.

use std::collections::BTreeMap;

use estafette_contract::{DraftView, FolderRole, MailboxRef, OutboxRef, OutboxState, OutboxView, ThreadRow, Withdrawn};
use estafette_harness::{FaultProxy, Mailstore, OperatorSpec, require};
use serde_json::{Value, json};

use crate::{Desk, World, patiently};

/// Who answers the secretariat: the emergency ward of the hospital.
pub const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";

/// One operator behind a line that can be told to misbehave, and the people in front of it.
pub struct Scene {
    /// The operator and the papers of everyone.
    pub world: World,
    /// The line to the mailbox.
    pub imap: FaultProxy,
    /// The line to the server that takes letters.
    pub smtp: FaultProxy,
    posts: BTreeMap<&'static str, Desk>,
}

impl Scene {
    /// The curtain rises on empty mailboxes; `None` when this machine cannot start the servers and may skip.
    #[must_use]
    pub fn opens() -> Option<Self> {
        Self::opens_at(OperatorSpec::new(World::accounts()))
    }

    /// The same at an operator that differs from an ordinary one.
    #[must_use]
    pub fn opens_at(spec: OperatorSpec) -> Option<Self> {
        Self::with(World::of(spec))
    }

    /// The same with letters in the mailboxes.
    #[must_use]
    pub fn opens_with(fill: impl FnOnce(&Mailstore) -> anyhow::Result<()>) -> Option<Self> {
        Self::with(World::filled(fill))
    }

    /// The same before an operator whose servers report what becomes of letters.
    #[must_use]
    pub fn opens_with_reports() -> Option<Self> {
        Self::with(World::of(OperatorSpec::new(World::accounts()).with_reports()))
    }

    fn with(world: Option<World>) -> Option<Self> {
        let world = world?;
        let line = |port| require::available("a line", FaultProxy::before(world.operator.host(), port));
        let (imap, smtp) = (line(world.operator.imap_starttls_port())?, line(world.operator.submissions_port())?);
        Some(Self { world, imap, smtp, posts: BTreeMap::new() })
    }

    /// Somebody sits down in front of the secretariat's mailbox, and waits until it is up to date.
    pub async fn sits_down(&mut self, who: &'static str) {
        let desk = Desk::sit_down(self.papers(who)).await;
        desk.wait_until_up_to_date().await;
        self.posts.insert(who, desk);
    }

    /// Where somebody sits.
    ///
    /// # Panics
    /// Nobody of that name has sat down.
    #[must_use]
    pub fn post(&self, who: &str) -> &Desk {
        self.posts.get(who).unwrap_or_else(|| panic!("{who} is not there"))
    }

    /// « Le poste redémarre » : Estafette is closed and opened again, whatever the network does.
    pub async fn the_post_restarts(&mut self, who: &'static str) {
        let desk = self.posts.remove(who).unwrap_or_else(|| panic!("{who} is not there"));
        let keys = desk.leave().await;
        self.posts.insert(who, Desk::sit_down_with_keys(self.papers(who), keys).await);
    }

    /// « Le réseau tombe », for everyone.
    pub fn the_network_falls(&self) {
        self.imap.fall();
        self.smtp.fall();
    }

    /// « Le réseau revient » : everyone looks at once.
    pub async fn the_network_returns(&self) {
        self.imap.rise();
        self.smtp.rise();
        for who in self.posts.keys() {
            self.looks(who).await;
        }
    }

    /// Somebody asks for new letters.
    pub async fn looks(&self, who: &str) {
        let mailbox = self.mailbox(who).await;
        let _asked: Value = self.post(who).get("mailbox_sync", json!({ "mailbox": mailbox })).await;
    }

    /// Somebody writes to the emergency ward and presses « Envoyer ».
    pub async fn sends(&self, who: &str, subject: &str) -> OutboxRef {
        let post = self.post(who);
        let draft = post.write(&[URGENCES], subject, "Le message de la matinée.").await;
        post.send(&draft).await.expect("queued")
    }

    /// The same with a file of so many bytes.
    pub async fn sends_with_a_file(&self, who: &str, subject: &str, bytes: &[u8]) -> OutboxRef {
        let post = self.post(who);
        post.put_in_drawer(&format!("{subject}.pdf"), bytes);
        let draft = post.write(&[URGENCES], subject, "Le document est joint.").await;
        let draft = post.join_drawer(&draft).await;
        post.send(&draft).await.expect("queued")
    }

    /// Somebody presses « Envoyer » and may still change their mind.
    pub async fn sends_with_a_second_thought(&self, who: &str, subject: &str) -> (DraftView, OutboxRef) {
        let post = self.post(who);
        let draft = post.write(&[URGENCES], subject, "Le message de la matinée.").await;
        let queued = post.send_held(&draft).await.expect("queued");
        (draft, queued.outbox)
    }

    /// Somebody takes a letter back.
    pub async fn takes_back(&self, who: &str, letter: OutboxRef) -> Withdrawn {
        let mailbox = self.mailbox(who).await;
        self.post(who).get("outbox_withdraw", json!({ "mailbox": mailbox, "outbox": letter })).await
    }

    /// Somebody puts the conversation of the inbox called `subject` away: `archive`, `trash`.
    pub async fn puts_away(&self, who: &str, subject: &str, to: &str) {
        let row = self.sees(who, FolderRole::Inbox, subject).await;
        let mailbox = self.mailbox(who).await;
        let asked = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": to } });
        let _moved: Value = self.post(who).get("thread_move", asked).await;
    }

    /// Somebody marks the conversation of the inbox called `subject`: `seen`, `starred`.
    pub async fn marks(&self, who: &str, subject: &str, mark: &str) {
        let row = self.sees(who, FolderRole::Inbox, subject).await;
        let mailbox = self.mailbox(who).await;
        let asked = json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": mark, "on": true });
        let _marked: Value = self.post(who).get("thread_mark", asked).await;
    }

    /// Waits until somebody sees the conversation called `subject` there.
    pub async fn sees(&self, who: &str, role: FolderRole, subject: &str) -> ThreadRow {
        self.post(who).wait_for_row(role, subject).await
    }

    /// The subjects somebody sees in a folder, sorted.
    pub async fn subjects(&self, who: &str, role: FolderRole) -> Vec<String> {
        let mut subjects: Vec<String> =
            self.post(who).rows(role).await.into_iter().filter_map(|row| row.subject).collect();
        subjects.sort();
        subjects
    }

    /// Waits until somebody is told that the letter is so.
    pub async fn is_told(&self, who: &str, letter: OutboxRef, state: OutboxState) -> OutboxView {
        self.post(who).wait_for_letter(letter, state).await
    }

    /// The subjects in a folder on the server, sorted, without what is marked as deleted.
    ///
    /// # Panics
    /// The folder cannot be read.
    #[must_use]
    pub fn on_the_server(&self, login: &str, folder: &str) -> Vec<String> {
        self.world.subjects(login, folder)
    }

    /// Everything sent has arrived once, and has one copy in « Envoyés » here and there: exactly these subjects.
    pub async fn all_arrived_once(&self, who: &str, subjects: &[&str]) {
        let mut wanted: Vec<String> = subjects.iter().map(|subject| (*subject).to_owned()).collect();
        wanted.sort();
        patiently("the copies in « Envoyés »", async || {
            self.looks(who).await;
            let there = self.on_the_server("secretariat", "Sent");
            (self.subjects(who, FolderRole::Sent).await == wanted && there == wanted).then_some(())
        })
        .await;
        self.all_have_arrived(subjects).await;
    }

    /// Whom they are for has these letters, each once, and no other.
    pub async fn all_have_arrived(&self, subjects: &[&str]) {
        let mut wanted: Vec<String> = subjects.iter().map(|subject| (*subject).to_owned()).collect();
        wanted.sort();
        patiently("the letters to arrive", async || (self.on_the_server("urgences", "INBOX") == wanted).then_some(()))
            .await;
    }

    async fn mailbox(&self, who: &str) -> MailboxRef {
        self.post(who).mailbox().await.id
    }

    /// The papers of somebody behind the line.
    #[must_use]
    pub fn papers(&self, who: &str) -> std::path::PathBuf {
        let account = self.world.account("secretariat");
        let mut provisioning = self.world.provisioning(&account);
        provisioning["mailboxes"][0]["imap"]["port"] = self.imap.port().into();
        provisioning["mailboxes"][0]["smtp"]["port"] = self.smtp.port().into();
        self.world.papers_with(who, &provisioning, &account.password)
    }
}
