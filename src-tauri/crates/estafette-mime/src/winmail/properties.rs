//! The properties inside an attribute of `winmail.dat` (MS-OXTNEF §2.1.3.4): typed values one after the other, each filled up
//! to four bytes.

use std::ops::Range;

/// Most properties of one attribute. Outlook writes a hundred.
const MAX_PROPERTIES: usize = 2_000;
/// Most values of one property, most of which have one.
const MAX_VALUES: usize = 1_000;
/// From here on a property has a name of its own.
const NAMED: u16 = 0x8000;
/// The property has several values.
const SEVERAL: u16 = 0x1000;
/// Bytes of a GUID.
const GUID: usize = 16;

const STRING: u16 = 0x001e;
const UNICODE: u16 = 0x001f;
const OBJECT: u16 = 0x000d;
const BINARY: u16 = 0x0102;

/// One property's first value.
#[derive(Debug)]
pub(super) struct Value {
    kind: u16,
    place: Range<usize>,
}

impl Value {
    /// Where it is in the attribute, without what fills it up.
    pub(super) fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    pub(super) fn is_unicode(&self) -> bool {
        self.kind == UNICODE
    }

    pub(super) fn is_object(&self) -> bool {
        self.kind == OBJECT
    }
}

/// The properties of an attribute, as far as they can be read.
pub(super) struct Properties<'x> {
    bytes: &'x [u8],
    at: usize,
    left: usize,
    pub(super) broken: bool,
}

impl<'x> Properties<'x> {
    pub(super) fn of(bytes: &'x [u8]) -> Self {
        let mut properties = Self { bytes, at: 0, left: 0, broken: false };
        match properties.u32().and_then(|count| usize::try_from(count).ok()) {
            Some(count) => {
                properties.left = count.min(MAX_PROPERTIES);
                properties.broken = count > MAX_PROPERTIES;
            }
            None => properties.broken = true,
        }
        properties
    }

    fn read_one(&mut self) -> Option<(u16, Value)> {
        let tag = self.u32()?;
        let (kind, id) = ((tag & 0xffff) as u16, (tag >> 16) as u16);
        if id >= NAMED {
            self.skip_name()?;
        }
        let several = kind & SEVERAL != 0;
        let kind = kind & !SEVERAL;
        let is_counted = several || matches!(kind, STRING | UNICODE | OBJECT | BINARY);
        let count = if is_counted { usize::try_from(self.u32()?).ok()? } else { 1 };
        if count > MAX_VALUES {
            return None;
        }
        let mut first = None;
        for _ in 0..count {
            let place = self.value(kind)?;
            first.get_or_insert(place);
        }
        Some((id, Value { kind, place: first.unwrap_or(0..0) }))
    }

    fn value(&mut self, kind: u16) -> Option<Range<usize>> {
        let length = match kind {
            // short, long, float, error, boolean: filled up to four
            0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => 4,
            // double, currency, application time, 64 bits, system time
            0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => 8,
            0x0048 => GUID,
            STRING | UNICODE | OBJECT | BINARY => usize::try_from(self.u32()?).ok()?,
            // How long another one is, nobody knows.
            _ => return None,
        };
        self.stretch(length)
    }

    /// A GUID, then a number or a word.
    fn skip_name(&mut self) -> Option<()> {
        self.stretch(GUID)?;
        let is_word = self.u32()? != 0;
        let more = self.u32()?;
        if is_word {
            self.stretch(usize::try_from(more).ok()?)?;
        }
        Some(())
    }

    fn u32(&mut self) -> Option<u32> {
        let place = self.stretch(4)?;
        self.bytes.get(place)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// Steps over `length` bytes and what fills them up to four.
    fn stretch(&mut self, length: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(length)?;
        self.bytes.get(self.at..end)?;
        let place = self.at..end;
        self.at = end.checked_next_multiple_of(4)?.min(self.bytes.len());
        Some(place)
    }
}

impl Iterator for Properties<'_> {
    type Item = (u16, Value);

    fn next(&mut self) -> Option<(u16, Value)> {
        self.left = self.left.checked_sub(1)?;
        let read = self.read_one();
        if read.is_none() {
            self.broken = true;
            self.left = 0;
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::Properties;

    fn ids(bytes: &[u8]) -> (Vec<u16>, bool) {
        let mut properties = Properties::of(bytes);
        let ids = properties.by_ref().map(|(id, _)| id).collect();
        (ids, properties.broken)
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn properties_of_every_kind_are_stepped_over() {
        let bytes = words(&[
            6,
            0x3705_0003,
            1,
            0x3007_0040,
            1,
            2,
            0x3701_0102,
            1,
            5,
            0x6262_6262,
            0x62,
            0x1001_1003,
            2,
            7,
            8,
            0x3702_0048,
            1,
            2,
            3,
            4,
            0x370e_001e,
            1,
            3,
            0x0061_6261,
        ]);
        assert_eq!(ids(&bytes), (vec![0x3705, 0x3007, 0x3701, 0x1001, 0x3702, 0x370e], false));
    }

    #[test]
    fn a_named_property_is_stepped_over_by_number_and_by_word() {
        let bytes = words(&[2, 0x8001_0003, 1, 2, 3, 4, 0, 77, 5, 0x8002_0003, 1, 2, 3, 4, 1, 6, 0x0061_0062, 0x63, 5]);
        assert_eq!(ids(&bytes), (vec![0x8001, 0x8002], false));
    }

    #[test]
    fn counts_and_lengths_that_lie_end_the_reading() {
        for (bytes, read) in [
            (words(&[u32::MAX, 0x3705_0003, 1]), 1),
            (words(&[1, 0x3701_0102, 1, u32::MAX, 1]), 0),
            (words(&[1, 0x3701_0102, u32::MAX, 1, 1]), 0),
            (words(&[1, 0x3701_7777, 1]), 0),
            (words(&[2, 0x8001_0003, 1, 2, 3, 4, 1, u32::MAX]), 0),
            (vec![1, 0], 0),
        ] {
            let (ids, broken) = ids(&bytes);
            assert_eq!((ids.len(), broken), (read, true), "{bytes:?}");
        }
    }
}
