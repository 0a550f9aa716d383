//! Failures told in words alone, as qmail and some gateways still do: believed only where a program could not be misled.
//!
//! Such a message counts when it comes from nobody, names each recipient the way these programs do, and brings back the header of
//! the letter: a sentence that merely sounds like a failure says nothing about which letter it means.

use estafette_model::{DeliveryReport, Fate};

use super::{address, push};
use crate::fields::{Fields, line_end, split_head};
use crate::header::is_message_id;
use crate::parts::Parts;

/// Most of the text that is read, in bytes; what came back of the letter is behind a page of excuses.
const MAX_TEXT: usize = 64 * 1024;

pub(super) fn read(fields: &Fields<'_>, parts: &Parts<'_>, mut report: DeliveryReport) -> Option<DeliveryReport> {
    if fields.text("Return-Path").is_none_or(|path| path.trim() != "<>") {
        return None;
    }
    let leaf = parts.leaves.iter().find(|leaf| leaf.fields.is_text())?;
    let text = leaf.fields.encoding.decode_prefix(leaf.body, MAX_TEXT);
    let text = text.get(..MAX_TEXT).unwrap_or(&text);
    // Exim and the gateways of some operators name them apart.
    for named in fields.text("X-Failed-Recipients").unwrap_or_default().split(',') {
        if let Some(address) = address(named) {
            push(&mut report, &address, Fate::Failed, "");
        }
    }
    let mut lines = Lines { text, at: 0 };
    while let Some((start, line)) = lines.next() {
        if line.len() >= 12 && line.get(..12).is_some_and(|name| name.eq_ignore_ascii_case("Message-ID: ")) {
            if report.message_id.is_none() {
                let (block, _) = split_head(text, start);
                report.message_id = Fields::cut(block).ids("Message-ID").into_iter().find(|id| is_message_id(id));
            }
            break;
        }
        // « <bastien@mss.example>: », and the reason on the next line.
        let named = line.trim_end().strip_suffix(':').filter(|line| line.starts_with('<')).and_then(address);
        if let Some(address) = named
            && report.recipients.iter().all(|known| known.address != address.as_str().to_ascii_lowercase())
        {
            let reason = lines.next().map(|(_, line)| line).unwrap_or_default();
            push(&mut report, &address, Fate::Failed, &reason);
        }
    }
    Some(report)
}

/// The lines of a text and where they start.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = (usize, String);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        self.at = line_end(self.text, start);
        Some((start, String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default()).trim_end().to_owned()))
    }
}
