//! What came with a message besides its words, and what it really is.
//!
//! The kind is read from the first bytes where they can tell, because the label is the sender's; the name is the
//! sender's too, and is cleaned before anybody sees it or a file is called by it.

mod danger;
mod file_name;
mod kind;

pub use danger::{FileDanger, MacroSearch};
pub use file_name::clean_file_name;
pub use kind::AttachmentKind;
pub(crate) use kind::raster_type;

use crate::header::parse_header;
use crate::parts::Leaf;

/// How many bytes of an attachment are decoded to tell its kind.
pub(crate) const SNIFFED: usize = 4 * 1024;

/// One attachment of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its place among the parts of the message: what [`crate::find_part`] takes.
    pub index: u32,
    /// A name a file may have on any system; empty when the sender gave none.
    pub name: String,
    /// « type/subtype » as the sender labelled it.
    pub mime_type: String,
    /// Size once decoded, in bytes.
    pub size: u64,
    /// Whether the text of the message shows it (an image it refers to by Content-ID).
    pub inline: bool,
    /// Content-ID without its angle brackets.
    pub content_id: Option<String>,
    /// What it is.
    pub kind: AttachmentKind,
    /// What it could do where it is opened, as far as its name and its beginning tell.
    pub danger: Option<FileDanger>,
}

impl Attachment {
    /// `left_out` is what is missing of its body, decoded.
    pub(crate) fn of(leaf: &Leaf<'_>, index: usize, html: &str, left_out: u64) -> Self {
        let fields = &leaf.fields;
        let start = fields.encoding.decode_prefix(leaf.body, SNIFFED);
        let name = name_of(leaf, &start);
        Self {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            kind: AttachmentKind::of(&fields.mime_type, &name, &start),
            danger: FileDanger::of(&fields.mime_type, &name, &start),
            name,
            mime_type: fields.mime_type.clone(),
            size: u64::try_from(fields.encoding.decoded_len(leaf.body)).unwrap_or(u64::MAX).saturating_add(left_out),
            inline: fields.content_id.as_deref().is_some_and(|id| is_shown(html, id)),
            content_id: fields.content_id.clone(),
        }
    }
}

/// The sender's name for the file; a forwarded message is called by its subject.
fn name_of(leaf: &Leaf<'_>, start: &[u8]) -> String {
    let name = clean_file_name(&leaf.fields.name);
    if name.is_empty() && leaf.fields.mime_type == "message/rfc822" {
        let subject = clean_file_name(&parse_header(start).subject);
        return if subject.is_empty() { subject } else { clean_file_name(&format!("{subject}.eml")) };
    }
    name
}

fn is_shown(html: &str, content_id: &str) -> bool {
    html.match_indices(content_id).any(|(at, _)| {
        html.get(..at).is_some_and(|before| {
            let scheme = before.len().checked_sub(4).and_then(|start| before.get(start..));
            scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"))
        })
    })
}

#[cfg(test)]
mod tests;
