//! Who is looked at: a session that has a letter, its file, a search and a letter of its own before it, then closes the mailbox.

use std::io::{Read, Write, stdin, stdout};
use std::path::Path;
use std::sync::Arc;

use estafette_api::OsKeyring;
use estafette_contract::{AttachmentShown, FolderRole, OutboxState, ThreadPage, ThreadView, WayOut};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::words::Words;
use crate::{Desk, URGENCES, patiently};

/// What a window has on its screen: as long as the mailbox is open, it is in memory.
struct OnScreen {
    _thread: ThreadView,
    _page: String,
    _file: AttachmentShown,
    _search: ThreadPage,
    _sent: String,
}

/// Works, says `open`, waits for a byte, closes, says `closed`, and lives until its input ends. The runtime and its threads are
/// still there: those of the window are, when a mailbox is closed.
///
/// # Errors
/// Nobody listens.
pub(super) fn work(runtime: &Runtime, papers: &Path) -> anyhow::Result<()> {
    let words = Words::read(papers)?;
    let (desk, screen) = runtime.block_on(async {
        let desk = Desk::sit_down_with_keys(papers.to_owned(), Arc::new(OsKeyring::default())).await;
        if desk.app().await.ways_out.contains(&WayOut::ChoosePassphrase) {
            let _done: Value = desk.get("profile_protect", json!({ "passphrase": words.passphrase })).await;
        }
        desk.wait_until_up_to_date().await;
        let screen = use_it(&desk, &words).await;
        (desk, screen)
    });
    say("open")?;
    heard()?;
    drop((screen, words));
    runtime.block_on(async { drop(desk.leave().await) });
    say("closed")?;
    while heard()? {}
    Ok(())
}

async fn use_it(desk: &Desk, words: &Words) -> OnScreen {
    let mailbox = desk.mailbox().await.id;
    let row = desk.wait_for_row(FolderRole::Inbox, &words.subject).await;
    let thread = desk.open(&row).await;
    let page =
        patiently("the text", async || Some(desk.frame(&thread.url).await).filter(|page| page.contains(&words.text)))
            .await;
    let message = thread.messages.first().expect("a message").id;
    let file: AttachmentShown = desk
        .get("attachment_view", json!({ "mailbox": mailbox, "message": message, "index": 1, "inside": null }))
        .await;
    let search: ThreadPage =
        desk.get("thread_search", json!({ "mailbox": mailbox, "query": words.text, "limit": 50 })).await;
    let draft = desk.write(&[URGENCES], &words.sent_subject, &words.sent_text).await;
    let letter = desk.send(&draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    let row = desk.wait_for_row(FolderRole::Sent, &words.sent_subject).await;
    let sent = desk.open(&row).await;
    let sent = patiently("the text", async || {
        Some(desk.frame(&sent.url).await).filter(|page| page.contains(&words.sent_text))
    })
    .await;
    OnScreen { _thread: thread, _page: page, _file: file, _search: search, _sent: sent }
}

fn say(what: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{what}")?;
    Ok(out.flush()?)
}

/// Whether there was a byte more.
fn heard() -> anyhow::Result<bool> {
    Ok(stdin().lock().read(&mut [0])? > 0)
}
