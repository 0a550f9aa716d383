//! Letters of a size nobody wants in memory: a video of forty megabytes, from the drawer of one desk to that of another.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use estafette_contract::{AttachmentSaved, FolderRole, OutboxState, OutboxView, Withdrawn};
use estafette_harness::{Fault, FaultProxy, Moment, OperatorSpec, Release, Way};
use estafette_integration::{Desk, World, patiently};
use serde_json::json;

const URGENCES: &str = "urgences@ch-val-fleuri.mssante.example";
const MIB: usize = 1024 * 1024;
const VIDEO: usize = 40 * MIB;
/// What the whole trip may add to the memory of the program, KiB. Both ends of it are in one here, and the copy in « Envoyés » is
/// received beside the letter: 10 MiB were measured with two arenas of the allocator, 16 to 18 with one for each thread. One copy
/// of the video more would be 40.
const MAY_RISE: u64 = 24 * 1024;

/// Bytes no compressor makes smaller, with the beginning of an MP4.
fn video(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    let mut bytes: Vec<u8> = b"\0\0\0\x18ftypmp42".to_vec();
    bytes.extend((bytes.len()..length).map(|_| next()));
    bytes
}

fn generous() -> OperatorSpec {
    OperatorSpec::new(World::accounts()).with_message_size_limit(80 * MIB as u64)
}

/// A line of /proc/self/status, KiB.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("read");
    let found = status.lines().find_map(|text| text.strip_prefix(line)).expect("a line");
    found.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Waits for what takes its time: a debug build on a busy machine carries a megabyte a second.
async fn at_length<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(180) {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("waited too long for {what}");
}

/// The file of a conversation, saved: its name.
async fn save_file(desk: &Desk, subject: &str, name: &str) -> AttachmentSaved {
    let row = desk.wait_for_row(FolderRole::Inbox, subject).await;
    let view = at_length("the file", async || {
        let view = desk.open(&row).await;
        (view.messages.last()?.attachments == 1).then_some(view)
    })
    .await;
    let page = desk.frame(&view.url).await;
    assert!(page.contains(name), "the file is named");
    let (_, rest) = page.split_once("/do/save/").expect("a file in the page");
    let path: Vec<&str> = rest.split('"').next().expect("an address").split('/').collect();
    let index: u32 = path.last().expect("an index").parse().expect("a number");
    let message = view.messages.last().expect("a message").id;
    desk.get("attachment_save", json!({ "mailbox": desk.mailbox().await.id, "message": message, "index": index })).await
}

fn same(path: &Path, bytes: &[u8]) -> bool {
    let mut read = Vec::new();
    std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut read)).expect("read");
    read == bytes
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_sent_received_and_saved_without_standing_in_memory() {
    let Some(world) = World::of(generous()) else { return };
    let secretariat = world.desk("sophie", "secretariat").await;
    let urgences = world.desk("urgences", "urgences").await;
    let warm = secretariat.write(&[URGENCES], "Premier", "Bonjour.").await;
    let warm = secretariat.send(&warm).await.expect("queued");
    secretariat.wait_for_letter(warm, OutboxState::Accepted).await;
    urgences.wait_for_row(FolderRole::Inbox, "Premier").await;
    secretariat.put_in_drawer("chambre.mp4", &video(VIDEO));

    let before = memory("VmRSS:");
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak begins anew");
    let draft = secretariat.write(&[URGENCES], "Film de la chambre", "En pièce jointe.").await;
    let draft = secretariat.join_drawer(&draft).await;
    assert_eq!(draft.files[0].size, VIDEO as u64);
    let joined = memory("VmHWM:");
    let letter = secretariat.send(&draft).await.expect("queued");
    at_length("the letter to be handed over", async || {
        let letter = secretariat.letter(letter).await?;
        (letter.state == OutboxState::Accepted).then_some(())
    })
    .await;
    let handed_over = memory("VmHWM:");
    let saved = save_file(&urgences, "Film de la chambre", "chambre.mp4").await;
    secretariat.wait_for_row(FolderRole::Sent, "Film de la chambre").await;
    let peak = memory("VmHWM:");
    println!("KiB: {before} before, {joined} joined, {handed_over} handed over, {peak} received and saved");
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("chambre.mp4") });
    assert!(same(&urgences.saved("chambre.mp4"), &video(VIDEO)), "byte for byte");
    assert!(peak - before < MAY_RISE, "{} KiB more than before", peak - before);
}

