#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{MessageId, Receipts};

use super::unpack;
use crate::testing::{Stage, letter};
use crate::{AttachmentInfo, BodyToStore, PackedBody, StoreError, Tag};

fn attached(index: u32, name: &str, inline: bool) -> AttachmentInfo {
    AttachmentInfo {
        index,
        name: name.to_owned(),
        mime_type: "application/pdf".to_owned(),
        kind: "pdf".to_owned(),
        size: 12,
        inline,
    }
}

fn body(id: MessageId, raw: &[u8]) -> BodyToStore {
    BodyToStore {
        id,
        packed: PackedBody::pack(raw.to_vec()),
        cuts: None,
        text: String::new(),
        attachment_text: String::new(),
        preview: String::new(),
        attachments: vec![],
        receipts: Receipts::default(),
    }
}

/// Bytes no compressor makes smaller.
fn noise(length: u32) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn a_letter_comes_back_byte_for_byte() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    for raw in [b"".to_vec(), b"x".to_vec(), b"Subject: Bilan\r\n\r\n".repeat(1_000), noise(50_000)] {
        stage.store.store_body(&[body(id, &raw)]).unwrap();
        assert_eq!(stage.store.body(id).unwrap().map(|body| body.bytes), Some(raw));
    }
}

#[test]
fn text_is_kept_compressed_and_noise_as_it_is() {
    let text = b"Compte rendu de consultation. ".repeat(100);
    assert!(PackedBody::pack(text.clone()).z.len() * 5 < text.len());
    let noise = noise(1_000);
    assert_eq!(PackedBody::pack(noise.clone()).z, noise);
}

#[test]
fn a_spoilt_copy_fails_only_itself() {
    let stage = Stage::new();
    let spoilt = stage.arrives(stage.inbox, &letter(1, "a"));
    let sound = stage.arrives(stage.inbox, &letter(2, "b"));
    for id in [spoilt, sound] {
        stage.store.store_body(&[body(id, &b"texte ".repeat(100))]).unwrap();
    }
    stage
        .store
        .file()
        .write(|sql, _| Ok(sql.execute("UPDATE bodies SET z = x'00ff' WHERE id = ?1", [spoilt.get()])?))
        .unwrap();
    assert!(matches!(stage.store.body(spoilt), Err(StoreError::BodyDamaged(id)) if id == spoilt));
    assert!(stage.store.body(sound).unwrap().is_some());
}

#[test]
fn a_size_that_does_not_fit_the_bytes_is_noticed() {
    let packed = PackedBody::pack(b"texte ".repeat(100)).z;
    assert_eq!(unpack(packed.clone(), 600).map(|raw| raw.len()), Some(600));
    assert_eq!(unpack(packed.clone(), 599), None);
    assert_eq!(unpack(packed, 601), None);
}

#[test]
fn preview_and_attachments_reach_the_list_and_the_reader() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let attachments = vec![attached(2, "bilan.pdf", false), attached(3, "logo.png", true)];
    let full = BodyToStore { preview: "Bonjour".to_owned(), attachments: attachments.clone(), ..body(id, b"raw") };
    stage.heard();
    stage.store.store_body(&[full]).unwrap();
    let row = stage.store.message(id).unwrap().unwrap();
    assert_eq!((row.preview.as_str(), row.has_body, &row.attachments), ("Bonjour", true, &attachments));
    let page = stage.store.thread_page(stage.inbox, crate::ThreadFilter::All, 0, 10).unwrap();
    let names: Vec<&str> = page.rows[0].attachments.iter().map(|label| label.name.as_str()).collect();
    assert_eq!((page.rows[0].preview.as_str(), names), ("Bonjour", vec!["bilan.pdf"]));
    let tags: Vec<Tag> = stage.heard().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, [Tag::Threads, Tag::Thread]);
}

#[test]
fn a_letter_is_found_by_its_text_its_files_and_still_by_its_header() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let full = BodyToStore {
        text: "créatinine élevée".to_owned(),
        attachment_text: "clairance".to_owned(),
        attachments: vec![attached(2, "resultats_2025.pdf", false)],
        ..body(id, b"raw")
    };
    stage.store.store_body(&[full]).unwrap();
    for word in ["creatinine", "clairance", "resultats", "bilan", "amelie"] {
        assert_eq!(stage.search(word, 10).unwrap().len(), 1, "{word}");
    }
}

