#![allow(clippy::unwrap_used)]

use estafette_model::{DeliveryReport, EnvelopeId, Fate};

use crate::dice::Dice;
use crate::receipt::read_receipts;

fn read(raw: &str) -> Option<DeliveryReport> {
    read_receipts(raw.as_bytes()).report
}

/// A report made of this status and this returned header.
fn dsn(status: &str, returned: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@operateur.example>\r\n\
         Date: Mon, 24 Nov 2025 09:00:00 +0100\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\n\r\n--b--\r\n"
    )
}

const RETURNED: &str = "From: secretariat@foyer.example\r\nMessage-ID: <bilan@foyer.example>\r\nSubject: Bilan";

fn fates(raw: &str) -> Vec<(String, Fate)> {
    read(raw)
        .map(|report| report.recipients.into_iter().map(|one| (one.address, one.fate)).collect())
        .unwrap_or_default()
}

#[test]
fn a_bounce_names_its_letter_its_recipients_and_the_words_of_the_server() {
    let status = "Reporting-MTA: dns; mx.operateur.example\r\nOriginal-Envelope-Id: 00112233445566778899aabbccddeeff\r\n\r\n\
                  Action: failed\r\nOriginal-Recipient: rfc822;Bastien@medecins.example\r\n\
                  Final-Recipient: rfc822;b.leroy@interne.example\r\nStatus: 5.1.1\r\n\
                  Diagnostic-Code: smtp; 550 5.1.1 <b.leroy@interne.example>:\r\n\tRecipient address rejected\r\n\r\n\
                  Final-Recipient: rfc822;chloe@medecins.example\r\nAction: delivered (to mailbox)\r\nStatus: 2.0.0\r\n";
    let report = read(&dsn(status, RETURNED)).unwrap();
    assert_eq!(report.envelope, EnvelopeId::parse("00112233445566778899aabbccddeeff"));
    assert_eq!(report.message_id.as_deref(), Some("bilan@foyer.example"));
    assert_eq!(report.date, Some(1_763_971_200));
    let [bastien, chloe] = report.recipients.as_slice() else { panic!("{report:?}") };
    assert_eq!((bastien.address.as_str(), bastien.fate), ("bastien@medecins.example", Fate::Failed));
    assert_eq!(bastien.words, "550 5.1.1 <b.leroy@interne.example>: Recipient address rejected");
    assert_eq!((chloe.address.as_str(), chloe.fate), ("chloe@medecins.example", Fate::Delivered));
}

#[test]
fn actions_are_fates_and_where_one_is_missing_the_status_claims_the_least() {
    let cases = [
        ("Action: failed", Some(Fate::Failed)),
        ("Action: DELAYED", Some(Fate::Delayed)),
        ("Action: relayed", Some(Fate::Relayed)),
        ("Action: expanded", Some(Fate::Delivered)),
        ("Status: 5.2.2", Some(Fate::Failed)),
        ("Status: 4.4.1", Some(Fate::Delayed)),
        ("Status: 2.1.5", Some(Fate::Relayed)),
        ("Action: dreamt", None),
        ("Subject: rien", None),
    ];
    for (field, expected) in cases {
        let status = format!("Reporting-MTA: dns; mx\r\n\r\n{field}\r\nFinal-Recipient: rfc822;a@b.example\r\n");
        assert_eq!(fates(&dsn(&status, RETURNED)).first().map(|(_, fate)| *fate), expected, "{field}");
    }
}

#[test]
fn a_status_in_one_block_without_types_or_with_angle_brackets_is_understood() {
    let status = "Reporting-MTA: mx\r\nFinal-Recipient: <a@b.example>\r\nAction: failed\r\n";
    assert_eq!(fates(&dsn(status, RETURNED)), [("a@b.example".to_owned(), Fate::Failed)]);
}

#[test]
fn an_original_recipient_given_back_as_it_was_encoded_is_understood_either_way() {
    let status = "Reporting-MTA: mx\r\n\r\nOriginal-Recipient: rfc822;a+2Bb@c.example\r\nAction: relayed\r\n";
    let expected = [("a+2bb@c.example".to_owned(), Fate::Relayed), ("a+b@c.example".to_owned(), Fate::Relayed)];
    assert_eq!(fates(&dsn(status, RETURNED)), expected);
}

#[test]
fn an_original_recipient_nobody_can_read_leaves_the_final_one() {
    let status = "Reporting-MTA: mx\r\n\r\nOriginal-Recipient: x400; /G=A/\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n";
    assert_eq!(fates(&dsn(status, RETURNED)), [("a@b.example".to_owned(), Fate::Failed)]);
}

/// A receipt with this disposition.
fn mdn(disposition: &str) -> String {
    format!(
        "From: amelie@medecins.example\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n\
         --b\r\n\r\nLu.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n\
         Reporting-UA: x; y\r\nOriginal-Recipient: rfc822;amelie@medecins.example\r\nFinal-Recipient: rfc822;a@b.example\r\n\
         Original-Message-ID: <bilan@foyer.example>\r\nDisposition: {disposition}\r\nError: [KO] code inconnu\r\n\r\n--b--\r\n"
    )
}

