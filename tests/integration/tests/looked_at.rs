//! What comes with a letter is looked at in the window, and what could do harm is named before it leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::time::SystemTime;

use estafette_contract::{
    ArchiveFault, AttachmentContent, AttachmentSaved, AttachmentShown, AuditAct, Done, EntryOddity, ErrorCode,
    FileDanger, FolderRole, MessageRef, ViewRefusal,
};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// A PNG of one pixel; what follows its end is no part of the picture.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggkdBUk5JRVIgT2RldHRl";
const HIDDEN: &[u8] = b"GARNIER Odette";
const SCRIPT: &str = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4=";

/// An archive with one file, whose directory gives it another name than what stands before its bytes.
fn archive() -> Vec<u8> {
    let (name, shown, bytes) = ("../../outil.exe", "../../bilan.pdf", b"MZ\x90\0");
    let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let long = u16::try_from(name.len()).unwrap().to_le_bytes();
    let local =
        [b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(), &size, &size, &long, &[0; 2], name.as_bytes(), bytes]
            .concat();
    let record =
        [b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(), &size, &size, &long, &[0; 16], shown.as_bytes()]
            .concat();
    let place = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
    let end =
        [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &place(record.len()), &place(local.len()), &[0; 2]].concat();
    [local, record, end].concat()
}

/// A `winmail.dat` with a text and a file.
fn winmail() -> Vec<u8> {
    let mut bytes = b"\x78\x9f\x3e\x22\x01\0".to_vec();
    let attributes: [(u8, u32, &[u8]); 4] = [
        (1, 0x0002_800c, b"Le bilan est dans la piece.\0"),
        (2, 0x0006_9002, &[0; 14]),
        (2, 0x0001_8010, b"bilan.txt\0"),
        (2, 0x0006_800f, b"Glycemie 1,02"),
    ];
    for (level, id, value) in attributes {
        bytes.push(level);
        bytes.extend(id.to_le_bytes());
        bytes.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
        bytes.extend(value);
        let sum = value.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        bytes.extend(sum.to_le_bytes());
    }
    bytes
}

fn part(fields: &str, body: &str) -> String {
    format!("--b\r\nContent-Transfer-Encoding: base64\r\n{fields}\r\n\r\n{body}\r\n")
}

