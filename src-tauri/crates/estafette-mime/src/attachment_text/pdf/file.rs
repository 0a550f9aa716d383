//! The objects of a PDF, found by their own marks (`12 0 obj`) and not by its cross-reference table.
//!
//! One pass over the bytes finds the same objects in a sound file, in one cut short and in one whose table leads in
//! circles; where an object comes twice the later one counts, as in a file that was added to (ISO 32000-1 §7.5.6).

use std::collections::BTreeMap;

use memchr::memmem;

use super::object::{Dictionary, Lexer, Object, is_space};
use super::stream::Stream;
use crate::attachment_text::budget::Budget;

/// Most objects, whether they stand in the file or in its object streams. A report has fifty, a tagged one of a hundred
/// pages twenty thousand.
const MAX_OBJECTS: usize = 100_000;
/// How far behind the start of an object the type of its stream may stand, in bytes.
const TYPE_WITHIN: usize = 1024;
/// Longest number of an object, in digits.
const MAX_DIGITS: usize = 10;
/// Most references that lead to one value.
const MAX_HOPS: usize = 8;

/// A document whose objects have been found. Each object that is read is paid for from the budget.
pub(super) struct File<'x> {
    bytes: &'x [u8],
    pub(super) budget: &'x Budget,
    places: BTreeMap<u32, Place>,
    /// Where an object starts, in the order of the file.
    starts: Vec<usize>,
    /// Object streams, inflated.
    unpacked: Vec<Vec<u8>>,
}

#[derive(Clone, Copy)]
enum Place {
    InFile { at: usize },
    Unpacked { stream: usize, at: usize },
}

impl<'x> File<'x> {
    /// None when nothing can be read: the file is encrypted.
    pub(super) fn open(bytes: &'x [u8], budget: &'x Budget) -> Option<Self> {
        let found = find_objects(bytes);
        let mut file = Self {
            bytes,
            budget,
            places: BTreeMap::new(),
            starts: found.iter().map(|(_, start)| *start).collect(),
            unpacked: Vec::new(),
        };
        if file.is_encrypted() {
            return None;
        }
        let packed: Vec<usize> = typed(bytes, b"/ObjStm", &file.starts).collect();
        let mut packed = packed.into_iter().peekable();
        for (number, at) in found {
            file.places.insert(number, Place::InFile { at });
            if packed.next_if_eq(&at).is_some() {
                file.unpack(at);
            }
        }
        Some(file)
    }

    /// The value, whatever number of references leads to it. None when it is missing or the budget is spent.
    pub(super) fn resolve<'s>(&'s self, object: &Object<'s>) -> Option<Object<'s>> {
        let mut object = object.clone();
        for _ in 0..MAX_HOPS {
            let Object::Reference(number) = object else { return Some(object) };
            let (bytes, at) = self.place(number)?;
            let mut lexer = Lexer::of_file(bytes, at);
            let value = lexer.object()?;
            self.budget.spend(lexer.at.saturating_sub(at))?;
            object = value;
        }
        None
    }

