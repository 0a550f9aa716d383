//! What the codes of a string mean in one font: which letters, and how far they reach.
//!
//! Widths are wanted because many programs draw a word in pieces: only they tell whether two pieces touch.

use super::encoding::{Letters, letter_of, mac_roman, standard, win_ansi};
use super::file::File;
use super::object::{Dictionary, Object};
use super::to_unicode::ToUnicode;
use crate::attachment_text::words::Words;

/// Width of a letter whose font does not tell, in text space.
const USUAL_WIDTH: f64 = 0.5;
/// Most runs of widths kept: one for each code of two bytes.
const MAX_WIDTHS: usize = 65_536;

pub(super) struct Font {
    to_unicode: ToUnicode,
    widths: Widths,
    /// What each code of one byte is, looked up once. None: codes of two bytes, whose letters only the table tells (a
    /// composite font).
    glyphs: Option<Box<[Glyph]>>,
}

struct Glyph {
    /// None when the table has several.
    letter: Option<char>,
    width: f64,
}

/// Widths in text space, for runs of codes.
struct Widths {
    runs: Vec<(u32, u32, f64)>,
    other: f64,
}

impl Font {
    pub(super) fn read(font: &Dictionary<'_>, file: &File<'_>) -> Self {
        let table = font.get(b"ToUnicode").and_then(|table| file.stream(table));
        let to_unicode = table.map(|table| ToUnicode::read(&table.bytes)).unwrap_or_default();
        let composite = font.get(b"Subtype").and_then(Object::name) == Some(b"Type0");
        let widths = if composite { Widths::of_composite(font, file) } else { Widths::of_simple(font, file) };
        let glyph = |(code, letter): (u32, char)| Glyph {
            letter: if to_unicode.has(code) { to_unicode.letter(code) } else { Some(letter) },
            width: widths.of(code),
        };
        let glyphs = (!composite).then(|| (0..).zip(letters(font, file)).map(glyph).collect());
        Self { to_unicode, widths, glyphs }
    }

    /// Writes the letters of a string, and tells how far it reaches.
    pub(super) fn write(&self, text: &[u8], words: &mut Words) -> Extent {
        let mut extent = Extent::default();
        let Some(glyphs) = &self.glyphs else {
            for code in text.chunks(2) {
                let code = code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
                extent.width += self.widths.of(code);
                extent.codes += 1.0;
                self.to_unicode.write(code, words);
            }
            return extent;
        };
        for &code in text {
            let Some(glyph) = glyphs.get(usize::from(code)) else { continue };
            extent.width += glyph.width;
            extent.codes += 1.0;
            if code == b' ' {
                extent.spaces += 1.0;
            }
            match glyph.letter {
                Some(letter) => words.push(letter),
                None => self.to_unicode.write(u32::from(code), words),
            }
        }
        extent
    }
}

/// How far a string reaches, in text space for each unit of size; how many codes it has; and how many of them are the space
/// that word spacing widens (§9.3.3).
#[derive(Default)]
pub(super) struct Extent {
    pub(super) width: f64,
    pub(super) codes: f64,
    pub(super) spaces: f64,
}

/// The encoding of a simple font (§9.6.6), with its differences.
fn letters(font: &Dictionary<'_>, file: &File<'_>) -> Letters {
    let encoding = file.value(font, b"Encoding");
    let differences = match &encoding {
        Some(Object::Dictionary(found)) => file.value(found, b"Differences"),
        _ => None,
    };
    let base = match &encoding {
        Some(Object::Dictionary(found)) => found.get(b"BaseEncoding").and_then(Object::name),
        Some(Object::Name(name)) => Some(*name),
        _ => None,
    };
    let name = font.get(b"BaseFont").and_then(Object::name).unwrap_or_default();
    let mut letters = match base {
        Some(b"WinAnsiEncoding") => win_ansi(),
        Some(b"MacRomanEncoding") => mac_roman(),
        _ if encoding.is_none() && (name.ends_with(b"Symbol") || name.ends_with(b"ZapfDingbats")) => ['\0'; 256],
        _ if font.get(b"Subtype").and_then(Object::name) == Some(b"TrueType") => win_ansi(),
        _ => standard(),
    };
    let mut code = 0;
    for item in differences.as_ref().map(Object::items).unwrap_or_default() {
        match item {
            Object::Name(name) => {
                if let Some(place) = letters.get_mut(code) {
                    *place = letter_of(name).unwrap_or_default();
                }
                code += 1;
            }
            other => code = other.index().and_then(|code| usize::try_from(code).ok()).unwrap_or(letters.len()),
        }
        if code >= letters.len() {
            break;
        }
    }
    letters
}

impl Widths {
    fn of(&self, code: u32) -> f64 {
        let after = self.runs.partition_point(|(first, _, _)| *first <= code);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        run.filter(|(_, last, _)| code <= *last).map_or(self.other, |(_, _, width)| *width)
    }

    fn of_simple(font: &Dictionary<'_>, file: &File<'_>) -> Self {
        // The glyphs of a Type 3 font are drawn to a scale of their own (§9.6.5).
        let matrix = file.value(font, b"FontMatrix");
        let scale = matrix.and_then(|matrix| matrix.items().first().and_then(Object::number)).unwrap_or(0.001);
        let first = file.value(font, b"FirstChar").and_then(|first| first.index()).unwrap_or(0);
        let Some(Object::Array(widths)) = file.value(font, b"Widths") else {
            return Self { runs: Vec::new(), other: USUAL_WIDTH };
        };
        let runs = (first..=u32::from(u8::MAX)).zip(widths.iter());
        let runs = runs.filter_map(|(code, width)| Some((code, code, width.number()? * scale))).collect();
        Self { runs, other: USUAL_WIDTH }
    }

    /// `/W`: `[ 3 [250 333] 10 20 500 ]` (§9.7.4.3).
    fn of_composite(font: &Dictionary<'_>, file: &File<'_>) -> Self {
        let descendant = file.value(font, b"DescendantFonts");
        let descendant = descendant.and_then(|fonts| file.dictionary(fonts.items().first()?)).unwrap_or_default();
        let other = file.value(&descendant, b"DW").and_then(|width| width.number()).unwrap_or(1000.0) / 1000.0;
        let listed = file.value(&descendant, b"W");
        let mut items = listed.as_ref().map(Object::items).unwrap_or_default().iter();
        let mut runs = Vec::new();
        while let Some(first) = items.next().and_then(Object::index) {
            match items.next().and_then(|item| file.resolve(item)) {
                Some(Object::Array(widths)) => {
                    let each = (first..=u32::MAX).zip(widths.iter()).take(MAX_WIDTHS.saturating_sub(runs.len()));
                    runs.extend(each.filter_map(|(code, width)| Some((code, code, width.number()? / 1000.0))));
                }
                Some(last) => {
                    let Some(width) = items.next().and_then(Object::number) else { break };
                    runs.extend(last.index().map(|last| (first, last, width / 1000.0)));
                }
                None => break,
            }
            if runs.len() >= MAX_WIDTHS {
                break;
            }
        }
        runs.sort_by_key(|(first, _, _)| *first);
        Self { runs, other }
    }
}

#[cfg(test)]
mod tests;
