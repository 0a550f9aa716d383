//! PDFs written by hand, for tests: what no program writes, and what only one does.

use std::time::Duration;

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::attachment_text::budget::Budget;
use crate::attachment_text::words::Words;

/// Tests are built without optimisation: what takes this long is done twenty times as fast in a release.
pub(super) const IN_TIME: Duration = Duration::from_secs(4);

/// A file that grows object by object.
pub(super) struct Written(Vec<u8>);

impl Written {
    pub(super) fn begun() -> Self {
        Self(b"%PDF-1.7\n".to_vec())
    }

    /// A file with one page whose fonts, forms and content are still to be written: `/F` is object 5, the content 4.
    pub(super) fn page() -> Self {
        Self::begun()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(3, "<</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>")
    }

    /// A file with one page that draws with Helvetica.
    pub(super) fn drawing(content: &str) -> Self {
        Self::page().object(5, HELVETICA).stream(4, "", content.as_bytes())
    }

    pub(super) fn object(mut self, number: u32, value: &str) -> Self {
        self.0.extend_from_slice(format!("{number} 0 obj\n{value}\nendobj\n").as_bytes());
        self
    }

    pub(super) fn stream(mut self, number: u32, entries: &str, bytes: &[u8]) -> Self {
        let start = format!("{number} 0 obj\n<<{entries}/Length {}>>\nstream\n", bytes.len());
        self.0.extend_from_slice(start.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\nendstream\nendobj\n");
        self
    }

    pub(super) fn deflated(self, number: u32, entries: &str, bytes: &[u8]) -> Self {
        self.stream(number, &format!("{entries}/Filter/FlateDecode"), &compress_to_vec_zlib(bytes, 6))
    }

    pub(super) fn ended(mut self, trailer: &str) -> Self {
        self.0.extend_from_slice(format!("trailer\n<<{trailer}>>\n").as_bytes());
        self
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn text(self) -> String {
        text(&self.0)
    }
}

pub(super) const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// The words of a document that has a letter's budget for itself.
pub(super) fn text(bytes: &[u8]) -> String {
    text_of(bytes, &Budget::of_a_letter())
}

pub(super) fn text_of(bytes: &[u8], budget: &Budget) -> String {
    let mut words = Words::up_to(64 * 1024);
    super::read(bytes, budget, &mut words);
    words.into_text()
}
