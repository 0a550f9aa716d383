//! Receipts (RFC 8098): whether a message asks for one, and the message that is one.

use estafette_model::{Address, ReceiptRequest, Receipts};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::{Address as HeaderAddress, EmailAddress};
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

use crate::compose::{ComposeError, ComposedLetter, date_line, hex};
use crate::fields::{Fields, split_head};
use crate::header::is_message_id;
use crate::header_text::HeaderText;
use crate::report::read_report;

/// What a message says of letters that left, and the receipt its sender asks for.
#[must_use]
pub fn read_receipts(raw: &[u8]) -> Receipts {
    let (block, _) = split_head(raw, 0);
    let fields = Fields::cut(block);
    let report = read_report(raw, &fields);
    let request = if report.is_some() { None } else { read_request(&fields) };
    Receipts { report, request }
}

/// RFC 8098 §2.1. None for what must never be answered: a report, what a program wrote, what came through a list (a receipt would
/// tell a stranger who reads it), and a request that makes conditions (§2.2).
fn read_request(fields: &Fields<'_>) -> Option<ReceiptRequest> {
    let by_a_program = fields.text("Auto-Submitted").is_some_and(|word| !word.trim().eq_ignore_ascii_case("no"));
    let through_a_list = ["List-Id", "List-Post", "List-Unsubscribe"].iter().any(|name| fields.text(name).is_some())
        || fields
            .text("Precedence")
            .is_some_and(|word| ["list", "bulk", "junk"].iter().any(|many| word.trim().eq_ignore_ascii_case(many)));
    let with_conditions = fields.text("Disposition-Notification-Options").is_some();
    if fields.is_report() || by_a_program || through_a_list || with_conditions {
        return None;
    }
    let wanted = fields.addresses("Disposition-Notification-To");
    // Several readers of one receipt: nobody writes that who only wants to know whether it arrived.
    let [only] = wanted.as_slice() else { return None };
    let to: Address = only.address.as_deref()?.parse().ok()?;
    let path = fields.first_addresses("Return-Path");
    let direct = path
        .iter()
        .any(|from| from.address.as_deref().is_some_and(|address| address.eq_ignore_ascii_case(to.as_str())));
    Some(ReceiptRequest { to, direct })
}

/// Who decided that a receipt leaves (RFC 8098 §3.2.6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptMode {
    /// A person was asked.
    Manual,
    /// A setting says so.
    Automatic,
}

/// A receipt ready to be written: that a message was shown, and nothing of what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The mailbox that read it.
    pub from: Address,
    /// Who wants to know.
    pub to: Address,
    /// The message that was read, without angle brackets.
    pub original: String,
    /// Its ancestors and itself, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// « Objet ».
    pub subject: HeaderText,
    /// What a person is told, plain lines.
    pub text: String,
    /// Who decided.
    pub mode: ReceiptMode,
    /// When it is written, seconds since 1970.
    pub date: i64,
    /// The sender's distance from UTC at that time, in seconds, east positive.
    pub utc_offset: i32,
    /// Sixteen random bytes, which make the Message-ID.
    pub message_id_random: [u8; 16],
}

/// Writes a receipt: multipart/report with a text and the fields a program reads (RFC 8098 §3).
///
/// # Errors
/// [`ComposeError::Date`].
pub fn compose_receipt(receipt: &Receipt) -> Result<ComposedLetter, ComposeError> {
    let random = hex(&receipt.message_id_random);
    let message_id = format!("{random}@{}", receipt.from.domain());
    let date = date_line(receipt.date, receipt.utc_offset)?;
    let mut builder = MessageBuilder::new()
        .header("Date", Raw::new(date))
        .header("From", bare(&receipt.from))
        .header("To", bare(&receipt.to))
        .header("Subject", Text::new(receipt.subject.for_the_wire()))
        .header("Message-ID", MessageId::new(message_id.clone()));
    if is_message_id(&receipt.original) {
        builder = builder.header("In-Reply-To", MessageId::new(receipt.original.clone()));
    }
    let references: Vec<String> = receipt.references.iter().filter(|id| is_message_id(id)).cloned().collect();
    if !references.is_empty() {
        builder = builder.header("References", MessageId::new_list(references.into_iter()));
    }
    // RFC 3834 §5: nothing may answer it by itself.
    builder = builder.header("Auto-Submitted", Raw::new("auto-replied")).header("MIME-Version", Raw::new("1.0"));
    let report = ContentType::new("multipart/report")
        .attribute("report-type", "disposition-notification")
        .attribute("boundary", format!("=_r{random}"));
    let text = format!("{}\n", receipt.text.trim_end()).replace('\n', "\r\n");
    let parts = vec![
        MimePart::new("text/plain", BodyPart::Text(text.into())),
        MimePart::new("message/disposition-notification", BodyPart::Text(fields(receipt).into()))
            .transfer_encoding("7bit"),
    ];
    let mut raw = Vec::new();
    builder.body(MimePart::new(report, parts)).serialize(&mut raw);
    Ok(ComposedLetter::without_files(message_id, raw))
}

fn bare(address: &Address) -> HeaderAddress<'static> {
    HeaderAddress::Address(EmailAddress { name: None, email: address.as_str().to_owned().into() })
}

fn fields(receipt: &Receipt) -> String {
    let mode = match receipt.mode {
        ReceiptMode::Manual => "manual-action/MDN-sent-manually",
        ReceiptMode::Automatic => "automatic-action/MDN-sent-automatically",
    };
    let mut fields = format!("Final-Recipient: rfc822;{}\r\n", receipt.from);
    if is_message_id(&receipt.original) {
        fields.push_str(&format!("Original-Message-ID: <{}>\r\n", receipt.original));
    }
    fields + &format!("Disposition: {mode}; displayed\r\n")
}

#[cfg(test)]
mod tests;
