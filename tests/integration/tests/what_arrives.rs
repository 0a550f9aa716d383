//! What a colleague receives: the answer, the signature of the moment it was sent, what it quotes, in that order and once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use estafette_contract::{DraftStarted, DraftView, FolderRole, OutboxState, SignatureView, TemplateView};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

const SECRETARIAT: &str = "secretariat@ehpad-les-tilleuls.mssante.example";
const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";

/// Begins an answer to the only letter of the inbox called `subject`.
async fn answer(desk: &Desk, subject: &str, mode: &str) -> DraftView {
    let row = desk.wait_for_row(FolderRole::Inbox, subject).await;
    let thread = desk.open(&row).await;
    let message = thread.messages.last().expect("a message").id;
    patiently("the text of the letter", async || {
        desk.open(&row).await.messages.last().is_some_and(|message| message.loaded).then_some(())
    })
    .await;
    let mailbox = desk.mailbox().await.id;
    let started: DraftStarted =
        desk.get("message_answer", json!({ "mailbox": mailbox, "message": message, "mode": mode })).await;
    desk.get("draft_read", json!({ "mailbox": mailbox, "draft": started.draft })).await
}

/// Writes `text` above what the draft quotes and sends it.
async fn finish(desk: &Desk, draft: &DraftView, to: &str, text: &str) {
    let content = json!({
        "to": [to], "cc": [], "subject": draft.content.subject,
        "body_html": format!("<p>{text}</p>"), "quote_html": draft.content.quote_html,
    });
    let save =
        json!({ "mailbox": draft.mailbox, "draft": draft.id, "revision": draft.revision + 1, "content": content });
    let _saved: Value = desk.get("draft_save", save).await;
    let letter = desk.send(draft).await.expect("queued");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
}

/// The words of the letter called `subject` as the colleague's frame shows them, in order.
async fn words(desk: &Desk, subject: &str) -> String {
    let row = desk.wait_for_row(FolderRole::Inbox, subject).await;
    patiently("the letter to be shown", async || {
        let page = desk.frame(&desk.open(&row).await.url).await;
        page.contains("a écrit").then_some(page)
    })
    .await
}

