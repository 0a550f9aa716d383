//! The words of attached documents, for the search: what a secretary remembers of a letter stands in its PDF.
//!
//! Only parts whose own bytes say PDF or CDA are looked at, because this runs for every letter of a first synchronisation.
//! All of it is measured against one budget for each letter: whatever a document repeats, nests, or packs, the work ends.

mod budget;
mod cda;
mod pdf;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::attachment::AttachmentKind;
use crate::parts::Leaf;
use budget::Budget;
use words::Words;

/// Most of one document that is looked at, in bytes. A report is 50 kB, a scan of fifty pages, which holds no words, 20 MB.
const MAX_DOCUMENT: usize = 8 * 1024 * 1024;
/// Most documents read in one letter; an envelope of the operators holds fewer.
const MAX_DOCUMENTS: usize = 20;
/// Longest text of one document, in bytes: twenty full pages. What is beyond is in the document, not in the search.
const MAX_DOCUMENT_TEXT: usize = 64 * 1024;
/// Longest text of all the documents of a letter, in bytes: as much as its own words may have.
const MAX_LETTER_TEXT: usize = 256 * 1024;

/// The words of the documents among the parts of one letter, at most 256 KiB. A document that cannot be read gives the
/// words that came before the fault, or none.
pub(crate) fn attachment_text<'x>(parts: impl Iterator<Item = (&'x Leaf<'x>, AttachmentKind)>) -> String {
    let budget = Budget::of_a_letter();
    let mut text = String::new();
    for (leaf, format) in
        parts.filter_map(|(leaf, kind)| Format::of(kind).map(|format| (leaf, format))).take(MAX_DOCUMENTS)
    {
        let limit = MAX_DOCUMENT_TEXT.min(MAX_LETTER_TEXT.saturating_sub(text.len() + 1));
        if limit == 0 {
            break;
        }
        let bytes = leaf.fields.encoding.decode_prefix(leaf.body, MAX_DOCUMENT);
        let words = document_text(bytes.get(..MAX_DOCUMENT).unwrap_or(&bytes), format, &budget, limit);
        if !words.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&words);
        }
    }
    text
}

/// What words can be taken out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Pdf,
    Cda,
}

impl Format {
    fn of(kind: AttachmentKind) -> Option<Self> {
        match kind {
            AttachmentKind::Pdf => Some(Self::Pdf),
            AttachmentKind::Cda => Some(Self::Cda),
            AttachmentKind::Image
            | AttachmentKind::XdmArchive
            | AttachmentKind::Audio
            | AttachmentKind::Video
            | AttachmentKind::Text
            | AttachmentKind::Office
            | AttachmentKind::Archive
            | AttachmentKind::Winmail
            | AttachmentKind::Other => None,
        }
    }
}

/// The words of one document.
fn document_text(bytes: &[u8], format: Format, budget: &Budget, limit: usize) -> String {
    let read = || {
        let mut words = Words::up_to(limit);
        match format {
            Format::Pdf => pdf::read(bytes, budget, &mut words),
            Format::Cda => cda::read(bytes, budget, &mut words),
        }
        words.into_text()
    };
    contained(read)
}

/// The panic of a decoder (ours, or the library's) ends here: the document then has no words, and its letter and the
/// twenty thousand others are kept. Nothing it touched is used again but the budget, which only goes down.
fn contained(read: impl FnOnce() -> String) -> String {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
