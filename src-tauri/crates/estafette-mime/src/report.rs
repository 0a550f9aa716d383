//! Messages that say what became of another one: delivery reports (RFC 3464), and receipts (RFC 8098).
//!
//! Written by servers of every age, and by anybody who wants to pass for one: fields may be missing, repeated, folded or absurd,
//! and thousands of recipients may be named. What is read is bounded, and is only ever a claim.

mod plain_bounce;

use estafette_model::{Address, DeliveryReport, EnvelopeId, Fate, RecipientReport};

use crate::display_text::display_line;
use crate::fields::{Fields, line_end, split_head};
use crate::header::is_message_id;
use crate::parts::{Leaf, Parts, take_apart};

/// Most recipients read of one report: as many as a letter of ours may have.
const MAX_RECIPIENTS: usize = 1_000;
/// Most of a part that is read, in bytes: a thousand recipients with their reasons.
const MAX_STATUS: usize = 1024 * 1024;
/// Most of a returned message that is read, in bytes: its header.
const MAX_RETURNED: usize = 256 * 1024;
/// Longest reason kept, in characters.
const MAX_WORDS: usize = 400;

/// What a message says became of another. None for one that is no report, names no recipient, or does not say which message it
/// is about.
pub(crate) fn read_report(raw: &[u8], fields: &Fields<'_>) -> Option<DeliveryReport> {
    if !may_report(fields) {
        return None;
    }
    let parts = take_apart(raw);
    let mut report =
        DeliveryReport { envelope: None, message_id: None, date: fields.date("Date"), recipients: Vec::new() };
    for leaf in &parts.leaves {
        match leaf.fields.mime_type.as_str() {
            "message/delivery-status" | "message/global-delivery-status" => read_delivery_status(leaf, &mut report),
            "message/disposition-notification" | "message/global-disposition-notification" => {
                read_disposition(leaf, &mut report);
            }
            _ => {}
        }
    }
    report.message_id = report.message_id.or_else(|| returned_message_id(&parts));
    if report.recipients.is_empty() {
        report = plain_bounce::read(fields, &parts, report)?;
    }
    let is_about_a_letter = report.envelope.is_some() || report.message_id.is_some();
    (is_about_a_letter && !report.recipients.is_empty()).then_some(report)
}

/// Whether it is worth taking apart: it says that it is a report, or comes from nobody as every report does (RFC 5321 §4.5.5).
fn may_report(fields: &Fields<'_>) -> bool {
    fields.is_report() || fields.text("Return-Path").is_some_and(|path| path.trim() == "<>")
}

/// A field for the letter, then some for each recipient, apart by empty lines (RFC 3464 §2.1).
fn read_delivery_status(leaf: &Leaf<'_>, report: &mut DeliveryReport) {
    let body = leaf.fields.encoding.decode_prefix(leaf.body, MAX_STATUS);
    for block in blocks(body.get(..MAX_STATUS).unwrap_or(&body)) {
        let fields = Fields::cut(block);
        if report.envelope.is_none() {
            report.envelope = fields.text("Original-Envelope-Id").and_then(|id| EnvelopeId::parse(&id));
        }
        if let Some(fate) = delivery_fate(&fields) {
            let words = fields.text("Diagnostic-Code").or_else(|| fields.text("Status")).unwrap_or_default();
            add_recipient(report, &fields, fate, &after_type(&words));
        }
    }
}

fn blocks(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < body.len() {
            let start = at;
            while at < body.len() && !is_blank(body, at) {
                at = line_end(body, at);
            }
            let block = body.get(start..at).unwrap_or_default();
            if at < body.len() {
                at = line_end(body, at);
            }
            if !block.is_empty() {
                return Some(block);
            }
        }
        None
    })
}

fn is_blank(body: &[u8], at: usize) -> bool {
    body.get(at..line_end(body, at)).unwrap_or_default().trim_ascii().is_empty()
}

/// The action (RFC 3464 §2.3.3); where a server forgot it, what its status says (RFC 3463 §2), which is only that a server took it.
fn delivery_fate(fields: &Fields<'_>) -> Option<Fate> {
    let action = fields.text("Action").unwrap_or_default().trim().to_ascii_lowercase();
    match action.split([' ', '(', ';']).next().unwrap_or_default() {
        "failed" => Some(Fate::Failed),
        "delayed" => Some(Fate::Delayed),
        "relayed" => Some(Fate::Relayed),
        // To a list: it reached the address it was sent to.
        "delivered" | "expanded" => Some(Fate::Delivered),
        _ => match fields.text("Status").unwrap_or_default().trim().as_bytes() {
            [b'5', b'.', ..] => Some(Fate::Failed),
            [b'4', b'.', ..] => Some(Fate::Delayed),
            [b'2', b'.', ..] => Some(Fate::Relayed),
            _ => None,
        },
    }
}

