use estafette_model::LetterBytes;

use super::{MAX_DOCUMENT_TEXT, MAX_LETTER_TEXT, contained};
use crate::message::{parse_message, read_for_index};

const REPORT: &[u8] = include_bytes!("../../tests/documents/compte-rendu.pdf");

/// A letter with these parts, each with its header lines and its body.
fn letter(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut raw = b"Subject: Sortie\r\nContent-Type: multipart/mixed; boundary=limite\r\n\r\n".to_vec();
    for (fields, body) in parts {
        raw.extend_from_slice(format!("--limite\r\n{fields}\r\n\r\n").as_bytes());
        raw.extend_from_slice(body);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--limite--\r\n");
    raw
}

fn words(parts: &[(&str, &[u8])]) -> String {
    read_for_index(LetterBytes::from(&letter(parts))).1
}

const TEXT: &str = "Content-Type: text/plain; charset=utf-8";
const PDF: &str = "Content-Type: application/pdf; name=cr.pdf\r\nContent-Disposition: attachment";
const XML: &str = "Content-Type: text/xml; name=cr.xml\r\nContent-Disposition: attachment";
const CDA: &[u8] = "<ClinicalDocument><title>Évaluation gériatrique</title></ClinicalDocument>".as_bytes();

#[test]
fn the_words_of_every_document_of_a_letter_are_found() {
    let text = words(&[(TEXT, b"Bonjour"), (PDF, REPORT), (XML, CDA)]);
    assert!(text.contains("furosémide") && text.ends_with("le matin.\nÉvaluation gériatrique"), "{text}");
    assert!(!text.contains("Bonjour"), "the words of the letter are elsewhere");
}

#[test]
fn a_document_is_known_by_its_bytes_and_not_by_its_label() {
    let mislabelled = "Content-Type: application/octet-stream; name=scan.jpg";
    assert!(words(&[(mislabelled, REPORT)]).contains("furosémide"));
    assert_eq!(words(&[(PDF, b"MZ furos\xe9mide BT /F 9 Tf (furosemide) Tj ET")]), "");
    assert_eq!(words(&[("Content-Type: application/zip; name=IHE_XDM.zip", b"PK\x03\x04....")]), "");
}

#[test]
fn a_document_wrapped_for_the_journey_is_unwrapped() {
    let base64 = "Content-Type: text/xml\r\nContent-Disposition: attachment; filename=cr.xml\r\nContent-Transfer-Encoding: base64";
    let body = b"PENsaW5pY2FsRG9jdW1lbnQ+PHRpdGxlPkJpbGFuPC90aXRsZT48L0NsaW5pY2FsRG9jdW1lbnQ+";
    assert_eq!(words(&[(base64, body)]), "Bilan");
}

#[test]
fn reading_for_the_index_tells_the_same_of_the_letter_as_reading_it() {
    let raw = letter(&[(TEXT, b"Bonjour"), (PDF, REPORT)]);
    assert_eq!(read_for_index(LetterBytes::from(&raw)).0, parse_message(&raw));
    assert_eq!(read_for_index(LetterBytes::from(b"Subject: a\r\n\r\nBonjour")).1, "");
    assert_eq!(read_for_index(LetterBytes::from(b"")).1, "");
}

#[test]
fn the_text_of_a_document_and_that_of_a_letter_are_bounded() {
    let long = format!("<ClinicalDocument><title>{}</title></ClinicalDocument>", "évaluation ".repeat(20_000));
    let one = words(&[(XML, long.as_bytes())]);
    assert!((MAX_DOCUMENT_TEXT - 20..=MAX_DOCUMENT_TEXT).contains(&one.len()), "{}", one.len());
    let parts = vec![(XML, long.as_bytes()); 10];
    let all = words(&parts);
    assert!((MAX_LETTER_TEXT - 100..=MAX_LETTER_TEXT).contains(&all.len()), "{}", all.len());
    let parts = vec![(XML, CDA); 100];
    assert_eq!(words(&parts).lines().count(), super::MAX_DOCUMENTS);
}

#[test]
fn a_decoder_that_panics_costs_its_document_and_not_the_letter() {
    assert_eq!(contained(|| panic!("a decoder")), "");
    assert_eq!(contained(|| String::from("Bilan")), "Bilan");
}
