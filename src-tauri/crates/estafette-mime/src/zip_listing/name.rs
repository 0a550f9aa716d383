//! The names of an archive: what they were written in, where they lead, and how they look in a list.

use crate::display_text::{display_line, is_unshowable};

/// Longest name shown, in characters. More is cut in its middle, so that its ending, which says what it is, is seen.
const MAX_SHOWN: usize = 160;
/// Extensions of archives, in lower case.
const ARCHIVES: [&str; 12] = ["7z", "ace", "arj", "bz2", "gz", "lzh", "rar", "tar", "tgz", "xz", "zip", "zst"];

/// IBM code page 437 from 0x80 on (APPNOTE, appendix D). Its French letters are those of page 850, which a French Windows writes.
#[rustfmt::skip]
const CP437: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐',
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀',
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩',
    '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{a0}',
];

/// A name as it was written: UTF-8 where it is valid, whatever the flag says, else code page 437.
pub(super) fn decode(bytes: &[u8], labelled_utf8: bool) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) if labelled_utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => bytes.iter().map(|&byte| of_page_437(byte)).collect(),
    }
}

fn of_page_437(byte: u8) -> char {
    byte.checked_sub(128).and_then(|high| CP437.get(usize::from(high)).copied()).unwrap_or(char::from(byte))
}

/// The name for one line, its folders apart by `/`, and whether characters were left out that one would not have seen.
pub(super) fn shown(name: &str) -> (String, bool) {
    let hidden = name.chars().any(is_unshowable);
    let name: Vec<char> = name.chars().map(|c| if c == '\\' { '/' } else { c }).collect();
    let line = |part: &[char]| display_line(&part.iter().collect::<String>());
    if name.len() <= MAX_SHOWN {
        return (line(&name), hidden);
    }
    let (start, rest) = name.split_at(MAX_SHOWN / 2);
    let (_, end) = rest.split_at(rest.len() - MAX_SHOWN / 2);
    (format!("{}…{}", line(start), line(end)), hidden)
}

/// Whether unpacking under this name would leave the folder it is unpacked in.
pub(super) fn leads_outside(name: &str) -> bool {
    let is_drive = name.get(1..2) == Some(":") && name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_rooted = name.starts_with(['/', '\\']);
    is_drive || is_rooted || name.split(['/', '\\']).any(|part| part.trim_end() == "..")
}

/// Whether the name is one of an archive.
pub(super) fn is_archive(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| ARCHIVES.contains(&extension.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::{MAX_SHOWN, decode, is_archive, leads_outside, shown};

    #[test]
    fn a_name_is_read_in_what_it_was_written_in() {
        for (bytes, labelled, name) in [
            ("Été.pdf".as_bytes(), true, "Été.pdf"),
            ("Été.pdf".as_bytes(), false, "Été.pdf"),
            (b"\x90t\x82.pdf", false, "Été.pdf"),
            (b"\x90t\x82.pdf", true, "\u{fffd}t\u{fffd}.pdf"),
            (b"\xff", false, "\u{a0}"),
        ] {
            assert_eq!(decode(bytes, labelled), name, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_that_leads_out_of_its_folder_is_known() {
        for name in ["../x", "a/../../x", "a\\..\\x", "/etc/passwd", "\\\\host\\share", "C:\\x", "c:x", "..", "a/.. /x"]
        {
            assert!(leads_outside(name), "{name}");
        }
        for name in ["a/b.pdf", "a..b", "...", "bilan 12:30.pdf", "", "é:x"] {
            assert!(!leads_outside(name), "{name}");
        }
    }

    #[test]
    fn a_name_is_one_line_whose_ending_is_seen() {
        assert_eq!(shown("a\\b\u{202e}fdp.exe"), (String::from("a/bfdp.exe"), true));
        assert_eq!(shown("Été 2026.pdf"), (String::from("Été 2026.pdf"), false));
        let (long, _) = shown(&format!("{}.exe", "é".repeat(5_000)));
        assert!(long.ends_with("é.exe") && long.chars().count() == MAX_SHOWN + 1, "{long}");
    }

    #[test]
    fn an_archive_inside_is_told_by_its_name() {
        assert!(is_archive("a.ZIP") && is_archive("b.tar.gz") && !is_archive("zip") && !is_archive("a.pdf"));
    }
}
