#![allow(clippy::unwrap_used)]

pub(super) mod archive;

use std::collections::BTreeSet;
use std::time::Duration;

use super::ZipFault::{Contradictory, Crowded, Damaged, OneOfSeveral, Overlapping};
use super::ZipOddity::{Encrypted, HiddenCharacters, LeadsOutside, Link, Twice};
use super::{MAX_ENTRIES, ZipListing, ZipOddity, list_zip};
use crate::attachment::FileDanger;
use crate::dice::Dice;
use crate::stopwatch::within;
use archive::{Archive, Member};

fn list(archive: &Archive) -> ZipListing {
    list_zip(&archive.bytes()).unwrap()
}

fn names(listing: &ZipListing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.name.as_str()).collect()
}

fn oddities(member: Member) -> BTreeSet<ZipOddity> {
    list(&Archive::of([member])).entries.remove(0).oddities
}

#[test]
fn an_honest_archive_is_listed_with_what_it_announces() {
    let archive = Archive::of([
        Member::folder("Dossier/"),
        Member::file("Dossier/Été.pdf", b"%PDF-1.7"),
        Member { sizes_follow: true, ..Member::file("Dossier/note.txt", b"Bonjour") },
    ]);
    let listing = list(&archive);
    assert_eq!(names(&listing), ["Dossier/", "Dossier/Été.pdf", "Dossier/note.txt"]);
    assert_eq!((listing.total, listing.faults.clone()), (3, BTreeSet::new()));
    let told: Vec<(bool, u64, usize)> =
        listing.entries.iter().map(|entry| (entry.folder, entry.announced, entry.oddities.len())).collect();
    assert_eq!(told, [(true, 0, 0), (false, 8, 0), (false, 7, 0)]);
}

#[test]
fn an_empty_archive_is_one() {
    assert_eq!(list(&Archive::of([])), ZipListing::default());
    assert_eq!(list_zip(b"%PDF-1.7"), None);
    assert_eq!(list_zip(b""), None);
}

#[test]
fn what_is_odd_about_a_file_is_said_of_it() {
    for (member, oddity) in [
        (Member::file("../../.bashrc", b"x"), LeadsOutside),
        (Member::file("/etc/cron.d/x", b"x"), LeadsOutside),
        (Member::file("C:\\Windows\\x", b"x"), LeadsOutside),
        (Member::file("facture\u{202e}fdp.exe", b"x"), HiddenCharacters),
        (Member { mode: 0o120_777, ..Member::file("lien", b"/etc/passwd") }, Link),
        (Member { flags: 1, ..Member::file("a.pdf", b"x") }, Encrypted),
        (Member { method: 99, ..Member::file("a.pdf", b"x") }, Encrypted),
    ] {
        assert_eq!(oddities(member), [oddity].into(), "{oddity:?}");
    }
    assert_eq!(oddities(Member { mode: 0o100_644, ..Member::file("a.pdf", b"x") }), BTreeSet::new());
}

#[test]
fn names_are_the_same_whatever_their_case() {
    let listing = list(&Archive::of([Member::file("Bilan.pdf", b"a"), Member::file("bilan.PDF", b"b")]));
    assert_eq!(listing.entries[0].oddities, BTreeSet::new());
    assert_eq!(listing.entries[1].oddities, [Twice].into());
}

#[test]
fn a_program_and_an_archive_inside_are_told_by_their_names() {
    let listing = list(&Archive::of([
        Member::file("a.pdf.exe", b"%PDF"),
        Member::file("b.zip", b"PK"),
        Member::folder("c.exe/"),
    ]));
    let told: Vec<_> = listing.entries.iter().map(|entry| (entry.danger, entry.archive)).collect();
    assert_eq!(told, [(Some(FileDanger::Program), false), (None, true), (None, false)]);
}

#[test]
fn a_directory_that_says_something_else_than_the_files_is_said() {
    let honest = || Member::file("a.pdf", b"%PDF-1.7");
    for member in [
        Member { local_name: Some("b.exe"), ..honest() },
        Member { local_method: Some(8), ..honest() },
        Member { local_unpacked: Some(4_000_000), ..honest() },
        Member { local_flags: Some(1), ..honest() },
        Member { offset: Some(3), ..honest() },
        Member { offset: Some(u32::MAX - 1), ..honest() },
        Member { packed: Some(1_000_000), ..honest() },
    ] {
        let listing = list(&Archive::of([member]));
        assert_eq!(listing.faults, [Contradictory].into());
        assert_eq!(listing.entries[0].oddities, [ZipOddity::Contradictory].into());
    }
}