/// One recipient (RFC 8098 §3.2), and the message it is about.
fn read_disposition(leaf: &Leaf<'_>, report: &mut DeliveryReport) {
    let body = leaf.fields.encoding.decode_prefix(leaf.body, MAX_STATUS);
    let body = body.get(..MAX_STATUS).unwrap_or(&body);
    let fields = Fields::cut(blocks(body).next().unwrap_or_default());
    if report.message_id.is_none() {
        report.message_id = fields.ids("Original-Message-ID").into_iter().find(|id| is_message_id(id));
    }
    if let Some(fate) = fields.text("Disposition").as_deref().and_then(disposition_fate) {
        let words = fields.text("Error").or_else(|| fields.text("Failure")).unwrap_or_default();
        add_recipient(report, &fields, fate, &words);
    }
}

/// « manual-action/MDN-sent-manually; displayed/error » (RFC 8098 §3.2.6). Of a message that was put away or treated by a program
/// nobody says that it was read; of one that nobody wants to speak of, nothing is known.
fn disposition_fate(disposition: &str) -> Option<Fate> {
    let stated = disposition.rsplit(';').next().unwrap_or_default();
    let mut words = stated.split(['/', ',']).map(|word| word.trim().to_ascii_lowercase());
    let kind = words.next().unwrap_or_default();
    if words.any(|modifier| modifier == "error") {
        return Some(Fate::Failed);
    }
    match kind.as_str() {
        "displayed" => Some(Fate::Read),
        "deleted" | "dispatched" | "processed" => Some(Fate::Delivered),
        "failed" => Some(Fate::Failed),
        _ => None,
    }
}

/// Adds the recipient the fields name: by the address the letter was sent to where it is known, else by the one it ended at.
fn add_recipient(report: &mut DeliveryReport, fields: &Fields<'_>, fate: Fate, words: &str) {
    let original = fields.text("Original-Recipient").map(|value| after_type(&value)).unwrap_or_default();
    let mut named: Vec<Address> =
        [original.clone(), xtext_decoded(&original)].iter().filter_map(|a| address(a)).collect();
    if named.is_empty() {
        named.extend(fields.text("Final-Recipient").and_then(|value| address(&after_type(&value))));
    }
    named.dedup();
    for address in named {
        push(report, &address, fate, words);
    }
}

fn push(report: &mut DeliveryReport, address: &Address, fate: Fate, words: &str) {
    if report.recipients.len() < MAX_RECIPIENTS {
        report.recipients.push(RecipientReport {
            address: address.as_str().to_ascii_lowercase(),
            fate,
            words: display_line(words).chars().take(MAX_WORDS).collect(),
        });
    }
}

/// « rfc822; amelie@… » without its type (RFC 3464 §2.1.2); programs that write none are understood.
fn after_type(value: &str) -> String {
    let is_type =
        |word: &str| !word.trim().is_empty() && word.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match value.split_once(';') {
        Some((kind, rest)) if is_type(kind) => rest.trim().to_owned(),
        Some(_) | None => value.trim().to_owned(),
    }
}

fn address(text: &str) -> Option<Address> {
    let text = text.trim();
    text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text).parse().ok()
}

/// Some servers give ORCPT back as it was encoded (RFC 3461 §4: « + » and two digits).
fn xtext_decoded(text: &str) -> String {
    let mut pieces = text.split('+');
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.get(..2).filter(|digits| digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F')));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii_graphic) {
            Some(byte) => {
                decoded.push(char::from(byte));
                decoded.push_str(piece.get(2..).unwrap_or_default());
            }
            None => {
                decoded.push('+');
                decoded.push_str(piece);
            }
        }
    }
    decoded
}

/// The Message-ID in what came back of the letter.
fn returned_message_id(parts: &Parts<'_>) -> Option<String> {
    let returned = parts.leaves.iter().filter(|leaf| {
        matches!(
            leaf.fields.mime_type.as_str(),
            "message/rfc822"
                | "message/rfc822-headers"
                | "text/rfc822-headers"
                | "message/global"
                | "message/global-headers"
        )
    });
    returned.map(|leaf| leaf.fields.encoding.decode_prefix(leaf.body, MAX_RETURNED)).find_map(|header| {
        let (block, _) = split_head(&header, 0);
        Fields::cut(block).ids("Message-ID").into_iter().find(|id| is_message_id(id))
    })
}

#[cfg(test)]
mod tests;
