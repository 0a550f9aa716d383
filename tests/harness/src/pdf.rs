//! PDF documents of plain text (ISO 32000-1): a heading, lines, as many A4 pages as they take.
//!
//! The two fonts are among the fourteen every reader knows, so nothing has to be embedded.

use std::fmt::Write;

use crate::letter::windows_1252;

/// A4, points.
const PAGE: (u16, u16) = (595, 842);
const MARGIN: u16 = 56;
const LINE_HEIGHT: u16 = 15;
const LINES_ON_A_PAGE: usize = 46;
/// Characters of Helvetica 10.5 that surely fit between the margins.
const LINE_WIDTH: usize = 88;

/// Object numbers before those of the pages: catalogue, page tree, two fonts, information.
const FIXED_OBJECTS: usize = 5;

/// A document with a title and text; a line that begins with `# ` is a heading.
pub(crate) fn document(title: &str, text: &str) -> Vec<u8> {
    file(&pages(title, text))
}

/// The same, heavier by the `scan` it was made from, kept inside (§7.11.4).
pub(crate) fn with_scan(title: &str, text: &str, scan: &[u8]) -> Vec<u8> {
    let mut objects = pages(title, text);
    objects.push(stream("/Type /EmbeddedFile ", scan));
    file(&objects)
}

fn pages(title: &str, text: &str) -> Vec<Vec<u8>> {
    let lines: Vec<String> = text.lines().flat_map(wrapped).collect();
    let pages: Vec<&[String]> = lines.chunks(LINES_ON_A_PAGE).collect();
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", FIXED_OBJECTS + 1 + 2 * page)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>".to_vec(),
        format!("<< /Type /Pages /Kids [ {kids}] /Count {} >>", pages.len()).into_bytes(),
        font("Helvetica"),
        font("Helvetica-Bold"),
        [b"<< /Title ".as_slice(), &text_string(title), b" /Producer (Estafette, demonstration) >>"].concat(),
    ];
    for (index, page) in pages.iter().enumerate() {
        let contents = FIXED_OBJECTS + 2 + 2 * index;
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents {contents} 0 R \
                 /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>",
                PAGE.0, PAGE.1
            )
            .into_bytes(),
        );
        objects.push(stream("", &page_contents(page)));
    }
    objects
}

/// Objects, their places, and where the places are written.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    // every entry of the table is twenty bytes long, the first one free
    let mut places = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).as_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (table, size) = (bytes.len(), objects.len() + 1);
    bytes.extend(format!("xref\n0 {size}\n{places}").as_bytes());
    bytes.extend(format!("trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R >>\n").as_bytes());
    bytes.extend(format!("startxref\n{table}\n%%EOF\n").as_bytes());
    bytes
}

fn font(name: &str) -> Vec<u8> {
    format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>").into_bytes()
}

fn stream(kind: &str, contents: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {kind}/Length {} >>\nstream\n", contents.len()).into_bytes();
    object.extend(contents);
    object.extend(b"\nendstream");
    object
}

fn page_contents(lines: &[String]) -> Vec<u8> {
    let top = PAGE.1 - MARGIN;
    let mut contents = format!("BT {LINE_HEIGHT} TL {MARGIN} {top} Td\n").into_bytes();
    for line in lines {
        let (font, text) = match line.strip_prefix("# ") {
            Some(heading) => ("/F2 13 Tf ", heading),
            None => ("/F1 10.5 Tf ", line.as_str()),
        };
        contents.extend(font.as_bytes());
        contents.extend(literal(&windows_1252(text)));
        contents.extend(b" Tj T*\n");
    }
    contents.extend(b"ET");
    contents
}

/// A string in parentheses, in which three characters are escaped (§7.3.4.2).
fn literal(text: &[u8]) -> Vec<u8> {
    let mut string = vec![b'('];
    for byte in text {
        if matches!(byte, b'(' | b')' | b'\\') {
            string.push(b'\\');
        }
        string.push(*byte);
    }
    string.push(b')');
    string
}

/// A text of the information dictionary: UTF-16 with its mark (§7.9.2.2).
fn text_string(text: &str) -> Vec<u8> {
    let mut hexadecimal = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(hexadecimal, "{unit:04X}");
    }
    hexadecimal.push('>');
    hexadecimal.into_bytes()
}

/// A paragraph, cut between words.
fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let full = lines.last().is_some_and(|line| line.chars().count() + word.chars().count() >= LINE_WIDTH);
        match lines.last_mut() {
            Some(line) if !full => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(String::from(word)),
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
