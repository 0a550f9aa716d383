//! What is printed of a run.

use estafette_engine::Received;
use serde_json::{Value, json};

use super::{Held, MailboxReport, Report};
use crate::resources::Resources;
use crate::search::Found;
use crate::sync::first_pass::Outcome;
use crate::sync::verification::Verification;

fn tuesday() -> Report {
    let mailbox = |address: &str, outcome, received, held| MailboxReport {
        address: String::from(address),
        outcome,
        received,
        held,
    };
    Report {
        mailboxes: vec![
            mailbox(
                "secretariat@ehpad-les-tilleuls.mssante.example",
                Outcome::InStep,
                Received { messages: 3, bodies: 3, bytes: 4096 },
                Held { messages: 12, without_body: 0 },
            ),
            mailbox(
                "infirmerie@ehpad-les-tilleuls.mssante.example",
                Outcome::Stopped(String::from("the server did not answer in time")),
                Received { messages: 2, bodies: 0, bytes: 0 },
                Held { messages: 2, without_body: 2 },
            ),
        ],
        first_list_seconds: Some(0.25),
        seconds: 1.234_56,
        resources: Resources { cpu_seconds: Some(0.5), peak_rss_mib: Some(41.25) },
        verification: Verification::default(),
    }
}

#[test]
fn a_program_reads_the_sums_and_what_happened_to_each_mailbox() {
    let report: Value = serde_json::from_str(&tuesday().to_json()).unwrap();
    let wanted = json!({
        "up_to_date": false, "messages": 5, "bodies": 3, "bytes": 4096, "held": 14, "without_body": 2,
        "first_list_seconds": 0.25, "seconds": 1.235, "cpu_seconds": 0.5, "peak_rss_mib": 41.25,
        "verification": { "sha256": null, "storage": [], "found": [] },
        "mailboxes": [
            { "address": "secretariat@ehpad-les-tilleuls.mssante.example", "problem": null,
              "messages": 3, "bodies": 3, "bytes": 4096, "held": 12, "without_body": 0 },
            { "address": "infirmerie@ehpad-les-tilleuls.mssante.example", "problem": "the server did not answer in time",
              "messages": 2, "bodies": 0, "bytes": 0, "held": 2, "without_body": 2 },
        ],
    });
    assert_eq!(report, wanted);
    assert!(!tuesday().to_json().contains('\n'), "it is one line");
}

#[test]
fn what_was_not_measured_is_null_and_not_zero() {
    let report = Report { resources: Resources::default(), ..tuesday() };
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!((&json["cpu_seconds"], &json["peak_rss_mib"]), (&Value::Null, &Value::Null));
    assert_eq!(report.to_text().lines().last(), Some("1.235 s"));
}

#[test]
fn a_person_reads_a_line_for_each_mailbox_then_the_cost() {
    let text = tuesday().to_text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("secretariat@ehpad-les-tilleuls.mssante.example: in step, 3 new messages"));
    assert!(lines[1].starts_with("infirmerie@ehpad-les-tilleuls.mssante.example: not in step, 2 new messages"));
    assert_eq!(lines[2], "in all: 5 new messages, 3 bodies, 4096 bytes; 14 held, 2 without body");
    assert_eq!(lines[3], "1.235 s, 0.500 s of processor, 41.2 MiB at most");
}

#[test]
fn only_the_mailboxes_that_are_not_in_step_are_problems() {
    let report = tuesday();
    let problems: Vec<_> = report.problems().collect();
    assert_eq!(problems, [("infirmerie@ehpad-les-tilleuls.mssante.example", "the server did not answer in time")]);
}

#[test]
fn what_was_read_back_is_told_to_both() {
    let found = Found { words: String::from("bilan sanguin"), conversations: 4, letters: None, milliseconds: 1.5 };
    let verification = Verification { sha256: Some(String::from("7a02")), storage: Vec::new(), found: vec![found] };
    let report = Report { verification, ..tuesday() };
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    let wanted = json!({ "sha256": "7a02", "storage": [], "found": [{ "words": "bilan sanguin", "conversations": 4, "ms": 1.5 }] });
    assert_eq!(json["verification"], wanted);
    assert!(report.to_text().ends_with("letters read back: sha256 7a02\nbilan sanguin: 4 conversations"));
}
