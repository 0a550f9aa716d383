//! `winmail.dat` opened: what Outlook wrote for Outlook alone, with the files and sometimes the only text of a letter
//! (MS-OXTNEF).
//!
//! A stream of attributes, each with its length: read in one pass, inside limits, as far as it goes. A message inside is a
//! file like any other and is not opened in turn.

mod properties;
mod rtf;

use std::ops::Range;

use crate::attachment::{AttachmentKind, FileDanger, SNIFFED, clean_file_name};
use crate::charset;
use crate::html_text::{Links, html_to_plain};
use properties::{Properties, Value};

const SIGNATURE: &[u8; 4] = b"\x78\x9f\x3e\x22";
/// Most attributes read.
const MAX_ATTRIBUTES: usize = 10_000;
/// Most files listed.
const MAX_FILES: usize = 200;
/// Longest text given, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

// Attributes, by the second half of their id (§2.1.3.2).
const BODY: u16 = 0x800c;
const ATTACH_DATA: u16 = 0x800f;
const ATTACH_TITLE: u16 = 0x8010;
const ATTACH_REND_DATA: u16 = 0x9002;
const MESSAGE_PROPERTIES: u16 = 0x9003;
const ATTACH_PROPERTIES: u16 = 0x9005;
const OEM_CODEPAGE: u16 = 0x9007;

// Properties (MS-OXPROPS).
const PR_BODY: u16 = 0x1000;
const PR_RTF_COMPRESSED: u16 = 0x1009;
const PR_BODY_HTML: u16 = 0x1013;
const PR_DISPLAY_NAME: u16 = 0x3001;
const PR_ATTACH_DATA: u16 = 0x3701;
const PR_ATTACH_FILENAME: u16 = 0x3704;
const PR_ATTACH_LONG_FILENAME: u16 = 0x3707;
const PR_ATTACH_MIME_TAG: u16 = 0x370e;
/// Bytes of the interface id before a message or an object inside (MS-OXTNEF §2.1.3.4).
const INTERFACE_ID: usize = 16;

/// A `winmail.dat` read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Winmail {
    /// The text of the message, plain; empty when there is none. At most 1 MiB.
    pub text: String,
    /// Its files, at most 200.
    pub files: Vec<WinmailFile>,
    /// Whether something could not be read, or a limit left it out.
    pub incomplete: bool,
}

/// One file inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WinmailFile {
    /// A name a file may have on any system; empty when there was none.
    pub name: String,
    /// « type/subtype » as it was labelled; « application/octet-stream » when it was not.
    pub mime_type: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// What it could do where it is opened.
    pub danger: Option<FileDanger>,
    /// Where its bytes are in the `winmail.dat`.
    pub place: Range<usize>,
}

/// Opens a `winmail.dat`, or the beginning of one. None when `bytes` are none.
#[must_use]
pub fn open_winmail(bytes: &[u8]) -> Option<Winmail> {
    if !bytes.starts_with(SIGNATURE) {
        return None;
    }
    let mut reading = Reading::new(bytes);
    let mut attributes = Attributes { bytes, at: SIGNATURE.len() + 2, read: 0, broken: false };
    for attribute in attributes.by_ref() {
        reading.take(&attribute);
    }
    reading.incomplete |= attributes.broken;
    Some(reading.finish())
}

/// One attribute: what it is, and where its value is.
struct Attribute {
    id: u16,
    value: Range<usize>,
    intact: bool,
}

struct Attributes<'x> {
    bytes: &'x [u8],
    at: usize,
    read: usize,
    broken: bool,
}

impl Iterator for Attributes<'_> {
    type Item = Attribute;

    fn next(&mut self) -> Option<Attribute> {
        if self.broken || self.at >= self.bytes.len() {
            return None;
        }
        if self.read >= MAX_ATTRIBUTES {
            self.broken = true;
            return None;
        }
        self.read += 1;
        let attribute = self.read_one();
        match &attribute {
            Some(attribute) => self.at = attribute.value.end + 2,
            None => self.broken = true,
        }
        attribute
    }
}

impl Attributes<'_> {
    /// Level, id, length, value, sum of the value (§2.1.3.1).
    fn read_one(&self) -> Option<Attribute> {
        let head = self.bytes.get(self.at..)?.first_chunk::<9>()?;
        let [_, id_low, id_high, _, _, l0, l1, l2, l3] = *head;
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).ok()?;
        let start = self.at + head.len();
        let value = start..start.checked_add(length)?;
        let sum = self.bytes.get(value.clone())?.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        let intact =
            self.bytes.get(value.end..)?.first_chunk::<2>().is_some_and(|said| u16::from_le_bytes(*said) == sum);
        Some(Attribute { id: u16::from_le_bytes([id_low, id_high]), value, intact })
    }
}

/// What was read of a file so far.
#[derive(Default)]
struct OpenFile {
    title: String,
    long_name: String,
    mime_type: String,
    place: Option<Range<usize>>,
}

struct Reading<'x> {
    bytes: &'x [u8],
    /// Of text that is not Unicode.
    charset: Option<String>,
    plain: String,
    html: String,
    rtf: String,
    files: Vec<WinmailFile>,
    open: Option<OpenFile>,
    incomplete: bool,
}

