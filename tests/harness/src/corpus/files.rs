//! What is joined to a letter: PDF documents with their scan, photographs, the picture of a signature.

use super::vocabulary::Vocabulary;
use crate::letter::{Attachment, InlineImage};
use crate::pdf;
use crate::png::Canvas;
use crate::random::Random;

/// Smallest file, bytes; the largest is thirty times that.
const SMALLEST: usize = 10_000;
const RANGE: usize = 30;

const TITLES: &[&str] =
    &["Lettre de liaison", "Ordonnance", "Compte rendu", "Biologie", "Bilan", "Fiche de transmission", "Synthèse"];

/// A file of 10 to 300 kB: three times out of four a PDF, else a photograph.
pub(super) fn attachment(index: u32, number: usize, random: &mut Random) -> Attachment {
    // in tenths, so that small files are of many sizes too
    let size = SMALLEST * (10 + random.log_uniform(RANGE * 10)) / 10;
    if random.chance(75) {
        let title = random.choose(TITLES).copied().unwrap_or_default();
        let text = Vocabulary::text(80 + random.below(600), random);
        let scan = random.bytes(size.saturating_sub(text.len()));
        let name = format!("{title} {index}-{number}.pdf");
        Attachment { name, media_type: "application/pdf", bytes: pdf::with_scan(title, &text, &scan) }
    } else {
        let name = format!("Photo {index}-{number}.png");
        Attachment { name, media_type: "image/png", bytes: Canvas::noise(size.isqrt(), random).to_png() }
    }
}

/// The picture of a signature, some kilobytes.
pub(super) fn logo(index: u32, random: &mut Random) -> InlineImage {
    InlineImage {
        content_id: format!("logo{index}@corpus.mssante.example"),
        bytes: Canvas::noise(40 + random.below(60), random).to_png(),
    }
}
