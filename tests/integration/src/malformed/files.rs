//! What is wrong with joined files whose words are looked for: PDF, CDA, XDM, and those nobody opens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Malformed, mixed};

pub(super) fn letters() -> Vec<Malformed> {
    [pdf(), cda(), others()].concat()
}

fn joined(what: &str, mime_type: &str, name: &str, bytes: &[u8]) -> Malformed {
    let part = format!(
        "Content-Type: {mime_type}; name=\"{name}\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        STANDARD.encode(bytes)
    );
    mixed(what, &[String::from("Content-Type: text/plain\r\n\r\nCi-joint."), part])
}

fn pdf() -> Vec<Malformed> {
    let file =
        |what: &str, body: &str| joined(what, "application/pdf", "bilan.pdf", format!("%PDF-1.7\n{body}").as_bytes());
    vec![
        file("a PDF of its first line", ""),
        file("a PDF without a table", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>"),
        file("a PDF whose table is elsewhere", "startxref\n99999999999999999999\n%%EOF"),
        file(
            "a PDF whose tables go in a circle",
            "xref\n0 1\n0000000000 65535 f \ntrailer<</Prev 9/Root 1 0 R/Size 1>>\nstartxref\n9\n%%EOF",
        ),
        file(
            "a PDF whose pages are their own children",
            "1 0 obj<</Type/Pages/Kids[1 0 R 1 0 R]/Count 2>>endobj\n2 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 2 0 R>>",
        ),
        file("a PDF that refers to itself", "1 0 obj 1 0 R endobj\n2 0 obj[2 0 R]endobj\ntrailer<</Root 1 0 R>>"),
        file("a PDF of a hundred thousand brackets", &"[".repeat(100_000)),
        file("a PDF of a hundred thousand dictionaries", &"<<".repeat(100_000)),
        file("a PDF with text that never ends", &format!("1 0 obj({}", "(x".repeat(100_000))),
        file("a PDF of a million numbers", &"1 0 R ".repeat(170_000)),
        file(
            "a PDF whose stream lies about its length",
            "1 0 obj<</Length 99999999999>>stream\nBT (x) Tj ET\nendstream endobj",
        ),
        file(
            "a PDF whose stream is of negative length",
            "1 0 obj<</Length -1/Filter/FlateDecode>>stream\nx\nendstream endobj",
        ),
        file(
            "a PDF with filters over filters",
            &format!("1 0 obj<</Filter[{}]/Length 1>>stream\nx\nendstream endobj", "/FlateDecode ".repeat(10_000)),
        ),
        file(
            "a PDF that is encrypted by nobody",
            "trailer<</Encrypt<</Filter/Standard/V 99/R 99/O()/U()/P -1>>/Root 1 0 R>>",
        ),
        joined("a PDF that unpacks to a gigabyte", "application/pdf", "bilan.pdf", &bomb()),
        joined(
            "a PDF of zero bytes",
            "application/pdf",
            "bilan.pdf",
            &[b"%PDF-1.7\n".as_slice(), &[0; 500_000]].concat(),
        ),
    ]
}

/// A page whose stream is a thousand times as large as it seems: zlib blocks of one byte repeated.
fn bomb() -> Vec<u8> {
    // a stored zlib header, then a fixed-code block of one literal and copies of it, 258 bytes each
    let mut bits = Bits::default();
    bits.push(1, 1);
    bits.push(1, 2);
    // the literal 0, of the fixed code 00110000, most significant bit first
    bits.code(0b0011_0000, 8);
    for _ in 0..1_000_000 {
        // length 258 (code 285: 11000101), distance 1 (code 0 on five bits)
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    let packed = [&[0x78, 0x9c], bits.bytes.as_slice()].concat();
    let head = format!(
        "%PDF-1.7\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj\n2 0 obj<</Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    );
    [head.as_bytes(), &packed, b"\nendstream endobj\ntrailer<</Root 1 0 R>>"].concat()
}

/// Bits of a DEFLATE stream, least significant first (RFC 1951 §3.1.1).
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for at in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if value >> at & 1 == 1
                && let Some(last) = self.bytes.last_mut()
            {
                *last |= 1 << (self.used % 8);
            }
            self.used += 1;
        }
    }

    /// A Huffman code, which goes most significant bit first.
    fn code(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.push(value >> at, 1);
        }
    }
}

fn cda() -> Vec<Malformed> {
    let file = |what: &str, xml: &str| joined(what, "text/xml", "lettre.xml", xml.as_bytes());
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    vec![
        file("a CDA of its root", "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">"),
        file(
            "a CDA with entities in entities",
            &format!(
                "<!DOCTYPE x [<!ENTITY l0 \"ah\">{laughs}]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&l9;</title></ClinicalDocument>"
            ),
        ),
        file(
            "a CDA that reads a file",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&e;</title></ClinicalDocument>",
        ),
        file(
            "a CDA that asks the network",
            "<?xml-stylesheet href=\"http://a.example/x.xsl\"?><!DOCTYPE x SYSTEM \"http://a.example/x.dtd\"><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>",
        ),
        file(
            "a CDA of a hundred thousand levels",
            &format!("<ClinicalDocument xmlns=\"urn:hl7-org:v3\">{}", "<section>".repeat(100_000)),
        ),
        file(
            "a CDA of a hundred thousand attributes",
            &format!(
                "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" {}>",
                (0..100_000).map(|n| format!("a{n}='' ")).collect::<String>()
            ),
        ),
        file(
            "a CDA of name spaces",
            &format!(
                "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" {}>",
                (0..10_000).map(|n| format!("xmlns:a{n}='u' ")).collect::<String>()
            ),
        ),
        file(
            "a CDA that closes another",
            "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><a><b></a></b></ClinicalDocument></x>",
        ),
        joined(
            "a CDA in another byte order",
            "text/xml",
            "lettre.xml",
            &"\u{feff}<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
        ),
        joined(
            "a CDA that is no text",
            "text/xml",
            "lettre.xml",
            &[b"<ClinicalDocument xmlns=\"urn:hl7-org:v3\">".as_slice(), &[0xff; 100_000]].concat(),
        ),
    ]
}

fn others() -> Vec<Malformed> {
    vec![
        joined("a winmail.dat of its signature", "application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22\x01\x00"),
        joined(
            "a winmail.dat whose attribute is of four gigabytes",
            "application/ms-tnef",
            "winmail.dat",
            b"\x78\x9f\x3e\x22\x01\x00\x01\x06\x90\x08\x00\xff\xff\xff\xff\x00",
        ),
        joined(
            "an archive of its end",
            "application/zip",
            "IHE_XDM.zip",
            b"PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        ),
        joined("an archive that begins and is none", "application/zip", "IHE_XDM.zip", &b"PK\x03\x04".repeat(20_000)),
        joined("an image that is a page", "image/png", "photo.png", b"<html><script>alert(1)</script>"),
        joined(
            "an image of its signature",
            "image/png",
            "photo.png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\x00\x00\x00",
        ),
        joined(
            "a calendar that never ends",
            "text/calendar",
            "rdv.ics",
            &b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".repeat(10_000),
        ),
        joined("a file of one megabyte of one byte", "application/octet-stream", "x.bin", &vec![b'A'; 1024 * 1024]),
        joined("a file called like a folder", "application/pdf", "/", b"%PDF-1.4"),
    ]
}
