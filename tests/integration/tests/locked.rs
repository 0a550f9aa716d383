//! The locked screen: what is answered behind it, what goes on behind it, who comes back and how.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use estafette_contract::{
    ANSWERED_WHILE_LOCKED, AppView, COMMANDS, Connection, Done, ErrorCode, Event, FolderRole, OutboxState,
};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

const CODE: &str = "271945";
const LETTER: &[u8] = b"From: urgences@ch-val-fleuri.mssante.example\r\nSubject: Retour ce soir\r\n\
    Message-ID: <retour@ch-val-fleuri.example>\r\nDate: Tue, 24 Nov 2026 10:42:00 +0100\r\n\r\nBonjour.\r\n";

fn world_with_a_letter() -> Option<World> {
    World::filled(|store| store.deliver("secretariat", "INBOX", LETTER, &[], SystemTime::now()))
}

/// A page that has nothing to save, for as long as the desk is open.
fn be_the_page(desk: &Desk) {
    let (api, mut heard) = (Arc::clone(&desk.api), desk.api.subscribe());
    tokio::spawn(async move {
        while let Some(envelope) = heard.next().await {
            if matches!(envelope.event, Event::Leaving) {
                let _said = api.route("app_leave", json!({})).await;
            }
        }
    });
}

async fn person(desk: &Desk, name: &str) -> String {
    let app = desk.app().await;
    app.people.into_iter().find(|person| person.name == name).expect("known").id
}

/// Somebody takes the keyboard and chooses a code.
async fn choose_code(desk: &Desk, name: &str) -> String {
    let person = person(desk, name).await;
    let _done: Done = desk.get("person_choose", json!({ "person": person, "proof": { "kind": "none" } })).await;
    let _done: Done = desk.get("code_change", json!({ "current": null, "chosen": CODE })).await;
    person
}

async fn lock(desk: &Desk) {
    let _done: Done = desk.get("session_lock", json!({})).await;
    assert!(desk.app().await.lock.is_some());
}

async fn refusal(desk: &Desk, command: &str, arguments: Value) -> ErrorCode {
    desk.ask::<Value>(command, arguments).await.expect_err(command).code
}

async fn come_back(desk: &Desk, person: &str, proof: Value) -> Result<Done, estafette_contract::ApiError> {
    desk.ask("session_unlock", json!({ "person": person, "proof": proof })).await
}

