#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Flags, FolderRole, MessageId};

use super::LetGo;
use crate::testing::{MORNING, Stage, body_of, letter, listed};
use crate::{AttachmentInfo, BodyToStore, DraftFields, Tag};

const DAY: i64 = 86_400;

/// A read letter with a text, of so many days ago.
fn read_letter(stage: &Stage, uid: u32, days: i64) -> MessageId {
    let old = letter(uid, &format!("Bilan {uid}")).flagged(Flags::SEEN).arrived(MORNING - days * DAY);
    let id = stage.arrives(stage.inbox, &old);
    stage.has_text(id, &format!("créatinine {uid}"));
    id
}

/// Lets go of everything older than 30 days; how many.
fn let_go(stage: &Stage) -> u32 {
    stage.store.let_go_of_bodies(MORNING - 30 * DAY, None, 100).unwrap().letters
}

#[test]
fn an_old_letter_loses_its_text_and_is_found_by_its_header_until_it_comes_again() {
    let stage = Stage::new();
    let (old, recent) = (read_letter(&stage, 1, 40), read_letter(&stage, 2, 20));
    stage.heard();
    assert_eq!(let_go(&stage), 1);

    let thread = stage.store.message(old).unwrap().unwrap().thread.get();
    assert!(stage.heard().contains(&(Tag::Thread, vec![thread])), "whoever reads it is told");
    let row = stage.store.message(old).unwrap().unwrap();
    assert_eq!((row.has_body, row.preview.as_str()), (false, ""));
    assert_eq!((stage.store.body(old).unwrap(), stage.store.body(recent).unwrap().is_some()), (None, true));
    let found = |typed| stage.search(typed, 10).unwrap().len();
    assert_eq!((found("bilan"), found("créatinine"), found("amelie")), (2, 1, 2));
    let missing: Vec<_> = stage.store.missing_bodies(None, 0, 10).unwrap().iter().map(|body| body.id).collect();
    assert_eq!(missing, [old]);

    stage.has_text(old, "créatinine 1");
    assert_eq!((found("bilan"), found("créatinine")), (2, 2));
    assert_eq!(let_go(&stage), 1, "and may be let go again");
    assert_eq!((found("bilan"), found("créatinine")), (2, 1));
}

#[test]
fn what_is_attached_is_still_named() {
    let stage = Stage::new();
    let old = read_letter(&stage, 1, 40);
    let file = AttachmentInfo {
        index: 1,
        name: String::from("bilan.pdf"),
        mime_type: String::from("application/pdf"),
        kind: String::from("pdf"),
        size: 12,
        inline: false,
    };
    let with_file = BodyToStore { attachments: vec![file.clone()], ..body_of(old, "créatinine") };
    stage.store.store_body(std::slice::from_ref(&with_file)).unwrap();
    assert_eq!(let_go(&stage), 1);
    assert_eq!(stage.store.message(old).unwrap().unwrap().attachments, std::slice::from_ref(&file));
    stage.store.store_body(&[with_file]).unwrap();
    assert_eq!(stage.store.message(old).unwrap().unwrap().attachments, [file], "once");
}

#[test]
fn what_somebody_has_still_to_deal_with_keeps_its_text() {
    let stage = Stage::new();
    let old = |uid: u32, flags| {
        let id = stage.arrives(stage.inbox, &letter(uid, "Bilan").flagged(flags).arrived(MORNING - 40 * DAY));
        stage.has_text(id, "créatinine");
        id
    };
    old(1, Flags::empty());
    old(2, Flags::SEEN.with(Flags::FLAGGED));
    let answered = old(3, Flags::SEEN);
    stage.store.create_draft(&DraftFields { in_reply_to: Some(answered), ..DraftFields::default() }).unwrap();
    let moved = old(4, Flags::SEEN);
    stage.store.move_messages(&[moved], stage.archive).unwrap();
    let marked = old(5, Flags::empty());
    stage.store.set_flag(&[marked], Flags::SEEN, true).unwrap();
    assert_eq!(let_go(&stage), 0);
}

#[test]
fn a_draft_kept_on_the_server_keeps_its_text() {
    let stage = Stage::new();
    let mut folders = crate::testing::everyday_folders();
    folders.push(listed("Drafts", FolderRole::Drafts));
    let kept = stage.store.reconcile_folders(&folders).unwrap();
    let drafts = kept.iter().find(|folder| folder.role == FolderRole::Drafts).unwrap();
    stage.store.begin_folder(drafts.id, 7).unwrap();
    let id = stage.arrives(drafts.id, &letter(1, "Bilan").flagged(Flags::SEEN).arrived(MORNING - 40 * DAY));
    stage.has_text(id, "créatinine");
    assert_eq!(let_go(&stage), 0);
}

#[test]
fn so_many_at_a_time_oldest_first_until_all_were_looked_at() {
    let stage = Stage::new();
    let letters: Vec<MessageId> = (0..5).map(|n| read_letter(&stage, n + 1, 60 - i64::from(n))).collect();
    let before = MORNING - 30 * DAY;
    let first = stage.store.let_go_of_bodies(before, None, 3).unwrap();
    assert_eq!(first.letters, 3);
    assert!(letters[..3].iter().all(|id| stage.store.body(*id).unwrap().is_none()));
    assert!(letters[3..].iter().all(|id| stage.store.body(*id).unwrap().is_some()));
    let last = stage.store.let_go_of_bodies(before, first.next, 3).unwrap();
    assert_eq!(last, LetGo { letters: 2, next: None });
}

#[test]
fn the_room_of_what_was_let_go_is_used_again() {
    let stage = Stage::new();
    let pages = || {
        stage.store.file().on_writer(|sql| sql.query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0)).unwrap())
    };
    // Bytes no compressor makes smaller.
    let noise: Vec<u8> = (0..200_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let with_noise = |id| BodyToStore { packed: crate::PackedBody::pack(noise.clone()), ..body_of(id, "") };
    let old: Vec<_> = (1..20).map(|uid| with_noise(read_letter(&stage, uid, 40))).collect();
    stage.store.store_body(&old).unwrap();
    let full = pages();
    assert_eq!(let_go(&stage), 19);
    let recent: Vec<_> = (101..115).map(|uid| with_noise(read_letter(&stage, uid, 1))).collect();
    stage.store.store_body(&recent).unwrap();
    assert!(pages() <= full, "{:?} pages after {full:?}", pages());
}

#[test]
fn a_large_letter_lets_its_bytes_go_too_and_is_received_anew() {
    let stage = Stage::new();
    let old = read_letter(&stage, 1, 400);
    let (blob, _) = stage.store.receive_large_body(old).unwrap();
    stage.store.append_to_blob(blob, vec![7; 300_000]).unwrap();
    stage.store.store_body(&[BodyToStore { cuts: Some(vec![]), ..body_of(old, "film") }]).unwrap();
    assert_eq!(let_go(&stage), 1);
    let pieces = "SELECT count(*) FROM blob_pieces";
    let left: i64 = stage.store.file().read(|sql| Ok(sql.query_row(pieces, [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0);
    assert_eq!(stage.store.receive_large_body(old).unwrap().1, 0, "from its beginning");
}
