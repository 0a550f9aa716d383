//! Files that are looked into: archives, what Outlook packs, pictures.

use estafette_mime::{
    MAX_ENTRIES, PictureUse, ZipFault, ZipOddity, clean_file_name, display_line, list_zip, open_winmail, written_anew,
};

/// Most text of a `winmail.dat`, in bytes.
const MAX_TEXT: usize = 1024 * 1024;
/// Pixels up to which a picture that was written anew is read again.
const SMALL: u32 = 256;

pub(crate) fn zip(bytes: &[u8]) {
    let Some(listing) = list_zip(bytes) else { return };
    assert!(listing.entries.len() <= MAX_ENTRIES && listing.entries.len() as u64 <= listing.total);
    // Every entry has a place of its own in the bytes, at least 46 of them.
    assert!(listing.total <= bytes.len() as u64 / 46 || listing.faults.contains(&ZipFault::Overlapping), "{listing:?}");
    for entry in &listing.entries {
        assert_eq!(display_line(&entry.name), entry.name, "a name that is no line to be shown");
        // What was left out of a name is said too: without it, the name may lead elsewhere than the archive does.
        let said = [ZipOddity::LeadsOutside, ZipOddity::HiddenCharacters];
        let outside = entry.name.split(['/', '\\']).any(|folder| folder == "..") || entry.name.starts_with('/');
        assert!(!outside || said.iter().any(|oddity| entry.oddities.contains(oddity)), "{entry:?}");
    }
}

pub(crate) fn winmail(bytes: &[u8]) {
    let Some(winmail) = open_winmail(bytes) else { return };
    assert!(winmail.text.len() <= MAX_TEXT);
    for file in &winmail.files {
        assert!(bytes.get(file.place.clone()).is_some(), "a file outside of what it is in");
        assert_eq!(clean_file_name(&file.name), file.name, "a name that is not fit for a disk");
    }
}

pub(crate) fn picture(bytes: &[u8]) {
    let Ok(picture) = written_anew(bytes, PictureUse::InText) else { return };
    assert!(picture.width.max(picture.height) <= 2_048 && picture.width.min(picture.height) > 0);
    let start: &[u8] = if picture.mime_type == "image/png" { b"\x89PNG" } else { b"\xff\xd8\xff" };
    assert!(picture.bytes.starts_with(start), "not what it says it is");
    if picture.width.max(picture.height) <= SMALL {
        let again = written_anew(&picture.bytes, PictureUse::InText);
        assert!(again.is_ok_and(|again| (again.width, again.height) == (picture.width, picture.height)));
    }
}
