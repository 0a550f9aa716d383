//! What an archive says it holds: its central directory read, nothing unpacked (APPNOTE 6.3.10).
//!
//! A listing is a claim of whoever made the archive. Sizes are shown as announced and reserve no memory; a name leads
//! nowhere; where the directory and the files disagree, which is how an archive shows one thing to a scanner and gives another
//! to a person, that is said. An archive inside an archive is a line like any other.

mod directory;
mod name;

use std::collections::{BTreeSet, HashSet};

use crate::attachment::FileDanger;
use directory::{Directory, LocalHeader, Record};

/// Most lines shown. A person reads the first ones; the others are counted.
pub const MAX_ENTRIES: usize = 500;
/// Entries whose places and names are compared with one another. More of them is a fault of its own.
const MAX_COMPARED: u64 = 20_000;

/// What an archive says it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZipListing {
    /// The first lines, in the order of the archive, at most [`MAX_ENTRIES`].
    pub entries: Vec<ZipEntry>,
    /// How many there are in all, counted.
    pub total: u64,
    /// What is wrong with it as a whole.
    pub faults: BTreeSet<ZipFault>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipEntry {
    /// Its name with its folders, fit for one line; empty when it has none.
    pub name: String,
    /// A folder.
    pub folder: bool,
    /// Size unpacked, in bytes, as announced: never to be believed.
    pub announced: u64,
    /// What its name says of it.
    pub danger: Option<FileDanger>,
    /// Another archive, by its name.
    pub archive: bool,
    /// What is odd about it.
    pub oddities: BTreeSet<ZipOddity>,
}

/// What is wrong with an archive as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZipFault {
    /// It ends before its directory does, or its directory cannot be read to the end.
    Damaged,
    /// The directory and the files do not agree.
    Contradictory,
    /// Files share the same bytes: small on the disk, endless once unpacked.
    Overlapping,
    /// So many entries that they were only counted.
    Crowded,
    /// One part of several.
    OneOfSeveral,
}

/// What is odd about one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZipOddity {
    /// Encrypted.
    Encrypted,
    /// Its name leads out of the folder it would be unpacked in.
    LeadsOutside,
    /// A link to another file.
    Link,
    /// Another entry has its name.
    Twice,
    /// Its name holds characters one does not see.
    HiddenCharacters,
    /// What stands before its bytes says something else than the directory.
    Contradictory,
}

/// Lists the archive that `bytes` are. None when they are no ZIP.
#[must_use]
pub fn list_zip(bytes: &[u8]) -> Option<ZipListing> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let Some(directory) = Directory::find(bytes) else {
        return Some(ZipListing { faults: [ZipFault::Damaged].into(), ..ZipListing::default() });
    };
    let mut listing = ZipListing { faults: directory.faults.clone(), ..ZipListing::default() };
    let mut names = HashSet::new();
    let mut places = Vec::new();
    let mut records = directory.records();
    for record in records.by_ref() {
        listing.total += 1;
        if listing.total > MAX_COMPARED {
            listing.faults.insert(ZipFault::Crowded);
            continue;
        }
        let received = name::decode(record.name, record.is_utf8());
        let mut entry = ZipEntry::of(&record, &received);
        if !names.insert(received.to_lowercase()) {
            entry.oddities.insert(ZipOddity::Twice);
        }
        match LocalHeader::of(&record, bytes, directory.shift) {
            Some(local) => {
                if !local.agrees_with(&record) {
                    entry.oddities.insert(ZipOddity::Contradictory);
                    listing.faults.insert(ZipFault::Contradictory);
                }
                places.push(local.place);
            }
            None => {
                entry.oddities.insert(ZipOddity::Contradictory);
                listing.faults.insert(ZipFault::Contradictory);
            }
        }
        if listing.entries.len() < MAX_ENTRIES {
            listing.entries.push(entry);
        }
    }
    if records.broken {
        listing.faults.insert(ZipFault::Damaged);
    }
    if listing.total != directory.announced {
        listing.faults.insert(ZipFault::Contradictory);
    }
    places.sort_unstable_by_key(|place| (place.start, place.end));
    if places.windows(2).any(|pair| matches!(pair, [before, after] if after.start < before.end)) {
        listing.faults.insert(ZipFault::Overlapping);
    }
    Some(listing)
}

impl ZipEntry {
    fn of(record: &Record<'_>, received: &str) -> Self {
        let (name, hidden) = name::shown(received);
        let folder = received.ends_with(['/', '\\']);
        let last = name.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
        let odd = [
            (ZipOddity::Encrypted, record.is_encrypted()),
            (ZipOddity::LeadsOutside, name::leads_outside(received)),
            (ZipOddity::Link, record.is_link()),
            (ZipOddity::HiddenCharacters, hidden),
        ];
        Self {
            folder,
            announced: if folder { 0 } else { record.unpacked },
            danger: (!folder).then(|| FileDanger::by_name(last)).flatten(),
            archive: !folder && name::is_archive(last),
            oddities: odd.into_iter().filter(|(_, is_so)| *is_so).map(|(oddity, _)| oddity).collect(),
            name,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
