//! The words of a compressed RTF body (MS-OXRTFCP): unpacked inside a limit, then stripped of everything but its words.

use crate::charset;

/// Bytes every text of this kind begins with in the memory of its packer (MS-OXRTFCP §2.1.2.1).
const DICTIONARY: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// Bytes the packer remembers.
const WINDOW: usize = 4096;
const PACKED: &[u8; 4] = b"LZFu";
const AS_IT_IS: &[u8; 4] = b"MELA";
/// Most RTF unpacked for one byte of text that is wanted.
const RTF_FOR_TEXT: usize = 4;
/// Deepest group inside group.
const MAX_DEPTH: usize = 200;
/// Groups whose contents are no words.
const SILENT: [&str; 9] =
    ["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator"];

/// The plain text of a compressed RTF body, at most `limit` bytes. None when it is none.
pub(super) fn to_plain(packed: &[u8], charset: Option<&str>, limit: usize) -> Option<String> {
    let rtf = unpack(packed, limit.saturating_mul(RTF_FOR_TEXT))?;
    Some(words_of(&rtf, charset, limit))
}

/// Sizes and a checksum stand before the bytes; none of them is needed.
fn unpack(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let body = packed.get(16..)?;
    match packed.get(8..12)?.first_chunk::<4>()? {
        AS_IT_IS => Some(body.get(..limit).unwrap_or(body).to_vec()),
        PACKED => Some(unpack_window(body, limit)),
        _ => None,
    }
}

/// Runs of eight, each begun by a byte whose bits say: a letter, or a place and a length in what came before (§2.1.3.1).
fn unpack_window(body: &[u8], limit: usize) -> Vec<u8> {
    let mut window = [b' '; WINDOW];
    for (place, byte) in window.iter_mut().zip(DICTIONARY) {
        *place = *byte;
    }
    let mut write = DICTIONARY.len();
    let mut rtf = Vec::new();
    let mut bytes = body.iter().copied();
    while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if rtf.len() >= limit {
                return rtf;
            }
            let mut put = |byte: u8, write: &mut usize, window: &mut [u8; WINDOW]| {
                if let Some(place) = window.get_mut(*write) {
                    *place = byte;
                }
                *write = (*write + 1) % WINDOW;
                rtf.push(byte);
            };
            if control & (1 << bit) == 0 {
                let Some(byte) = bytes.next() else { return rtf };
                put(byte, &mut write, &mut window);
                continue;
            }
            let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else { return rtf };
            let reference = usize::from(u16::from_be_bytes([high, low]));
            let (mut read, length) = (reference >> 4, (reference & 0xf) + 2);
            if read == write {
                return rtf;
            }
            for _ in 0..length {
                let byte = window.get(read).copied().unwrap_or(b' ');
                put(byte, &mut write, &mut window);
                read = (read + 1) % WINDOW;
            }
        }
    }
    rtf
}

/// The words of an RTF text. Outlook wraps HTML in RTF (MS-OXRTFEX): its tags stand in groups of their own and are passed over.
fn words_of(rtf: &[u8], charset: Option<&str>, limit: usize) -> String {
    let mut reader = Reader { rest: rtf, silent: vec![false], words: String::new(), pending: Vec::new(), charset };
    while !reader.rest.is_empty() && reader.words.len() < limit {
        reader.step();
    }
    reader.flush();
    let mut words = reader.words;
    words.truncate(words.floor_char_boundary(limit));
    words
}

