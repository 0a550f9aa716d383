//! Joined documents, read: under an address that is good while its window is open, byte for byte, and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::SystemTime;

use estafette_api::{DocumentAnswer, VIEWER_HEADERS};
use estafette_contract::{Done, ErrorCode, FolderRole, MessageRef};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// A letter with a PDF whose label lies, a second one, a page of HTML that says it is a PDF, a film, and a PDF that says it is
/// a page of HTML, which a browser would believe.
const LETTER: &[u8] = b"From: h.fabre@medecin.mssante.example\r\n\
    To: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
    Subject: Comptes rendus\r\nMessage-ID: <comptes-rendus@medecin.mssante.example>\r\n\
    Date: Mon, 23 Nov 2026 10:42:00 +0100\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nCi-joint.\r\n\
    --b\r\nContent-Type: image/png; name=un.pdf\r\nContent-Disposition: attachment; filename=un.pdf\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcKAP8K\r\n\
    --b\r\nContent-Type: application/pdf; name=deux.pdf\r\nContent-Disposition: attachment; filename=deux.pdf\r\n\r\n\
    %PDF-1.4 deux\r\n\
    --b\r\nContent-Type: application/pdf; name=page.pdf\r\nContent-Disposition: attachment; filename=page.pdf\r\n\r\n\
    <html><script>1</script></html>\r\n\
    --b\r\nContent-Type: video/webm; name=film.webm\r\nContent-Disposition: attachment; filename=film.webm\r\n\r\n\
    film\r\n\
    --b\r\nContent-Type: text/html; name=piege.pdf\r\nContent-Disposition: attachment; filename=piege.pdf\r\n\r\n\
    %PDF-1.4 piege\r\n--b--\r\n";
const FIRST: &[u8] = b"%PDF-1.7\n\0\xff\n";

struct Scene {
    desk: Desk,
    message: MessageRef,
    _world: World,
}

impl Scene {
    async fn set() -> Option<Self> {
        let world = World::filled(|store| store.deliver("secretariat", "INBOX", LETTER, &[], SystemTime::now()))?;
        let desk = world.desk("sophie", "secretariat").await;
        let row = desk.rows(FolderRole::Inbox).await.remove(0);
        let message = patiently("the text", async || {
            desk.open(&row).await.messages.last().filter(|message| message.loaded).map(|message| message.id)
        })
        .await;
        Some(Self { desk, message, _world: world })
    }

    async fn asked(&self, index: u32, theme: &str) -> Value {
        json!({ "mailbox": self.desk.mailbox().await.id, "message": self.message, "index": index, "theme": theme })
    }

    /// Reads the part at `index`, and gives the address it is shown at.
    async fn read(&self, index: u32, theme: &str) -> String {
        let _done: Done = self.desk.get("attachment_read", self.asked(index, theme).await).await;
        self.desk.shelf.shown().expect("a document on the shelf")
    }

    /// What is at `file` below the address.
    async fn at(&self, url: &str, file: &str) -> DocumentAnswer {
        let page = url.split('#').next().expect("an address");
        let path = page.strip_prefix("viewer://localhost").expect("an address of the scheme");
        self.desk.api.document(&format!("{path}{file}")).await
    }

    async fn bytes(&self, url: &str) -> Option<(String, Vec<u8>)> {
        match self.at(url, "file").await {
            DocumentAnswer::Document { content_type, bytes } => Some((content_type, bytes)),
            DocumentAnswer::Viewer(_) | DocumentAnswer::Nothing => None,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_read_byte_for_byte_under_an_address_of_its_own() {
    let Some(scene) = Scene::set().await else { return };
    let url = scene.read(1, "dark").await;
    let (page, how) = url.split_once('#').expect("how it is read");
    assert_eq!(how, "pdf,dark");
    assert_eq!(page.len(), "viewer://localhost//".len() + 32, "128 random bits: {page}");
    assert_eq!(scene.bytes(&url).await, Some((String::from("application/pdf"), FIRST.to_vec())), "its label lied");
    assert_eq!(scene.at(&url, "").await, DocumentAnswer::Viewer(String::from("viewer.html")));
    assert_eq!(scene.at(&url, "assets/x.js").await, DocumentAnswer::Viewer(String::from("assets/x.js")));
    assert_eq!(scene.at(&url, "../index.html").await, DocumentAnswer::Nothing);
    assert!(VIEWER_HEADERS.iter().any(|(name, _)| *name == "Content-Security-Policy"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_token_of_the_open_document_nothing_answers() {
    let Some(scene) = Scene::set().await else { return };
    for path in ["/", "/file", "//file", "/0123456789abcdef0123456789abcdef/", "/0123456789abcdef0123456789abcdef/file"]
    {
        assert_eq!(scene.desk.api.document(path).await, DocumentAnswer::Nothing, "{path}: nothing is open");
    }
    let first = scene.read(1, "light").await;
    let second = scene.read(2, "light").await;
    assert_eq!(scene.bytes(&second).await.expect("the second").1, b"%PDF-1.4 deux");
    assert_eq!(scene.at(&first, "file").await, DocumentAnswer::Nothing, "the first is read no more");
    scene.desk.api.document_closed(&first);
    assert!(scene.bytes(&second).await.is_some(), "the window of the first goes after the second came");
    scene.desk.api.document_closed(&second);
    for file in ["file", "", "assets/x.js"] {
        assert_eq!(scene.at(&second, file).await, DocumentAnswer::Nothing, "its window is gone: {file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_turns_discreet_and_a_program_that_closes_put_the_document_away() {
    let Some(scene) = Scene::set().await else { return };
    let discreet = |on: bool| json!({ "setting": "discreet_mode", "value": on });
    let url = scene.read(1, "light").await;
    let _done: Done = scene.desk.get("setting_change", discreet(true)).await;
    assert_eq!((scene.desk.shelf.shown(), scene.at(&url, "file").await), (None, DocumentAnswer::Nothing));
    let url = scene.read(1, "light").await;
    let _done: Done = scene.desk.get("setting_change", discreet(false)).await;
    assert!(scene.bytes(&url).await.is_some(), "what somebody opened on a discreet screen stays when it is no longer");
    scene.desk.api.close().await;
    assert_eq!((scene.desk.shelf.shown(), scene.at(&url, "file").await), (None, DocumentAnswer::Nothing));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_played_as_what_it_says_it_is_and_what_is_neither_is_not_shown() {
    let Some(scene) = Scene::set().await else { return };
    let url = scene.read(4, "light").await;
    assert!(url.ends_with("#film,light"), "{url}");
    assert_eq!(scene.bytes(&url).await, Some((String::from("video/webm"), b"film".to_vec())));
    let refused = scene.desk.ask::<Done>("attachment_read", scene.asked(3, "light").await).await;
    assert_eq!(refused.expect_err("HTML that says it is a PDF").code, ErrorCode::BadRequest);
    let dangerous = scene.desk.ask::<Done>("attachment_read", scene.asked(5, "light").await).await;
    assert_eq!(dangerous.expect_err("a PDF that says it is HTML").code, ErrorCode::BadRequest);
    let missing = scene.desk.ask::<Done>("attachment_read", scene.asked(40, "light").await).await;
    assert_eq!(missing.expect_err("no such part").code, ErrorCode::AttachmentDamaged);
    assert_eq!(scene.desk.shelf.shown(), Some(url), "what was read is still read");
}
