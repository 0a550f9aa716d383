//! Line ends of a message on its way out: CRLF and nothing else.
//!
//! A lone CR or LF is read as a line end by some servers and not by others, which is how one message is smuggled inside
//! another (RFC 5321 §2.3.8); the places where a message leaves therefore make every line end the same.

use std::borrow::Cow;

/// `raw` with every CRLF, lone CR and lone LF as CRLF. Borrows when nothing has to change.
pub(crate) fn normalised(raw: &[u8]) -> Cow<'_, [u8]> {
    Normaliser::default().normalised(raw)
}

/// The same for a message that comes piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Normaliser {
    /// The last byte was a CR, which was written as CRLF already.
    after_cr: bool,
}

impl Normaliser {
    pub(crate) fn normalised<'p>(&mut self, piece: &'p [u8]) -> Cow<'p, [u8]> {
        if !self.after_cr && is_normal(piece) {
            return Cow::Borrowed(piece);
        }
        let mut out = Vec::with_capacity(piece.len() + piece.len() / 32);
        for byte in piece {
            match byte {
                b'\n' if self.after_cr => {}
                b'\r' | b'\n' => out.extend(b"\r\n"),
                other => out.push(*other),
            }
            self.after_cr = *byte == b'\r';
        }
        Cow::Owned(out)
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
    use super::{Normaliser, normalised};

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
            assert_eq!(normalised(raw).as_ref(), expected, "{}", raw.escape_ascii());
            let mut line_ends = Normaliser::default();
            let piece_by_piece: Vec<u8> =
                raw.chunks(1).flat_map(|byte| line_ends.normalised(byte).into_owned()).collect();
            assert_eq!(piece_by_piece, expected, "{} piece by piece", raw.escape_ascii());
        }
    }

    #[test]
    fn a_clean_message_is_not_copied() {
        assert!(matches!(normalised(b"a\r\n\r\nb\r\n"), std::borrow::Cow::Borrowed(_)));
    }
}