/// The encrypted files of the profile in `papers` that this process holds open.
fn open_files(papers: &Path) -> usize {
    let profile = papers.join("profile");
    let open = std::fs::read_dir("/proc/self/fd").expect("this process");
    open.flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .filter(|file| file.starts_with(&profile) && file.extension().is_some_and(|kind| kind == "db"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_letter_is_answered_behind_it_and_everything_goes_on() {
    let Some(world) = world_with_a_letter() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    be_the_page(&desk);
    let sophie = choose_code(&desk, "Sophie Martel").await;
    let row = desk.wait_for_row(FolderRole::Inbox, "Retour ce soir").await;
    let url = desk.open(&row).await.url;
    assert!(desk.frame(&url).await.contains("Bonjour."), "control");
    let draft = desk.write(&["urgences@ch-val-fleuri.mssante.example"], "Accusé", "Bien reçu.").await;
    let sent = desk.send(&draft).await.expect("sent");

    lock(&desk).await;
    let path = url.strip_prefix("mail://localhost").expect("an address");
    assert_eq!(desk.api.frame(path).await.status, 404, "its view is closed");
    let app: AppView = desk.app().await;
    assert!(app.mailboxes.is_empty() && app.first.is_none());
    let mut refused = 0;
    for command in COMMANDS.iter().filter(|command| command.name != "events_open") {
        if refusal_or_none(&desk, command.name).await == Some(ErrorCode::Locked) {
            refused += 1;
        }
    }
    assert_eq!(refused, COMMANDS.len() - 1 - ANSWERED_WHILE_LOCKED.len(), "all but those a locked screen needs");

    // Behind it, letters come and go.
    let another = String::from_utf8_lossy(LETTER).replace("retour@", "second@").replace("Retour", "Second");
    let store = world.operator.mailstore();
    store.deliver("secretariat", "INBOX", another.as_bytes(), &[], SystemTime::now()).expect("delivered");
    patiently("the news", async || {
        let news = desk.app().await.lock.expect("locked").news;
        news.into_iter().find(|news| news.label == "Secrétariat" && news.count == 1)
    })
    .await;
    patiently("the letter sent", async || {
        world.subjects("urgences", "INBOX").into_iter().find(|subject| subject.contains("Accus"))
    })
    .await;

    let wrong = come_back(&desk, &sophie, json!({ "kind": "code", "code": "271946" })).await.expect_err("wrong");
    assert_eq!((wrong.code, wrong.params["wait"].as_str()), (ErrorCode::CodeWrong, "1"));
    assert!(desk.app().await.lock.is_some());
    come_back(&desk, &sophie, json!({ "kind": "code", "code": CODE })).await.expect("back");
    desk.wait_for_row(FolderRole::Inbox, "Second ce soir").await;
    desk.wait_for_letter(sent, OutboxState::Accepted).await;
    desk.leave().await;
}

/// What a command is refused with when it is asked with nothing it can read.
async fn refusal_or_none(desk: &Desk, command: &str) -> Option<ErrorCode> {
    desk.api.route(command, json!("nothing")).await.err().map(|error| error.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_the_program_is_no_way_around_and_without_a_code_there_is_none() {
    let Some(world) = World::quiet() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down(papers.clone()).await;
    be_the_page(&desk);
    let keys = desk.leave().await;
    let desk = Desk::sit_down_with_keys(papers.clone(), Arc::clone(&keys)).await;
    assert!(desk.app().await.lock.is_none(), "nobody has a code");
    let sophie = choose_code(&desk, "Sophie Martel").await;
    desk.leave().await;
    let desk = Desk::sit_down_with_keys(papers, keys).await;
    assert!(desk.app().await.lock.is_some());
    assert_eq!(refusal(&desk, "folder_list", json!({ "mailbox": 1 })).await, ErrorCode::Locked);
    come_back(&desk, &sophie, json!({ "kind": "code", "code": CODE })).await.expect("back");
    desk.wait_until_up_to_date().await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_code_comes_back_where_nobody_has_one_and_by_a_password_where_somebody_does() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    be_the_page(&desk);
    let karine = person(&desk, "Karine Dubois").await;
    let mailbox = desk.mailbox().await.id;
    lock(&desk).await;
    come_back(&desk, &karine, json!({ "kind": "none" })).await.expect("nobody has a code");
    assert_eq!(desk.app().await.person.expect("somebody").name, "Karine Dubois");

    let sophie = choose_code(&desk, "Sophie Martel").await;
    assert_eq!(
        refusal(&desk, "person_choose", json!({ "person": sophie, "proof": { "kind": "none" } })).await,
        ErrorCode::CodeNeeded
    );
    let _done: Done = desk.get("person_choose", json!({ "person": karine, "proof": { "kind": "none" } })).await;
    lock(&desk).await;
    for person in [&karine, &sophie] {
        let refused = come_back(&desk, person, json!({ "kind": "none" })).await.expect_err("a code is needed");
        assert_eq!(refused.code, ErrorCode::CodeNeeded);
    }
    let by = |password: String| json!({ "kind": "password", "mailbox": mailbox, "password": password });
    let wrong = come_back(&desk, &sophie, by(String::from("tilleul"))).await.expect_err("another password");
    assert_eq!(wrong.code, ErrorCode::CodeWrong);
    come_back(&desk, &sophie, by(world.account("secretariat").password)).await.expect("back");
    let people = desk.app().await.people;
    assert!(people.iter().all(|person| !person.has_code), "the forgotten code is gone");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_changed_by_who_knows_it_and_must_not_be_plain() {
    let Some(world) = World::quiet() else { return };
    let desk = world.desk("sophie", "secretariat").await;
    choose_code(&desk, "Sophie Martel").await;
    for (current, chosen, code) in [
        (Some("999000"), Some("384056"), ErrorCode::CodeWrong),
        (None, Some("384056"), ErrorCode::CodeNeeded),
        (Some(CODE), Some("123456"), ErrorCode::CodeWeak),
    ] {
        assert_eq!(refusal(&desk, "code_change", json!({ "current": current, "chosen": chosen })).await, code);
    }
    let _done: Done = desk.get("code_change", json!({ "current": CODE, "chosen": "384056" })).await;
    let _done: Done = desk.get("code_change", json!({ "current": "384056", "chosen": null })).await;
    assert!(desk.app().await.people.iter().all(|person| !person.has_code));
    desk.leave().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_machine_sleeps_with_everything_closed_and_wakes_behind_a_locked_screen() {
    let Some(world) = world_with_a_letter() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down(papers.clone()).await;
    desk.wait_until_up_to_date().await;
    be_the_page(&desk);
    let sophie = choose_code(&desk, "Sophie Martel").await;
    assert!(open_files(&papers) >= 2, "control: post.db and a mailbox");

    desk.api.rest().await;
    assert_eq!(open_files(&papers), 0);
    let asked = tokio::spawn({
        let api = Arc::clone(&desk.api);
        async move { api.route("app_read", json!({})).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!asked.is_finished(), "nobody answers while it sleeps");

    desk.api.wake().await;
    let app: AppView = serde_json::from_value(asked.await.expect("no panic").expect("an answer")).expect("an app");
    assert!(app.lock.is_some() && app.obstacle.is_none());
    come_back(&desk, &sophie, json!({ "kind": "code", "code": CODE })).await.expect("back");
    desk.wait_for_row(FolderRole::Inbox, "Retour ce soir").await;
    desk.wait_for_connection("being there again", |state| *state == Connection::UpToDate).await;
    desk.leave().await;
}

#[tokio::test]
async fn a_screen_before_which_nobody_is_says_so_and_locks() {
    let Some(world) = World::quiet() else { return };
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["settings"] = json!({ "lock_after_minutes": 1 });
    let desk = Desk::sit_down(world.papers_with("idle", &provisioning, &account.password)).await;
    // From here on the clock moves by hand: by itself it does not, while an engine has work on a thread.
    tokio::time::pause();
    let hands = tokio::spawn(async {
        loop {
            tokio::time::advance(std::time::Duration::from_millis(100)).await;
            tokio::task::yield_now().await;
        }
    });
    let (api, mut heard) = (Arc::clone(&desk.api), desk.api.subscribe());
    let watching = tokio::spawn(async move { api.lock_when_nobody_is_there().await });
    let mut near = async || loop {
        if let Event::LockNears { seconds } = heard.next().await.expect("an announcement").event {
            return seconds;
        }
    };
    assert!(matches!(near().await, Some(20..=30)));
    let _done: Done = desk.get("session_prolong", json!({})).await;
    assert_eq!(near().await, None, "put off");
    assert!(matches!(near().await, Some(20..=30)));
    be_the_page(&desk);
    patiently("the lock", async || desk.app().await.lock).await;
    hands.abort();
    desk.leave().await;
    watching.await.expect("it ends with the program");
}
