#![allow(clippy::unwrap_used, clippy::expect_used)]

use estafette_model::{Cut, MessageId, Receipts};

use crate::error::Row;
use crate::testing::{Stage, letter};
use crate::{BodyToStore, PackedBody, StoreError};

fn shown(id: MessageId, bytes: &[u8], cuts: Option<Vec<Cut>>) -> BodyToStore {
    BodyToStore {
        id,
        packed: PackedBody::pack(bytes.to_vec()),
        cuts,
        text: "vidéo".to_owned(),
        attachment_text: String::new(),
        preview: String::new(),
        attachments: vec![],
        receipts: Receipts::default(),
    }
}

fn received(stage: &Stage, id: MessageId, range: std::ops::Range<u64>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = stage.store.read_received(id, range, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), StoreError>(())
    });
    match read {
        Ok(()) => Some(bytes),
        Err(StoreError::NotFound(Row::Message)) => None,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_large_letter_is_received_in_pieces_and_shown_without_its_middle() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Film"));
    let (blob, begun) = stage.store.receive_large_body(id).unwrap();
    assert_eq!(begun, 0);
    stage.store.append_to_blob(blob, b"Subject: Film\r\n\r\n0123".to_vec()).unwrap();
    assert_eq!(received(&stage, id, 0..99), None, "it is not here before all of it is");
    assert_eq!(stage.store.missing_bodies(None, 0, 10).unwrap().len(), 1);

    let stage = stage.reopened();
    assert_eq!(stage.store.receive_large_body(id).unwrap(), (blob, 21), "it goes on where it was cut");
    stage.store.append_to_blob(blob, b"456789".to_vec()).unwrap();
    let cuts = vec![Cut { at: 19, missing: 6, base64_letters: 6 }];
    stage.store.store_body(&[shown(id, b"Subject: Film\r\n\r\n0189", Some(cuts.clone()))]).unwrap();

    let kept = stage.store.body(id).unwrap().unwrap();
    assert_eq!((kept.bytes.as_slice(), &kept.cuts), (b"Subject: Film\r\n\r\n0189".as_slice(), &cuts));
    assert_eq!(received(&stage, id, 0..u64::MAX).unwrap(), b"Subject: Film\r\n\r\n0123456789");
    assert_eq!(received(&stage, id, 19..23).unwrap(), b"2345");
    assert_eq!(stage.search("video", 10).unwrap().len(), 1);
    assert!(stage.store.missing_bodies(None, 0, 10).unwrap().is_empty());
}

#[test]
fn a_letter_kept_whole_is_read_the_same_way() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Bilan"));
    assert_eq!(received(&stage, id, 0..u64::MAX), None);
    stage.store.store_body(&[shown(id, b"0123456789", None)]).unwrap();
    assert_eq!(received(&stage, id, 0..u64::MAX).unwrap(), b"0123456789");
    assert_eq!(received(&stage, id, 3..5).unwrap(), b"34");
    assert_eq!(received(&stage, id, 30..50).unwrap(), b"");
}

#[test]
fn a_letter_that_is_gone_takes_its_bytes_along() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Film"));
    let (blob, _) = stage.store.receive_large_body(id).unwrap();
    stage.store.append_to_blob(blob, vec![1; 100]).unwrap();
    stage.store.remove_vanished(stage.inbox, &[1]).unwrap();
    assert!(matches!(stage.store.append_to_blob(blob, vec![1]), Err(StoreError::NotFound(Row::Blob))));
    assert!(matches!(stage.store.receive_large_body(id), Err(StoreError::NotFound(Row::Message))));
}

#[test]
fn a_letter_that_came_whole_after_all_needs_no_pieces() {
    let stage = Stage::new();
    let id = stage.arrives(stage.inbox, &letter(1, "Film"));
    let (blob, _) = stage.store.receive_large_body(id).unwrap();
    stage.store.append_to_blob(blob, vec![1; 100]).unwrap();
    stage.store.store_body(&[shown(id, b"tout", None)]).unwrap();
    assert_eq!(received(&stage, id, 0..u64::MAX).unwrap(), b"tout");
    assert!(matches!(stage.store.blob_size(blob), Ok(0)), "they are gone");
}
