//! What a synchronisation brought and cost, for a person or for a program.

use estafette_engine::Received;
use serde_json::{Value, json};

use super::first_pass::Outcome;
use super::verification::Verification;
use crate::resources::Resources;

/// One run.
#[derive(Debug)]
pub(super) struct Report {
    /// In the order of the provisioning file.
    pub(super) mailboxes: Vec<MailboxReport>,
    /// From the same moment until the first rows of a list could be read; none when no letter was new.
    pub(super) first_list_seconds: Option<f64>,
    /// From the reading of the provisioning file until the last letter is kept.
    pub(super) seconds: f64,
    /// What the process cost.
    pub(super) resources: Resources,
    /// What was read back, if that was asked.
    pub(super) verification: Verification,
}

/// One mailbox of a run.
#[derive(Debug)]
pub(super) struct MailboxReport {
    /// Its address.
    pub(super) address: String,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// What came in.
    pub(super) received: Received,
    /// What is here at the end.
    pub(super) held: Held,
}

/// What a profile holds of its server, whenever it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Messages.
    pub(super) messages: u64,
    /// Of which the text and files are not here: too large, or the server would not give them.
    pub(super) without_body: u64,
}

impl Report {
    /// The mailboxes that are not in step, and why.
    pub(super) fn problems(&self) -> impl Iterator<Item = (&str, &str)> {
        self.mailboxes.iter().filter_map(|mailbox| Some((mailbox.address.as_str(), mailbox.problem()?)))
    }

    /// One JSON object on one line; its keys are in `src-tauri/docs/cli.md`.
    pub(super) fn to_json(&self) -> String {
        let (received, held) = self.totals();
        let mailboxes: Vec<Value> = self.mailboxes.iter().map(MailboxReport::to_json).collect();
        json!({
            "up_to_date": self.problems().next().is_none(),
            "messages": received.messages, "bodies": received.bodies, "bytes": received.bytes,
            "held": held.messages, "without_body": held.without_body,
            "first_list_seconds": self.first_list_seconds.map(thousandths),
            "seconds": thousandths(self.seconds),
            "cpu_seconds": self.resources.cpu_seconds.map(thousandths),
            "peak_rss_mib": self.resources.peak_rss_mib.map(thousandths),
            "verification": self.verification.to_json(),
            "mailboxes": mailboxes,
        })
        .to_string()
    }

    /// A line for each mailbox, then the cost.
    pub(super) fn to_text(&self) -> String {
        let mut lines: Vec<String> = self.mailboxes.iter().map(MailboxReport::to_text).collect();
        let (received, held) = self.totals();
        lines.push(format!("in all: {}", counts(received, held)));
        let mut cost = format!("{:.3} s", self.seconds);
        if let Some(cpu) = self.resources.cpu_seconds {
            cost.push_str(&format!(", {cpu:.3} s of processor"));
        }
        if let Some(peak) = self.resources.peak_rss_mib {
            cost.push_str(&format!(", {peak:.1} MiB at most"));
        }
        lines.push(cost);
        lines.extend(self.verification.to_text());
        lines.join("\n")
    }

    fn totals(&self) -> (Received, Held) {
        let mut received = Received::default();
        let mut held = Held::default();
        for mailbox in &self.mailboxes {
            received.messages += mailbox.received.messages;
            received.bodies += mailbox.received.bodies;
            received.bytes += mailbox.received.bytes;
            held.messages += mailbox.held.messages;
            held.without_body += mailbox.held.without_body;
        }
        (received, held)
    }
}

impl MailboxReport {
    fn problem(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::InStep => None,
            Outcome::Stopped(why) => Some(why),
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "address": self.address, "problem": self.problem(),
            "messages": self.received.messages, "bodies": self.received.bodies, "bytes": self.received.bytes,
            "held": self.held.messages, "without_body": self.held.without_body,
        })
    }

    fn to_text(&self) -> String {
        let state = if self.problem().is_some() { "not in step" } else { "in step" };
        format!("{}: {state}, {}", self.address, counts(self.received, self.held))
    }
}

fn counts(received: Received, held: Held) -> String {
    let Received { messages, bodies, bytes } = received;
    format!(
        "{messages} new messages, {bodies} bodies, {bytes} bytes; {} held, {} without body",
        held.messages, held.without_body
    )
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests;
