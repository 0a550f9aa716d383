//! What leaves the window: printed, exported as the server has it, written down in the journal without a word of the letter.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::{Duration, SystemTime};

use estafette_api::PrintFault;
use estafette_contract::{
    AuditAct, AuditLine, AuditOutcome, ErrorCode, FolderRole, Printed, Saved, ThreadFound, ThreadRow,
};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// A letter as a server may have it: bytes that are no UTF-8, blanks at the end of lines, no line break at the end.
const FIRST: &[u8] = b"From: =?utf-8?Q?Dr_H=C3=A9l=C3=A8ne_Fabre?= <helene.fabre@medecin.mssante.example>\r\n\
    To: secretariat@ehpad-les-tilleuls.mssante.example, \"M. Roche\" <m.roche@medecin.mssante.example>\r\n\
    Cc: infirmerie@ehpad-les-tilleuls.mssante.example\r\n\
    Subject: Retour de Mme Garnier\r\nMessage-ID: <premier@medecin.mssante.example>\r\n\
    Date: Mon, 23 Nov 2026 10:42:00 +0100\r\n\
    Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
    Mme Garnier a mang\xe9 seule.   \r\nL'\x9cd\xe8me a recul\xe9.";

const SECOND: &[u8] = b"From: helene.fabre@medecin.mssante.example\r\n\
    To: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
    Subject: Re: Retour de Mme Garnier\r\nMessage-ID: <second@medecin.mssante.example>\r\n\
    In-Reply-To: <premier@medecin.mssante.example>\r\nReferences: <premier@medecin.mssante.example>\r\n\
    Date: Tue, 24 Nov 2026 10:42:00 +0100\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Le <b>gar</b>rot est \xc3\xb4t\xc3\xa9, Mme GARNIER va bien.</p>\r\n\
    --b\r\nContent-Type: application/pdf; name=\"CR.pdf\"\r\nContent-Disposition: attachment; filename=\"CR.pdf\"\r\n\r\n%PDF\r\n--b--\r\n";

struct Scene {
    desk: Desk,
    row: ThreadRow,
    _world: World,
}

impl Scene {
    /// Sophie is at the keyboard, in front of a conversation of two letters, the first of them read.
    async fn set() -> Option<Self> {
        let world = World::filled(|store| {
            let hour = Duration::from_secs(3600);
            store.deliver("secretariat", "INBOX", FIRST, &[estafette_harness::Flag::Seen], SystemTime::now() - hour)?;
            store.deliver("secretariat", "INBOX", SECOND, &[], SystemTime::now())
        })?;
        let desk = world.desk("sophie", "secretariat").await;
        let sophie = desk.app().await.people[0].id.clone();
        let _done: Value = desk.get("person_choose", json!({ "person": sophie, "proof": { "kind": "none" } })).await;
        let row = desk.rows(FolderRole::Inbox).await.remove(0);
        patiently("both texts", async || {
            desk.open(&row).await.messages.iter().all(|message| message.loaded).then_some(())
        })
        .await;
        Some(Self { desk, row, _world: world })
    }

    async fn asked(&self, more: Value) -> Value {
        let mut asked =
            json!({ "mailbox": self.desk.mailbox().await.id, "thread": self.row.id, "folder": self.row.folder });
        asked.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        asked
    }