#[test]
fn a_count_that_is_not_so_and_bytes_around_the_archive_are_said() {
    let archive = Archive::of([Member::file("a.pdf", b"%PDF")]);
    assert_eq!(list(&Archive { count: Some(7), ..archive.clone() }).faults, [Contradictory].into());
    let before = [b"PK\x03\x04 un autre fichier".as_slice(), &archive.bytes()].concat();
    let listing = list_zip(&before).unwrap();
    assert_eq!((names(&listing), &listing.faults), (vec!["a.pdf"], &[Contradictory].into()));
    let behind = [archive.bytes().as_slice(), b"la suite"].concat();
    let listing = list_zip(&behind).unwrap();
    assert_eq!((names(&listing), &listing.faults), (vec!["a.pdf"], &[Contradictory].into()));
    let volume = list(&Archive { volume: 3, ..archive });
    assert!(volume.faults.contains(&OneOfSeveral));
}

#[test]
fn files_that_share_their_bytes_are_said() {
    let first = Member::file("a", &[0; 400]);
    let members = [first, Member { offset: Some(0), ..Member::file("a", &[0; 400]) }];
    let listing = list(&Archive::of(members));
    assert!(listing.faults.contains(&Overlapping), "{:?}", listing.faults);
}

#[test]
fn a_size_announced_in_sixty_four_bits_is_only_announced() {
    let member = Member { unpacked: Some(10 << 40), ..Member::file("zeros", b"x") };
    let listing = list(&Archive::of([member]));
    assert_eq!(listing.entries[0].announced, 10 << 40);
    assert_eq!(listing.faults, [Contradictory].into(), "the header before the file has another size");
}

#[test]
fn an_archive_of_sixty_four_bits_is_read_and_its_lies_are_said() {
    let archive = Archive { wide: true, ..Archive::of([Member::file("a.pdf", b"%PDF")]) };
    let listing = list(&archive);
    assert_eq!((names(&listing), &listing.faults), (vec!["a.pdf"], &BTreeSet::new()));
    for (lie, fault) in [
        (Archive { wide_count: Some(u64::MAX), ..archive.clone() }, Contradictory),
        (Archive { wide_size: Some(u64::MAX), ..archive.clone() }, Damaged),
        (Archive { wide_start: Some(u64::MAX), ..archive.clone() }, Contradictory),
        (Archive { wide_place: Some(u64::MAX), ..archive.clone() }, Damaged),
        (Archive { wide_place: Some(2), ..archive.clone() }, Damaged),
        // A reader of 32 bits is shown another number of files.
        (Archive { count: Some(3), ..archive }, Contradictory),
    ] {
        assert!(list(&lie).faults.contains(&fault), "{fault:?}: {:?}", list(&lie).faults);
    }
}

#[test]
fn a_million_entries_are_counted_and_the_first_are_shown() {
    let archive = Archive { wide: true, ..Archive::of([Member::file("a", b"")]) }.repeated(1_000_000);
    let listing = within(Duration::from_secs(5), "a million", || list_zip(&archive).unwrap());
    assert_eq!((listing.total, listing.entries.len()), (1_000_000, MAX_ENTRIES));
    assert_eq!(listing.faults, [Overlapping, Crowded].into(), "they all are the same file");
    let crowd = Archive::of((0..20_100).map(|number| Member::file(&format!("{number}.txt"), b"")));
    assert_eq!(list(&crowd).faults, [Crowded].into());
    assert_eq!(list(&crowd).total, 20_100);
}

#[test]
fn an_archive_cut_anywhere_is_damaged_or_whole() {
    let whole = Archive::of([Member::file("a.pdf", b"%PDF-1.7"), Member::file("b.txt", b"Bonjour")]).bytes();
    for length in 2..whole.len() {
        let listing = list_zip(&whole[..length]).unwrap();
        assert!(!listing.faults.is_empty(), "{length}");
    }
    assert!(list_zip(&whole).unwrap().faults.is_empty());
}

#[test]
fn whatever_is_changed_the_listing_ends_inside_its_limits() {
    let archive = Archive { wide: true, ..Archive::of([Member::file("a.pdf", b"%PDF"), Member::folder("b/")]) }.bytes();
    let mut dice = Dice::thrown_from(42);
    for _ in 0..20_000 {
        let mut bytes = archive.clone();
        for _ in 0..=dice.throw(6) {
            let at = 2 + dice.throw(bytes.len() - 2);
            bytes[at] = u8::try_from(dice.throw(256)).unwrap();
        }
        bytes.truncate(2 + dice.throw(bytes.len()));
        let listing = list_zip(&bytes).unwrap();
        assert!(listing.entries.len() <= MAX_ENTRIES);
        assert!(listing.entries.iter().all(|entry| entry.name.chars().count() <= 161));
    }
}
