//! Line ends of a message on its way out: CRLF and nothing else.
//!
//! A lone CR or LF is read as a line end by some servers and not by others, which is how one message is smuggled inside
//! another (RFC 5321 §2.3.8); the places where a message leaves therefore make every line end the same.

use std::borrow::Cow;

/// `raw` with every CRLF, lone CR and lone LF as CRLF. Borrows when nothing has to change.
pub(crate) fn normalised(raw: &[u8]) -> Cow<'_, [u8]> {
    if is_normal(raw) {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 32);
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                out.extend(b"\r\n");
            }
            b'\n' => out.extend(b"\r\n"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
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
    use super::normalised;

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
        }
    }

    #[test]
    fn a_clean_message_is_not_copied() {
        assert!(matches!(normalised(b"a\r\n\r\nb\r\n"), std::borrow::Cow::Borrowed(_)));
    }
}
