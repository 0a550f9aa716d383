//! Drafts on servers that answer oddly: whatever they say or do not say, a draft is safe here, has one copy there in the
//! end, and nothing that is not ours is touched.
//!
//! The clock of these tests only goes back: to a draft touched in the future the pause is over, while a clock that leaps
//! forward means that the machine slept, and every connection would be cut.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

mod odd_operator;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use estafette_engine::{Engine, EngineEvent, EngineOptions, Mailbox, MemoryHolder, Provisioning, Timeouts, Unlocking};
use estafette_model::{Clock, DraftId, Secret};
use estafette_store::DraftFields;
use serde_json::json;

use odd_operator::{AppendAnswer, OddOperator};

struct BackwardClock(AtomicI64);

impl Clock for BackwardClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.0.load(Ordering::SeqCst)).expect("a time")
    }
}

/// Sophie's Estafette in front of such a server.
struct Post {
    operator: OddOperator,
    engine: Engine,
    clock: Arc<BackwardClock>,
    refusals: Arc<Mutex<Vec<String>>>,
    _folder: tempfile::TempDir,
}

impl Post {
    async fn opens() -> Self {
        Self::opens_before(OddOperator::start(true).await)
    }

    fn opens_before(operator: OddOperator) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = json!({ "host": "127.0.0.1", "port": operator.port, "security": "implicit_tls" });
        let provisioning = json!({
            "schema": 1, "establishment": "EHPAD Les Tilleuls", "people": [],
            "mailboxes": [{
                "kind": "organizational", "label": "Secrétariat", "login": "secretariat", "sender_name": "Secrétariat",
                "address": "secretariat@ehpad-les-tilleuls.mssante.example", "imap": server, "smtp": server
            }]
        });
        let clock = Arc::new(BackwardClock(AtomicI64::new(1_796_040_000)));
        let refusals = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&refusals);
        let engine = Engine::open(EngineOptions {
            profile: folder.path().join("profile"),
            provisioning: Provisioning::parse(provisioning.to_string().as_bytes()).expect("a plan"),
            anchors: vec![operator.ca_pem.clone().into_bytes()],
            holder: Arc::new(MemoryHolder::default()),
            unlocking: Unlocking::Unasked,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            timeouts: Timeouts { poll: Duration::from_millis(200), ..Timeouts::default() },
            events: Arc::new(move |event| {
                if let EngineEvent::DraftNotCopied { words, .. } = event {
                    heard.lock().unwrap().push(words);
                }
            }),
        })
        .expect("open");
        engine.first_look_taken();
        engine.start_receiving();
        let mailbox = engine.mailboxes()[0].id();
        engine.give_password(mailbox, Secret::new(String::from("fictif"))).expect("kept");
        Self { operator, engine, clock, refusals, _folder: folder }
    }

    fn mailbox(&self) -> &Mailbox {
        &self.engine.mailboxes()[0]
    }

    async fn starts(&self) -> DraftId {
        self.mailbox().start_letter().await.expect("a draft")
    }

    /// Writes, and pauses.
    async fn writes(&self, draft: DraftId, revision: u32, subject: &str) {
        let written = DraftFields {
            subject: subject.to_owned(),
            body_html: String::from("<p>Demain.</p>"),
            ..Default::default()
        };
        self.mailbox().save_letter(draft, revision, written).await.expect("saved");
        self.time_passes(1);
    }

    fn time_passes(&self, seconds: i64) {
        self.clock.0.fetch_sub(seconds, Ordering::SeqCst);
        self.mailbox().sync_now();
    }

    async fn until(&self, what: &str, is_so: impl Fn(&OddOperator) -> bool) {
        let begun = Instant::now();
        while !is_so(&self.operator) {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "waited too long for {what}: {:?}",
                self.operator.drafts()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn until_the_drafts_are(&self, subjects: &[&str]) {
        self.until(&format!("{subjects:?}"), |operator| subjects_of(operator) == subjects).await;
    }

    /// Two whole passes: whatever was to be done is done.
    async fn settles(&self) {
        for _ in 0..2 {
            let before = self.operator.asked("LIST").len();
            self.mailbox().sync_now();
            self.until("a pass", |operator| operator.asked("LIST").len() > before).await;
        }
        let before = self.operator.asked("NOOP").len();
        self.until("the wait", |operator| operator.asked("NOOP").len() > before).await;
    }

    async fn subjects_here(&self) -> Vec<String> {
        let drafts = self.mailbox().with_store(estafette_store::MailboxStore::drafts).await.expect("read");
        drafts.into_iter().map(|draft| draft.fields.subject).collect()
    }
}

fn subjects_of(operator: &OddOperator) -> Vec<String> {
    let subject =
        |raw: &str| raw.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned();
    operator.drafts().iter().map(|draft| subject(&draft.raw)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_say_where_a_copy_is_is_asked_and_the_earlier_one_goes_after() {
    let post = Post::opens().await;
    for _ in 0..2 {
        post.operator.will_answer(AppendAnswer::KeptSomewhere);
    }
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until_the_drafts_are(&["Transport"]).await;
    post.writes(draft, 2, "Transport de M. Peltier").await;
    post.until_the_drafts_are(&["Transport de M. Peltier"]).await;
    // Without UIDPLUS only marked: the other is never expunged with what somebody else may have marked.
    assert_eq!(post.operator.asked("UID STORE"), [r"UID STORE 1 +FLAGS.SILENT (\Deleted)"]);
    assert!(post.operator.asked("UID EXPUNGE").is_empty() && post.operator.asked("EXPUNGE").is_empty());
    post.mailbox().discard_letter(draft).await.expect("thrown away");
    post.until_the_drafts_are(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_the_search_does_not_find_is_not_made_a_second_time() {
    let post = Post::opens().await;
    post.operator.will_answer(AppendAnswer::KeptUnseen);
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until_the_drafts_are(&["Transport"]).await;
    post.writes(draft, 2, "Transport de M. Peltier").await;
    post.time_passes(100);
    post.settles().await;
    assert_eq!(subjects_of(&post.operator), ["Transport"]);
    // Once it is found, it is replaced like any other.
    post.operator.catches_up();
    post.settles().await;
    post.until_the_drafts_are(&["Transport de M. Peltier"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_is_said_once_and_the_letter_stays_here() {
    let post = Post::opens().await;
    for _ in 0..2 {
        post.operator.will_answer(AppendAnswer::OverQuota);
    }
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until("the refusal", |operator| operator.asked("APPEND").len() == 1).await;
    post.settles().await;
    assert_eq!(post.operator.asked("APPEND").len(), 1, "not again as it is");
    post.writes(draft, 2, "Transport de M. Peltier").await;
    post.until("the second refusal", |operator| operator.asked("APPEND").len() == 2).await;
    post.writes(draft, 3, "Transport de M. Peltier, demain").await;
    post.until_the_drafts_are(&["Transport de M. Peltier, demain"]).await;
    assert_eq!(*post.refusals.lock().unwrap(), ["Quota exceeded"]);
    assert_eq!(post.subjects_here().await, ["Transport de M. Peltier, demain"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_leave_inside_a_copy_gets_it_again_once_it_cannot_arrive_any_more() {
    let post = Post::opens().await;
    post.operator.will_answer(AppendAnswer::ByeInTheMiddle);
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until("another connection", |operator| operator.asked("AUTHENTICATE").len() == 2).await;
    post.settles().await;
    assert_eq!(post.operator.asked("APPEND").len(), 1, "it may still arrive");
    post.time_passes(100);
    post.until_the_drafts_are(&["Transport"]).await;
    post.settles().await;
    assert_eq!(post.operator.asked("APPEND").len(), 2);
    assert_eq!(post.subjects_here().await, ["Transport"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_kept_by_a_server_that_takes_leave_instead_of_saying_so_is_found_and_replaced() {
    let post = Post::opens().await;
    post.operator.will_answer(AppendAnswer::ByeAfterwards);
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until("another connection", |operator| operator.asked("AUTHENTICATE").len() == 2).await;
    post.settles().await;
    assert_eq!(post.operator.asked("APPEND").len(), 1, "it is there");
    post.writes(draft, 2, "Transport de M. Peltier").await;
    post.until_the_drafts_are(&["Transport de M. Peltier"]).await;
    assert_eq!(post.operator.asked("APPEND").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_saved_over_a_copy_before_it_was_found_is_not_taken_for_ours() {
    let post = Post::opens().await;
    post.operator.will_answer(AppendAnswer::KeptUnseen);
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until_the_drafts_are(&["Transport"]).await;
    // The same Message-ID, but not the date we gave.
    post.operator.is_saved_over("Vu ailleurs.");
    post.operator.catches_up();
    post.settles().await;
    post.mailbox().discard_letter(draft).await.expect("thrown away");
    post.time_passes(100);
    post.settles().await;
    assert_eq!(subjects_of(&post.operator), ["Transport"]);
    assert!(post.operator.drafts()[0].raw.contains("Vu ailleurs."));
    assert!(post.operator.asked("UID STORE").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_numbered_anew_does_not_make_us_remove_another_draft() {
    let post = Post::opens().await;
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until_the_drafts_are(&["Transport"]).await;
    let other = post.starts().await;
    post.writes(other, 1, "Planning").await;
    post.until_the_drafts_are(&["Transport", "Planning"]).await;
    post.operator.renumbers();
    post.mailbox().discard_letter(draft).await.expect("thrown away");
    post.until_the_drafts_are(&["Planning"]).await;
    assert_eq!(post.operator.asked("UID STORE"), [r"UID STORE 101 +FLAGS.SILENT (\Deleted)"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_without_a_drafts_folder_gets_one() {
    let post = Post::opens_before(OddOperator::start(false).await);
    let draft = post.starts().await;
    post.writes(draft, 1, "Transport").await;
    post.until_the_drafts_are(&["Transport"]).await;
    assert_eq!(post.operator.asked("CREATE"), [r#"CREATE "Drafts""#]);
}
