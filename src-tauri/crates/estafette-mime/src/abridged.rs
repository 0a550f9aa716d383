//! A large letter read as it passes: its structure, its words and the beginning of its files stay, the rest is only counted.
//!
//! Nothing is understood of the structure here. Every line that begins with two dashes is kept, as every boundary does
//! (RFC 2046 §5.1.1), and so are the bytes behind it up to a limit: whatever takes the result apart finds the parts it would have
//! found in the whole.

use estafette_model::{Cut, LetterBytes};

use crate::transfer::base64_letters;

/// Bytes kept behind each line that begins with two dashes: a header, a text, the first pages of a document.
const KEPT_OF_A_PART: usize = 512 * 1024;
/// The same once [`KEPT`] is reached: a header.
const KEPT_OF_A_LATE_PART: usize = 4 * 1024;
/// Bytes kept of all the parts before the later ones count for their header only. At twice this a letter ends, as one that
/// reaches the other limits does.
const KEPT: usize = 6 * 1024 * 1024;
/// Bytes of the longest line break.
const LINE_BREAK: usize = 2;

/// What a letter that passes leaves behind.
#[derive(Debug)]
pub struct Abridger {
    kept_of_a_part: usize,
    kept: usize,
    bytes: Vec<u8>,
    cuts: Vec<Cut>,
    /// Bytes kept since the last line with dashes.
    since_dashes: usize,
    /// The beginning of a line that is too short to be judged.
    begun: Vec<u8>,
    inside_a_line: bool,
    dropped: Option<Dropped>,
}

/// Bytes passed over since the last ones that were kept.
#[derive(Debug, Default)]
struct Dropped {
    bytes: u64,
    base64_letters: u64,
    /// The last of them, at most [`LINE_BREAK`].
    end: Vec<u8>,
}

/// What was kept of a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abridged {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is missing among them.
    pub cuts: Vec<Cut>,
}

impl Abridged {
    /// The same, to be read.
    #[must_use]
    pub fn as_letter(&self) -> LetterBytes<'_> {
        LetterBytes { bytes: &self.bytes, cuts: &self.cuts }
    }
}

impl Default for Abridger {
    fn default() -> Self {
        Self::keeping(KEPT_OF_A_PART, KEPT)
    }
}

impl Abridger {
    fn keeping(kept_of_a_part: usize, kept: usize) -> Self {
        Self {
            kept_of_a_part,
            kept,
            bytes: Vec::new(),
            cuts: Vec::new(),
            since_dashes: 0,
            begun: Vec::new(),
            inside_a_line: false,
            dropped: None,
        }
    }

    /// Reads the next bytes, however they were cut.
    pub fn take(&mut self, bytes: &[u8]) {
        if self.begun.is_empty() {
            self.take_lines(bytes);
        } else {
            let begun = [std::mem::take(&mut self.begun).as_slice(), bytes].concat();
            self.take_lines(&begun);
        }
    }

    /// The letter has ended.
    #[must_use]
    pub fn finish(mut self) -> Abridged {
        let begun = std::mem::take(&mut self.begun);
        if !begun.is_empty() {
            self.take_stretch(&begun);
        }
        self.end_dropping();
        Abridged { bytes: self.bytes, cuts: self.cuts }
    }

    fn take_lines(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |line_break| line_break + 1);
            let (line, rest) = bytes.split_at(end);
            if !self.inside_a_line && line.len() < 2 && !line.ends_with(b"\n") {
                self.begun = line.to_vec();
                return;
            }
            self.take_stretch(line);
            bytes = rest;
        }
    }

    /// A line, or as much of it as came.
    fn take_stretch(&mut self, stretch: &[u8]) {
        if !self.inside_a_line && stretch.starts_with(b"--") && self.has_room_for(stretch.len()) {
            self.end_dropping();
            self.since_dashes = 0;
        }
        self.inside_a_line = !stretch.ends_with(b"\n");
        let left = self.limit().saturating_sub(self.since_dashes);
        if self.dropped.is_none() && stretch.len() <= left && self.has_room_for(stretch.len()) {
            self.bytes.extend_from_slice(stretch);
            self.since_dashes += stretch.len();
        } else {
            self.dropped.get_or_insert_default().take(stretch);
        }
    }

    /// Bytes kept of the part that is passing.
    fn limit(&self) -> usize {
        if self.bytes.len() < self.kept { self.kept_of_a_part } else { KEPT_OF_A_LATE_PART.min(self.kept_of_a_part) }
    }

    fn has_room_for(&self, more: usize) -> bool {
        self.bytes.len().saturating_add(more) <= self.kept.saturating_mul(2)
    }

    /// The end of what was dropped stays: the line break before a boundary is not of the part, and who reads must see it.
    fn end_dropping(&mut self) {
        let Some(dropped) = self.dropped.take() else { return };
        let missing = dropped.bytes - dropped.end.len() as u64;
        if missing > 0 {
            let base64_letters = dropped.base64_letters - base64_letters(&dropped.end) as u64;
            self.cuts.push(Cut { at: self.bytes.len() as u64, missing, base64_letters });
        }
        self.bytes.extend_from_slice(&dropped.end);
    }
}

impl Dropped {
    fn take(&mut self, stretch: &[u8]) {
        self.bytes += stretch.len() as u64;
        self.base64_letters += base64_letters(stretch) as u64;
        self.end.extend_from_slice(stretch.get(stretch.len().saturating_sub(LINE_BREAK)..).unwrap_or_default());
        self.end.drain(..self.end.len().saturating_sub(LINE_BREAK));
    }
}

#[cfg(test)]
mod tests;