impl<'x> Reading<'x> {
    fn new(bytes: &'x [u8]) -> Self {
        Self {
            bytes,
            charset: None,
            plain: String::new(),
            html: String::new(),
            rtf: String::new(),
            files: Vec::new(),
            open: None,
            incomplete: false,
        }
    }

    fn take(&mut self, attribute: &Attribute) {
        self.incomplete |= !attribute.intact;
        let bytes = self.bytes.get(attribute.value.clone()).unwrap_or_default();
        match attribute.id {
            OEM_CODEPAGE => {
                self.charset = bytes.first_chunk::<4>().and_then(|page| charset_of(u32::from_le_bytes(*page)))
            }
            BODY => self.plain = self.text(bytes),
            MESSAGE_PROPERTIES => self.take_message(bytes),
            ATTACH_REND_DATA => {
                self.close();
                self.open = Some(OpenFile::default());
            }
            ATTACH_TITLE => {
                let title = self.text(bytes);
                self.file().title = title;
            }
            ATTACH_DATA => self.file().place = Some(attribute.value.clone()),
            ATTACH_PROPERTIES => self.take_file(bytes, attribute.value.start),
            _ => {}
        }
    }

    fn take_message(&mut self, bytes: &[u8]) {
        let mut properties = Properties::of(bytes);
        for (id, value) in properties.by_ref() {
            match id {
                PR_BODY if self.plain.is_empty() => self.plain = self.words(bytes, &value),
                PR_BODY_HTML => self.html = self.words(bytes, &value),
                PR_RTF_COMPRESSED => {
                    let packed = bytes.get(value.place()).unwrap_or_default();
                    self.rtf = rtf::to_plain(packed, self.charset.as_deref(), MAX_TEXT).unwrap_or_default();
                }
                _ => {}
            }
        }
        self.incomplete |= properties.broken;
    }

    fn take_file(&mut self, bytes: &[u8], start: usize) {
        let mut properties = Properties::of(bytes);
        for (id, value) in properties.by_ref() {
            match id {
                PR_ATTACH_LONG_FILENAME => self.file().long_name = self.words(bytes, &value),
                PR_ATTACH_FILENAME | PR_DISPLAY_NAME if self.file().title.is_empty() => {
                    self.file().title = self.words(bytes, &value);
                }
                PR_ATTACH_MIME_TAG => self.file().mime_type = self.words(bytes, &value).to_ascii_lowercase(),
                PR_ATTACH_DATA => {
                    let place = value.place();
                    let inside = if value.is_object() { place.start.saturating_add(INTERFACE_ID) } else { place.start };
                    let inside = inside.min(place.end);
                    self.file().place.get_or_insert(start + inside..start + place.end);
                }
                _ => {}
            }
        }
        self.incomplete |= properties.broken;
    }

    /// The file whose attributes are being read; one that none announced is a file all the same.
    fn file(&mut self) -> &mut OpenFile {
        self.open.get_or_insert_default()
    }

    fn close(&mut self) {
        let Some(OpenFile { title, long_name, mime_type, place: Some(place) }) = self.open.take() else { return };
        if self.files.len() >= MAX_FILES {
            self.incomplete = true;
            return;
        }
        let named = clean_file_name(&long_name);
        let name = if named.is_empty() { clean_file_name(&title) } else { named };
        let start = self.bytes.get(place.start..place.end.min(place.start + SNIFFED)).unwrap_or_default();
        let mime_type = if mime_type.is_empty() { String::from("application/octet-stream") } else { mime_type };
        self.files.push(WinmailFile {
            kind: AttachmentKind::of(&mime_type, &name, start),
            danger: FileDanger::of(&mime_type, &name, start),
            name,
            mime_type,
            place,
        });
    }

    /// The text of a property, whatever it is kept as.
    fn words(&self, bytes: &[u8], value: &Value) -> String {
        let text = bytes.get(value.place()).unwrap_or_default();
        if value.is_unicode() {
            let text = text.get(..MAX_TEXT * 2).unwrap_or(text);
            let units = text.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
            let decoded: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            return decoded.trim_end_matches('\0').to_owned();
        }
        self.text(text)
    }

    fn text(&self, bytes: &[u8]) -> String {
        let text = charset::decode(charset::cut(bytes, MAX_TEXT.min(bytes.len())), self.charset.as_deref());
        text.trim_end_matches('\0').to_owned()
    }

    /// Of the versions of the text the plain one, else what the others say.
    fn finish(mut self) -> Winmail {
        self.close();
        let mut text = self.plain;
        if text.trim().is_empty() {
            text = html_to_plain(&self.html, Links::Shown, MAX_TEXT);
        }
        if text.trim().is_empty() {
            text = self.rtf;
        }
        let text = text.trim().replace("\r\n", "\n").replace('\0', "");
        Winmail { text, files: self.files, incomplete: self.incomplete }
    }
}

/// The charset of a code page of Windows.
fn charset_of(page: u32) -> Option<String> {
    match page {
        65_001 => Some(String::from("utf-8")),
        850 => Some(String::from("ibm850")),
        437 => Some(String::from("ibm437")),
        1_250..=1_258 => Some(format!("windows-{page}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
