//! Texts as bytes: three character sets, three transfer encodings (RFC 2045 §6).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Longest line of an encoded body (RFC 2045 §6.7 and §6.8), characters.
const LINE: usize = 76;

/// A character set and the way its bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextEncoding {
    Utf8QuotedPrintable,
    Utf8Base64,
    Utf8EightBit,
    Latin1QuotedPrintable,
    Windows1252Base64,
}

impl TextEncoding {
    /// Its name in a header.
    pub(crate) fn charset(self) -> &'static str {
        match self {
            Self::Utf8QuotedPrintable | Self::Utf8Base64 | Self::Utf8EightBit => "UTF-8",
            Self::Latin1QuotedPrintable => "ISO-8859-1",
            Self::Windows1252Base64 => "windows-1252",
        }
    }

    /// Value of Content-Transfer-Encoding.
    pub(crate) fn transfer(self) -> &'static str {
        match self {
            Self::Utf8QuotedPrintable | Self::Latin1QuotedPrintable => "quoted-printable",
            Self::Utf8Base64 | Self::Windows1252Base64 => "base64",
            Self::Utf8EightBit => "8bit",
        }
    }

    /// A text, its lines ended by CRLF, ready for a body.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let bytes = in_charset(&text, self.charset());
        match self {
            Self::Utf8QuotedPrintable | Self::Latin1QuotedPrintable => quoted_printable(&bytes),
            Self::Utf8Base64 | Self::Windows1252Base64 => base64_lines(&bytes),
            Self::Utf8EightBit => bytes,
        }
    }
}

/// A text in one of the charsets of [`TextEncoding`].
pub(super) fn in_charset(text: &str, charset: &str) -> Vec<u8> {
    match charset {
        "ISO-8859-1" => text.chars().map(|character| latin1(character).unwrap_or(b'?')).collect(),
        "windows-1252" => windows_1252(text),
        _ => text.as_bytes().to_vec(),
    }
}

/// A text in the character set of old Windows programs and of PDF's WinAnsiEncoding.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |character: char| match character {
        '€' => b'\x80',
        '…' => b'\x85',
        'Œ' => b'\x8c',
        '‘' => b'\x91',
        '’' => b'\x92',
        '“' => b'\x93',
        '”' => b'\x94',
        '•' => b'\x95',
        '–' => b'\x96',
        '—' => b'\x97',
        'œ' => b'\x9c',
        other => latin1(other).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}

/// Bytes in lines of base64.
pub(super) fn base64_lines(bytes: &[u8]) -> Vec<u8> {
    let encoded = STANDARD.encode(bytes);
    encoded.as_bytes().chunks(LINE).flat_map(|line| [line, b"\r\n"].concat()).collect()
}

/// What a typist of a Latin-1 program would have typed.
fn latin1(character: char) -> Option<u8> {
    let typed = match character {
        '’' | '‘' => '\'',
        // it knows one width of no-break space
        '\u{202f}' => '\u{a0}',
        '–' | '—' => '-',
        '•' => '*',
        other => other,
    };
    u8::try_from(u32::from(typed)).ok()
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut width = 0;
        for (index, byte) in line.iter().enumerate() {
            let ends_line = index + 1 == line.len();
            let as_it_is = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && !ends_line);
            let needed = if as_it_is { 1 } else { 3 };
            // one place is kept for the `=` of a soft line break
            if width + needed > LINE - 1 {
                encoded.extend(b"=\r\n");
                width = 0;
            }
            if as_it_is {
                encoded.push(*byte);
            } else {
                encoded.extend(format!("={byte:02X}").as_bytes());
            }
            width += needed;
        }
        encoded.extend(b"\r\n");
    }
    encoded
}
