//! What became of each letter, by the word of the servers: Exim's log of what it took, the mailboxes as they lie on disk.

use std::collections::BTreeMap;

use estafette_contract::OutboxState;
use serde::Serialize;

use super::ledger::AtRest;

/// What was found; each list is empty when nothing is wrong.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Letters that « Envoyer » answered for.
    pub queued: usize,
    /// Of these, received by whom they were for.
    pub delivered: usize,
    /// Of these, waiting for a person to decide, whether they arrived or not.
    pub asked_about: usize,
    /// Neither received nor shown to the person any more.
    pub lost: Vec<String>,
    /// Message-IDs that the operator took twice, or that were received twice.
    pub sent_twice: Vec<String>,
    /// Copies that are twice in « Envoyés ».
    pub duplicated: Vec<String>,
    /// Received, settled, and without a copy in « Envoyés ».
    pub copies_missing: Vec<String>,
    /// Messages the profile does not hold, or holds once too often: those of the server less those kept here.
    pub local_difference: i64,
}

/// Everything there is to judge by.
pub(super) struct Evidence<'a> {
    /// Exim's main log.
    pub(super) log: &'a str,
    /// Letters of the recipient's inbox.
    pub(super) received: &'a [Vec<u8>],
    /// Letters of « Envoyés » on the server.
    pub(super) sent: &'a [Vec<u8>],
    /// Letters of the sender's inbox on the server.
    pub(super) inbox: usize,
    /// Subjects « Envoyer » answered for.
    pub(super) queued: &'a [String],
    /// How the profile stands.
    pub(super) at_rest: &'a AtRest,
}

impl Verdict {
    pub(super) fn on(evidence: &Evidence<'_>) -> Self {
        let (received, copies) = (by_subject(evidence.received), by_subject(evidence.sent));
        let shown = |subject: &String| {
            evidence.at_rest.shown.iter().any(|(other, _)| other == subject)
                || evidence.at_rest.drafts.contains(subject)
        };
        let asked_about = |subject: &&String| {
            evidence.at_rest.shown.iter().any(|(other, state)| other == *subject && *state == OutboxState::Unknown)
        };
        let of_queued = |wanted: &dyn Fn(&&String) -> bool| evidence.queued.iter().filter(wanted).cloned().collect();
        let twice = |counted: &BTreeMap<String, usize>| -> Vec<String> {
            counted.iter().filter(|(_, count)| **count > 1).map(|(name, _)| name.clone()).collect()
        };
        let mut sent_twice = twice(&taken(evidence.log));
        let received_twice = twice(&by_header(evidence.received, "Message-ID: "));
        // Exim writes them without their brackets.
        sent_twice.extend(received_twice.iter().map(|id| id.trim_matches(['<', '>']).to_owned()));
        sent_twice.sort();
        sent_twice.dedup();
        let on_server = i64::try_from(evidence.inbox + evidence.sent.len()).unwrap_or(i64::MAX);
        Self {
            queued: evidence.queued.len(),
            delivered: evidence.queued.iter().filter(|subject| received.contains_key(*subject)).count(),
            asked_about: evidence.queued.iter().filter(asked_about).count(),
            lost: of_queued(&|subject| !received.contains_key(*subject) && !shown(subject)),
            sent_twice,
            duplicated: twice(&by_header(evidence.sent, "Message-ID: ")),
            copies_missing: of_queued(&|subject| {
                received.contains_key(*subject) && !copies.contains_key(*subject) && !shown(subject)
            }),
            local_difference: on_server - i64::from(evidence.at_rest.inbox) - i64::from(evidence.at_rest.sent),
        }
    }
}

/// How often Exim took each Message-ID from somebody who had logged in (`<=`, `A=` and `id=` of its main log).
pub(super) fn taken(log: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for line in log.lines().filter(|line| line.contains(" <= ") && line.contains(" A=")) {
        if let Some(id) = line.split_whitespace().find_map(|word| word.strip_prefix("id=")) {
            *counted.entry(id.to_owned()).or_default() += 1;
        }
    }
    counted
}

/// Letters Exim took and has not finished with.
pub(super) fn in_queue(log: &str) -> usize {
    let count = |word: &str| log.lines().filter(|line| line.contains(word)).count();
    count(" <= ").saturating_sub(count(" Completed"))
}

