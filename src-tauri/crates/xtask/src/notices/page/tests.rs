#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::super::Package;
use super::{Inventory, read, render};

fn package(name: &str, licence: &str) -> Package {
    Package { name: name.to_owned(), version: String::from("1.2.3+4.5"), licence: licence.to_owned() }
}

fn inventory() -> Inventory {
    Inventory {
        program: BTreeSet::from([package("ring", "Apache-2.0 AND ISC"), package("zstd-sys", "MIT OR Apache-2.0")]),
        page: BTreeSet::from([package("@lucide/svelte", "ISC")]),
        workshop: BTreeSet::from([package("tempfile", "MIT OR Apache-2.0")]),
    }
}

#[test]
fn what_was_written_is_read_back() {
    assert_eq!(read(&render(&inventory())).unwrap(), inventory());
}

#[test]
fn a_house_without_a_page_yet_is_read_back_too() {
    let inventory = Inventory { page: BTreeSet::new(), ..inventory() };
    assert_eq!(read(&render(&inventory)).unwrap(), inventory);
}

#[test]
fn the_part_kept_by_hand_is_in_the_file() {
    assert!(render(&Inventory::default()).contains("| SQLCipher"));
}

#[test]
fn a_row_with_a_cell_too_few_is_named() {
    let text = render(&inventory()).replace("| ring | 1.2.3+4.5 |", "| ring |");
    let error = read(&text).unwrap_err().to_string();
    assert!(error.contains("| ring | Apache-2.0 AND ISC |"), "{error}");
}

#[test]
fn a_file_without_its_tables_is_refused() {
    assert!(read("# Third-party work\n").is_err());
}
