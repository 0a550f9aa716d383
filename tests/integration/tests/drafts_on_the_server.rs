//! Letters being written, and their copies in the Drafts folder: one after each pause, none that is left behind, and nothing
//! that somebody else put there is touched.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, Instant, SystemTime};

use estafette_contract::{ApiError, DraftRow, DraftStarted, DraftView, ErrorCode, ForeignDraftRow, OutboxState};
use estafette_harness::{Fault, Flag, Moment, OperatorSpec, Random, Release, StoredMessage};
use estafette_integration::{Desk, Scene, URGENCES, World, patiently};
use serde_json::{Value, json};

/// Longer than the pause after which a draft is copied, and the time a lost copy may still arrive, on a loaded machine.
const PAUSE_AND_MORE: Duration = Duration::from_secs(110);
const EVERYTHING: [&str; 5] = ["UIDPLUS", "MOVE", "SPECIAL-USE", "CONDSTORE", "QRESYNC"];

/// The drafts on the server that nobody marked as deleted.
fn copies(world: &World) -> Vec<StoredMessage> {
    let mut stored = world.operator.mailstore().stored("secretariat", "Drafts").expect("read");
    stored.retain(|draft| !draft.flags.contains(&Flag::Deleted));
    stored
}

fn subjects(world: &World) -> Vec<String> {
    world.subjects("secretariat", "Drafts")
}

async fn until(what: &str, limit: Duration, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < limit, "waited too long for {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn until_on_the_server(world: &World, wanted: &[&str]) {
    until(&format!("the copies to be {wanted:?}"), PAUSE_AND_MORE, || subjects(world) == wanted).await;
}

async fn rewrite(desk: &Desk, draft: &DraftView, revision: u32, to: &[&str], subject: &str) {
    let content = json!({ "to": to, "cc": [], "subject": subject, "body_html": "<p>Le service de M. Peltier.</p>" });
    let save = json!({ "mailbox": draft.mailbox, "draft": draft.id, "revision": revision, "content": content });
    let _saved: Value = desk.get("draft_save", save).await;
}

async fn drafts_of(desk: &Desk) -> Vec<String> {
    let rows: Vec<DraftRow> = desk.get("draft_list", json!({ "mailbox": desk.mailbox().await.id })).await;
    rows.into_iter().filter_map(|row| row.subject).collect()
}