fn letter() -> Vec<u8> {
    let encoded = |bytes: &[u8]| base64(bytes);
    let file =
        |mime: &str, name: &str| format!("Content-Type: {mime}; name=\"{name}\"\r\nContent-Disposition: attachment");
    let parts = [
        part(
            "Content-Type: text/html",
            &encoded(b"<p>Voir les pieces.</p><img src=\"cid:photo@x\"><img src=\"cid:script@x\">"),
        ),
        part("Content-Type: image/png\r\nContent-ID: <photo@x>", PIXEL),
        part("Content-Type: image/png\r\nContent-ID: <script@x>", SCRIPT),
        part(&file("image/png", "radio.png"), PIXEL),
        part(&file("application/zip", "dossier.zip"), &encoded(&archive())),
        part(&file("application/ms-tnef", "winmail.dat"), &encoded(&winmail())),
        part(&file("application/pdf", "facture.pdf"), &encoded(b"MZ\x90\0 un programme")),
        part(
            &file("message/rfc822", "bilan.eml"),
            &encoded(b"From: a@b.example\r\nSubject: Bilan\r\n\r\nTout va bien."),
        ),
    ];
    let head = "From: urgences@ch-val-fleuri.mssante.example\r\nSubject: Pieces\r\nMessage-ID: <pieces@b.example>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    format!("{head}{}--b--\r\n", parts.concat()).into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte)) << (8 * (3 - three.len()));
        let letter = move |at: usize| char::from(LETTERS[(bits >> (18 - 6 * at)) & 63]);
        (0..4).map(move |at| if at <= three.len() { letter(at) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// The letter on a desk, and a way to ask about its files.
struct Scene {
    desk: Desk,
    message: MessageRef,
    page: String,
    _world: World,
}

impl Scene {
    async fn set() -> Option<Self> {
        let world = World::filled(|store| store.deliver("secretariat", "INBOX", &letter(), &[], SystemTime::now()))?;
        let desk = world.desk("sophie", "secretariat").await;
        let row = desk.wait_for_row(FolderRole::Inbox, "Pieces").await;
        let (message, page) = patiently("the files", async || {
            let view = desk.open(&row).await;
            let page = desk.frame(&view.url).await;
            page.contains("radio.png").then_some((view.messages[0].id, page))
        })
        .await;
        Some(Self { desk, message, page, _world: world })
    }

    async fn asked(&self, index: u32, more: Value) -> Value {
        let mut asked = json!({ "mailbox": self.desk.mailbox().await.id, "message": self.message, "index": index });
        for (name, value) in more.as_object().unwrap() {
            asked[name] = value.clone();
        }
        asked
    }

    async fn view(&self, index: u32) -> AttachmentShown {
        self.desk.get("attachment_view", self.asked(index, json!({ "inside": null })).await).await
    }

    async fn save(&self, index: u32, more: Value) -> AttachmentSaved {
        self.desk.get("attachment_save", self.asked(index, more).await).await
    }

    /// What the scheme answers at `url`.
    async fn answer(&self, url: &str) -> (u16, &'static str, Vec<u8>) {
        let answer = self.desk.api.frame(url.strip_prefix("mail://localhost").expect("a mail: address")).await;
        assert!(
            answer.headers.iter().any(|(name, value)| *name == "Content-Security-Policy" && value.contains("sandbox"))
        );
        (answer.status, answer.content_type, answer.body)
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_of_a_letter_is_looked_at_as_what_it_is() {
    let Some(scene) = Scene::set().await else { return };
    let AttachmentContent::Image { url, width: 1, height: 1, reduced: false } = scene.view(3).await.content else {
        panic!("a picture")
    };
    let (status, content_type, picture) = scene.answer(&url).await;
    assert_eq!((status, content_type), (200, "image/png"));
    assert!(picture.starts_with(b"\x89PNG") && !holds(&picture, HIDDEN), "nothing but its pixel is left");
    let _done: Done = scene.desk.get("attachment_close", json!({ "url": url })).await;
    assert_eq!(scene.answer(&url).await.0, 404, "its address ended with the look");

    let AttachmentContent::Archive { entries, total: 1, faults } = scene.view(4).await.content else {
        panic!("a list")
    };
    assert_eq!((entries[0].name.as_str(), faults), ("../../bilan.pdf", vec![ArchiveFault::Contradictory]));
    assert_eq!(entries[0].oddities, [EntryOddity::LeadsOutside, EntryOddity::Contradictory]);

    let AttachmentContent::Winmail { text, files, incomplete: false } = scene.view(5).await.content else {
        panic!("a winmail.dat")
    };
    assert_eq!((text.as_str(), files[0].name.as_str()), ("Le bilan est dans la piece.", "bilan.txt"));
    let inside = scene.asked(5, json!({ "inside": 0 })).await;
    let inside: AttachmentShown = scene.desk.get("attachment_view", inside).await;
    assert_eq!(inside.content, AttachmentContent::Text { text: String::from("Glycemie 1,02"), cut: false });

    let program = scene.view(6).await;
    assert_eq!((program.name.as_str(), program.danger), ("facture.pdf", Some(FileDanger::Program)));
    assert_eq!(program.content, AttachmentContent::Refused { reason: ViewRefusal::Dangerous });

    let AttachmentContent::Text { text, cut: false } = scene.view(7).await.content else { panic!("a text") };
    assert!(text.contains("a@b.example") && text.contains("Bilan") && text.ends_with("Tout va bien."), "{text}");

    let missing = scene.asked(5, json!({ "inside": 7 })).await;
    let missing = scene.desk.ask::<AttachmentShown>("attachment_view", missing).await.unwrap_err();
    assert_eq!(missing.code, ErrorCode::AttachmentDamaged);
    assert_eq!(scene.desk.journal().await.total, 0, "looking leaves no line");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_is_given_pictures_written_anew_and_a_way_to_look_at_what_can_be_shown() {
    let Some(scene) = Scene::set().await else { return };
    let images: Vec<&str> = scene
        .page
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|url| url.contains("/cid/"))
        .collect();
    assert_eq!(images.len(), 2, "{}", scene.page);
    let (status, content_type, picture) = scene.answer(images[0]).await;
    assert_eq!((status, content_type, holds(&picture, HIDDEN)), (200, "image/png", false));
    assert_eq!(scene.answer(images[1]).await.0, 404, "a drawing that calls itself a picture is none");
    for (index, shown) in [(3, true), (4, true), (5, true), (6, false), (7, true)] {
        assert_eq!(scene.page.contains(&format!("/do/view/{}/{index}\"", scene.message.0)), shown, "{index}");
    }
    assert!(scene.page.contains("Programme, ") && scene.page.contains("ne s’ouvre pas ici"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dangerous_file_is_saved_only_by_who_was_told_what_it_is() {
    let Some(scene) = Scene::set().await else { return };
    let told = AttachmentSaved::Dangerous { name: String::from("facture.pdf"), danger: FileDanger::Program };
    for unheard in [json!({}), json!({ "accepted": null }), json!({ "accepted": "script" })] {
        assert_eq!(scene.save(6, unheard).await, told);
    }
    assert_eq!(std::fs::read_dir(scene.desk.saved("")).unwrap().count(), 0, "nothing left, and no dialog asked");
    assert_eq!(scene.desk.journal().await.total, 0);
    let saved = scene.save(6, json!({ "accepted": "program" })).await;
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("facture.pdf") });
    assert!(std::fs::read(scene.desk.saved("facture.pdf")).unwrap().starts_with(b"MZ"));

    let saved = scene.save(5, json!({ "inside": 0 })).await;
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("bilan.txt") });
    assert_eq!(std::fs::read(scene.desk.saved("bilan.txt")).unwrap(), b"Glycemie 1,02");
    let saved = scene.save(3, json!({})).await;
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("radio.png") });
    assert!(
        holds(&std::fs::read(scene.desk.saved("radio.png")).unwrap(), HIDDEN),
        "what is saved is what was received"
    );
    let acts: Vec<AuditAct> = scene.desk.journal().await.lines.iter().map(|line| line.act).collect();
    assert_eq!(acts, [AuditAct::SaveAttachment; 3]);

    scene.desk.close_dialogs();
    assert_eq!(scene.save(3, json!({})).await, AttachmentSaved::Cancelled);
}
