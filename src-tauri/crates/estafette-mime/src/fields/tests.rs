#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::{Fields, MAX_FIELDS, split_head};
use crate::stopwatch::within;

fn head(raw: &str) -> (&str, &str) {
    let (block, body) = split_head(raw.as_bytes(), 0);
    (std::str::from_utf8(block).unwrap(), &raw[body..])
}

#[test]
fn the_header_ends_where_a_reader_would_end_it() {
    let cases = [
        ("Subject: a\r\n\r\ntexte", "Subject: a\r\n", "texte"),
        ("Subject: a\n\ntexte", "Subject: a\n", "texte"),
        ("Subject: a\r\n \t\r\ntexte", "Subject: a\r\n", "texte"),
        ("Subject: a", "Subject: a", ""),
        ("", "", ""),
        ("\r\ntexte", "", "texte"),
        ("Bonjour, voici le texte\r\n\r\nsuite", "", "Bonjour, voici le texte\r\n\r\nsuite"),
        ("From amelie Mon Nov 23 10:42:00\nSubject: a\n\ntexte", "Subject: a\n", "texte"),
        ("Content-Type: text/plain\r\n--b\r\ntexte", "Content-Type: text/plain\r\n", "--b\r\ntexte"),
        ("Subject: a\r\nligne perdue\r\nTo: b\r\n\r\ntexte", "Subject: a\r\nligne perdue\r\nTo: b\r\n", "texte"),
    ];
    for (raw, block, body) in cases {
        assert_eq!(head(raw), (block, body), "{raw:?}");
    }
}

#[test]
fn a_field_is_found_whatever_its_case_and_folding() {
    let block = b"sUBJECT :  Retour\r\n \xc3\xa0 domicile\r\nX: y\r\nSubject: second\r\n";
    assert_eq!(Fields::cut(block).text("Subject").as_deref(), Some("Retour à domicile"));
}

#[test]
fn a_line_that_is_no_field_costs_only_itself() {
    let block = b"pas un champ\r\n: sans nom\r\nno m: x\r\n\x01: y\r\nSubject: lu\r\n";
    let fields = Fields::cut(block);
    assert_eq!(fields.text("Subject").as_deref(), Some("lu"));
    assert_eq!(fields.fields.len(), 1);
}

#[test]
fn ten_thousand_fields_are_read_up_to_the_limit() {
    let block: String = (0..10_000).map(|n| format!("X-{n}: v\r\n")).collect();
    assert_eq!(Fields::cut(block.as_bytes()).fields.len(), MAX_FIELDS);
}

#[test]
fn a_parameter_storm_is_cut_before_it_costs() {
    let storm: String = (0..100_000).map(|n| format!(";a{n}*1=x")).collect();
    let block = format!("Content-Type: text/plain{storm}\r\n");
    let read = || Fields::cut(block.as_bytes()).content_type("Content-Type");
    let found = within(Duration::from_millis(100), "a parameter storm", read);
    assert_eq!(found.unwrap().ctype(), "text");
}

#[test]
fn a_megabyte_of_one_field_is_read_to_its_limit_and_no_further() {
    let block = format!("Subject: {}\r\nTo: secretariat@val-fleuri.example\r\n", "é".repeat(500_000));
    let fields = Fields::cut(block.as_bytes());
    assert!(fields.text("Subject").unwrap().len() <= super::MAX_FIELD + 3);
}

#[test]
fn a_list_too_long_ends_with_an_address_that_is_whole() {
    let list = (0..20_000).map(|n| format!("a{n}@val-fleuri.example")).collect::<Vec<_>>().join(", ");
    let block = format!("To: {list}\r\n");
    let addresses = Fields::cut(block.as_bytes()).addresses("To");
    let last = addresses.last().unwrap().address.as_deref().unwrap();
    assert!(addresses.len() > 4_000 && last.ends_with("@val-fleuri.example"), "{last}");
    let endless = format!("To: {}@val-fleuri.example\r\n", "a".repeat(200_000));
    assert!(Fields::cut(endless.as_bytes()).addresses("To").is_empty());
}