struct Reader<'x> {
    rest: &'x [u8],
    /// Whether the words of each open group are left out.
    silent: Vec<bool>,
    words: String,
    /// Letters that are not Unicode yet.
    pending: Vec<u8>,
    charset: Option<&'x str>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let Some((&byte, rest)) = self.rest.split_first() else { return };
        self.rest = rest;
        match byte {
            b'{' => {
                let silent = self.is_silent() || self.silent.len() >= MAX_DEPTH;
                if self.silent.len() <= MAX_DEPTH {
                    self.silent.push(silent);
                }
            }
            b'}' => {
                if self.silent.len() > 1 {
                    self.silent.pop();
                }
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            letter => self.letter(letter),
        }
    }

    /// A symbol, or a word with its number and the space behind it.
    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            match first {
                b'\'' => {
                    let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                    if let Some(letter) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                        self.rest = rest.get(2..).unwrap_or_default();
                        self.letter(letter);
                    }
                }
                // A group a reader may not know is left out whole.
                b'*' => self.silence(),
                b'~' => self.letter(b' '),
                b'\\' | b'{' | b'}' => self.letter(first),
                _ => {}
            }
            return;
        }
        let word_end = self.rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(word_end);
        let number_end = rest.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'-').unwrap_or(rest.len());
        let (number, rest) = rest.split_at(number_end);
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let (word, number) =
            (std::str::from_utf8(word).unwrap_or_default(), std::str::from_utf8(number).unwrap_or_default());
        match word {
            "par" | "line" | "row" => self.character('\n'),
            "tab" | "cell" => self.character('\t'),
            "u" => self.unicode(number),
            word if SILENT.contains(&word) => self.silence(),
            _ => {}
        }
    }

    /// `\u233?`: a letter, and what stands for it where Unicode is not known, which is passed over.
    fn unicode(&mut self, number: &str) {
        let unit = number.parse::<i32>().unwrap_or_default().rem_euclid(0x1_0000);
        let letter = u32::try_from(unit).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.character(letter);
        self.rest = match self.rest {
            [b'\\', b'\'', _, _, rest @ ..] => rest,
            [b'{' | b'}' | b'\\', ..] => self.rest,
            [_, rest @ ..] => rest,
            [] => self.rest,
        };
    }

    fn letter(&mut self, letter: u8) {
        if !self.is_silent() {
            self.pending.push(letter);
        }
    }

    fn character(&mut self, character: char) {
        if !self.is_silent() {
            self.flush();
            self.words.push(character);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let letters = std::mem::take(&mut self.pending);
            self.words.push_str(&charset::decode(&letters, Some(self.charset.unwrap_or("windows-1252"))));
        }
    }

    fn is_silent(&self) -> bool {
        self.silent.last().copied().unwrap_or_default()
    }

    fn silence(&mut self) {
        if let Some(silent) = self.silent.last_mut() {
            *silent = true;
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{DICTIONARY, to_plain, unpack, words_of};

    /// The example of MS-OXRTFCP §3.1.
    const HELLO: &[u8] = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";

    #[test]
    fn the_example_of_the_specification_is_unpacked() {
        let rtf = unpack(HELLO, 1_000).expect("unpacked");
        assert_eq!(String::from_utf8_lossy(&rtf), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert_eq!(to_plain(HELLO, None, 1_000).as_deref(), Some("hello world"));
        assert_eq!(DICTIONARY.len(), 207);
    }

    #[test]
    fn only_words_stay() {
        for (rtf, words) in [
            (r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard Bonjour,\par M\'e9decin\tab 12\~mg}", "Bonjour,\nMédecin\t12 mg"),
            (r"{\rtf1 \u233?t\u233\'e9 \{a\}}", "été {a}"),
            (r"{\rtf1{\*\htmltag <b>}Chambre 12{\*\generator x}{\pict 0102}}", "Chambre 12"),
            (r"{\rtf1\u-3913?x", "\u{f0b7}x"),
            (r"\", ""),
            (r"}}}}fin", "fin"),
        ] {
            assert_eq!(words_of(rtf.as_bytes(), None, 1_000), words, "{rtf}");
        }
    }

    #[test]
    fn what_repeats_itself_without_end_is_cut() {
        // A byte of control, then eight references of seventeen bytes each to what was just written.
        let mut packed = [0_u8; 16].to_vec();
        packed[8..12].copy_from_slice(b"LZFu");
        packed.extend([0, b'a', b'a', b'a', b'a', b'a', b'a', b'a', b'a']);
        for at in 0..400_usize {
            packed.push(0xff);
            for run in 0..8 {
                let read = (207 + at * 136 + run * 17) % 4096;
                packed.extend((u16::try_from(read << 4).expect("twelve bits") | 0xf).to_be_bytes());
            }
        }
        assert!(unpack(&packed, 5_000).expect("unpacked").len() <= 5_017);
        assert!(to_plain(&packed, None, 100).expect("words").len() <= 100);
    }

    #[test]
    fn depth_and_noise_end() {
        let deep = "{".repeat(100_000) + "x";
        assert_eq!(words_of(deep.as_bytes(), None, 1_000), "");
        let mut dice = crate::dice::Dice::thrown_from(207);
        for _ in 0..3_000 {
            let rtf =
                dice.string(&["{", "}", "\\", "\\'e9", "\\u233?", "\\par ", "\\*", "a", "é", "\\bin99999 ", "-"], 40);
            let words = words_of(rtf.as_bytes(), None, 100);
            assert!(words.len() <= 100, "{rtf}");
            let mut packed = HELLO[..16].to_vec();
            packed.extend((0..dice.throw(60)).map(|_| u8::try_from(dice.throw(256)).unwrap_or_default()));
            assert!(to_plain(&packed, None, 100).is_some());
        }
    }

    #[test]
    fn what_is_no_rtf_is_none() {
        assert_eq!(to_plain(b"", None, 100), None);
        assert_eq!(to_plain(&[0; 40], None, 100), None);
    }
}
