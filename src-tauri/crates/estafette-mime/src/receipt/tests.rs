#![allow(clippy::unwrap_used)]

use estafette_model::{Fate, ReceiptRequest};

use super::{Receipt, ReceiptMode, compose_receipt, read_receipts};
use crate::header_text::HeaderText;
use crate::parse_header;

fn request(head: &str) -> Option<ReceiptRequest> {
    read_receipts(format!("{head}\r\n\r\nBonjour").as_bytes()).request
}

const ASKS: &str = "Return-Path: <amelie@medecins.example>\r\nFrom: Amelie <amelie@medecins.example>\r\n\
                    Disposition-Notification-To: Amelie <Amelie@medecins.example>\r\nMessage-ID: <1@medecins.example>";

#[test]
fn a_sender_who_asks_for_a_receipt_where_the_letter_came_from_is_asked_for_directly() {
    let asked = request(ASKS).unwrap();
    assert_eq!((asked.to.as_str(), asked.direct), ("Amelie@medecins.example", true));
    assert_eq!(request("From: amelie@medecins.example"), None);
}

#[test]
fn a_receipt_wanted_elsewhere_or_from_nowhere_is_not_direct() {
    let elsewhere = ASKS.replace("Return-Path: <amelie@", "Return-Path: <mallory@");
    let nowhere = ASKS.replace("Return-Path: <amelie@medecins.example>\r\n", "");
    for head in [elsewhere, nowhere] {
        assert!(!request(&head).unwrap().direct, "{head}");
    }
}

#[test]
fn no_receipt_is_owed_to_a_list_a_program_a_report_or_several() {
    for more in [
        "List-Id: Coordination <coordination.mssante.example>",
        "List-Unsubscribe: <mailto:x@liste.example>",
        "Precedence: bulk",
        "Auto-Submitted: auto-replied",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        "Disposition-Notification-Options: x-secret=required,yes",
    ] {
        assert_eq!(request(&format!("{ASKS}\r\n{more}")), None, "{more}");
    }
    let several = ASKS.replace("<Amelie@medecins.example>", "<amelie@medecins.example>, mallory@ailleurs.example");
    assert_eq!(request(&several), None);
    let twice = format!("{ASKS}\r\nDisposition-Notification-To: mallory@ailleurs.example");
    assert_eq!(request(&twice), None);
    assert!(request(&format!("{ASKS}\r\nAuto-Submitted: no")).is_some());
}

#[test]
fn an_address_that_could_not_be_written_to_is_asked_for_nothing() {
    for odd in ["\"a b\"@medecins.example", "amelie", "<>", ""] {
        assert_eq!(request(&format!("Disposition-Notification-To: {odd}")), None, "{odd}");
    }
}

#[test]
fn what_hides_behind_the_address_of_the_sender_is_never_direct() {
    let hidden = ASKS.replace("Amelie <Amelie@medecins.example>", "amelie@medecins.example\r\n\tRCPT TO:<x@y.example>");
    assert!(request(&hidden).is_none_or(|asked| !asked.direct));
}

fn receipt() -> Receipt {
    Receipt {
        from: "secretariat@foyer.example".parse().unwrap(),
        to: "amelie@medecins.example".parse().unwrap(),
        original: "1@medecins.example".to_owned(),
        references: vec!["0@medecins.example".to_owned(), "1@medecins.example".to_owned()],
        subject: HeaderText::cleaned("Accusé de lecture"),
        text: "Votre message a été affiché.".to_owned(),
        mode: ReceiptMode::Manual,
        date: 1_763_971_200,
        utc_offset: 3_600,
        message_id_random: [0xab; 16],
    }
}

#[test]
fn our_receipt_is_what_the_standard_says() {
    let written = compose_receipt(&receipt()).unwrap();
    let text = String::from_utf8(written.raw()).unwrap();
    for line in [
        "To: <amelie@medecins.example>",
        "In-Reply-To: <1@medecins.example>",
        "Auto-Submitted: auto-replied",
        "Final-Recipient: rfc822;secretariat@foyer.example",
        "Original-Message-ID: <1@medecins.example>",
        "Disposition: manual-action/MDN-sent-manually; displayed",
    ] {
        assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
    }
    assert!(text.contains("multipart/report; report-type=\"disposition-notification\""), "{text}");
    let header = parse_header(&written.raw());
    assert_eq!(header.references, ["0@medecins.example", "1@medecins.example"]);
    assert_eq!(header.message_id.as_deref(), Some(written.message_id.as_str()));
    assert!(text.lines().all(|line| line.len() < 998) && text.split("\r\n").all(|line| !line.contains('\n')));
}

#[test]
fn our_receipt_reads_back_as_read_and_asks_for_nothing() {
    let written = compose_receipt(&receipt()).unwrap();
    let read = read_receipts(&written.raw());
    let report = read.report.unwrap();
    assert_eq!(report.message_id.as_deref(), Some("1@medecins.example"));
    assert_eq!(report.recipients[0].address, "secretariat@foyer.example");
    assert_eq!(report.recipients[0].fate, Fate::Read);
    assert_eq!(read.request, None);
    let automatic = compose_receipt(&Receipt { mode: ReceiptMode::Automatic, ..receipt() }).unwrap();
    assert!(String::from_utf8(automatic.raw()).unwrap().contains("automatic-action/MDN-sent-automatically; displayed"));
}

#[test]
fn an_id_that_could_not_be_written_is_left_out_of_a_receipt() {
    let hostile = Receipt {
        original: "1@x>\r\nBcc: mallory@ailleurs.example".to_owned(),
        references: vec!["a b".to_owned()],
        ..receipt()
    };
    let text = String::from_utf8(compose_receipt(&hostile).unwrap().raw()).unwrap();
    assert!(!text.contains("mallory") && !text.contains("References") && !text.contains("Original-Message-ID"));
}
