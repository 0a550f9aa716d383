//! The main job: a letter is read, answered with a file, sent, and arrives at the colleague's, once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use estafette_contract::{AttachmentSaved, DraftStarted, DraftView, ErrorCode, FolderRole, OutboxState};
use estafette_harness::OperatorSpec;
use estafette_integration::{World, patiently};
use serde_json::{Value, json};

const SECRETARIAT: &str = "secretariat@ehpad-les-tilleuls.mssante.example";
const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_answered_with_a_file_and_the_answer_arrives_in_the_same_conversation() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;

    let asked = urgences.write(&[SECRETARIAT], "Demande de DLU", "Mme Aubert est arrivée à 9 h 20.").await;
    urgences.send(&asked).await.expect("queued");
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Demande de DLU").await;
    assert_eq!((row.unread, row.messages, row.from.address.as_str()), (1, 1, URGENCES));

    let thread = secretariat.open(&row).await;
    patiently("the text of the letter", async || {
        secretariat.frame(&thread.url).await.contains("Mme Aubert est arrivée").then_some(())
    })
    .await;
    let mailbox = secretariat.mailbox().await.id;
    let started: DraftStarted = secretariat
        .get("message_answer", json!({ "mailbox": mailbox, "message": thread.messages[0].id, "mode": "reply" }))
        .await;
    let draft: DraftView = secretariat.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await;
    assert_eq!(draft.content.to, [URGENCES]);
    assert_eq!(draft.content.subject, "Re : Demande de DLU");
    assert!(draft.content.quote_html.contains("Mme Aubert est arrivée"), "the letter is quoted");

    secretariat.put_in_drawer("DLU Aubert.pdf", b"%PDF-1.4 fictional");
    let draft = secretariat.join_drawer(&draft).await;
    assert_eq!(draft.files[0].name, "DLU Aubert.pdf");
    let letter = secretariat.send(&draft).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;

    let answer = urgences.wait_for_row(FolderRole::Inbox, "Re : Demande de DLU").await;
    let conversation = urgences.open(&answer).await;
    assert_eq!(conversation.messages.len(), 2, "the answer joins the letter it answers");
    let received = patiently("the file", async || {
        let view = urgences.open(&answer).await;
        view.messages.last().filter(|message| message.attachments == 1).map(|message| message.id)
    })
    .await;
    let index = file_index(&urgences.frame(&urgences.open(&answer).await.url).await);
    let save = json!({ "mailbox": urgences.mailbox().await.id, "message": received, "index": index });
    let saved: AttachmentSaved = urgences.get("attachment_save", save).await;
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("DLU Aubert.pdf") });
    assert_eq!(std::fs::read(urgences.saved("DLU Aubert.pdf")).expect("saved"), b"%PDF-1.4 fictional");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_goes_while_a_place_is_looked_for_leaves_no_empty_file() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let urgences = world.desk("urgences", "urgences").await;
    secretariat.put_in_drawer("DLU Aubert.pdf", b"%PDF-1.4 fictional");
    let draft = secretariat.write(&[URGENCES], "DLU", "Ci-joint.").await;
    let letter = secretariat.send(&secretariat.join_drawer(&draft).await).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;
    let row = urgences.wait_for_row(FolderRole::Inbox, "DLU").await;
    let (message, url) = patiently("the file", async || {
        let view = urgences.open(&row).await;
        view.messages.last().filter(|message| message.attachments == 1).map(|message| (message.id, view.url.clone()))
    })
    .await;
    let index = file_index(&urgences.frame(&url).await);
    let mailbox = urgences.mailbox().await.id;
    let save = json!({ "mailbox": mailbox, "message": message, "index": index });

    let looking = urgences.look_for_a_place().await;
    let goes = async {
        let inbox = world.operator.mailstore().maildir("urgences").join("cur");
        for stored in std::fs::read_dir(inbox).expect("read") {
            std::fs::remove_file(stored.expect("read").path()).expect("removed");
        }
        let _done: Value = urgences.get("mailbox_sync", json!({ "mailbox": mailbox })).await;
        patiently("the letter to go", async || urgences.rows(FolderRole::Inbox).await.is_empty().then_some(())).await;
        drop(looking);
    };
    let (saved, ()) = tokio::join!(urgences.ask::<AttachmentSaved>("attachment_save", save), goes);
    assert_eq!(saved.unwrap_err().code, ErrorCode::Gone);
    assert!(!urgences.saved("DLU Aubert.pdf").exists());
}

