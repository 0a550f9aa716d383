#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::{Directory, LocalHeader, Record, Records, extra_field};
use crate::zip_listing::ZipFault;
use crate::zip_listing::tests::archive::{Archive, Member};

/// The record of a file called « a », with these fields.
fn record(made_on: u8, flags: u16, method: u16, attributes: u32, extra: &[u8]) -> Vec<u8> {
    let mut record = vec![b'P', b'K', 1, 2, 20, made_on, 20, 0];
    record.extend(flags.to_le_bytes());
    record.extend(method.to_le_bytes());
    record.extend([0; 8]);
    record.extend([u32::MAX, u32::MAX].map(u32::to_le_bytes).concat());
    record.extend([1, 0]);
    record.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
    record.extend([0; 6]);
    record.extend(attributes.to_le_bytes());
    record.extend(u32::MAX.to_le_bytes());
    record.push(b'a');
    record.extend(extra);
    record
}

fn read(bytes: &[u8]) -> Record<'_> {
    Records { rest: bytes, broken: false }.next().unwrap()
}

#[test]
fn each_way_of_being_encrypted_is_known() {
    for (flags, method, encrypted) in [
        (0, 0, false),
        (0, 8, false),
        (1 << 11, 8, false),
        (1 << 3, 8, false),
        (1, 8, true),
        (1 << 6, 8, true),
        (1 << 13, 8, true),
        (0, 99, true),
    ] {
        let bytes = record(3, flags, method, 0, &[]);
        assert_eq!(read(&bytes).is_encrypted(), encrypted, "{flags:#x} {method}");
    }
}

#[test]
fn a_link_is_one_only_where_the_system_has_them() {
    for (made_on, mode, link) in [
        (3, 0o120_777, true),
        (19, 0o120_777, true),
        (3, 0o100_644, false),
        (3, 0o040_755, false),
        (0, 0o120_777, false),
        (3, 0, false),
    ] {
        let bytes = record(made_on, 0, 0, mode << 16, &[]);
        assert_eq!(read(&bytes).is_link(), link, "{made_on} {mode:o}");
    }
}

#[test]
fn numbers_of_sixty_four_bits_stand_in_their_order_and_only_where_they_are_wanted() {
    let wide = |numbers: &[u64]| {
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let length = u16::try_from(numbers.len()).unwrap();
        [b"\x01\0".as_slice(), &length.to_le_bytes(), &numbers].concat()
    };
    let whole = record(3, 0, 0, 0, &wide(&[5_000_000_000, 7, 9]));
    let read_whole = read(&whole);
    assert_eq!((read_whole.unpacked, read_whole.packed, read_whole.offset), (5_000_000_000, 7, 9));
    let short = record(3, 0, 0, 0, &wide(&[5_000_000_000]));
    let read_short = read(&short);
    assert_eq!((read_short.unpacked, read_short.packed), (5_000_000_000, u64::from(u32::MAX)));
    let other = record(3, 0, 0, 0, &[0x75, 0x70, 1, 0, 0]);
    assert_eq!(read(&other).unpacked, u64::from(u32::MAX));
}

#[test]
fn an_extra_field_is_found_among_others_and_one_that_lies_is_none() {
    let fields = [b"\x55\x54\x02\0ab".as_slice(), b"\x01\0\x03\0xyz"].concat();
    assert_eq!(extra_field(&fields, 1), Some(b"xyz".as_slice()));
    assert_eq!(extra_field(&fields, 2), None);
    assert_eq!(extra_field(b"\x01\0\xff\xffx", 1), None);
    assert_eq!(extra_field(b"\x01\0", 1), None);
    assert_eq!(extra_field(b"", 1), None);
}

#[test]
fn records_end_where_they_break_off() {
    let whole = record(3, 0, 0, 0, &[]).repeat(3);
    let mut records = Records { rest: &whole, broken: false };
    assert_eq!((records.by_ref().count(), records.broken), (3, false));
    for length in 1..whole.len() / 3 {
        let mut records = Records { rest: &whole[..length], broken: false };
        assert_eq!((records.by_ref().count(), records.broken), (0, true), "{length}");
    }
    let mut records = Records { rest: b"PK\x03\x04 autre chose", broken: false };
    assert_eq!((records.by_ref().count(), records.broken), (0, true));
}

#[test]
fn the_end_is_the_last_one_that_ends_the_archive() {
    let honest = Archive::of([Member::file("vrai.pdf", b"%PDF")]).bytes();
    // The end record of another archive in the comment of this one: a reader that takes the first it meets is misled.
    let other = Archive::of([Member::file("faux.exe", b"MZ")]).bytes();
    let mut commented = honest.clone();
    let comment = [other.as_slice(), b" fin"].concat();
    let at = commented.len() - 2;
    commented[at..].copy_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
    commented.extend(&comment);
    let directory = Directory::find(&commented).unwrap();
    assert_eq!(directory.records().map(|record| record.name.to_vec()).collect::<Vec<_>>(), [b"vrai.pdf"]);
    assert_eq!((directory.announced, directory.faults), (1, BTreeSet::new()));
    let longest = [honest.as_slice(), &vec![b'x'; 65_535]].concat();
    let loose = Directory::find(&longest).unwrap();
    assert_eq!(loose.faults, [ZipFault::Contradictory].into(), "bytes that no comment announces");
    assert!(Directory::find(&[honest.as_slice(), &vec![b'x'; 70_000]].concat()).is_none());
}

#[test]
fn what_stands_before_the_bytes_is_compared_field_by_field() {
    let bytes = Archive::of([Member { sizes_follow: true, ..Member::file("a.txt", b"Bonjour") }]).bytes();
    let directory = Directory::find(&bytes).unwrap();
    let honest = directory.records().next().unwrap();
    let local = LocalHeader::of(&honest, &bytes, 0).unwrap();
    assert!(local.agrees_with(&honest), "sizes that follow are not before");
    assert_eq!(local.place, 0..42);
    let another = |change: fn(&mut Record<'_>)| {
        let mut record = directory.records().next().unwrap();
        change(&mut record);
        local.agrees_with(&record)
    };
    assert!(!another(|record| record.name = b"b.txt"));
    assert!(!another(|record| record.method = 8));
    assert!(!another(|record| record.flags ^= 1));
    assert!(!another(|record| record.flags ^= 1 << 3), "then they are to be before");
    assert!(LocalHeader::of(&honest, &bytes, 1).is_none() && LocalHeader::of(&honest, &bytes, u64::MAX).is_none());
    let beyond = Record { packed: 1_000, ..directory.records().next().unwrap() };
    assert!(LocalHeader::of(&beyond, &bytes, 0).is_none());
}
