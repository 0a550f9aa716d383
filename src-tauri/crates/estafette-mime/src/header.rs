//! Who wrote, to whom, when, about what, and in answer to what.
//!
//! The header is all the list of conversations needs, so it is read alone and cannot fail: what is missing or absurd
//! is empty.

use estafette_model::Correspondent;

use crate::display_text::display_line;
use crate::fields::{Fields, split_head};

/// Most correspondents kept from one field.
const MAX_CORRESPONDENTS: usize = 500;
/// Most message ids kept from References.
const MAX_IDS: usize = 200;
/// Longest message id kept, in bytes (RFC 5322 §2.1.1: a line).
const MAX_ID: usize = 998;

/// The header of a message, decoded and fit for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderFields {
    /// Message-ID without its angle brackets.
    pub message_id: Option<String>,
    /// In-Reply-To, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// References, oldest first, without angle brackets; at most 200.
    pub references: Vec<String>,
    /// One line; empty when there is none.
    pub subject: String,
    /// The first author; empty when there is none.
    pub from: Correspondent,
    /// « À »; at most 500.
    pub to: Vec<Correspondent>,
    /// « Copie à »; at most 500.
    pub cc: Vec<Correspondent>,
    /// Where an answer is wanted, when not at `from`.
    pub reply_to: Vec<Correspondent>,
    /// Seconds since 1970, as the sender wrote it: a claim, not a fact.
    pub date: Option<i64>,
    /// It reports on another message (RFC 6522), by its own account.
    pub is_report: bool,
}

/// Reads the header block of a message; the body, if there is one, is not looked at.
#[must_use]
pub fn parse_header(raw: &[u8]) -> HeaderFields {
    let (block, _) = split_head(raw, 0);
    HeaderFields::read(&Fields::cut(block))
}

impl HeaderFields {
    pub(crate) fn read(fields: &Fields<'_>) -> Self {
        Self {
            message_id: ids(fields, "Message-ID").into_iter().next(),
            in_reply_to: ids(fields, "In-Reply-To"),
            references: ids(fields, "References"),
            subject: fields.text("Subject").map(|text| display_line(&text)).unwrap_or_default(),
            from: correspondents(fields.first_addresses("From")).into_iter().next().unwrap_or_default(),
            to: correspondents(fields.addresses("To")),
            cc: correspondents(fields.addresses("Cc")),
            reply_to: correspondents(fields.first_addresses("Reply-To")),
            date: fields.date("Date"),
            is_report: fields.is_report(),
        }
    }
}

/// A message id that may be written again in a header: printable ASCII, no bracket, no space.
pub(crate) fn is_message_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= MAX_ID && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
}

fn ids(fields: &Fields<'_>, name: &str) -> Vec<String> {
    let mut ids = fields.ids(name);
    ids.retain(|id| is_message_id(id));
    ids.truncate(MAX_IDS);
    ids
}

fn correspondents(addresses: Vec<mail_parser::Addr<'_>>) -> Vec<Correspondent> {
    addresses
        .into_iter()
        .map(|addr| Correspondent {
            name: display_line(addr.name.as_deref().unwrap_or_default()),
            address: display_line(addr.address.as_deref().unwrap_or_default()),
        })
        .filter(|found| !(found.name.is_empty() && found.address.is_empty()))
        .take(MAX_CORRESPONDENTS)
        .collect()
}

#[cfg(test)]
mod tests;
