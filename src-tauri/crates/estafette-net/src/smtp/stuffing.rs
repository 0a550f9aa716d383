//! The letter as it goes through DATA (RFC 5321 §4.5.2): a dot more before each line that begins with one.
//!
//! Takes only text whose every line end is CRLF, and says so in its type: then no line of the letter can be the dot that ends
//! it, on any server's reading of line ends.

use crate::crlf::CrlfText;

/// Doubles the leading dots of a letter that passes, and ends it with CRLF, ready for the final dot.
#[derive(Debug)]
pub(super) struct Stuffing {
    at_line_start: bool,
}

impl Default for Stuffing {
    fn default() -> Self {
        Self { at_line_start: true }
    }
}

impl Stuffing {
    pub(super) fn stuff(&mut self, normal: &CrlfText) -> Vec<u8> {
        let mut out = Vec::with_capacity(normal.len() + normal.len() / 64 + 2);
        for line in normal.split_inclusive(|byte| *byte == b'\n') {
            if self.at_line_start && line.first() == Some(&b'.') {
                out.push(b'.');
            }
            out.extend_from_slice(line);
            self.at_line_start = line.ends_with(b"\n");
        }
        out
    }

    /// What is missing to the last line. An empty letter is one empty line.
    pub(super) fn finish(self, empty: bool) -> &'static [u8] {
        if self.at_line_start && !empty { b"" } else { b"\r\n" }
    }
}

#[cfg(test)]
mod tests {
    use super::Stuffing;
    use crate::crlf::Normaliser;

    #[test]
    fn leading_dots_are_doubled_and_the_letter_ends_a_line() {
        let cases: [(&[u8], &[u8]); 7] = [
            (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"),
            (b".a", b"..a\r\n"),
            (b"..\r\n", b"...\r\n"),
            (b"a.b.\r\n", b"a.b.\r\n"),
            (b"\r\n.a\r\n", b"\r\n..a\r\n"),
            (b"a\r\n", b"a\r\n"),
            (b"", b"\r\n"),
        ];
        for (letter, expected) in cases {
            assert_eq!(stuffed(letter), expected, "{}", letter.escape_ascii());
        }
    }

    #[test]
    fn no_letter_holds_an_end_of_data_whatever_its_line_ends() {
        let pieces: [&[u8]; 5] = [b"\r", b"\n", b".", b"\r\n", b"a"];
        let mut letters: Vec<Vec<u8>> = vec![Vec::new()];
        for _ in 0..5 {
            letters = letters.iter().flat_map(|letter| pieces.map(|piece| [letter, piece].concat())).collect();
            for letter in &letters {
                let wire = stuffed(letter);
                assert!(!contains(&wire, b"\n.\r") && !contains(&wire, b"\n.\n"), "{}", letter.escape_ascii());
                assert!(!wire.starts_with(b".\r"), "{}", letter.escape_ascii());
            }
        }
    }

    /// The letter in pieces of every length.
    fn stuffed(letter: &[u8]) -> Vec<u8> {
        let in_pieces = |pieces: usize| {
            let mut stuffing = Stuffing::default();
            let mut line_ends = Normaliser::default();
            let normal = letter.chunks(pieces).map(|piece| line_ends.normalised(piece.to_vec()));
            let mut wire: Vec<u8> = normal.flat_map(|piece| stuffing.stuff(&piece)).collect();
            wire.extend_from_slice(stuffing.finish(letter.is_empty()));
            wire
        };
        let wire = in_pieces(usize::MAX);
        for pieces in 1..=letter.len() {
            assert_eq!(in_pieces(pieces), wire, "{} by {pieces}", letter.escape_ascii());
        }
        wire
    }

    fn contains(wire: &[u8], needle: &[u8]) -> bool {
        wire.windows(needle.len()).any(|window| window == needle)
    }
}
