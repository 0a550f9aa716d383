//! What Cyrus answers to the few questions of the harness: messages (RFC 9051 §7.5.2) and names of folders (§7.3.1).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use jiff::fmt::strtime;

use crate::mailstore::{Flag, StoredMessage};

/// Names in the order of [`Flag`].
const NAMES: [(&str, Flag); 5] = [
    ("\\Draft", Flag::Draft),
    ("\\Flagged", Flag::Flagged),
    ("\\Answered", Flag::Answered),
    ("\\Seen", Flag::Seen),
    ("\\Deleted", Flag::Deleted),
];

/// One untagged answer: its lines, put together, and the bytes of its last literal.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) literal: Vec<u8>,
}

impl Answer {
    /// The message it tells, if it tells one.
    pub(super) fn into_message(self) -> Option<anyhow::Result<StoredMessage>> {
        self.text.contains("BODY[] {").then(|| {
            let told = between(&self.text, "FLAGS (", ")").context("a message without flags")?;
            let received = between(&self.text, "INTERNALDATE \"", "\"").context("a message without a date")?;
            let mut flags = Vec::new();
            let mut keywords = Vec::new();
            for word in told.split_whitespace().filter(|word| *word != "\\Recent") {
                match NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
                    Some((_, flag)) => flags.push(*flag),
                    None => keywords.push(String::from(word)),
                }
            }
            flags.sort();
            Ok(StoredMessage { raw: self.literal, flags, keywords, received: date(received)? })
        })
    }

    /// The folder it tells, as the server calls it.
    pub(super) fn folder(&self) -> Option<&str> {
        // attributes, the separator between quotes, the name
        let (_, name) = self.text.strip_prefix("* LIST (")?.split_once(") \"")?.1.split_once("\" ")?;
        Some(name.trim_matches('"'))
    }
}

/// How a command names a flag.
pub(super) fn name(flag: Flag) -> &'static str {
    NAMES.iter().find(|(_, known)| *known == flag).map_or("", |(name, _)| name)
}

/// The length of the literal that follows a line (RFC 9051 §4.3).
pub(super) fn literal(line: &str) -> Option<usize> {
    line.strip_suffix('}')?.rsplit_once('{')?.1.parse().ok()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn date(text: &str) -> anyhow::Result<SystemTime> {
    // a day of one digit has a space before it
    let moment = strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim())
        .and_then(|parsed| parsed.to_timestamp())
        .with_context(|| format!("cannot read the date {text}"))?;
    let since = u64::try_from(moment.as_second()).with_context(|| format!("{text} is too long ago"))?;
    Ok(UNIX_EPOCH + Duration::from_secs(since))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
