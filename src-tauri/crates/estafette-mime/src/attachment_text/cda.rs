//! The words of a clinical document (HL7 CDA R2): its people, its titles, its narrative, and the names of its codes.
//!
//! Read as a stream of events. Nothing is declared, fetched or expanded: a DTD ends the reading, an entity that is not one
//! of XML's own five is a space, and the style sheet every French document points to is not looked for.

use std::borrow::Cow;
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::budget::Budget;
use super::pdf;
use super::words::Words;
use crate::charset;
use crate::transfer::TransferEncoding;

/// Deepest element that is read. The documents of the Agence du Numérique en Santé stay under thirty.
const MAX_DEPTH: usize = 200;
/// Where a declaration names the encoding, in bytes.
const DECLARATION: usize = 200;
/// Elements that stand inside a word or a sentence of the narrative.
const INSIDE_A_LINE: [&str; 5] = ["content", "sub", "sup", "linkHtml", "footnoteRef"];

/// Adds the words of the document. What is malformed ends it.
pub(super) fn read(bytes: &[u8], budget: &Budget, words: &mut Words) {
    let bytes = charset::cut(bytes, budget.left());
    if bytes.is_empty() || budget.spend(bytes.len()).is_none() {
        return;
    }
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut document = Document { words, budget, open: Vec::new(), named: BTreeSet::new(), file: None };
    while let Ok(event) = reader.read_event() {
        if !document.take(&event) || document.words.is_full() {
            break;
        }
    }
}

struct Document<'a> {
    words: &'a mut Words,
    budget: &'a Budget,
    open: Vec<String>,
    /// Names of codes already written: each entry repeats those of its section.
    named: BTreeSet<String>,
    /// The base64 of a file inside the document, while its element is open, and whether it is a PDF.
    file: Option<(String, bool)>,
}

impl Document<'_> {
    /// Whether to go on.
    fn take(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(element) => {
                self.begin(element);
                self.open.push(element.local_name().into_inner().to_owned());
                return self.open.len() <= MAX_DEPTH;
            }
            Event::Empty(element) => {
                self.begin(element);
                self.file = None;
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(reference) => self.reference(reference),
            Event::DocType(_) | Event::Eof => return false,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        true
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name().into_inner();
        if !INSIDE_A_LINE.contains(&name) {
            self.words.space();
        }
        let (mut encoded, mut media) = (false, String::new());
        // Unchecked: the library compares each attribute with all before it.
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.value.as_ref();
            match attribute.key.local_name().into_inner() {
                "displayName" => self.name_of_code(value),
                "representation" => encoded = value == "B64",
                "mediaType" => value.clone_into(&mut media),
                "extension" if name == "id" && self.is_inside("patientRole") => self.attribute(value),
                "value" if name == "telecom" => {
                    self.attribute(value.split_once(':').map_or(value, |(_, number)| number));
                }
                _ => {}
            }
        }
        if encoded {
            self.file = Some((String::new(), media == "application/pdf"));
        }
    }

    fn end(&mut self) {
        let name = self.open.pop().unwrap_or_default();
        if let Some((base64, true)) = self.file.take() {
            self.words.line();
            let file = TransferEncoding::Base64.decode(base64.as_bytes()).into_owned();
            pdf::read(&file, self.budget, self.words);
        }
        if matches!(name.as_str(), "title" | "paragraph" | "item" | "tr" | "patientRole" | "section") {
            self.words.line();
        } else if !INSIDE_A_LINE.contains(&name.as_str()) {
            self.words.space();
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.file {
            Some((base64, true)) => base64.push_str(text),
            Some((_, false)) => {}
            None => self.words.push_str(text),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let letter = match reference.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        self.words.push(letter.unwrap_or(' '));
    }

    fn name_of_code(&mut self, name: &str) {
        if !name.trim().is_empty() && self.named.insert(name.to_owned()) {
            self.attribute(name);
        }
    }

    fn attribute(&mut self, value: &str) {
        self.words.space();
        match quick_xml::escape::unescape(value) {
            Ok(value) => self.words.push_str(&value),
            Err(_) => self.words.push_str(value),
        }
        self.words.space();
    }

    fn is_inside(&self, name: &str) -> bool {
        self.open.last().is_some_and(|open| open == name)
    }
}

/// The text of the document: by its byte order mark, else by its declaration, else UTF-8 (XML 1.0 appendix F).
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Cow::Owned(charset::decode(bytes, Some("utf-16")));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes));
    let declared = start.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.split(quote).nth(1)
    });
    Cow::Owned(charset::decode(bytes, Some(declared.unwrap_or("utf-8"))))
}

#[cfg(test)]
mod tests;
