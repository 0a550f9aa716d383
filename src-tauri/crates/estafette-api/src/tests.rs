//! The door itself: what it answers before the engine is open, when something keeps it closed, and to a page that errs.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use estafette_contract::{AppView, COMMANDS, ErrorCode, Event};
use serde_json::{Value, json};

use crate::{Api, Browser, FileDialogs, MemoryHolder, Opening, PrintAnswer, PrintFault, PrintTarget, Printer};

struct NobodyChooses;

impl FileDialogs for NobodyChooses {
    fn choose_files(&self) -> Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    fn choose_place(&self, _: &str) -> Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>> {
        Box::pin(std::future::ready(None))
    }
}

struct NoPrinter;

impl Printer for NoPrinter {
    fn print(&self, _: &str, _: PrintTarget) -> PrintAnswer {
        Box::pin(std::future::ready(Err(PrintFault::NoPrinter)))
    }
}

struct NoBrowser;

impl Browser for NoBrowser {
    fn open(&self, _: &str) -> std::io::Result<()> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

fn api_on(provisioning: &str) -> Arc<Api> {
    Api::new(Opening {
        demonstration: None,
        provisioning: Some(PathBuf::from(provisioning)),
        profile: None,
        keys: Arc::new(MemoryHolder::default()),
        dialogs: Arc::new(NobodyChooses),
        browser: Arc::new(NoBrowser),
        printer: Arc::new(NoPrinter),
        viewer: Arc::new(crate::NoViewer),
        notifier: Arc::new(crate::Silence),
    })
}

#[tokio::test]
async fn a_command_asked_too_early_waits_and_hears_what_keeps_the_profile_closed() {
    let api = api_on("/nonexistent/provisioning.json");
    let asked = tokio::spawn({
        let api = Arc::clone(&api);
        async move { api.route("app_read", json!({})).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!asked.is_finished(), "it waits");
    api.open().await;
    let answer = asked.await.expect("no panic").expect("an answer");
    let app: AppView = serde_json::from_value(answer).expect("an application");
    let obstacle = app.obstacle.expect("an obstacle");
    assert_eq!(obstacle.code, ErrorCode::ProvisioningMissing);
    assert_eq!(obstacle.params["path"], "/nonexistent/provisioning.json");
}

#[tokio::test]
async fn every_command_of_the_table_is_routed_and_another_is_a_bad_request() {
    let api = api_on("/nonexistent/provisioning.json");
    api.open().await;
    for command in COMMANDS.iter().filter(|command| command.name != "events_open") {
        let error = api.route(command.name, json!("no such arguments")).await.expect_err("no such arguments");
        assert_eq!(error.code, ErrorCode::BadRequest, "{}", command.name);
    }
    assert_eq!(api.route("mailbox_burn", Value::Null).await.expect_err("no").code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn after_closing_nothing_answers() {
    let api = api_on("/nonexistent/provisioning.json");
    api.open().await;
    api.close().await;
    let refused = api.route("folder_list", json!({ "mailbox": 1 })).await.expect_err("closed");
    assert_eq!(refused.code, ErrorCode::Internal);
    assert_eq!(refused.report_id.len(), 8, "support can find the record");
}

#[tokio::test]
async fn announcements_are_numbered_without_gap_from_the_subscription_on() {
    let api = api_on("/nonexistent/provisioning.json");
    api.frame_key(String::from("F6"));
    let mut heard = api.subscribe();
    assert_eq!(heard.seq(), 1);
    for key in ["Escape", "Ctrl+R"] {
        api.frame_key(String::from(key));
    }
    for (seq, key) in [(2, "Escape"), (3, "Ctrl+R")] {
        let envelope = heard.next().await.expect("heard");
        assert_eq!((envelope.seq, envelope.event), (seq, Event::FrameKey { key: String::from(key) }));
    }
}

#[tokio::test]
async fn what_fails_behind_a_locked_screen_is_told_to_who_comes_back() {
    let api = api_on("/nonexistent/provisioning.json");
    let mut heard = api.subscribe();
    api.shut();
    let problem = crate::fault::gesture_refused(String::from("550 odette.garnier@example"));
    api.announcer.announce(Event::Problem { problem: problem.clone() });
    api.frame_key(String::from("F6"));
    assert_eq!(heard.next().await.expect("heard").event, Event::FrameKey { key: String::from("F6") });
    api.open_up();
    assert_eq!(heard.next().await.expect("heard").event, Event::Problem { problem });
}

#[tokio::test]
async fn a_page_that_fell_behind_is_told_to_read_everything_again() {
    let api = api_on("/nonexistent/provisioning.json");
    let mut heard = api.subscribe();
    for _ in 0..3000 {
        api.frame_key(String::from("F6"));
    }
    assert_eq!(heard.next().await.expect("heard").event, Event::Resync);
    assert_eq!(heard.next().await.expect("heard").event, Event::FrameKey { key: String::from("F6") });
}

#[tokio::test]
async fn a_link_of_a_letter_is_shown_and_a_forged_action_is_not_heard() {
    let api = api_on("/nonexistent/provisioning.json");
    let mut heard = api.subscribe();
    for forged in [
        "mail://localhost/0123456789abcdef0123456789abcdef/do/save/1/0",
        "mail://action/save/1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
    ] {
        api.frame_link(forged);
    }
    api.frame_link("https://www.has-sante.example@evil.example/page?x#y");
    let Event::Frame { action: estafette_contract::FrameAction::Link { host, .. } } =
        heard.next().await.expect("heard").event
    else {
        panic!("not a link")
    };
    assert_eq!(host, "evil.example", "the host is what the network would see");
}

#[tokio::test]
async fn the_scheme_answers_nothing_without_an_open_view_and_always_with_its_walls() {
    let api = api_on("/nonexistent/provisioning.json");
    for path in ["/", "/0123/", "/0123/m/1/cid/a", "/../../etc/passwd", "/0123/do/save/1/0"] {
        let answer = api.frame(path).await;
        assert_eq!((answer.status, answer.body.len()), (404, 0), "{path}");
        assert!(
            answer.headers.iter().any(|(name, value)| *name == "Content-Security-Policy" && value.contains("sandbox"))
        );
    }
    let (next, mono) = (api.frame("/font/next.woff2").await, api.frame("/font/mono.woff2").await);
    assert_eq!((next.content_type, mono.content_type), ("font/woff2", "font/woff2"));
    assert_ne!(next.body, mono.body);
    assert_eq!(api.frame("/font/other.woff2").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn leaving_waits_for_the_page_to_save_and_not_for_a_page_that_is_gone() {
    let api = api_on("/nonexistent/provisioning.json");
    api.open().await;
    let mut heard = api.subscribe();
    let leaving = tokio::spawn({
        let api = Arc::clone(&api);
        async move { api.take_leave().await }
    });
    assert_eq!(heard.next().await.expect("heard").event, Event::Leaving);
    assert!(!leaving.is_finished(), "the page is saving");
    let _done = api.route("app_leave", json!({})).await.expect("said");
    leaving.await.expect("left");
    let begun = tokio::time::Instant::now();
    api.take_leave().await;
    assert_eq!(begun.elapsed(), crate::LAST_WORDS);
    api.shut();
    let begun = tokio::time::Instant::now();
    api.take_leave().await;
    assert_eq!(begun.elapsed(), Duration::ZERO, "a locked window has nothing left to save");
}
