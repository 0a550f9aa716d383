//! The directory at the end of an archive, and the header before each of its files (APPNOTE 6.3.10 §4.3).
//!
//! Every number is the archive's own: it is looked up in the bytes that are there, and never reserves any.

use std::collections::BTreeSet;
use std::ops::Range;

use super::ZipFault;

const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";
const RECORD: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";
/// Bytes of the end record without its comment.
const END_LEN: usize = 22;
/// Longest comment behind it.
const MAX_COMMENT: usize = 65_535;
/// Extra field with the numbers that do not fit into 32 bits (§4.5.3).
const ZIP64: u16 = 0x0001;
/// Method of WinZip's AES (§4.5.16).
const AES: u16 = 99;
/// File type of a symbolic link among the mode bits of Unix.
const S_IFLNK: u32 = 0o120_000;
const S_IFMT: u32 = 0o170_000;

/// The central directory of an archive.
pub(super) struct Directory<'x> {
    bytes: &'x [u8],
    /// How many records it says it has.
    pub(super) announced: u64,
    /// How far the archive begins behind the first byte: what stands before it is another file.
    pub(super) shift: u64,
    pub(super) faults: BTreeSet<ZipFault>,
}

/// What the end record says.
struct End {
    records: u64,
    size: u64,
    start: u64,
    /// Where the end record, or its 64-bit twin, begins.
    at: usize,
    several: bool,
}

impl<'x> Directory<'x> {
    pub(super) fn find(archive: &'x [u8]) -> Option<Self> {
        let mut faults = BTreeSet::new();
        let (at, exact) = end_record(archive)?;
        if !exact {
            // Something follows, which other readers may take for the end.
            faults.insert(ZipFault::Contradictory);
        }
        let end = End::read(archive, at, &mut faults)?;
        if end.several {
            faults.insert(ZipFault::OneOfSeveral);
        }
        // The directory ends where the end record begins, whatever is written about its start.
        let Some(begin) = usize::try_from(end.size).ok().and_then(|size| end.at.checked_sub(size)) else {
            faults.insert(ZipFault::Damaged);
            return Some(Self { bytes: &[], announced: end.records, shift: 0, faults });
        };
        let shift = (begin as u64).checked_sub(end.start);
        if shift != Some(0) {
            faults.insert(ZipFault::Contradictory);
        }
        let bytes = archive.get(begin..end.at).unwrap_or_default();
        Some(Self { bytes, announced: end.records, shift: shift.unwrap_or_default(), faults })
    }

    pub(super) fn records(&self) -> Records<'x> {
        Records { rest: self.bytes, broken: false }
    }
}

impl End {
    fn read(archive: &[u8], at: usize, faults: &mut BTreeSet<ZipFault>) -> Option<Self> {
        let end = Fields(archive.get(at..)?);
        let mut found = Self {
            records: end.u16(10)?.into(),
            size: end.u32(12)?.into(),
            start: end.u32(16)?.into(),
            at,
            several: end.u16(4)? != end.u16(6)? || end.u16(8)? != end.u16(10)?,
        };
        let wants_64 = found.records == u64::from(u16::MAX)
            || found.size == u64::from(u32::MAX)
            || found.start == u64::from(u32::MAX);
        let locator = at.checked_sub(20).and_then(|before| archive.get(before..at)).map(Fields);
        match locator.filter(|locator| locator.0.starts_with(LOCATOR_64)) {
            Some(locator) => {
                let place = usize::try_from(locator.u64(8)?).ok();
                let Some(long) = place.and_then(|place| archive.get(place..)).filter(|long| long.starts_with(END_64))
                else {
                    faults.insert(ZipFault::Damaged);
                    return Some(found);
                };
                let (long, place) = (Fields(long), place.unwrap_or_default());
                let short = (found.records, found.size, found.start);
                (found.records, found.size, found.start) = (long.u64(32)?, long.u64(40)?, long.u64(48)?);
                found.at = place.min(at);
                // A reader without 64 bits sees the short numbers: they agree, or are the ones that mean « look further ».
                let agrees =
                    [(short.0, u64::from(u16::MAX), found.records), (short.1, u64::from(u32::MAX), found.size)]
                        .into_iter()
                        .all(|(short, further, long)| short == further || short == long);
                if !agrees {
                    faults.insert(ZipFault::Contradictory);
                }
            }
            None if wants_64 => {
                faults.insert(ZipFault::Contradictory);
            }
            None => {}
        }
        Some(found)
    }
}

/// Where the end record is, and whether the archive ends with it and its comment.
fn end_record(archive: &[u8]) -> Option<(usize, bool)> {
    let last = archive.len().checked_sub(END_LEN)?;
    let first = last.saturating_sub(MAX_COMMENT);
    let mut loose = None;
    let tail = archive.get(first..last + END.len())?;
    for at in memchr::memmem::rfind_iter(tail, END).map(|found| first + found) {
        let comment = usize::from(Fields(archive.get(at..)?).u16(20)?);
        if at + END_LEN + comment == archive.len() {
            return Some((at, true));
        }
        loose = loose.or(Some((at, false)));
    }
    loose
}

/// The records of a directory, until it ends or breaks off.
pub(super) struct Records<'x> {
    rest: &'x [u8],
    pub(super) broken: bool,
}