    async fn last_line(&self) -> AuditLine {
        self.desk.journal().await.lines.remove(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_printed_whole_and_unfolded_and_the_journal_says_by_whom() {
    let Some(scene) = Scene::set().await else { return };
    let printed: Printed = scene.desk.get("thread_print", scene.asked(json!({})).await).await;
    assert!(printed.done);
    let (url, page) = scene.desk.tray.sheets().remove(0);
    for text in [
        "Mme Garnier a mangé seule.",
        "GARNIER va bien",
        "Retour de Mme Garnier",
        "Dr Hélène Fabre",
        "M. Roche &lt;m.roche@medecin.mssante.example&gt;",
        "infirmerie@ehpad-les-tilleuls.mssante.example",
        "23\u{a0}nov. 2026",
        "CR.pdf",
        "par Sophie Martel, boîte Secrétariat",
        "<title>Conversation</title>",
    ] {
        assert!(page.contains(text), "« {text} » is not on paper");
    }
    assert!(!page.contains("class=\"e-old\""), "nothing is folded");
    let line = scene.last_line().await;
    assert_eq!((line.act, line.outcome, line.messages), (AuditAct::Print, AuditOutcome::Done, 2));
    assert_eq!((line.person.as_deref(), line.mailbox.as_deref()), (Some("Sophie Martel"), Some("Secrétariat")));
    assert!(page.contains(&line.reference) && !line.reference.is_empty(), "paper and journal find each other");
    let path = url.strip_prefix("mail://localhost").expect("an address");
    assert_eq!(scene.desk.api.frame(path).await.status, 404, "its address is closed once it is printed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_dialog_and_a_jammed_printer_are_said_and_written_down() {
    let Some(scene) = Scene::set().await else { return };
    scene.desk.tray.next_time(Ok(false));
    let printed: Printed = scene.desk.get("thread_print", scene.asked(json!({})).await).await;
    assert!(!printed.done);
    assert_eq!(scene.last_line().await.outcome, AuditOutcome::Cancelled);
    for (fault, code) in
        [(PrintFault::NoPrinter, ErrorCode::PrinterMissing), (PrintFault::Failed, ErrorCode::PrintFailed)]
    {
        scene.desk.tray.next_time(Err(fault));
        let refused = scene.desk.ask::<Printed>("thread_print", scene.asked(json!({})).await).await;
        assert_eq!(refused.expect_err("it jams").code, code);
        assert_eq!(scene.last_line().await.outcome, AuditOutcome::Failed);
    }
    scene.desk.tray.next_time(Err(PrintFault::Failed));
    let pdf = scene.asked(json!({ "message": null, "form": "pdf" })).await;
    scene.desk.ask::<Saved>("thread_export", pdf).await.expect_err("it jams");
    let left: Vec<_> = std::fs::read_dir(scene.desk.saved("")).expect("listed").collect();
    assert!(left.is_empty(), "nothing of a PDF that failed stays: {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exported_message_is_byte_for_byte_what_the_server_has() {
    let Some(scene) = Scene::set().await else { return };
    let first = scene.desk.open(&scene.row).await.messages[0].id;
    let one: Saved =
        scene.desk.get("thread_export", scene.asked(json!({ "message": first, "form": "eml" })).await).await;
    assert_eq!(one.name.as_deref(), Some("2026-11-23 message.eml"), "neither a name nor a subject");
    assert_eq!(std::fs::read(scene.desk.saved("2026-11-23 message.eml")).expect("saved"), FIRST);

    let all: Saved =
        scene.desk.get("thread_export", scene.asked(json!({ "message": null, "form": "eml" })).await).await;
    assert_eq!(all.name.as_deref(), Some("2026-11-24 conversation"));
    let folder = scene.desk.saved("2026-11-24 conversation");
    assert_eq!(std::fs::read(folder.join("01 message 2026-11-23.eml")).expect("saved"), FIRST);
    assert_eq!(std::fs::read(folder.join("02 message 2026-11-24.eml")).expect("saved"), SECOND);
    assert_eq!(std::fs::read_dir(&folder).expect("listed").count(), 2);
    let lines = scene.desk.journal().await.lines;
    assert_eq!(
        lines.iter().map(|line| (line.act, line.messages)).collect::<Vec<_>>(),
        [(AuditAct::ExportEml, 2), (AuditAct::ExportEml, 1)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_as_pdf_holds_that_message_alone_and_a_closed_dialog_writes_nothing() {
    let Some(scene) = Scene::set().await else { return };
    let first = scene.desk.open(&scene.row).await.messages[0].id;
    let pdf = scene.asked(json!({ "message": first, "form": "pdf" })).await;
    let one: Saved = scene.desk.get("thread_export", pdf.clone()).await;
    assert_eq!(one.name.as_deref(), Some("2026-11-23 message.pdf"));
    let written = std::fs::read_to_string(scene.desk.saved("2026-11-23 message.pdf")).expect("saved");
    assert!(written.contains("a mangé seule") && !written.contains("va bien"));
    std::fs::remove_file(scene.desk.saved("2026-11-23 message.pdf")).expect("removed");

    scene.desk.close_dialogs();
    let closed: Saved = scene.desk.get("thread_export", pdf).await;
    assert_eq!(closed.name, None);
    assert_eq!(std::fs::read_dir(scene.desk.saved("")).expect("listed").count(), 0);
    assert_eq!(scene.last_line().await.outcome, AuditOutcome::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_leaves_as_a_table_and_holds_no_word_of_a_letter() {
    let Some(scene) = Scene::set().await else { return };
    let second = scene.desk.open(&scene.row).await.messages[1].id;
    let save = json!({ "mailbox": scene.desk.mailbox().await.id, "message": second, "index": 1 });
    let _saved: Value = scene.desk.ask("attachment_save", save).await.unwrap_or(Value::Null);
    let _printed: Printed = scene.desk.get("thread_print", scene.asked(json!({})).await).await;
    let filter = json!({ "person": null, "act": null, "since": null, "until": null });
    let saved: Saved = scene.desk.get("audit_export", json!({ "filter": filter })).await;
    let table = std::fs::read_to_string(scene.desk.saved(&saved.name.expect("a name"))).expect("saved");
    assert!(
        table.starts_with('\u{feff}') && table.contains("\"Sophie Martel\";\"Secrétariat\";\"Impression\""),
        "{table}"
    );
    let told = serde_json::to_string(&scene.desk.journal().await).expect("a page") + &table;
    for word in ["Garnier", "GARNIER", "Retour", "CR.pdf", "fabre", "premier@", "second@", "seule"] {
        assert!(!told.contains(word), "« {word} » is in the journal");
    }
    let last = scene.last_line().await;
    assert_eq!((last.act, last.outcome), (AuditAct::ExportJournal, AuditOutcome::Done), "its own export is an act too");
    let only =
        json!({ "filter": { "person": null, "act": "print", "since": null, "until": null }, "offset": 0, "limit": 9 });
    let page: estafette_contract::AuditPage = scene.desk.get("audit_list", only).await;
    assert_eq!((page.total, page.people[0].name.as_str()), (1, "Sophie Martel"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_in_folded_messages_without_accents_and_across_tags() {
    let Some(scene) = Scene::set().await else { return };
    let view = scene.desk.open(&scene.row).await;
    let find = async |text: &str| -> ThreadFound {
        scene.desk.get("thread_find", json!({ "url": view.url, "text": text })).await
    };
    for (text, hits) in
        [("garnier", 2), ("oedeme a recule", 1), ("GARROT", 1), ("ôté", 1), ("seule. L", 1), ("absent", 0)]
    {
        assert_eq!(find(text).await.hits, hits, "{text}");
    }
    let garnier = find("garnier").await;
    let page = scene.desk.frame(&garnier.url).await;
    assert!(page.contains("id=\"e-hit-2\"") && !page.contains("class=\"e-old\""), "both messages are unfolded");
    let bare = scene.desk.frame(&view.url).await;
    assert!(!bare.contains("class=\"e-hit\"") && bare.contains("class=\"e-old\""));
    let _other = find("garrot").await;
    let path = garnier.url.strip_prefix("mail://localhost").expect("an address");
    assert_eq!(scene.desk.api.frame(path).await.status, 404, "only what was looked for last");
    assert_eq!(find("  ").await, ThreadFound { url: view.url.clone(), hits: 0 });
}
