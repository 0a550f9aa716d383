//! A file as it stands in a letter: base64 in lines of 76 (RFC 2045 §6.8), written as its bytes come.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of a file in one line of 76 letters.
const LINE: usize = 57;

/// Encodes one file, however its bytes are cut.
#[derive(Debug, Default)]
pub(super) struct Base64Lines {
    /// Bytes that are no whole line yet.
    begun: Vec<u8>,
}

impl Base64Lines {
    /// The lines that these bytes complete.
    pub(super) fn encode(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.begun.extend_from_slice(bytes);
        let whole = self.begun.len() / LINE * LINE;
        let rest = self.begun.split_off(whole);
        lines(&std::mem::replace(&mut self.begun, rest))
    }

    /// The last line.
    pub(super) fn finish(self) -> Vec<u8> {
        lines(&self.begun)
    }
}

fn lines(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::with_capacity(bytes.len().div_ceil(LINE) * (LINE / 3 * 4 + 2));
    for line in bytes.chunks(LINE) {
        STANDARD.encode_string(line, &mut text);
        text.push_str("\r\n");
    }
    text.into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use base64::Engine as _;

    use super::{Base64Lines, STANDARD};
    use crate::compose::encoded_size;

    #[test]
    fn a_file_is_encoded_alike_whole_and_piece_by_piece_and_weighs_what_was_said() {
        for length in [0, 1, 56, 57, 58, 113, 114, 1_000] {
            let file: Vec<u8> = (0..length).map(|n: usize| n.to_le_bytes()[0]).collect();
            for pieces in [1, 3, 56, 57, 58, 2_000] {
                let mut lines = Base64Lines::default();
                let mut text: Vec<u8> = file.chunks(pieces).flat_map(|piece| lines.encode(piece)).collect();
                text.extend(lines.finish());
                assert_eq!(text.len() as u64, encoded_size(file.len() as u64), "{length} by {pieces}");
                assert!(text.split(|&b| b == b'\n').all(|line| line.len() <= 77), "{length} by {pieces}");
                let letters: Vec<u8> = text.into_iter().filter(|b| !b"\r\n".contains(b)).collect();
                assert_eq!(STANDARD.decode(letters).unwrap(), file);
            }
        }
    }
}
