//! ZIP archives whose files are stored as they are (APPNOTE 6.3.3), which is all an XDM archive needs.

use crate::png::crc32;

/// Names are UTF-8 (general purpose bit 11).
const UTF8_NAMES: u16 = 1 << 11;
/// MS-DOS date of every file: 1 January 2026, so that an archive depends on its files only.
const DATE: u16 = ((2026 - 1980) << 9) | (1 << 5) | 1;
/// Version 2.0: the first with folders.
const VERSION: u16 = 20;

/// An archive of files, each with its path.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for (path, contents) in files {
        let offset = length(bytes.len());
        let description = description(path, contents);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&description);
        bytes.extend(path.as_bytes());
        bytes.extend(*contents);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&description);
        // no comment, first disk, no attributes
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let start = length(bytes.len());
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX);
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length(directory.len()).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// The part of a file's description that both its header and the directory hold.
fn description(path: &str, contents: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // version needed, flags, method 0 (stored), time, date
    for field in [VERSION, UTF8_NAMES, 0, 0, DATE] {
        bytes.extend(field.to_le_bytes());
    }
    for field in [crc32(contents), length(contents.len()), length(contents.len())] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(u16::try_from(path.len()).unwrap_or(0).to_le_bytes());
    // no extra field
    bytes.extend([0; 2]);
    bytes
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
