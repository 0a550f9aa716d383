//! A document that came with a letter: its words, for the search.

use estafette_mime::read_for_index;
use estafette_model::LetterBytes;

/// In front of the document: a letter that is nothing else. What it is, its own bytes say.
const HEAD: &[u8] =
    b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: binary\r\n\r\n";
/// Longest text of one document, in bytes, and of the line end behind it.
const MAX_TEXT: usize = 64 * 1024;

pub(crate) fn read(bytes: &[u8]) {
    let letter = [HEAD, bytes].concat();
    let (message, text) = read_for_index(LetterBytes::from(&letter));
    assert_eq!(message.attachments.len(), 1);
    assert!(text.len() <= MAX_TEXT, "{} bytes of text", text.len());
}
