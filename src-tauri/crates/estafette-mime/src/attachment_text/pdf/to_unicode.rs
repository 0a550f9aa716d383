//! Which letters the codes of a font stand for, by the table its maker put beside it (ISO 32000-1 §9.10.3).
//!
//! The table is a program in PostScript; only its two kinds of list are read, which is all that such tables hold.

use super::object::{Lexer, Object};
use crate::attachment_text::words::Words;

/// Most entries of one table: each code of two bytes once.
const MAX_ENTRIES: usize = 65_536;
/// Most letters one code stands for, in UTF-16 units. A ligature has three.
const MAX_UNITS: usize = 16;

/// Codes and their letters.
#[derive(Default)]
pub(super) struct ToUnicode {
    entries: Vec<Entry>,
}

/// Codes that follow one another, and their letters, which do too.
struct Entry {
    first: u32,
    last: u32,
    /// What comes before the letter that is counted up: the f of « fi ».
    before: String,
    letter: u32,
}

impl ToUnicode {
    pub(super) fn read(table: &[u8]) -> Self {
        let mut lexer = Lexer::of_content(table);
        let mut read = Self::default();
        let mut list = List::None;
        let mut held: Vec<Object<'_>> = Vec::new();
        while let Some(object) = lexer.object() {
            if read.entries.len() >= MAX_ENTRIES {
                break;
            }
            if let Object::Word(word) = object {
                list = match word {
                    b"beginbfchar" => List::Letters,
                    b"beginbfrange" => List::Ranges,
                    _ => List::None,
                };
                held.clear();
                continue;
            }
            held.push(object);
            match (list, held.as_slice()) {
                (List::None, _) => held.clear(),
                (List::Letters, [code, letters]) => {
                    read.add(code_of(code), code_of(code), letters);
                    held.clear();
                }
                (List::Ranges, [first, last, letters]) => {
                    read.range(code_of(first), code_of(last), letters);
                    held.clear();
                }
                (List::Letters | List::Ranges, _) => {}
            }
        }
        read.entries.sort_by_key(|entry| entry.first);
        read
    }

    /// The letter of a code that stands for one.
    pub(super) fn letter(&self, code: u32) -> Option<char> {
        let entry = self.entry(code).filter(|entry| entry.before.is_empty())?;
        char::from_u32(entry.letter.saturating_add(code - entry.first))
    }

    pub(super) fn has(&self, code: u32) -> bool {
        self.entry(code).is_some()
    }

    /// Writes the letters of a code, if there are any.
    pub(super) fn write(&self, code: u32, words: &mut Words) {
        let Some(entry) = self.entry(code) else { return };
        for letter in entry.before.chars() {
            words.push(letter);
        }
        if let Some(letter) = char::from_u32(entry.letter.saturating_add(code - entry.first)) {
            words.push(letter);
        }
    }

    fn entry(&self, code: u32) -> Option<&Entry> {
        let after = self.entries.partition_point(|entry| entry.first <= code);
        after.checked_sub(1).and_then(|at| self.entries.get(at)).filter(|entry| code <= entry.last)
    }

    fn range(&mut self, first: Option<u32>, last: Option<u32>, letters: &Object<'_>) {
        let Object::Array(each) = letters else { return self.add(first, last, letters) };
        let room = MAX_ENTRIES.saturating_sub(self.entries.len());
        for (code, letters) in (first.unwrap_or(u32::MAX)..=u32::MAX).zip(each.iter()).take(room) {
            self.add(Some(code), Some(code), letters);
        }
    }

    fn add(&mut self, first: Option<u32>, last: Option<u32>, letters: &Object<'_>) {
        let (Some(first), Some(last), Some(letters)) = (first, last, letters.text()) else { return };
        let units = letters
            .chunks_exact(2)
            .take(MAX_UNITS)
            .map(|pair| pair.iter().fold(0, |unit, &byte| unit << 8 | u16::from(byte)));
        let mut before: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        // A target of one byte is against the book, and meant.
        let letter = before.pop().or_else(|| letters.first().copied().map(char::from));
        if let Some(letter) = letter {
            self.entries.push(Entry { first, last, before, letter: u32::from(letter) });
        }
    }
}

#[derive(Clone, Copy)]
enum List {
    None,
    Letters,
    Ranges,
}

/// The code of one to four bytes.
fn code_of(object: &Object<'_>) -> Option<u32> {
    let bytes = object.text().filter(|bytes| bytes.len() <= 4)?;
    Some(bytes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)))
}

#[cfg(test)]
mod tests;
