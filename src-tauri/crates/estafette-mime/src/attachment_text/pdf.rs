//! The words of a PDF (ISO 32000), in the order its pages draw them.
//!
//! Written here although libraries exist, because each of those that were tried (lopdf, pdf-extract, hayro-syntax) can be
//! made to work for minutes or to inflate gigabytes by one letter, and none can be told to stop. What is read is what the
//! search needs: objects, inflated streams, fonts as far as they tell letters. An encrypted PDF has no words, an image none.

mod content;
mod encoding;
mod file;
mod font;
mod object;
mod pages;
mod stream;
mod to_unicode;
#[cfg(test)]
mod written;

use super::budget::Budget;
use super::words::Words;
use content::Content;
use file::File;

/// Adds the words of the document, page by page, until the words or the budget are full.
pub(super) fn read(bytes: &[u8], budget: &Budget, words: &mut Words) {
    let Some(file) = File::open(bytes, budget) else { return };
    let mut content = Content::new(&file, words);
    for page in pages::all(&file) {
        if content.is_full() {
            return;
        }
        content.page(&page);
    }
}

#[cfg(test)]
mod tests;