/// A letter is written, changed, sent; another is thrown away.
async fn a_letter_and_another(withheld: &[&'static str]) {
    let Some(world) = World::of(OperatorSpec::new(World::accounts()).without(withheld)) else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let begun = Instant::now();
    let letter = desk.write(&[URGENCES, "Dr Fabre"], "Transport", "Demain à 9 h.").await;
    let other = desk.write(&[], "Planning", "Semaine 48.").await;
    until_on_the_server(&world, &["Planning", "Transport"]).await;
    assert!(begun.elapsed() > Duration::from_secs(29), "not before a pause");
    for copy in copies(&world) {
        assert_eq!(copy.flags, [Flag::Draft, Flag::Seen]);
    }
    let text = |subject: &str| {
        let raws = copies(&world).into_iter().map(|copy| String::from_utf8_lossy(&copy.raw).into_owned());
        raws.into_iter().find(|raw| raw.contains(&format!("Subject: {subject}"))).expect("there")
    };
    assert!(text("Transport").contains(&format!("To: <{URGENCES}>, \"Dr Fabre\":;")), "{}", text("Transport"));
    assert!(text("Transport").contains("Demain =C3=A0 9 h."));
    // Written on, then again within the pause: one copy of each state in which it was left.
    rewrite(&desk, &letter, 2, &[URGENCES], "Transport de M.").await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    rewrite(&desk, &letter, 3, &[URGENCES], "Transport de M. Peltier").await;
    let _done: Value = desk.get("draft_delete", json!({ "mailbox": other.mailbox, "draft": other.id })).await;
    until_on_the_server(&world, &["Transport"]).await;
    until_on_the_server(&world, &["Transport de M. Peltier"]).await;
    let sent = desk.send(&letter).await.expect("queued");
    desk.wait_for_letter(sent, OutboxState::Accepted).await;
    until_on_the_server(&world, &[]).await;
    let everything = world.operator.mailstore().stored("secretariat", "Drafts").expect("read").len();
    // Without UID EXPUNGE what was ours stays marked: a plain EXPUNGE would take what others marked.
    let marked = if withheld.contains(&"UIDPLUS") { 3 } else { 0 };
    assert_eq!(everything, marked, "two states of one letter, one of the other");
    assert!(drafts_of(&desk).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_being_written_is_on_the_server_after_each_pause_and_gone_once_it_was_sent() {
    a_letter_and_another(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_being_written_is_on_the_server_after_each_pause_without_uidplus() {
    a_letter_and_another(&["UIDPLUS"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_being_written_is_on_the_server_after_each_pause_without_any_extension() {
    a_letter_and_another(&EVERYTHING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_do_to_the_copies_touches_no_draft_and_nothing_of_theirs_is_removed() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.sits_down("karine").await;
    let sophie = scene.post("sophie");
    let letter = sophie.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    scene.post("karine").write(&[URGENCES], "Planning", "Semaine 48.").await;
    until_on_the_server(&scene.world, &["Planning", "Transport"]).await;
    // Another program opens Sophie's copy and saves it under the same Message-ID, in the place of ours.
    let store = scene.world.operator.mailstore();
    let ours = copies(&scene.world).into_iter().find(|copy| copy.raw.windows(9).any(|bytes| bytes == b"Transport"));
    let ours = String::from_utf8(ours.expect("there").raw).expect("text");
    let theirs = ours.replace("Subject: Transport", "Subject: Transport, vu ailleurs");
    store.deliver("secretariat", "Drafts", theirs.as_bytes(), &[Flag::Draft], SystemTime::now()).expect("delivered");
    remove(&store.maildir("secretariat").join(".Drafts"), "Subject: Transport\r\n");
    for who in ["sophie", "karine"] {
        scene.looks(who).await;
    }
    rewrite(sophie, &letter, 2, &[URGENCES], "Transport de M. Peltier").await;
    until_on_the_server(&scene.world, &["Planning", "Transport de M. Peltier", "Transport, vu ailleurs"]).await;
    assert_eq!(drafts_of(sophie).await, ["Transport de M. Peltier"]);
    assert_eq!(drafts_of(scene.post("karine")).await, ["Planning"]);
    let _done: Value = sophie.get("draft_delete", json!({ "mailbox": letter.mailbox, "draft": letter.id })).await;
    until_on_the_server(&scene.world, &["Planning", "Transport, vu ailleurs"]).await;
}

/// The drafts written elsewhere that somebody is shown.
async fn foreign(desk: &Desk) -> Vec<ForeignDraftRow> {
    desk.get("draft_list_foreign", json!({ "mailbox": desk.mailbox().await.id })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_another_post_is_taken_up_whole_and_stays_there_until_the_letter_is_sent() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.sits_down("karine").await;
    let (sophie, karine) = (scene.post("sophie"), scene.post("karine"));
    sophie.put_in_drawer("bon.pdf", b"%PDF-1.4 bon de transport");
    let letter = sophie.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    sophie.join_drawer(&letter).await;
    until_on_the_server(&scene.world, &["Transport"]).await;
    let seen = patiently("the draft at the other post", async || {
        scene.looks("karine").await;
        foreign(karine).await.into_iter().next()
    })
    .await;
    assert_eq!(
        (seen.subject.as_deref(), seen.to.as_slice(), seen.files),
        (Some("Transport"), &[URGENCES.to_owned()][..], 1)
    );
    scene.looks("sophie").await;
    sophie.wait_until_up_to_date().await;
    assert!(foreign(sophie).await.is_empty(), "it is hers");
    let asked = json!({ "mailbox": karine.mailbox().await.id, "uid": seen.uid });
    let started: DraftStarted = karine.get("draft_take_up", asked.clone()).await;
    assert!(foreign(karine).await.is_empty());
    let again: Result<DraftStarted, ApiError> = karine.ask("draft_take_up", asked).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::Gone);
    let read = json!({ "mailbox": karine.mailbox().await.id, "draft": started.draft });
    let taken: DraftView = karine.get("draft_read", read).await;
    assert_eq!((taken.content.subject.as_str(), taken.content.body_html.trim()), ("Transport", "<p>Demain à 9 h.</p>"));
    assert_eq!(taken.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["bon.pdf"]);
    rewrite(karine, &taken, 1, &[URGENCES], "Transport, 10 h").await;
    until_on_the_server(&scene.world, &["Transport", "Transport, 10 h"]).await;
    let sent = karine.send(&taken).await.expect("queued");
    karine.wait_for_letter(sent, OutboxState::Accepted).await;
    until_on_the_server(&scene.world, &[]).await;
    assert_eq!(drafts_of(sophie).await, ["Transport"], "what she writes is hers");
    scene.all_have_arrived(&["Transport, 10 h"]).await;
}

/// Takes a message out of a Maildir, as another program that expunges it.
fn remove(folder: &std::path::Path, with: &str) {
    for entry in std::fs::read_dir(folder.join("cur")).expect("read") {
        let path = entry.expect("read").path();
        if String::from_utf8_lossy(&std::fs::read(&path).expect("read")).contains(with) {
            std::fs::remove_file(path).expect("removed");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_written_without_a_network_is_copied_once_when_it_is_back() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.the_network_falls();
    scene.post("sophie").write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    tokio::time::sleep(Duration::from_secs(35)).await;
    scene.the_post_restarts("sophie").await;
    assert!(subjects(&scene.world).is_empty());
    scene.the_network_returns().await;
    until_on_the_server(&scene.world, &["Transport"]).await;
    scene.looks("sophie").await;
    scene.post("sophie").wait_until_up_to_date().await;
    assert_eq!(subjects(&scene.world), ["Transport"]);
    assert_eq!(drafts_of(scene.post("sophie")).await, ["Transport"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_whose_answer_is_lost_is_found_again_after_a_restart_and_stays_one() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.imap.arm(Moment::AnswerToLetter, Fault::Stall);
    let sophie = scene.post("sophie");
    sophie.put_in_drawer("bon.pdf", &Random::seeded(5).bytes(40_000));
    let letter = sophie.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    let letter = sophie.join_drawer(&letter).await;
    assert!(scene.imap.wait_for_strike(PAUSE_AND_MORE).is_some(), "the copy is on its way");
    // The program ends between the copy and the record of its place.
    scene.the_post_restarts("sophie").await;
    scene.imap.release(Release::Cut);
    until_on_the_server(&scene.world, &["Transport"]).await;
    let sophie = scene.post("sophie");
    sophie.wait_until_up_to_date().await;
    rewrite(sophie, &letter, 2, &[URGENCES], "Transport de M. Peltier").await;
    until_on_the_server(&scene.world, &["Transport de M. Peltier"]).await;
    let stored = scene.world.operator.mailstore().stored("secretariat", "Drafts").expect("read");
    assert_eq!(stored.len(), 1, "the first copy was found and removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_cut_inside_the_copy_leaves_one_copy_in_the_end() {
    let Some(mut scene) = Scene::opens() else { return };
    scene.sits_down("sophie").await;
    scene.imap.arm(Moment::InsideLetter(30_000), Fault::Cut);
    let sophie = scene.post("sophie");
    sophie.put_in_drawer("bon.pdf", &Random::seeded(5).bytes(40_000));
    let letter = sophie.write(&[URGENCES], "Transport", "Demain à 9 h.").await;
    sophie.join_drawer(&letter).await;
    assert!(scene.imap.wait_for_strike(PAUSE_AND_MORE).is_some(), "the copy is on its way");
    // Looked for again and again meanwhile, it is uploaded anew once it cannot arrive any more.
    let begun = Instant::now();
    while subjects(&scene.world).is_empty() {
        assert!(begun.elapsed() < PAUSE_AND_MORE, "waited too long for the copy");
        scene.looks("sophie").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    assert_eq!(subjects(&scene.world), ["Transport"]);
    assert_eq!(drafts_of(scene.post("sophie")).await, ["Transport"]);
}
