//! What the `mail:` scheme answers while a conversation is open and once it is closed: every answer has its walls in its own
//! header, whatever it is of, and no address outlives its conversation.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::SystemTime;

use estafette_contract::{FolderRole, ThreadFound};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// A letter that shows an image it carries.
const LETTER: &str = "From: h.fabre@medecin.mssante.example\r\nSubject: Plaie\r\nMessage-ID: <plaie@medecin.example>\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>La plaie garde sa couleur.</p><img src=\"cid:photo@x\" alt=\"Plaie\">\r\n\
    --b\r\nContent-Type: image/gif\r\nContent-ID: <photo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n--b--\r\n";
/// What each must say, in its own header: a document of this scheme does not inherit the policy of the page.
const WALLS: [(&str, &[&str]); 4] = [
    (
        "Content-Security-Policy",
        &["default-src 'none'", "form-action 'none'", "base-uri 'none'", "sandbox allow-popups"],
    ),
    ("X-Content-Type-Options", &["nosniff"]),
    ("Referrer-Policy", &["no-referrer"]),
    ("X-DNS-Prefetch-Control", &["off"]),
];

/// The answer to `path`: its status, its type, and whether the walls are in its header.
async fn answer(desk: &Desk, path: &str) -> (u16, &'static str) {
    let answer = desk.api.frame(path).await;
    for (name, words) in WALLS {
        let values: Vec<&str> =
            answer.headers.iter().filter(|(found, _)| *found == name).map(|(_, value)| *value).collect();
        assert_eq!(values.len(), 1, "{path}: {name} once");
        assert!(words.iter().all(|word| values[0].contains(word)), "{path}: {values:?}");
        assert!(!values[0].contains("allow-scripts") && !values[0].contains("allow-same-origin"), "{path}");
    }
    let kept = answer.headers.iter().find(|(name, _)| *name == "Cache-Control").expect("said").1;
    assert_eq!(kept == "no-store", answer.content_type != "font/woff2", "{path}: {kept}");
    (answer.status, answer.content_type)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_walls_and_no_address_outlives_its_conversation() {
    let world = World::filled(|store| store.deliver("secretariat", "INBOX", LETTER.as_bytes(), &[], SystemTime::now()));
    let Some(world) = world else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let view = desk.open(&desk.wait_for_row(FolderRole::Inbox, "Plaie").await).await;
    let page = patiently("the text", async || {
        Some(desk.frame(&view.url).await).filter(|page| page.contains("garde sa couleur"))
    })
    .await;
    let path = |url: &str| url.strip_prefix("mail://localhost").expect("an address").to_owned();
    let image = page.split("src=\"").find_map(|rest| rest.split('"').next().filter(|url| url.contains("/cid/")));
    let image = path(image.expect("the image is ours"));
    let found: ThreadFound = desk.get("thread_find", json!({ "url": view.url, "text": "couleur" })).await;
    let (thread, found) = (path(&view.url), path(&found.url));
    let save = format!("{thread}do/save/1/0");

    let html = "text/html; charset=utf-8";
    for (asked, status, kind) in [
        (thread.as_str(), 200, html),
        (&found, 200, html),
        (&image, 200, "image/png"),
        ("/font/next.woff2", 200, "font/woff2"),
        ("/font/absente.woff2", 404, "text/plain"),
        (&save, 404, "text/plain"),
        (&image.replace("photo", "autre"), 404, "text/plain"),
        ("/0123456789abcdef0123456789abcdef/", 404, "text/plain"),
        ("/", 404, "text/plain"),
    ] {
        assert_eq!(answer(&desk, asked).await, (status, kind), "{asked}");
    }

    let _closed: Value = desk.get("thread_close", json!({ "url": view.url })).await;
    for asked in [&thread, &found, &image] {
        assert_eq!(answer(&desk, asked).await, (404, "text/plain"), "{asked} once it is closed");
    }
}