    /// The dictionary, or that of the stream.
    pub(super) fn dictionary<'s>(&'s self, object: &Object<'s>) -> Option<Dictionary<'s>> {
        match self.resolve(object)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    /// The value of a key, whatever number of references leads to it.
    pub(super) fn value<'s>(&'s self, dictionary: &Dictionary<'s>, key: &[u8]) -> Option<Object<'s>> {
        self.resolve(dictionary.get(key)?)
    }

    /// The stream a reference leads to: its dictionary, and its bytes without their filters.
    pub(super) fn stream<'s>(&'s self, object: &Object<'s>) -> Option<Stream<'s>> {
        let Object::Reference(number) = object else { return None };
        match self.places.get(number)? {
            Place::InFile { at } => self.stream_at(*at),
            Place::Unpacked { .. } => None,
        }
    }

    /// The objects that are dictionaries of that type, in the order of their numbers. Reads every object.
    pub(super) fn all_of_type(&self, wanted: &[u8]) -> Vec<Object<'_>> {
        let is_wanted = |object: &Object<'_>| {
            self.dictionary(object).is_some_and(|found| found.get(b"Type").and_then(Object::name) == Some(wanted))
        };
        self.places.keys().map(|&number| Object::Reference(number)).filter(is_wanted).collect()
    }

    /// The catalogue: the one the last trailer names, be it a dictionary or the dictionary of a cross-reference stream.
    pub(super) fn catalogue(&self) -> Option<Dictionary<'_>> {
        let named = self.trailers().filter_map(|trailer| self.dictionary(trailer.get(b"Root")?)).last();
        named.or_else(|| self.dictionary(self.all_of_type(b"Catalog").last()?))
    }

    fn is_encrypted(&self) -> bool {
        self.trailers().any(|trailer| trailer.get(b"Encrypt").is_some())
    }

    fn trailers(&self) -> impl Iterator<Item = Dictionary<'_>> {
        let written = memmem::find_iter(self.bytes, b"trailer").map(|at| at + b"trailer".len());
        written
            .chain(typed(self.bytes, b"/XRef", &self.starts))
            .map_while(|at| {
                let mut lexer = Lexer::of_file(self.bytes, at);
                let object = lexer.object();
                self.budget.spend(lexer.at.saturating_sub(at))?;
                Some(object)
            })
            .filter_map(|object| match object {
                Some(Object::Dictionary(dictionary)) => Some(dictionary),
                _ => None,
            })
    }

    fn place(&self, number: u32) -> Option<(&[u8], usize)> {
        match *self.places.get(&number)? {
            Place::InFile { at } => Some((self.bytes, at)),
            Place::Unpacked { stream, at } => Some((self.unpacked.get(stream)?, at)),
        }
    }

    fn stream_at(&self, at: usize) -> Option<Stream<'_>> {
        let mut lexer = Lexer::of_file(self.bytes, at);
        let dictionary = match lexer.object()? {
            Object::Dictionary(dictionary) => dictionary,
            _ => return None,
        };
        self.budget.spend(lexer.at.saturating_sub(at))?;
        let Some(Object::Word(b"stream")) = lexer.object() else { return None };
        let rest = self.bytes.get(lexer.at..)?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let start = self.bytes.len() - rest.len();
        // A length that is wrong is common enough; the next object is then the only mark that cannot be far.
        let length = self.value(&dictionary, b"Length").and_then(|length| usize::try_from(length.index()?).ok());
        let raw = length.and_then(|length| rest.get(..length)).filter(|raw| {
            let end = rest.get(raw.len()..).unwrap_or_default();
            end.trim_ascii_start().starts_with(b"endstream")
        });
        let next = self.starts.partition_point(|&object| object <= start);
        let end = self.starts.get(next).copied().unwrap_or(self.bytes.len());
        let raw = raw.or_else(|| self.bytes.get(start..end))?;
        Stream::unfiltered(dictionary, raw, self)
    }

    /// Reads the table of an object stream (§7.5.7); its objects take their place after what came before.
    fn unpack(&mut self, at: usize) {
        let Some(stream) = self.stream_at(at) else { return };
        let number = |key: &[u8]| usize::try_from(self.value(&stream.dictionary, key)?.index()?).ok();
        let (Some(count), Some(first)) = (number(b"N"), number(b"First")) else { return };
        let bytes = stream.bytes.into_owned();
        let mut lexer = Lexer::of_content(&bytes);
        for _ in 0..count {
            let (Some(number), Some(offset)) = (lexer.object(), lexer.object()) else { break };
            let (Some(number), Some(offset)) = (number.index(), offset.index()) else { break };
            let Some(at) = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset)) else { break };
            if self.places.len() >= MAX_OBJECTS {
                break;
            }
            self.places.insert(number, Place::Unpacked { stream: self.unpacked.len(), at });
        }
        self.unpacked.push(bytes);
    }
}

/// Number and start (behind `obj`) of every object, in the order of the file.
fn find_objects(bytes: &[u8]) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    for at in memmem::find_iter(bytes, b"obj") {
        if let Some(number) = bytes.get(..at).and_then(number_before) {
            found.push((number, at + b"obj".len()));
            if found.len() >= MAX_OBJECTS {
                break;
            }
        }
    }
    found
}

/// The object number of « 12 0 » at the end of `before`.
fn number_before(before: &[u8]) -> Option<u32> {
    // « endobj » is as frequent, and has no space.
    before.last().filter(|byte| is_space(**byte))?;
    let (before, _) = digits_before(trim_end(before))?;
    before.last().filter(|byte| is_space(**byte))?;
    let (_, number) = digits_before(trim_end(before))?;
    std::str::from_utf8(number).ok()?.parse().ok()
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !is_space(*byte)).map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}

fn digits_before(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = bytes.iter().rev().take(MAX_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let split = bytes.len().checked_sub(count).filter(|_| count > 0)?;
    bytes.split_at_checked(split)
}

/// Starts of the objects whose dictionary names that type, in the order of the file.
fn typed<'x>(bytes: &'x [u8], name: &'static [u8], starts: &'x [usize]) -> impl Iterator<Item = usize> + use<'x> {
    let mut last = None;
    memmem::find_iter(bytes, name).filter_map(move |hit| {
        let object = starts.partition_point(|&start| start <= hit).checked_sub(1)?;
        let start = *starts.get(object)?;
        (hit - start < TYPE_WITHIN && last.replace(start) != Some(start)).then_some(start)
    })
}

#[cfg(test)]
mod tests;
