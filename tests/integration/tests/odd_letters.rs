//! Letters that are barely letters: each fails only itself, and the others beside it are read.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use estafette_contract::{DraftView, ErrorCode, FolderRole, ThreadRow};
use estafette_integration::{Desk, World, patiently};
use serde_json::{Value, json};

/// Thousands of parts, each a line.
fn letter_of_ten_thousand_parts() -> Vec<u8> {
    let mut raw = String::from("From: a@b.example\r\nSubject: Dix mille parties\r\nMessage-ID: <p@b.example>\r\n");
    raw.push_str("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
    for n in 0..10_000 {
        write!(raw, "--b\r\nContent-Type: text/plain\r\n\r\npartie {n}\r\n").expect("written");
    }
    raw.push_str("--b--\r\n");
    raw.into_bytes()
}

fn ordinary() -> Vec<u8> {
    b"From: urgences@ch-val-fleuri.mssante.example\r\nSubject: Ordinaire\r\nMessage-ID: <o@b.example>\r\n\r\nTout va bien.\r\n"
        .to_vec()
}

async fn text_of(desk: &Desk, row: &ThreadRow) -> String {
    let thread = desk.open(row).await;
    patiently("the text", async || {
        let page = desk.frame(&thread.url).await;
        (!page.contains("pas encore téléchargé")).then_some(page)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_letters_are_shown_as_far_as_they_go_and_harm_no_other() {
    let odd: [(&str, Vec<u8>); 6] = [
        ("no header", b"\r\nUn texte seul, sans en-tete.\r\n".to_vec()),
        ("not a letter", vec![0xff, 0xfe, 0x00, 0x80, 0x0a, 0x0a]),
        ("nothing but a header", b"Subject: Sans corps\r\nMessage-ID: <s@b.example>\r\n\r\n".to_vec()),
        ("ten thousand parts", letter_of_ten_thousand_parts()),
        (
            "a broken boundary",
            b"Subject: Coupe\r\nContent-Type: multipart/mixed; boundary=\"x\r\n\r\n--x\r\n\r\nreste".to_vec(),
        ),
        ("a mad date", b"Subject: Date folle\r\nDate: Fri, 99 Foo 99999 99:99:99 +9999\r\n\r\nQuand ?\r\n".to_vec()),
    ];
    let count = odd.len();
    let world = World::filled(|store| {
        for (n, (_, raw)) in odd.iter().enumerate() {
            let received = SystemTime::now() - Duration::from_secs(7200 + n as u64);
            store.deliver("secretariat", "INBOX", raw, &[], received)?;
        }
        store.deliver("secretariat", "INBOX", &ordinary(), &[], SystemTime::now())
    });
    let Some(world) = world else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let rows = desk.rows(FolderRole::Inbox).await;
    assert_eq!(rows.len(), count + 1, "every one has its row");
    for row in &rows {
        assert!(text_of(&desk, row).await.contains("</html>"), "{:?} is shown", row.subject);
    }
    let parts = rows.iter().find(|row| row.subject.as_deref() == Some("Dix mille parties")).expect("its row");
    let page = text_of(&desk, parts).await;
    assert!(page.contains("partie 1") && page.contains("trop long"), "its beginning is shown, and that it was cut");
    let ordinary = rows.iter().find(|row| row.subject.as_deref() == Some("Ordinaire")).expect("its row");
    assert!(text_of(&desk, ordinary).await.contains("Tout va bien."));
}

/// A disk of its own for the profile, so small that it fills up. Needs the right to mount.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mounted_at(place: std::path::PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&place).expect("a folder");
        let options = ["-t", "tmpfs", "-o", "size=3m", "tmpfs"];
        let mounted = std::process::Command::new("mount").args(options).arg(&place).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(place));
        }
        // Mounting is the machine's to allow, whoever asks for the rigs: a full disk is also tried in the store's own tests.
        eprintln!("skipped: this machine does not let us mount a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = std::process::Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_loses_neither_letter_nor_draft() {
    let heavy = |n: u64| {
        // Bytes that do not compress: a letter weighs what it weighs.
        let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let body: String = (0..400_000)
            .map(|at| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                if at % 76 == 75 { '\n' } else { char::from(b'!' + u8::try_from(state % 90).unwrap_or(0)) }
            })
            .collect();
        format!("From: a@b.example\r\nSubject: Lourd {n}\r\nMessage-ID: <l{n}@b.example>\r\n\r\n{body}\r\n")
            .into_bytes()
    };
    let world = World::filled(|store| {
        (0..20).try_for_each(|n| store.deliver("secretariat", "INBOX", &heavy(n), &[], SystemTime::now()))
    });
    let Some(world) = world else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let Some(_disk) = SmallDisk::mounted_at(papers.join("profile")) else { return };
    let desk = Desk::sit_down(papers).await;
    let draft = desk.write(&["urgences@ch-val-fleuri.mssante.example"], "Avant le disque plein", "Gardé.").await;
    desk.wait_for_connection("the full disk to be said", |state| {
        matches!(state, estafette_contract::Connection::Offline { problem, .. } if problem.code == ErrorCode::DiskFull)
    })
    .await;
    let kept: DraftView = desk.get("draft_read", json!({ "mailbox": draft.mailbox, "draft": draft.id })).await;
    assert_eq!(kept.content, draft.content, "the draft is whole");
    let heavy_text = "x".repeat(4_000_000);
    let content = json!({ "to": [], "cc": [], "subject": "Après", "body_html": format!("<p>{heavy_text}</p>") });
    let save =
        json!({ "mailbox": draft.mailbox, "draft": draft.id, "revision": draft.revision + 1, "content": content });
    let refused = desk.ask::<Value>("draft_save", save).await.expect_err("there is no room for it");
    assert_eq!(refused.code, ErrorCode::DiskFull);
    let kept: DraftView = desk.get("draft_read", json!({ "mailbox": draft.mailbox, "draft": draft.id })).await;
    assert_eq!(kept.content, draft.content, "what was saved before is not harmed");
    assert!(!desk.rows(FolderRole::Inbox).await.is_empty(), "what was received is read");
    assert_eq!(
        world.operator.mailstore().messages("secretariat", "INBOX").expect("read").len(),
        20,
        "all at the operator's"
    );
}
