//! What is asked of letters already received, and how it is said.

use std::path::Path;

use estafette_engine::Storage;
use serde_json::json;

use super::{Found, Verification, hex, sha256, verification};
use crate::error::CliError;

/// SHA-256 of nothing (FIPS 180-4, example of the empty message).
const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn kept() -> Storage {
    Storage {
        journal: String::from("wal"),
        synchronous: 1,
        page_size: 16_384,
        cipher: String::from("SQLCipher 4.19.0"),
        hmac: String::from("HMAC_SHA256"),
        letters_indexed: 3,
        attachments: 2,
    }
}

fn two_searches() -> Verification {
    let found =
        |words: &str, conversations| Found { words: words.to_owned(), conversations, letters: None, milliseconds: 0.5 };
    Verification {
        sha256: Some(OF_NOTHING.to_owned()),
        storage: vec![kept()],
        found: vec![found("tilleuls", 2), found("nulle part", 0)],
    }
}

#[test]
fn a_person_reads_one_line_for_the_letters_and_one_for_each_search() {
    assert_eq!(
        two_searches().to_text(),
        [
            format!("letters read back: sha256 {OF_NOTHING}"),
            String::from("tilleuls: 2 conversations"),
            String::from("nulle part: 0 conversations"),
        ]
    );
    assert!(Verification::default().to_text().is_empty(), "nothing was asked");
}

#[test]
fn a_program_reads_the_same() {
    let wanted = json!({
        "sha256": OF_NOTHING,
        "storage": [{
            "journal": "wal", "synchronous": 1, "page_size": 16384, "cipher": "SQLCipher 4.19.0", "hmac": "HMAC_SHA256",
            "letters_indexed": 3, "attachments": 2,
        }],
        "found": [
            { "words": "tilleuls", "conversations": 2, "ms": 0.5 },
            { "words": "nulle part", "conversations": 0, "ms": 0.5 },
        ],
    });
    assert_eq!(two_searches().to_json(), wanted);
}

#[test]
fn the_digest_is_that_of_the_standard() {
    assert_eq!(sha256(b""), OF_NOTHING);
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn each_byte_of_a_digest_is_two_letters() {
    assert_eq!(hex(&[0, 15, 160, 255]), "000fa0ff");
    assert_eq!(hex(&[]), "");
}

#[tokio::test]
async fn nothing_received_has_a_digest_of_its_own_and_nothing_asked_has_none() {
    let all = verification(&[], true, None).await.unwrap();
    assert_eq!((all.sha256.as_deref(), all.found.len()), (Some(OF_NOTHING), 0));
    assert_eq!(verification(&[], false, None).await.unwrap().sha256, None);
}

#[tokio::test]
async fn each_line_that_says_something_is_a_search() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("searches");
    std::fs::write(&file, "tilleuls\n\n  \nle bilan\n").unwrap();
    let asked = verification(&[], false, Some(&file)).await.unwrap();
    let words: Vec<&str> = asked.found.iter().map(|found| found.words.as_str()).collect();
    assert_eq!(words, ["tilleuls", "le bilan"]);
    assert!(asked.found.iter().all(|found| found.conversations == 0), "there is no mailbox");
}

#[tokio::test]
async fn searches_that_cannot_be_read_are_a_fault_of_their_own() {
    let missing = verification(&[], false, Some(Path::new("no such file"))).await.unwrap_err();
    assert!(matches!(missing, CliError::SearchesUnreadable { .. }), "{missing}");
}