#[test]
fn a_receipt_says_read_only_of_what_was_displayed() {
    let cases = [
        ("manual-action/MDN-sent-manually; displayed", Some(Fate::Read)),
        ("automatic-action/MDN-sent-automatically;\r\n Displayed", Some(Fate::Read)),
        ("displayed", Some(Fate::Read)),
        ("automatic-action/MDN-sent-automatically; processed", Some(Fate::Delivered)),
        ("manual-action/MDN-sent-manually; deleted", Some(Fate::Delivered)),
        ("manual-action/MDN-sent-manually; denied", None),
        ("automatic-action/MDN-sent-automatically; processed/error", Some(Fate::Failed)),
        ("automatic-action/MDN-sent-automatically; failed", Some(Fate::Failed)),
        ("", None),
    ];
    for (disposition, expected) in cases {
        let fates = fates(&mdn(disposition));
        assert_eq!(fates.first().map(|(_, fate)| *fate), expected, "{disposition}");
        assert!(fates.iter().all(|(address, _)| address == "amelie@medecins.example"));
    }
    let failed = read(&mdn("automatic-action/MDN-sent-automatically; processed/error")).unwrap();
    assert_eq!(failed.recipients[0].words, "[KO] code inconnu");
}

#[test]
fn a_report_that_does_not_say_which_letter_it_means_is_an_ordinary_letter() {
    let status = "Reporting-MTA: mx\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\n";
    assert_eq!(read(&dsn(status, "Subject: Bilan")), None);
    assert_eq!(read(&dsn("Reporting-MTA: mx", RETURNED)), None);
    assert_eq!(read(&format!("Subject: Bilan\r\n\r\n{status}")), None);
}

#[test]
fn a_letter_that_quotes_a_report_is_no_report() {
    let quoting = dsn("Reporting-MTA: mx\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\n", RETURNED)
        .replace("Return-Path: <>", "Return-Path: <amelie@medecins.example>")
        .replace("multipart/report; report-type=delivery-status", "multipart/mixed");
    assert_eq!(read(&quoting), None);
}

/// As qmail says it.
const PLAIN: &str = "Return-Path: <>\r\nFrom: MAILER-DAEMON@operateur.example\r\nSubject: failure notice\r\n\r\n\
    Hi. This is the qmail-send program.\r\n\r\n<bastien@medecins.example>:\r\nSorry, no mailbox here by that name.\r\n\r\n\
    --- Below this line is a copy of the message.\r\n\r\nReturn-Path: <secretariat@foyer.example>\r\n\
    Message-ID: <bilan@foyer.example>\r\nFrom: secretariat@foyer.example\r\n\r\n<mallory@ailleurs.example>:\r\nnon\r\n";

#[test]
fn a_failure_told_in_words_counts_when_it_brings_the_header_back() {
    let report = read(PLAIN).unwrap();
    assert_eq!(report.message_id.as_deref(), Some("bilan@foyer.example"));
    let [bastien] = report.recipients.as_slice() else { panic!("{report:?}") };
    assert_eq!((bastien.address.as_str(), bastien.fate), ("bastien@medecins.example", Fate::Failed));
    assert_eq!(bastien.words, "Sorry, no mailbox here by that name.");
    assert_eq!(read(&PLAIN.replace("Message-ID", "X-Nothing")), None);
    assert_eq!(read(&PLAIN.replace("Return-Path: <>", "Return-Path: <x@y.example>")), None, "somebody's words");
}

#[test]
fn recipients_named_apart_in_the_header_are_read() {
    let named = PLAIN.replace("<bastien@medecins.example>:", "It failed.").replace(
        "Subject: failure",
        "X-Failed-Recipients: chloe@medecins.example,\r\n bastien@medecins.example\r\nSubject: failure",
    );
    let failed = |name: &str| (format!("{name}@medecins.example"), Fate::Failed);
    assert_eq!(fates(&named), [failed("chloe"), failed("bastien")]);
}

#[test]
fn thousands_of_recipients_are_read_as_far_as_a_letter_may_have_them() {
    let status: String = (0..5_000)
        .map(|n| {
            format!(
                "\r\nFinal-Recipient: rfc822;r{n}@b.example\r\nAction: failed\r\nDiagnostic-Code: smtp;{}\r\n",
                "x".repeat(900)
            )
        })
        .collect();
    let report = read(&dsn(&format!("Reporting-MTA: mx\r\n{status}"), RETURNED)).unwrap();
    assert_eq!(report.recipients.len(), 1_000);
    assert!(report.recipients.iter().all(|one| one.words.chars().count() <= 400));
}

#[test]
fn any_noise_is_read_without_harm_and_only_valid_addresses_come_out() {
    let pieces = [
        "Final-Recipient: rfc822;",
        "Original-Recipient:",
        "Action: failed",
        "Action: ",
        "delivered",
        "Status: 5.",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        ";",
        "a@b.example",
        "<",
        ">",
        "+2B",
        "+",
        "é",
        "\u{202e}",
        "--b",
        "--b--",
        "Disposition:",
        "; displayed",
        "/error",
        "Original-Message-ID: <1@x>",
        "Original-Envelope-Id:",
        "00112233445566778899aabbccddeeff",
        "=?utf-8?q?=41?=",
        ":",
        "Content-Type: message/delivery-status\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "Message-ID: <2@x>",
    ];
    let mut dice = Dice::thrown_from(0x5eed);
    for _ in 0..3_000 {
        let noise = dice.string(&pieces, 60);
        for raw in
            [dsn(&noise, RETURNED), mdn(&noise), PLAIN.replace("Sorry", &noise), format!("Return-Path: <>\r\n{noise}")]
        {
            let Some(report) = read(&raw) else { continue };
            assert!(!report.recipients.is_empty() && (report.envelope.is_some() || report.message_id.is_some()));
            for one in report.recipients {
                assert!(one.address.parse::<estafette_model::Address>().is_ok(), "{one:?}");
                assert!(!one.words.contains(['\r', '\n', '\u{202e}']));
            }
        }
    }
}
