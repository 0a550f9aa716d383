//! What an attachment is, by its first bytes first and by its label last.
//!
//! « PDF » on the page is our word for it, so it must not be the sender's.

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// A PDF, by its first bytes.
    Pdf,
    /// A PNG, JPEG, GIF, WebP, BMP or TIFF image, by its first bytes. SVG is a document, not an image.
    Image,
    /// A clinical document: XML whose root is `ClinicalDocument` (HL7 CDA R2).
    Cda,
    /// `IHE_XDM.zip`: clinical documents with their metadata (IHE ITI TF-2 XDM).
    XdmArchive,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// Plain text, a calendar, another message.
    Text,
    /// A word-processor, spreadsheet or presentation file.
    Office,
    /// ZIP, RAR, 7z, gzip, tar.
    Archive,
    /// `winmail.dat`: what Outlook wrote for Outlook, with the files of the letter inside (MS-OXTNEF).
    Winmail,
    /// Anything else.
    Other,
}

impl AttachmentKind {
    const WORDS: [(Self, &'static str); 11] = [
        (Self::Pdf, "pdf"),
        (Self::Image, "image"),
        (Self::Cda, "cda"),
        (Self::XdmArchive, "xdm"),
        (Self::Audio, "audio"),
        (Self::Video, "video"),
        (Self::Text, "text"),
        (Self::Office, "office"),
        (Self::Archive, "archive"),
        (Self::Winmail, "winmail"),
        (Self::Other, "other"),
    ];

    /// The word it is kept under.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(kind, _)| *kind == self).map_or("other", |(_, word)| word)
    }

    /// The kind kept under `word`; one of a later version reads as [`AttachmentKind::Other`].
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::WORDS.into_iter().find(|(_, known)| *known == word).map_or(Self::Other, |(kind, _)| kind)
    }

    /// Tells the kind from the label, the clean name and the first bytes.
    pub(crate) fn of(mime_type: &str, name: &str, start: &[u8]) -> Self {
        let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
        if start.starts_with(b"%PDF-") {
            Self::Pdf
        } else if raster_type(start).is_some() {
            Self::Image
        } else if is_winmail(start) {
            Self::Winmail
        } else if is_clinical_document(start) {
            Self::Cda
        } else if is_archive(start) {
            Self::of_archive(name, mime_type, &extension)
        } else if mime_type.starts_with("audio/") {
            Self::Audio
        } else if mime_type.starts_with("video/") {
            Self::Video
        } else if is_office(mime_type, &extension) {
            Self::Office
        } else if is_text(mime_type, &extension) {
            Self::Text
        } else {
            Self::Other
        }
    }

    fn of_archive(name: &str, mime_type: &str, extension: &str) -> Self {
        if name.eq_ignore_ascii_case("IHE_XDM.zip") {
            Self::XdmArchive
        } else if is_office(mime_type, extension) {
            Self::Office
        } else {
            Self::Archive
        }
    }
}

/// The MIME type of an image that can be decoded, by its first bytes.
pub(crate) fn raster_type(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if start.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if start.starts_with(b"GIF87a") || start.starts_with(b"GIF89a") {
        Some("image/gif")
    } else if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else if start.starts_with(b"BM") && start.get(6..10) == Some(&[0; 4]) {
        Some("image/bmp")
    } else if start.starts_with(b"II*\0") || start.starts_with(b"MM\0*") {
        Some("image/tiff")
    } else {
        None
    }
}

/// The signature of MS-OXTNEF §2.1.3.1.
fn is_winmail(start: &[u8]) -> bool {
    start.starts_with(b"\x78\x9f\x3e\x22")
}

fn is_archive(start: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 6] =
        [b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh"];
    SIGNATURES.iter().any(|signature| start.starts_with(signature)) || start.get(257..262) == Some(b"ustar")
}

fn is_office(mime_type: &str, extension: &str) -> bool {
    const EXTENSIONS: [&str; 14] =
        ["doc", "docx", "docm", "odt", "rtf", "xls", "xlsx", "xlsm", "ods", "ppt", "pptx", "pptm", "odp", "odg"];
    const TYPES: [&str; 6] = [
        "application/msword",
        "application/rtf",
        "application/vnd.ms-",
        "application/vnd.oasis.opendocument",
        "application/vnd.openxmlformats-officedocument",
        "text/rtf",
    ];
    EXTENSIONS.contains(&extension) || TYPES.iter().any(|start| mime_type.starts_with(start))
}

/// A label that says so, or a name where the label says nothing. Laboratories send their results as such texts.
fn is_text(mime_type: &str, extension: &str) -> bool {
    const TYPES: [&str; 6] =
        ["message/rfc822", "text/plain", "text/calendar", "text/csv", "text/markdown", "text/vcard"];
    const EXTENSIONS: [&str; 10] = ["csv", "eml", "hl7", "hpr", "hprim", "ics", "log", "md", "txt", "vcf"];
    TYPES.contains(&mime_type) || mime_type == "application/octet-stream" && EXTENSIONS.contains(&extension)
}

/// Whether the root element is `ClinicalDocument`: declaration, comments and instructions before it are stepped over,
/// nothing is parsed.
fn is_clinical_document(start: &[u8]) -> bool {
    let text = utf16_to_ascii(start).unwrap_or_else(|| start.to_vec());
    let mut rest = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text).trim_ascii_start();
    loop {
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            break;
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else { return false };
        rest = rest.get(at + end.len()..).unwrap_or_default().trim_ascii_start();
    }
    let Some(tag) = rest.strip_prefix(b"<") else { return false };
    let name = tag.split(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')).next().unwrap_or_default();
    name.rsplit(|&b| b == b':').next() == Some(b"ClinicalDocument")
}

/// The ASCII of UTF-16 text that starts with its byte order mark; what is not ASCII is dropped.
fn utf16_to_ascii(start: &[u8]) -> Option<Vec<u8>> {
    let (low, high) = match start.first_chunk::<2>()? {
        [0xff, 0xfe] => (0, 1),
        [0xfe, 0xff] => (1, 0),
        _ => return None,
    };
    let units = start.get(2..)?.chunks_exact(2);
    Some(units.filter(|unit| unit.get(high) == Some(&0)).filter_map(|unit| unit.get(low).copied()).collect())
}