/// A letter on the server that holds a file of `length` bytes.
fn letter_with(length: usize) -> Vec<u8> {
    let mut raw = b"From: urgences@ch-val-fleuri.mssante.example\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
         Subject: Film\r\nMessage-ID: <film@ch.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVoici le film.\r\n\
         --b\r\nContent-Type: video/mp4; name=chambre.mp4\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=chambre.mp4\r\n\r\n"
    .to_vec();
    for line in video(length).chunks(57) {
        raw.extend_from_slice(STANDARD.encode(line).as_bytes());
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--b--\r\n");
    raw
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reception_that_is_cut_goes_on_where_it_was() {
    let raw = letter_with(12 * MIB);
    let world = World::filled(|mailstore| mailstore.deliver("secretariat", "INBOX", &raw, &[], SystemTime::now()));
    let Some(world) = world else { return };
    let proxy = FaultProxy::before(world.operator.host(), world.operator.imap_starttls_port()).expect("a proxy");
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["mailboxes"][0]["imap"]["port"] = json!(proxy.port());
    proxy.arm(Moment::Bytes(Way::Down, 9 * MIB as u64), Fault::Cut);
    let desk = Desk::sit_down(world.papers_with("sophie", &provisioning, &account.password)).await;
    assert!(proxy.wait_for_strike(Duration::from_secs(60)).is_some(), "the line was cut");
    // Were it begun anew, no connection would live long enough: what is left is less than this.
    proxy.arm(Moment::Bytes(Way::Down, 10 * MIB as u64), Fault::Cut);
    let saved = save_file(&desk, "Film", "chambre.mp4").await;
    assert_eq!(saved, AttachmentSaved::Saved { name: String::from("chambre.mp4") });
    assert!(same(&desk.saved("chambre.mp4"), &video(12 * MIB)), "byte for byte");
    assert!(proxy.wait_for_strike(Duration::ZERO).is_none(), "the rest came on one connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_that_takes_long_says_how_far_it_is_and_is_broken_off() {
    let Some(world) = World::of(generous()) else { return };
    let proxy = FaultProxy::before(world.operator.host(), world.operator.submissions_port()).expect("a proxy");
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["mailboxes"][0]["smtp"]["port"] = json!(proxy.port());
    let desk = Desk::sit_down(world.papers_with("sophie", &provisioning, &account.password)).await;
    desk.wait_until_up_to_date().await;
    desk.put_in_drawer("chambre.mp4", &video(8 * MIB));
    let draft = desk.write(&[URGENCES], "Film", "En pièce jointe.").await;
    let draft = desk.join_drawer(&draft).await;
    proxy.arm(Moment::Bytes(Way::Up, 4 * MIB as u64), Fault::Stall);
    let letter = desk.send(&draft).await.expect("queued");
    let half: OutboxView = patiently("the line to stall", async || {
        desk.letter(letter).await.filter(|letter| letter.state == OutboxState::Sending && letter.sent > 3 * MIB as u64)
    })
    .await;
    assert!(half.sent < half.size && half.size > 8 * MIB as u64, "{half:?}");
    let back: Withdrawn = desk.get("outbox_withdraw", json!({ "mailbox": draft.mailbox, "outbox": letter })).await;
    assert_eq!(back.draft, draft.id);
    proxy.release(Release::Cut);
    proxy.disarm();
    assert!(desk.outbox().await.is_empty());
    assert!(world.operator.mailstore().messages("urgences", "INBOX").expect("read").is_empty(), "nothing of it left");

    let letter = desk.send(&draft).await.expect("queued again");
    desk.wait_for_letter(letter, OutboxState::Accepted).await;
    assert_eq!(world.operator.mailstore().wait_for_messages("urgences", "INBOX", 1).expect("arrives").len(), 1);
}
