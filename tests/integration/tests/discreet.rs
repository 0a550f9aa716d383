//! « Mode discret »: what the page is given of a patient's letter, word for word, and what of the one that is opened.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, SystemTime};

use estafette_contract::{FolderRole, ThreadRow, ThreadView};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// In no sentence of ours: a name, a date of birth, an identifier.
const CANARIES: [&str; 3] = ["Zylkarièthe", "12/04/1938", "238045399900142"];
const SUBJECT: &str = "DLU de Mme Zylkarièthe, née le 12/04/1938";

/// A citizen's letter, twice: the first is folded in its conversation.
fn letter(number: u32, earlier: &str) -> Vec<u8> {
    format!(
        "From: =?utf-8?q?ZYLKARI=C3=88THE_Odette?= <238045399900142@patient.mssante.example>\r\n\
         To: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: =?utf-8?q?DLU_de_Mme_Zylkari=C3=A8the,?=\r\n \
         =?utf-8?q?_n=C3=A9e_le_12/04/1938?=\r\nMessage-ID: <canari{number}@b.example>\r\n{earlier}\
         Date: Tue, 24 Nov 2026 0{number}:12:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         Mme Zylkarièthe revient lundi.\r\n"
    )
    .into_bytes()
}

/// Everything the page reads without opening anything, as it goes over the border.
async fn everything_listed(desk: &Desk) -> String {
    let mailbox = desk.mailbox().await.id;
    let folder = desk.folder(FolderRole::Inbox).await.id;
    let filter = json!({ "person": null, "act": null, "since": null, "until": null });
    let list = json!({ "mailbox": mailbox, "folder": folder, "filter": "all", "offset": 0, "limit": 200 });
    let mut heard = String::new();
    for (command, arguments) in [
        ("app_read", json!({})),
        ("folder_list", json!({ "mailbox": mailbox })),
        ("thread_list", list),
        ("thread_search", json!({ "mailbox": mailbox, "query": "zylkariethe", "limit": 200 })),
        ("draft_list", json!({ "mailbox": mailbox })),
        ("outbox_list", json!({ "mailbox": mailbox })),
        ("audit_list", json!({ "filter": filter, "offset": 0, "limit": 200 })),
    ] {
        let answer: Value = desk.get(command, arguments).await;
        heard.push_str(&answer.to_string());
    }
    heard
}

fn canaries_in(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    CANARIES.into_iter().filter(|canary| text.contains(&canary.to_lowercase())).collect()
}

async fn open(desk: &Desk, row: &ThreadRow, reveal: bool) -> ThreadView {
    let mailbox = desk.mailbox().await.id;
    let asked =
        json!({ "mailbox": mailbox, "thread": row.id, "folder": row.folder, "theme": "light", "reveal": reveal });
    desk.get("thread_open", asked).await
}

async fn switch(desk: &Desk, on: bool) {
    let _done: Value = desk.get("setting_change", json!({ "setting": "discreet_mode", "value": on })).await;
    assert_eq!(is_discreet(desk).await, on);
}

async fn is_discreet(desk: &Desk) -> bool {
    let settings: Value = desk.get("settings_read", json!({})).await;
    settings["discreet_mode"]["value"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discreet_screen_is_told_no_name_of_a_patient_and_no_subject_but_of_what_is_opened() {
    let world = World::filled(|store| {
        let received = SystemTime::now() - Duration::from_secs(7200);
        store.deliver("secretariat", "INBOX", &letter(1, ""), &[estafette_harness::Flag::Seen], received)?;
        let answer = letter(2, "In-Reply-To: <canari1@b.example>\r\n");
        store.deliver("secretariat", "INBOX", &answer, &[], received + Duration::from_secs(3600))
    });
    let Some(world) = world else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = world.desk("sophie", "secretariat").await;
    let row = desk.wait_for_row(FolderRole::Inbox, SUBJECT).await;
    let _draft = desk.write(&["238045399900142@patient.mssante.example"], SUBJECT, "Bonjour").await;
    let sent = desk.write(&["238045399900142@patient.mssante.example"], SUBJECT, "Bonjour").await;
    let _letter = desk.send(&sent).await.expect("queued");
    patiently("the first words", async || {
        desk.rows(FolderRole::Inbox).await.iter().any(|row| row.preview.contains("revient lundi")).then_some(())
    })
    .await;
    // Control: the same search finds them while the screen is not discreet.
    assert_eq!(canaries_in(&everything_listed(&desk).await), CANARIES);

    switch(&desk, true).await;
    assert_eq!(canaries_in(&everything_listed(&desk).await), Vec::<&str>::new());
    let masked = desk.rows(FolderRole::Inbox).await.into_iter().find(|one| one.id == row.id).expect("its row");
    assert_eq!((masked.subject, masked.from.name.as_str()), (None, "Z.\u{a0}O."));

    // Opened, the message is there to be read; what is folded above it, and the header, are not.
    let opened = open(&desk, &row, false).await;
    assert_eq!(canaries_in(&serde_json::to_string(&opened).expect("JSON")), Vec::<&str>::new());
    let page = desk.frame(&opened.url).await;
    let (folded, read) = page.split_once("<article class=\"e-msg e-open\"").expect("one is open");
    assert!(read.contains("Mme Zylkarièthe revient lundi."), "the one opened");
    let (_, line) = folded.split_once("<summary").expect("one is folded");
    let (line, _) = line.split_once("</summary>").expect("its line");
    assert_eq!(canaries_in(line), Vec::<&str>::new(), "its line is masked");
    assert_eq!(open(&desk, &row, true).await.subject.as_deref(), Some(SUBJECT), "asked for");

    // Remembered, and shown again when the person says so, in another frame.
    let keys = desk.leave().await;
    let desk = Desk::sit_down_with_keys(papers, keys).await;
    assert!(is_discreet(&desk).await);
    assert_eq!(canaries_in(&everything_listed(&desk).await), Vec::<&str>::new());
    let masked = open(&desk, &row, false).await.url;
    switch(&desk, false).await;
    assert_eq!(canaries_in(&everything_listed(&desk).await), CANARIES);
    assert_ne!(open(&desk, &row, false).await.url, masked);
}
