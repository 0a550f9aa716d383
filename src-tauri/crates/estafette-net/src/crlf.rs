//! Line ends of a message on its way out: CRLF and nothing else.
//!
//! A lone CR or LF is read as a line end by some servers and not by others, which is how one message is smuggled inside
//! another (RFC 5321 §2.3.8); the places where a message leaves therefore make every line end the same.

use std::ops::Deref;

/// Bytes whose every line end is CRLF. Made here and nowhere else, so that whatever asks for them cannot be given others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CrlfText(Vec<u8>);

impl CrlfText {
    /// `raw` with every CRLF, lone CR and lone LF as CRLF.
    pub(crate) fn of(raw: Vec<u8>) -> Self {
        Normaliser::default().normalised(raw)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for CrlfText {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Makes such bytes of a message that comes piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Normaliser {
    /// The last byte was a CR, which was written as CRLF already.
    after_cr: bool,
}

impl Normaliser {
    /// The next piece. One that needs no change is not copied.
    pub(crate) fn normalised(&mut self, piece: Vec<u8>) -> CrlfText {
        if !self.after_cr && is_normal(&piece) {
            return CrlfText(piece);
        }
        let mut out = Vec::with_capacity(piece.len() + piece.len() / 32);
        for byte in piece {
            match byte {
                b'\n' if self.after_cr => {}
                b'\r' | b'\n' => out.extend(b"\r\n"),
                other => out.push(other),
            }
            self.after_cr = byte == b'\r';
        }
        CrlfText(out)
    }
}

fn is_normal(raw: &[u8]) -> bool {
    let mut after_cr = false;
    for byte in raw {
        if after_cr != (*byte == b'\n') {
            return false;
        }
        after_cr = *byte == b'\r';
    }
    !after_cr
}

#[cfg(test)]
mod tests {
    use super::{CrlfText, Normaliser};

    #[test]
    fn every_line_end_becomes_crlf_once() {
        let cases: [(&[u8], &[u8]); 8] = [
            (b"a\r\nb", b"a\r\nb"),
            (b"a\nb", b"a\r\nb"),
            (b"a\rb", b"a\r\nb"),
            (b"a\r\r\nb", b"a\r\n\r\nb"),
            (b"a\n\rb", b"a\r\n\r\nb"),
            (b"\n.\n", b"\r\n.\r\n"),
            (b"a\r", b"a\r\n"),
            (b"", b""),
        ];
        for (raw, expected) in cases {
            assert_eq!(CrlfText::of(raw.to_vec()).to_vec(), expected, "{}", raw.escape_ascii());
            let mut line_ends = Normaliser::default();
            let piece_by_piece: Vec<u8> =
                raw.chunks(1).flat_map(|byte| line_ends.normalised(byte.to_vec()).into_bytes()).collect();
            assert_eq!(piece_by_piece, expected, "{} piece by piece", raw.escape_ascii());
        }
    }

    #[test]
    fn a_clean_message_is_not_copied() {
        let clean = b"a\r\n\r\nb\r\n".to_vec();
        let place = clean.as_ptr();
        assert_eq!(CrlfText::of(clean).as_ptr(), place);
    }
}