fn in_order(page: &str, expected: &[&str]) {
    let mut from = 0;
    for words in expected {
        let at = page.get(from..).and_then(|rest| rest.find(words));
        from += at.unwrap_or_else(|| panic!("« {words} » is missing or misplaced"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signature_of_the_moment_of_sending_stands_once_between_the_text_and_the_quotation() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let mailbox = secretariat.mailbox().await.id;
    let sign = |text: &str| json!({ "mailbox": mailbox, "text": text });
    let _done: Value = secretariat.get("signature_write", sign("Les Tilleuls, ancien numéro")).await;

    let asked = urgences.write(&[SECRETARIAT], "Demande de DLU", "Mme Aubert est arrivée à 9 h 20.").await;
    urgences.send(&asked).await.expect("queued");
    let draft = answer(&secretariat, "Demande de DLU", "reply").await;
    assert_eq!(draft.content.body_html, "<p></p>");
    assert!(!draft.content.quote_html.contains("Tilleuls"), "the signature is in no draft");

    let _done: Value = secretariat.get("signature_write", sign("Les Tilleuls\nPoste 214")).await;
    let view: SignatureView = secretariat.get("signature_read", json!({ "mailbox": mailbox })).await;
    assert_eq!(view.preview, "Les Tilleuls\nPoste 214");
    finish(&secretariat, &draft, URGENCES, "Voici le dossier.").await;

    let page = words(&urgences, "Re : Demande de DLU").await;
    in_order(&page, &["Voici le dossier.", "Les Tilleuls", "Poste 214", "a écrit", "Mme Aubert est arrivée"]);
    assert!(!page.contains("ancien numéro"), "the letter was signed when it was sent");
    let stored = world.operator.mailstore().messages("urgences", "INBOX").expect("read");
    let raw = String::from_utf8_lossy(&stored[0]).into_owned();
    assert_eq!(raw.matches("Poste 214").count(), 2, "once in each version of the text");
    assert!(raw.contains("In-Reply-To: <") && raw.contains("References: <"), "it stands in its conversation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_letter_carries_its_header_and_its_files() {
    let Some(world) = World::quiet() else { return };
    let urgences = world.desk("urgences", "urgences").await;
    let secretariat = world.desk("sophie", "secretariat").await;
    let letter = urgences.write(&[SECRETARIAT], "Compte rendu", "Ci-dessous.").await;
    urgences.put_in_drawer("CR Aubert.pdf", b"%PDF-1.4 fictional");
    let letter = urgences.join_drawer(&letter).await;
    urgences.send(&letter).await.expect("queued");

    let draft = answer(&secretariat, "Compte rendu", "forward").await;
    assert_eq!(draft.content.to, [""; 0]);
    assert_eq!(draft.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["CR Aubert.pdf"]);
    let quoted = &draft.content.quote_html;
    for line in ["Message transféré", URGENCES, "Objet\u{a0}: Compte rendu", SECRETARIAT, "Ci-dessous."] {
        assert!(quoted.contains(line), "« {line} » in {quoted}");
    }
    assert!(!quoted.contains("<blockquote>"), "what is sent on is not set back");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_and_how_long_a_letter_waits_follow_the_settings() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let mailbox = secretariat.mailbox().await.id;
    let sophie = secretariat.app().await.people[0].id.clone();
    let _done: Value = secretariat.get("person_choose", json!({ "person": sophie, "proof": { "kind": "none" } })).await;
    let _done: Value = secretariat.get("signature_write", json!({ "mailbox": mailbox, "text": "Les Tilleuls" })).await;
    let preview = async || {
        let view: SignatureView = secretariat.get("signature_read", json!({ "mailbox": mailbox })).await;
        view.preview
    };
    assert_eq!(preview().await, "Les Tilleuls", "the mailbox alone, unless somebody chose otherwise");
    for (setting, value) in [("signature_person", json!("person")), ("send_hold_seconds", json!(0))] {
        let _done: Value = secretariat.get("setting_change", json!({ "setting": setting, "value": value })).await;
    }
    assert_eq!(preview().await, "Sophie Martel\nSecrétaire\nLes Tilleuls");
    let draft = secretariat.write(&[URGENCES], "Chambre prête", "La chambre 12 est prête.").await;
    let queued = secretariat.send_held(&draft).await.expect("queued");
    assert_eq!(queued.held_for, 0);
    secretariat.wait_for_letter(queued.outbox, OutboxState::Accepted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_to_start_from_are_kept_for_their_mailbox_across_a_restart() {
    let Some(world) = World::quiet() else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let mailbox = secretariat.mailbox().await.id;
    let text = "Bonjour,\n\nLe rendez-vous de {{usager}} est confirmé.";
    let write = json!({ "mailbox": mailbox, "template": null, "name": "Rendez-vous", "text": text });
    let _done: Value = secretariat.get("template_write", write).await;
    let keys = secretariat.leave().await;
    let again = Desk::sit_down_with_keys(world.papers_for("sophie", "secretariat"), keys).await;
    let list: Vec<TemplateView> = again.get("template_list", json!({ "mailbox": mailbox })).await;
    assert_eq!(
        list.iter().map(|one| (one.name.as_str(), one.text.as_str())).collect::<Vec<_>>(),
        [("Rendez-vous", text)]
    );
    let gone = json!({ "mailbox": mailbox, "template": list[0].id });
    let _done: Value = again.get("template_delete", gone).await;
    let list: Vec<TemplateView> = again.get("template_list", json!({ "mailbox": mailbox })).await;
    assert!(list.is_empty());
    let elsewhere = again.ask::<Value>("template_list", json!({ "mailbox": 404 })).await.expect_err("no such mailbox");
    assert_eq!(elsewhere.code, estafette_contract::ErrorCode::Gone);
}