fn by_subject(letters: &[Vec<u8>]) -> BTreeMap<String, usize> {
    by_header(letters, "Subject: ")
}

fn by_header(letters: &[Vec<u8>], name: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for letter in letters {
        let head = letter.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty() && *line != b"\r");
        let line = head.map(String::from_utf8_lossy).find_map(|line| line.strip_prefix(name).map(str::to_owned));
        if let Some(value) = line {
            *counted.entry(value.trim().to_owned()).or_default() += 1;
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use estafette_contract::OutboxState;

    use super::{AtRest, Evidence, Verdict, in_queue};

    const TAKEN_ONCE: &str = "\
2026-11-24 10:00:00 1abc-01 <= secretariat@ehpad.example H=(x) [127.0.0.1] P=esmtpsa A=plain:secretariat S=900 id=1@ehpad.example for u@ch.example
2026-11-24 10:00:00 1abc-01 => u@ch.example R=local T=lmtp
2026-11-24 10:00:00 1abc-01 Completed
";

    fn letter(number: u32) -> Vec<u8> {
        format!("From: a@b.example\r\nSubject: Courrier {number}\r\nMessage-ID: <{number}@ehpad.example>\r\n\r\nx\r\n")
            .into_bytes()
    }

    /// One letter, where it should be.
    struct Case {
        log: String,
        received: Vec<Vec<u8>>,
        sent: Vec<Vec<u8>>,
        at_rest: AtRest,
    }

    fn in_order() -> Case {
        Case {
            log: TAKEN_ONCE.to_owned(),
            received: vec![letter(1)],
            sent: vec![letter(1)],
            at_rest: AtRest { sent: 1, ..AtRest::default() },
        }
    }

    fn judged(case: &Case) -> Verdict {
        Verdict::on(&Evidence {
            log: &case.log,
            received: &case.received,
            sent: &case.sent,
            inbox: 0,
            queued: &[String::from("Courrier 1")],
            at_rest: &case.at_rest,
        })
    }

    #[test]
    fn a_letter_received_once_with_its_copy_is_in_order() {
        assert_eq!(judged(&in_order()), Verdict { queued: 1, delivered: 1, ..Verdict::default() });
        assert_eq!(in_queue(TAKEN_ONCE), 0);
    }

    #[test]
    fn a_letter_in_neither_place_is_lost_and_one_that_is_shown_is_not() {
        let mut case = Case { received: vec![], ..in_order() };
        assert_eq!(judged(&case).lost, ["Courrier 1"]);
        case.at_rest.drafts = vec![String::from("Courrier 1")];
        assert!(judged(&case).lost.is_empty());
        case.at_rest = AtRest { sent: 1, ..AtRest::default() };
        case.at_rest.shown = vec![(String::from("Courrier 1"), OutboxState::Unknown)];
        let verdict = judged(&case);
        assert_eq!((verdict.lost.len(), verdict.asked_about), (0, 1));
    }

    #[test]
    fn a_letter_taken_or_received_twice_is_sent_twice() {
        let taken_twice = Case { log: TAKEN_ONCE.repeat(2), ..in_order() };
        assert_eq!(judged(&taken_twice).sent_twice, ["1@ehpad.example"]);
        let received_twice = Case { received: vec![letter(1), letter(1)], ..in_order() };
        assert_eq!(judged(&received_twice).sent_twice, ["1@ehpad.example"]);
    }

    #[test]
    fn a_copy_twice_none_at_all_and_one_that_is_not_here_are_told_apart() {
        let verdict = judged(&Case { sent: vec![letter(1), letter(1)], ..in_order() });
        assert_eq!((verdict.duplicated.len(), verdict.local_difference), (1, 1));
        let verdict = judged(&Case { sent: vec![], ..in_order() });
        assert_eq!((verdict.copies_missing.len(), verdict.local_difference), (1, -1));
    }

    #[test]
    fn a_letter_exim_has_not_finished_with_is_in_its_queue() {
        assert_eq!(in_queue(TAKEN_ONCE.replace("Completed", "").as_str()), 1);
    }
}
