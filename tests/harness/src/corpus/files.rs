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

/// A file of 10 to 300 kB, or next to nothing when `small`: three times out of four a PDF, else a photograph.
pub(super) fn attachment(index: u32, number: usize, small: bool, random: &mut Random) -> Attachment {
    // in tenths, so that small files are of many sizes too
    let size = SMALLEST * (10 + random.log_uniform(RANGE * 10)) / 10;
    if random.chance(75) {
        let title = random.choose(TITLES).copied().unwrap_or_default();
        let text = Vocabulary::text(80 + random.below(600), random);
        let mut scan = random.bytes(size.saturating_sub(text.len()));
        scan.truncate(if small { 1 } else { scan.len() });
        let name = format!("{title} {index}-{number}.pdf");
        Attachment { name, media_type: "application/pdf", bytes: pdf::with_scan(title, &text, &scan) }
    } else {
        let name = format!("Photo {index}-{number}.png");
        Attachment { name, media_type: "image/png", bytes: picture(size.isqrt(), small, random) }
    }
}

/// The picture of a signature, some kilobytes.
pub(super) fn logo(index: u32, small: bool, random: &mut Random) -> InlineImage {
    let side = 40 + random.below(60);
    InlineImage { content_id: format!("logo{index}@corpus.mssante.example"), bytes: picture(side, small, random) }
}

/// Whatever is kept of it, as much chance is drawn: what follows it in the letter is the same.
fn picture(side: usize, small: bool, random: &mut Random) -> Vec<u8> {
    let picture = Canvas::noise(side, random);
    if small { Canvas::noise(1, &mut random.clone()).to_png() } else { picture.to_png() }
}
