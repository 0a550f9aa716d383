//! A joined text made fit to be looked at: whatever it holds that one would not see is written out, so that what is on the
//! screen is what is in the file.
//!
//! In the text of a letter such characters are left out; here somebody looks at a file to know what is in it.

use crate::charset;
use crate::display_text::is_unshowable;

/// Longest text shown, in bytes once decoded: a hundred pages. More is a table of data, and belongs elsewhere.
const MAX_SHOWN: usize = 256 * 1024;
/// Most of a file that is decoded for it, in bytes.
pub const SHOWN_TEXT_SOURCE: usize = 1024 * 1024;
/// « ␀ », the first of the pictures of control characters (Unicode, block 2400).
const CONTROL_PICTURES: u32 = 0x2400;
/// « ␡ ».
const DELETE_PICTURE: char = '\u{2421}';

/// The text of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownText {
    /// Its lines, ended by « \n »; no other control character, nothing that reorders or hides what stands beside it.
    pub text: String,
    /// Whether the end was left out.
    pub cut: bool,
}

/// The text of `bytes`, labelled `charset` if the part says so. A byte order mark is believed before a label.
#[must_use]
pub fn shown_text(bytes: &[u8], charset: Option<&str>) -> ShownText {
    let source = charset::cut(bytes, SHOWN_TEXT_SOURCE.min(bytes.len()));
    let (source, charset, shorter) = match source {
        [0xff, 0xfe, rest @ ..] => (rest, Some("utf-16le"), rest.len() < bytes.len().saturating_sub(2)),
        [0xfe, 0xff, rest @ ..] => (rest, Some("utf-16be"), rest.len() < bytes.len().saturating_sub(2)),
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, Some("utf-8"), rest.len() < bytes.len().saturating_sub(3)),
        whole => (whole, charset, whole.len() < bytes.len()),
    };
    let mut shown = written_out(&charset::decode(source, charset));
    shown.cut |= shorter;
    shown
}

/// The same for what is a string already.
#[must_use]
pub fn written_out(text: &str) -> ShownText {
    let mut shown = ShownText::default();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if shown.text.len() >= MAX_SHOWN {
            shown.cut = true;
            break;
        }
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                shown.text.push('\n');
            }
            '\n' | '\t' => shown.text.push(c),
            '\u{2028}' | '\u{2029}' => shown.text.push('\n'),
            '\u{7f}' => shown.text.push(DELETE_PICTURE),
            c if u32::from(c) < 0x20 => shown.text.extend(char::from_u32(CONTROL_PICTURES + u32::from(c))),
            c if is_unshowable(c) => shown.text.push_str(&format!("[U+{:04X}]", u32::from(c))),
            c => shown.text.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{MAX_SHOWN, SHOWN_TEXT_SOURCE, shown_text, written_out};

    #[test]
    fn what_one_would_not_see_is_written_out() {
        for (received, shown) in [
            ("ligne 1\r\nligne 2\rligne 3\n", "ligne 1\nligne 2\nligne 3\n"),
            ("a\tb", "a\tb"),
            ("facture\u{202e}fdp.exe", "facture[U+202E]fdp.exe"),
            ("a\u{200b}b\u{2066}c", "a[U+200B]b[U+2066]c"),
            ("\0\u{1b}[31mrouge\u{7f}", "␀␛[31mrouge␡"),
            ("a\u{85}b\u{9b}", "a[U+0085]b[U+009B]"),
            ("a\u{2028}b\u{2029}c", "a\nb\nc"),
            ("12 mg à 8 h, 37,5 °C", "12 mg à 8 h, 37,5 °C"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ] {
            assert_eq!(written_out(received).text, shown, "{received:?}");
        }
    }

    #[test]
    fn the_letters_are_those_that_were_written() {
        for (bytes, charset, shown) in [
            ("é".as_bytes(), None, "é"),
            ("é".as_bytes(), Some("iso-8859-1"), "é"),
            (b"\xe9", Some("iso-8859-1"), "é"),
            (b"\xe9", None, "é"),
            (b"\x80 12", Some("windows-1252"), "€ 12"),
            (b"\xff\xfee\0\xe9\0", Some("utf-8"), "eé"),
            (b"\xfe\xff\0e\0\xe9", None, "eé"),
            (b"\xef\xbb\xbf\xc3\xa9", Some("iso-8859-1"), "é"),
            (b"", None, ""),
        ] {
            let text = shown_text(bytes, charset);
            assert_eq!((text.text.as_str(), text.cut), (shown, false), "{bytes:?}");
        }
    }

    #[test]
    fn a_text_without_end_is_cut_and_says_so() {
        let long = "é".repeat(MAX_SHOWN);
        let shown = shown_text(long.as_bytes(), None);
        assert!(shown.cut && shown.text.len() <= MAX_SHOWN + 1 && shown.text.ends_with('é'), "{}", shown.text.len());
        let zeros = shown_text(&vec![0; SHOWN_TEXT_SOURCE * 2], None);
        assert!(zeros.cut && zeros.text.len() <= MAX_SHOWN + 3);
        let short = shown_text(&vec![b'a'; MAX_SHOWN], None);
        assert!(!short.cut && short.text.len() == MAX_SHOWN);
    }

    #[test]
    fn whatever_comes_is_text_in_the_end() {
        let mut dice = crate::dice::Dice::thrown_from(18);
        for _ in 0..2_000 {
            let bytes: Vec<u8> =
                (0..dice.throw(60)).map(|_| u8::try_from(dice.throw(256)).unwrap_or_default()).collect();
            let charset = *dice.pick(&[&None, &Some("utf-8"), &Some("iso-2022-jp"), &Some("utf-7"), &Some("x")]);
            let shown = shown_text(&bytes, charset);
            assert!(shown.text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')), "{bytes:?}");
        }
    }
}