/// One file as the directory has it.
pub(super) struct Record<'x> {
    pub(super) name: &'x [u8],
    pub(super) unpacked: u64,
    packed: u64,
    offset: u64,
    made_on: u8,
    flags: u16,
    method: u16,
    attributes: u32,
}

impl<'x> Iterator for Records<'x> {
    type Item = Record<'x>;

    fn next(&mut self) -> Option<Record<'x>> {
        if self.rest.is_empty() || self.broken {
            return None;
        }
        let read = Record::read(self.rest);
        match read {
            Some((record, rest)) => {
                self.rest = rest;
                Some(record)
            }
            None => {
                self.broken = true;
                None
            }
        }
    }
}

impl<'x> Record<'x> {
    fn read(bytes: &'x [u8]) -> Option<(Self, &'x [u8])> {
        let fields = Fields(bytes.strip_prefix(RECORD).map(|_| bytes)?);
        let (name, extra, comment) = (fields.len(28)?, fields.len(30)?, fields.len(32)?);
        let name_end = 46 + name;
        let extra_end = name_end + extra;
        let rest = bytes.get(extra_end + comment..)?;
        let mut record = Self {
            name: bytes.get(46..name_end)?,
            unpacked: fields.u32(24)?.into(),
            packed: fields.u32(20)?.into(),
            offset: fields.u32(42)?.into(),
            made_on: *bytes.get(5)?,
            flags: fields.u16(8)?,
            method: fields.u16(10)?,
            attributes: fields.u32(38)?,
        };
        record.widen(bytes.get(name_end..extra_end)?);
        Some((record, rest))
    }

    /// Takes the 64-bit numbers for those that say they are elsewhere, in their order (§4.5.3).
    fn widen(&mut self, extra: &[u8]) {
        let Some(wide) = extra_field(extra, ZIP64) else { return };
        let mut wide = Fields(wide);
        for number in [&mut self.unpacked, &mut self.packed, &mut self.offset] {
            if *number == u64::from(u32::MAX)
                && let Some(long) = wide.u64(0)
            {
                *number = long;
                wide = Fields(wide.0.get(8..).unwrap_or_default());
            }
        }
    }

    pub(super) fn is_utf8(&self) -> bool {
        self.flags & (1 << 11) != 0
    }

    /// Its bytes, or the directory that would say more about it.
    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0 || self.flags & (1 << 6) != 0 || self.flags & (1 << 13) != 0 || self.method == AES
    }

    /// A symbolic link, where the archive was made on a system that has them: Unix (3), macOS (19).
    pub(super) fn is_link(&self) -> bool {
        matches!(self.made_on, 3 | 19) && (self.attributes >> 16) & S_IFMT == S_IFLNK
    }

    /// Sizes stand behind the bytes, and not before them.
    fn sizes_follow(&self) -> bool {
        self.flags & (1 << 3) != 0
    }
}

/// What stands before the bytes of a file.
pub(super) struct LocalHeader<'x> {
    /// Where header and bytes are.
    pub(super) place: Range<u64>,
    name: &'x [u8],
    flags: u16,
    method: u16,
    packed: u32,
    unpacked: u32,
}

impl<'x> LocalHeader<'x> {
    /// None where there is none, or where its file would end behind the archive.
    pub(super) fn of(record: &Record<'_>, archive: &'x [u8], shift: u64) -> Option<Self> {
        let start = record.offset.checked_add(shift)?;
        let bytes = archive.get(usize::try_from(start).ok()?..)?;
        let fields = Fields(bytes.strip_prefix(LOCAL).map(|_| bytes)?);
        let (name, extra) = (fields.len(26)?, fields.len(28)?);
        let header = 30 + name + extra;
        let end = start.checked_add(header as u64)?.checked_add(record.packed)?;
        (end <= archive.len() as u64).then_some(())?;
        Some(Self {
            place: start..end,
            name: bytes.get(30..30 + name)?,
            flags: fields.u16(6)?,
            method: fields.u16(8)?,
            packed: fields.u32(18)?,
            unpacked: fields.u32(22)?,
        })
    }

    /// Whether a reader that begins here, as one that unpacks while it downloads does, would see the same file.
    pub(super) fn agrees_with(&self, record: &Record<'_>) -> bool {
        let same_size = |local: u32, central: u64| {
            local == u32::MAX || u64::from(local) == central || (local == 0 && record.sizes_follow())
        };
        self.name == record.name
            && self.method == record.method
            && (self.flags ^ record.flags) & 1 == 0
            && same_size(self.packed, record.packed)
            && same_size(self.unpacked, record.unpacked)
    }
}

/// The contents of an extra field by its id (§4.5.1).
fn extra_field(mut extra: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let fields = Fields(extra);
        let (id, length) = (fields.u16(0)?, fields.len(2)?);
        if id == wanted {
            return extra.get(4..4 + length);
        }
        extra = extra.get(4 + length..)?;
    }
}

/// Little-endian numbers at fixed places.
struct Fields<'x>(&'x [u8]);

impl Fields<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn u64(&self, at: usize) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }

    /// A length of sixteen bits.
    fn len(&self, at: usize) -> Option<usize> {
        self.u16(at).map(usize::from)
    }

    fn array<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..)?.first_chunk().copied()
    }
}

#[cfg(test)]
mod tests;
