//! Who is killed: somebody who writes letters with a file each, sends them and waits for the copy in « Envoyés », over and
//! over. Each thing a person would have seen is said on the standard output, once it is so.

use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use estafette_api::OsKeyring;
use estafette_contract::{DraftRow, FolderRole, FolderView, OutboxState, Withdrawn};
use estafette_harness::Random;
use serde_json::{Value, json};

use super::ledger::{AtRest, Said};
use crate::{Desk, patiently};

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
/// Letters of unknown fate she leaves to be looked for; the older ones she takes back.
const LEFT_UNKNOWN: usize = 4;

/// Works until she is killed; her letters are numbered from `first`, the file of each has `size` bytes.
///
/// # Errors
/// Nobody listens any more.
pub(super) async fn work(papers: &Path, first: u64, size: usize) -> anyhow::Result<()> {
    let desk = sit_down(papers).await?;
    let mailbox = desk.mailbox().await.id;
    decide_about_the_unknown(&desk).await;
    if first.is_multiple_of(2) {
        desk.wait_until_up_to_date().await;
    }
    for number in first.. {
        let subject = format!("Courrier {number}");
        desk.put_in_drawer(&format!("compte-rendu-{number}.pdf"), &Random::seeded(number).bytes(size));
        let draft = desk.write(&[URGENCES], &subject, "Le compte rendu est joint.").await;
        let draft = desk.join_drawer(&draft).await;
        let queued = desk.send_held(&draft).await.map_err(|error| anyhow::anyhow!("not queued: {error:?}"))?;
        say(&Said::Queued { subject: subject.clone() })?;
        let _hastened: Value = desk.get("outbox_retry", json!({ "mailbox": mailbox, "outbox": queued.outbox })).await;
        let ended = patiently("the letter to be settled", async || {
            desk.letter(queued.outbox).await.filter(|letter| !is_on_its_way(letter.state))
        })
        .await;
        if ended.state == OutboxState::Accepted {
            desk.wait_for_row(FolderRole::Sent, &subject).await;
        }
    }
    Ok(())
}

/// Opens the profile, writes nothing, and tells how it stands each time a line is asked on the standard input.
///
/// # Errors
/// Nobody listens any more.
pub(super) async fn rest(papers: &Path) -> anyhow::Result<()> {
    let desk = sit_down(papers).await?;
    let mailbox = desk.mailbox().await.id;
    for asked in stdin().lock().lines() {
        asked.context("nobody asks any more")?;
        let _asked: Value = desk.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
        desk.wait_until_up_to_date().await;
        let folders: Vec<FolderView> = desk.get("folder_list", json!({ "mailbox": mailbox })).await;
        let total = |role| folders.iter().find(|folder| folder.role == role).map_or(0, |folder| folder.total);
        let drafts: Vec<DraftRow> = desk.get("draft_list", json!({ "mailbox": mailbox })).await;
        let outbox = desk.outbox().await;
        say(&Said::AtRest(AtRest {
            on_their_way: outbox.iter().filter(|letter| is_on_its_way(letter.state)).count(),
            shown: outbox
                .into_iter()
                .filter(|letter| letter.state != OutboxState::Accepted)
                .map(|letter| (letter.subject.unwrap_or_default(), letter.state))
                .collect(),
            drafts: drafts.into_iter().map(|draft| draft.subject.unwrap_or_default()).collect(),
            inbox: total(FolderRole::Inbox),
            sent: total(FolderRole::Sent),
        }))?;
    }
    let _keys = desk.leave().await;
    Ok(())
}

async fn sit_down(papers: &Path) -> anyhow::Result<Desk> {
    let desk = Desk::sit_down_with_keys(papers.to_owned(), Arc::new(OsKeyring::default())).await;
    match desk.app().await.obstacle {
        Some(obstacle) => say(&Said::Obstacle { code: format!("{:?}", obstacle.code) })?,
        None => say(&Said::Opened)?,
    }
    Ok(desk)
}

/// A person was told of the letters of unknown fate, and takes the older ones back.
async fn decide_about_the_unknown(desk: &Desk) {
    let mailbox = desk.mailbox().await.id;
    let unknown: Vec<_> =
        desk.outbox().await.into_iter().filter(|letter| letter.state == OutboxState::Unknown).collect();
    for letter in unknown.iter().rev().skip(LEFT_UNKNOWN) {
        // It may have been found meanwhile.
        let _taken: Result<Withdrawn, _> =
            desk.ask("outbox_withdraw", json!({ "mailbox": mailbox, "outbox": letter.id })).await;
    }
}

fn is_on_its_way(state: OutboxState) -> bool {
    match state {
        OutboxState::Held | OutboxState::Queued | OutboxState::Sending => true,
        OutboxState::Unknown | OutboxState::Accepted | OutboxState::Refused | OutboxState::Parked => false,
    }
}

fn say(what: &Said) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{}", serde_json::to_string(what)?).context("nobody listens")?;
    out.flush().context("nobody listens")
}