/// The last number of the first « save » address of a page.
fn file_index(page: &str) -> u32 {
    let (_, rest) = page.split_once("/do/save/").expect("a file in the page");
    let address = rest.split('"').next().expect("an address");
    address.rsplit('/').next().and_then(|index| index.parse().ok()).expect("an index")
}

#[tokio::test(flavor = "multi_thread")]
async fn one_copy_is_kept_in_sent_and_the_draft_is_gone() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "Chambre prête", "La chambre 12 est prête.").await;
    let letter = secretariat.send(&draft).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Accepted).await;
    secretariat.wait_for_row(FolderRole::Sent, "Chambre prête").await;
    let _done: Value = secretariat.get("mailbox_sync", json!({ "mailbox": draft.mailbox })).await;
    secretariat.wait_until_up_to_date().await;
    assert_eq!(world.operator.mailstore().messages("secretariat", "Sent").expect("read").len(), 1);
    let drafts: Vec<Value> = secretariat.get("draft_list", json!({ "mailbox": draft.mailbox })).await;
    assert!(drafts.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_reads_and_archives_is_read_and_archived_on_the_other_desk() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let sophie = world.desk("sophie", "secretariat").await;
    let karine = world.desk("karine", "secretariat").await;
    let letter = urgences.write(&[SECRETARIAT], "Retour prévu", "Retour lundi.").await;
    urgences.send(&letter).await.expect("queued");
    let row = sophie.wait_for_row(FolderRole::Inbox, "Retour prévu").await;
    karine.wait_for_row(FolderRole::Inbox, "Retour prévu").await;

    let mailbox = sophie.mailbox().await.id;
    for mark in ["seen", "starred"] {
        let asked = json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": mark, "on": true });
        let _done: Value = sophie.get("thread_mark", asked).await;
    }
    assert_eq!(sophie.wait_for_row(FolderRole::Inbox, "Retour prévu").await.unread, 0, "here at once");
    patiently("Karine to see it read and marked", async || {
        let row = karine.wait_for_row(FolderRole::Inbox, "Retour prévu").await;
        (row.unread == 0 && row.starred).then_some(())
    })
    .await;

    let inbox = sophie.folder(FolderRole::Inbox).await.id;
    let moved = json!({ "mailbox": mailbox, "threads": [row.id], "from": inbox, "to": { "kind": "archive" } });
    let _moved: Value = sophie.get("thread_move", moved).await;
    assert!(sophie.rows(FolderRole::Inbox).await.is_empty(), "here at once");
    patiently("Karine's inbox to be empty", async || karine.rows(FolderRole::Inbox).await.is_empty().then_some(()))
        .await;
    let archived = world.operator.mailstore().stored("secretariat", "Archive").expect("read");
    assert_eq!(archived.len(), 1, "moved on the server, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_over_the_operator_s_size_stays_a_draft_and_nothing_leaves() {
    let small = OperatorSpec::new(World::accounts()).with_message_size_limit(50_000);
    let Some(world) = World::of(small) else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "Radio du bassin", "En pièce jointe.").await;
    secretariat.put_in_drawer("radio.jpg", &[7; 60_000]);
    let draft = secretariat.join_drawer(&draft).await;
    match secretariat.send(&draft).await {
        Err(error) => assert_eq!(error.code, ErrorCode::TooLarge),
        Ok(letter) => {
            let refused = secretariat.wait_for_letter(letter, OutboxState::Refused).await;
            assert_eq!(refused.problem.expect("why").code, ErrorCode::TooLarge);
        }
    }
    let drafts: Vec<Value> = secretariat.get("draft_list", json!({ "mailbox": draft.mailbox })).await;
    assert_eq!(drafts.len(), 1, "the letter and its file are kept");
    assert!(world.operator.mailstore().messages("urgences", "INBOX").expect("read").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_the_operator_does_not_know_does_not_keep_the_others_from_their_letter() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let to = [URGENCES, "nouser@ch-val-fleuri.mssante.example"];
    let draft = secretariat.write(&to, "Compte rendu", "Ci-dessous.").await;
    let letter = secretariat.send(&draft).await.expect("queued");
    let sent = secretariat.wait_for_letter(letter, OutboxState::Accepted).await;
    assert_eq!(sent.refused, ["nouser@ch-val-fleuri.mssante.example"]);
    assert_eq!(sent.problem.expect("said").code, ErrorCode::RecipientRefused);
    let arrived = world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives");
    assert_eq!(arrived.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_line_break_is_never_put_on_an_envelope() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let forged = "urgences@ch-val-fleuri.mssante.example>\r\nRCPT TO:<secretariat@ehpad-les-tilleuls.mssante.example";
    let draft = secretariat.write(&[forged], "Essai", "Rien.").await;
    let refused = secretariat.send(&draft).await.expect_err("refused");
    assert_eq!(refused.code, ErrorCode::RecipientInvalid);
    let nobody = secretariat.write(&[], "Essai", "Rien.").await;
    let refused = secretariat.send(&nobody).await.expect_err("refused");
    assert_eq!(refused.code, ErrorCode::RecipientMissing);
    assert!(secretariat.outbox().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_the_operator_refuses_comes_back_with_the_operator_s_own_words() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "EICAR", "Essai de refus.").await;
    let letter = secretariat.send(&draft).await.expect("queued");
    let refused = secretariat.wait_for_letter(letter, OutboxState::Refused).await;
    let problem = refused.problem.expect("why");
    assert_eq!(problem.code, ErrorCode::LetterRefused);
    assert!(problem.params["reply"].starts_with("554"), "{:?}", problem.params);
    let drafts: Vec<Value> = secretariat.get("draft_list", json!({ "mailbox": draft.mailbox })).await;
    assert_eq!(drafts.len(), 1, "the draft is back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_only_marked_as_read_keeps_its_address_and_one_that_grew_gets_another() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let first = urgences.write(&[SECRETARIAT], "Bilan", "Premier.").await;
    urgences.send(&first).await.expect("queued");
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Bilan").await;
    patiently("the text", async || secretariat.open(&row).await.messages[0].loaded.then_some(())).await;
    let before = secretariat.open(&row).await;
    let mark = json!({ "mailbox": secretariat.mailbox().await.id, "threads": [row.id], "folder": row.folder, "mark": "seen", "on": true });
    let _done: Value = secretariat.get("thread_mark", mark).await;
    assert_eq!(secretariat.open(&row).await.url, before.url);

    let mailbox = urgences.mailbox().await.id;
    let own = urgences.wait_for_row(FolderRole::Sent, "Bilan").await;
    let sent =
        patiently("the copy", async || Some(urgences.open(&own).await).filter(|view| view.messages[0].loaded)).await;
    let started: DraftStarted = urgences
        .get("message_answer", json!({ "mailbox": mailbox, "message": sent.messages[0].id, "mode": "reply" }))
        .await;
    let follow_up: DraftView = urgences.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await;
    assert_eq!(follow_up.content.to, [SECRETARIAT], "an answer to one's own letter goes on to whom it was for");
    urgences.send(&follow_up).await.expect("queued");
    patiently("the second letter", async || {
        let now = secretariat.open(&row).await;
        (now.messages.len() == 2 && now.url != before.url).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_thrown_away_is_read_marked_and_taken_back_from_the_trash() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    for subject in ["Planning", "Re : Planning"] {
        let letter = urgences.write(&[SECRETARIAT], subject, "Ci-dessous.").await;
        urgences.send(&letter).await.expect("queued");
    }
    let row = patiently("both letters", async || {
        secretariat.rows(FolderRole::Inbox).await.into_iter().find(|row| row.messages == 2)
    })
    .await;
    let mailbox = secretariat.mailbox().await.id;
    let inbox = secretariat.folder(FolderRole::Inbox).await.id;
    let away = json!({ "mailbox": mailbox, "threads": [row.id], "from": inbox, "to": { "kind": "trash" } });
    let moved: estafette_contract::Moved = secretariat.get("thread_move", away).await;
    assert_eq!(moved.messages.len(), 2);

    let thrown = secretariat.wait_for_row(FolderRole::Trash, "Re : Planning").await;
    assert_eq!(secretariat.open(&thrown).await.messages.len(), 2, "it is read where it lies");
    let mark = json!({ "mailbox": mailbox, "threads": [row.id], "folder": moved.to, "mark": "seen", "on": true });
    let _done: Value = secretariat.get("thread_mark", mark).await;
    assert_eq!(secretariat.wait_for_row(FolderRole::Trash, "Re : Planning").await.unread, 0);
    let back = json!({ "mailbox": mailbox, "threads": [row.id], "from": moved.to, "to": { "kind": "inbox" } });
    let back: estafette_contract::Moved = secretariat.get("thread_move", back).await;
    assert_eq!(back.messages.len(), 2, "taken back whole");
    patiently("the server to agree", async || {
        let stored = world.operator.mailstore();
        let inbox = stored.messages("secretariat", "INBOX").expect("read").len();
        (inbox == 2 && stored.messages("secretariat", "Trash").expect("read").is_empty()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_letter_is_taken_back_as_the_draft_it_was() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "EICAR", "Essai de refus.").await;
    let letter = secretariat.send(&draft).await.expect("queued");
    secretariat.wait_for_letter(letter, OutboxState::Refused).await;
    let back = json!({ "mailbox": draft.mailbox, "outbox": letter });
    let back: estafette_contract::Withdrawn = secretariat.get("outbox_withdraw", back).await;
    assert_eq!(back.draft, draft.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_undone_is_the_last_move_and_not_what_lay_there_before() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let mailbox = secretariat.mailbox().await.id;
    let inbox = secretariat.folder(FolderRole::Inbox).await.id;
    let mut last = Vec::new();
    for subject in ["Transport", "Re : Transport"] {
        let letter = urgences.write(&[SECRETARIAT], subject, "Ci-dessous.").await;
        urgences.send(&letter).await.expect("queued");
        let row = secretariat.wait_for_row(FolderRole::Inbox, subject).await;
        let away = json!({ "mailbox": mailbox, "threads": [row.id], "from": inbox, "to": { "kind": "archive" } });
        let moved: estafette_contract::Moved = secretariat.get("thread_move", away).await;
        assert_eq!(moved.messages.len(), 1);
        last = moved.messages;
    }
    let undo = json!({ "mailbox": mailbox, "messages": last, "to": { "kind": "inbox" } });
    let _back: estafette_contract::Moved = secretariat.get("message_move", undo).await;
    let row = secretariat.wait_for_row(FolderRole::Inbox, "Re : Transport").await;
    assert_eq!(row.unread, 1, "the second letter alone is back");
    patiently("the first to be still in the archive on the server", async || {
        let stored = world.operator.mailstore();
        let kept = stored.messages("secretariat", "Archive").expect("read").len();
        (kept == 1 && stored.messages("secretariat", "INBOX").expect("read").len() == 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_received_twice_is_read_and_put_away_once() {
    let raw = b"From: urgences@ch-val-fleuri.mssante.example\r\nSubject: En double\r\nMessage-ID: <d@ch.example>\r\n\r\nVoir.\r\n";
    let world = World::filled(|store| {
        (0..2).try_for_each(|_| store.deliver("secretariat", "INBOX", raw, &[], std::time::SystemTime::now()))
    });
    let Some(world) = world else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let mailbox = secretariat.mailbox().await.id;
    let row = secretariat.wait_for_row(FolderRole::Inbox, "En double").await;
    let mark = json!({ "mailbox": mailbox, "threads": [row.id], "folder": row.folder, "mark": "seen", "on": true });
    let _done: Value = secretariat.get("thread_mark", mark).await;
    assert_eq!(secretariat.folder(FolderRole::Inbox).await.unread, 0, "both copies are read");
    let away = json!({ "mailbox": mailbox, "threads": [row.id], "from": row.folder, "to": { "kind": "trash" } });
    let _moved: Value = secretariat.get("thread_move", away).await;
    assert!(secretariat.rows(FolderRole::Inbox).await.is_empty(), "both copies are away");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_refused_for_now_after_its_last_byte_waits_and_is_not_uncertain() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let draft = secretariat.write(&[URGENCES], "GREYLIST", "Essai de report.").await;
    let letter = secretariat.send(&draft).await.expect("queued");
    let waiting = patiently("the first answer", async || {
        let view = secretariat.outbox().await.into_iter().find(|view| view.id == letter)?;
        (view.state == OutboxState::Queued && view.problem.is_some()).then_some(view)
    })
    .await;
    assert!(waiting.next_try.is_some(), "it will be tried again");
    assert!(world.operator.mailstore().messages("urgences", "INBOX").expect("read").is_empty());
}