#[test]
fn a_body_stored_twice_replaces_the_first() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let first =
        BodyToStore { text: "ancien".to_owned(), attachments: vec![attached(1, "a.pdf", false)], ..body(id, b"1") };
    let second = BodyToStore { text: "nouveau".to_owned(), ..body(id, b"2") };
    stage.store.store_body(&[first, second]).unwrap();
    assert_eq!(stage.store.body(id).unwrap().unwrap().bytes, b"2");
    assert!(stage.search("ancien", 10).unwrap().is_empty());
    assert!(stage.store.message(id).unwrap().unwrap().attachments.is_empty());
}

#[test]
fn a_body_whose_letter_is_gone_is_passed_over() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    stage.store.store_body(&[body(MessageId::new(404), b"?"), body(id, b"raw")]).unwrap();
    assert_eq!(stage.store.body(MessageId::new(404)).unwrap(), None);
    assert!(stage.store.body(id).unwrap().is_some());
    assert_eq!(stage.store.messages_with_body().unwrap(), [id]);
}

#[test]
fn two_parts_with_one_index_do_not_lose_the_letter() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    let twice =
        BodyToStore { attachments: vec![attached(1, "a.pdf", false), attached(1, "b.pdf", false)], ..body(id, b"x") };
    stage.store.store_body(&[twice]).unwrap();
    assert_eq!(stage.store.message(id).unwrap().unwrap().attachments.len(), 1);
}

#[test]
fn missing_bodies_are_told_newest_first_until_they_are_here() {
    let stage = Stage::new();
    let ids: Vec<MessageId> = (1..=4).map(|uid| stage.arrives(stage.inbox, &letter(uid, "x"))).collect();
    let archived = stage.arrives(stage.archive, &letter(3, "y").named("y@a.example"));
    stage.has_text(ids[3], "là");
    let missing = |folder| {
        let missing = stage.store.missing_bodies(folder, 0, 3).unwrap();
        missing.into_iter().map(|body| (body.id, body.uid)).collect::<Vec<_>>()
    };
    assert_eq!(missing(Some(stage.inbox)), [(ids[2], 3), (ids[1], 2), (ids[0], 1)]);
    assert_eq!(missing(None), [(archived, 3), (ids[2], 3), (ids[1], 2)], "same second: the one inserted last");
    let since = |second| stage.store.missing_bodies(None, second, 9).unwrap().len();
    let of_the_second = stage.store.message(ids[1]).unwrap().unwrap().date;
    assert_eq!((since(of_the_second), since(of_the_second + 1)), (3, 2));
}

#[test]
fn the_body_of_a_letter_on_its_way_is_not_asked_for() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "x"));
    stage.store.move_messages(&[id], stage.archive).unwrap();
    assert_eq!(stage.store.missing_bodies(None, 0, 10).unwrap(), []);
}

#[test]
fn a_letter_that_brings_no_file_is_announced_and_its_conversation_not_counted_again() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    // A summary spoilt on purpose stays so: nobody counted.
    let spoil = |sql: &rusqlite::Connection| sql.execute("UPDATE thread_folder SET messages = 7", []);
    stage.store.file().write(|sql, _| Ok(spoil(sql)?)).unwrap();
    stage.heard();
    stage.has_text(id, "sans pièce jointe");
    let rows = || stage.store.thread_page(stage.inbox, crate::ThreadFilter::All, 0, 10).unwrap().rows;
    let tags: Vec<Tag> = stage.heard().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!((tags, rows().len()), (vec![Tag::Threads, Tag::Thread], 1));
    let counted = || -> i64 {
        let count = "SELECT messages FROM thread_folder";
        stage.store.file().read(|sql| Ok(sql.query_row(count, [], |row| row.get(0))?)).unwrap()
    };
    assert_eq!(counted(), 7);
    let full = BodyToStore { attachments: vec![attached(2, "bilan.pdf", false)], ..body(id, b"raw") };
    stage.store.store_body(&[full]).unwrap();
    assert_eq!(counted(), 1, "a file changes what is counted");
}

#[test]
fn what_is_held_counts_the_letters_of_the_server_and_those_still_without_body() {
    let stage = Stage::new();
    assert_eq!(stage.store.held().unwrap(), (0, 0));
    let ids: Vec<MessageId> = (1..=3).map(|uid| stage.arrives(stage.inbox, &letter(uid, "x"))).collect();
    stage.has_text(ids[0], "là");
    assert_eq!(stage.store.held().unwrap(), (3, 2));
    stage.store.move_messages(&[ids[1]], stage.archive).unwrap();
    assert_eq!(stage.store.held().unwrap(), (2, 2), "one on its way is under no UID yet");
}
