//! The files that go with a letter: PDF documents, pictures, a CDA document and its XDM archive.

use anyhow::Context;
use jiff::ZonedDateTime;

use super::calendar::{day_and_month, written};
use super::establishment::Correspondent;
use super::template::Scene;
use crate::letter::Attachment;
use crate::pdf;
use crate::png::{Canvas, Colour};
use crate::random::Random;

/// Texts of the documents, by name; the first line is the title.
const TEXTS: [(&str, &str); 13] = [
    ("bilan", include_str!("../../../fixtures/demo/documents/bilan.txt")),
    ("biologie", include_str!("../../../fixtures/demo/documents/biologie.txt")),
    ("consultation", include_str!("../../../fixtures/demo/documents/consultation.txt")),
    ("dlu", include_str!("../../../fixtures/demo/documents/dlu.txt")),
    ("dossier-admission", include_str!("../../../fixtures/demo/documents/dossier-admission.txt")),
    ("entretien", include_str!("../../../fixtures/demo/documents/entretien.txt")),
    ("lettre-de-liaison", include_str!("../../../fixtures/demo/documents/lettre-de-liaison.txt")),
    ("mdph", include_str!("../../../fixtures/demo/documents/mdph.txt")),
    ("ordonnance", include_str!("../../../fixtures/demo/documents/ordonnance.txt")),
    ("passage-urgences", include_str!("../../../fixtures/demo/documents/passage-urgences.txt")),
    ("projet", include_str!("../../../fixtures/demo/documents/projet.txt")),
    ("radiologie", include_str!("../../../fixtures/demo/documents/radiologie.txt")),
    ("suivi", include_str!("../../../fixtures/demo/documents/suivi.txt")),
];

const LETTER_OF_GARNIER: &str = include_str!("../../../fixtures/demo/cda/lettre-de-liaison-garnier.xml");

const PAPER: Colour = [250, 248, 244];
const INK: Colour = [20, 80, 122];
const GREEN: Colour = [14, 92, 74];

/// The file a template calls `name`: a picture for `photo` and `courbe`, otherwise a PDF of that text.
///
/// # Errors
/// No text has that name.
pub(crate) fn attachment(
    name: &str,
    scene: &Scene,
    author: &Correspondent,
    date: &ZonedDateTime,
) -> anyhow::Result<Attachment> {
    let picture = |file: &str, canvas: Canvas| Attachment {
        name: format!("{file} {}.png", scene.resident.civil_name()),
        media_type: "image/png",
        bytes: canvas.to_png(),
    };
    match name {
        "photo" => Ok(picture("Photo", wound(scene.seed))),
        "courbe" => Ok(picture("Courbe de poids", weight_curve(scene.seed))),
        _ => {
            let (_, text) =
                TEXTS.iter().find(|(known, _)| *known == name).with_context(|| format!("no text {name}"))?;
            let text = scene.fill(text, author, date)?;
            let (title, body) = text.split_once('\n').context("a document has a title and a text")?;
            let file = format!("{title} {}.pdf", scene.resident.full_name());
            Ok(Attachment { name: file, media_type: "application/pdf", bytes: pdf::document(title, body) })
        }
    }
}

/// The discharge letter of Mme Garnier as the hospital's program writes it: CDA R2, with narrative.
pub(crate) fn cda_of_garnier(admitted: &ZonedDateTime, today: &ZonedDateTime) -> Attachment {
    let xml = LETTER_OF_GARNIER
        .replace("@NOW@", &format!("{:04}{:02}{:02}", today.year(), today.month(), today.day()))
        .replace("@ADMITTED@", &day_and_month(admitted.day(), admitted.month()))
        .replace("@TODAY@", &written(today));
    Attachment { name: String::from("Lettre de liaison.xml"), media_type: "text/xml", bytes: xml.into_bytes() }
}

/// A hospital's logo.
pub(crate) fn logo() -> Vec<u8> {
    let mut canvas = Canvas::filled(120, 40, [255, 255, 255]);
    canvas.ellipse((20, 20), (16, 16), INK);
    canvas.rectangle(17, 9, 6, 22, [255, 255, 255]);
    canvas.rectangle(9, 17, 22, 6, [255, 255, 255]);
    canvas.rectangle(46, 12, 66, 6, INK);
    canvas.rectangle(46, 23, 44, 5, GREEN);
    canvas.to_png()
}

/// A weight written down once a month, falling then rising.
fn weight_curve(seed: u64) -> Canvas {
    let mut random = Random::seeded(seed);
    let mut canvas = Canvas::filled(360, 180, PAPER);
    for grid in 1..6 {
        canvas.rectangle(30, grid * 28, 315, 1, [215, 218, 220]);
    }
    canvas.rectangle(30, 12, 2, 152, INK);
    canvas.rectangle(30, 163, 315, 2, INK);
    let heights: Vec<usize> =
        (0..12_usize).map(|month| 50 + 2 * month.min(12 - month).pow(2) + random.below(10)).collect();
    for (month, pair) in heights.windows(2).enumerate() {
        if let [from, to] = pair {
            canvas.line((40 + month * 26, *from), (66 + month * 26, *to), GREEN);
            canvas.ellipse((40 + month * 26, *from), (3, 3), GREEN);
        }
    }
    canvas
}

/// Stands for the photograph of a wound: a pale ground, a darker patch, a ruler.
fn wound(seed: u64) -> Canvas {
    let mut random = Random::seeded(seed);
    let mut canvas = Canvas::filled(240, 180, [226, 190, 170]);
    let radii = (26 + random.below(22), 16 + random.below(16));
    canvas.ellipse((120, 82), (radii.0 + 6, radii.1 + 6), [208, 146, 130]);
    canvas.ellipse((120, 82), radii, [168, 74, 70]);
    canvas.rectangle(30, 150, 180, 14, [255, 255, 255]);
    for graduation in 0..18 {
        canvas.rectangle(30 + graduation * 10, 150, 1, if graduation % 5 == 0 { 11 } else { 6 }, [30, 30, 30]);
    }
    canvas
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
