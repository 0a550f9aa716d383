#![allow(clippy::unwrap_used)]

use super::File;
use crate::attachment_text::budget::Budget;
use crate::attachment_text::pdf::object::Object;
use crate::attachment_text::pdf::written::{IN_TIME, Written};
use crate::stopwatch::within;

fn value_of(bytes: &[u8], number: u32) -> Option<u32> {
    let budget = Budget::of_a_letter();
    File::open(bytes, &budget)?.resolve(&Object::Reference(number))?.index()
}

#[test]
fn objects_are_found_without_a_table() {
    let file = Written::begun().object(7, "70").object(12, "120").bytes();
    assert_eq!((value_of(&file, 7), value_of(&file, 12), value_of(&file, 1)), (Some(70), Some(120), None));
}

#[test]
fn what_only_looks_like_an_object_is_none() {
    let file = b"%PDF-1.4\nobj 5 obj x 0 obj\n1 0  obj 10 endobj 2\n0\robj 20 endobj 3 0 object 30";
    assert_eq!((value_of(file, 1), value_of(file, 2)), (Some(10), Some(20)));
    assert_eq!((value_of(file, 0), value_of(file, 5)), (None, None));
    assert_eq!(value_of(b"99999999999 0 obj 5", 99), None);
}

#[test]
fn the_later_of_two_is_the_one_that_counts() {
    let file = Written::begun().object(1, "10").object(1, "11").bytes();
    assert_eq!(value_of(&file, 1), Some(11));
}

#[test]
fn references_are_followed_and_never_in_circles() {
    let file = Written::begun()
        .object(1, "2 0 R")
        .object(2, "3 0 R")
        .object(3, "33")
        .object(4, "5 0 R")
        .object(5, "4 0 R")
        .bytes();
    assert_eq!((value_of(&file, 1), value_of(&file, 4)), (Some(33), None));
}

#[test]
fn objects_are_taken_out_of_object_streams() {
    let packed = b"11 0 12 4 [1] 120 ";
    for file in [
        Written::begun().stream(9, "/Type/ObjStm/N 2/First 10", packed).bytes(),
        Written::begun().deflated(9, "/Type /ObjStm/N 2/First 10", packed).bytes(),
    ] {
        assert_eq!(value_of(&file, 12), Some(120));
        let budget = Budget::of_a_letter();
        let file = File::open(&file, &budget).unwrap();
        assert_eq!(file.resolve(&Object::Reference(11)).unwrap().items().len(), 1);
        assert!(file.stream(&Object::Reference(11)).is_none(), "a stream is never packed");
    }
}

#[test]
fn an_object_added_later_replaces_the_packed_one_and_the_other_way_round() {
    let packed = b"1 0 99 ";
    let later = Written::begun().stream(9, "/Type/ObjStm/N 1/First 4", packed).object(1, "11").bytes();
    assert_eq!(value_of(&later, 1), Some(11));
    let earlier = Written::begun().object(1, "11").stream(9, "/Type/ObjStm/N 1/First 4", packed).bytes();
    assert_eq!(value_of(&earlier, 1), Some(99));
}

#[test]
fn an_object_stream_that_lies_about_itself_gives_what_it_has() {
    let file = |entries: &str, table: &[u8]| Written::begun().object(1, "11").stream(9, entries, table).bytes();
    for (entries, table) in [
        ("/Type/ObjStm/N 4000000000/First 4", b"2 0 22".as_slice()),
        ("/Type/ObjStm/N 5/First 4000000000", b"2 4000000000"),
        ("/Type/ObjStm/N -1/First 4", b"2 0 22"),
        ("/Type/ObjStm", b"2 0 22"),
        ("/Type/ObjStm/N 5/First 0", b"(((("),
        ("/Type/ObjStm/N 9 0 R/First 9 0 R", b"2 0 22"),
    ] {
        let file = file(entries, table);
        assert_eq!(value_of(&file, 1), Some(11), "{entries}");
        let _ = value_of(&file, 2);
    }
}

#[test]
fn the_bytes_of_a_stream_end_where_its_length_says_or_where_the_next_object_starts() {
    let read = |file: &[u8]| {
        let budget = Budget::of_a_letter();
        let file = File::open(file, &budget).unwrap();
        file.stream(&Object::Reference(4)).map(|stream| stream.bytes.into_owned())
    };
    let right = b"4 0 obj<</Length 5>>stream\r\nendobendstream endobj 5 0 obj 7";
    assert_eq!(read(right).unwrap(), b"endob");
    let referred = b"4 0 obj<</Length 5 0 R>>stream\nabcde\nendstream endobj 5 0 obj 5 endobj";
    assert_eq!(read(referred).unwrap(), b"abcde");
    let wrong = b"4 0 obj<</Length 2>>stream\nabcde\nendstream endobj 5 0 obj 7 endobj";
    assert!(read(wrong).unwrap().starts_with(b"abcde\nendstream"));
    let open = b"4 0 obj<</Length 900>>stream\nabcde";
    assert_eq!(read(open).unwrap(), b"abcde");
    assert_eq!(read(b"4 0 obj<</Length 5>>\nendobj"), None);
    assert_eq!(read(b"4 0 obj 12 endobj"), None);
}

#[test]
fn the_catalogue_is_that_of_the_last_trailer_else_the_one_that_is_found() {
    let name = |file: &[u8]| {
        let budget = Budget::of_a_letter();
        let file = File::open(file, &budget).unwrap();
        file.catalogue().and_then(|catalogue| catalogue.get(b"Pages")?.index())
    };
    let two = || Written::begun().object(1, "<</Type/Catalog/Pages 10>>").object(2, "<</Type/Catalog/Pages 20>>");
    assert_eq!(name(&two().ended("/Root 2 0 R").ended("/Root 1 0 R").bytes()), Some(10));
    assert_eq!(name(&two().stream(3, "/Type/XRef/Root 1 0 R", b"").bytes()), Some(10));
    assert_eq!(name(&two().bytes()), Some(20));
    assert_eq!(name(&Written::begun().object(1, "<</Type/Page>>").bytes()), None);
}

#[test]
fn an_encrypted_file_is_not_opened() {
    let budget = Budget::of_a_letter();
    let file = || Written::begun().object(1, "<</Type/Catalog>>");
    assert!(File::open(&file().ended("/Root 1 0 R/Encrypt 2 0 R").bytes(), &budget).is_none());
    assert!(File::open(&file().stream(3, "/Type/XRef/Encrypt 2 0 R", b"").bytes(), &budget).is_none());
    assert!(File::open(&file().ended("/Root 1 0 R").bytes(), &budget).is_some());
}

#[test]
fn a_file_of_nothing_but_marks_is_gone_through_in_time() {
    for piece in [
        "1 0 obj",
        "obj ",
        "     ",
        "0000000 ",
        "trailer",
        "trailer<<",
        "/ObjStm",
        "1 0 obj/ObjStm",
        "1 0 obj<</Type/ObjStm/Length 9>>stream\n",
        "endstream",
    ] {
        let bytes = piece.repeat(1024 * 1024 / piece.len()).into_bytes();
        within(IN_TIME, piece, || value_of(&bytes, 1));
    }
}

#[test]
fn nothing_is_read_once_the_budget_is_spent() {
    let file = Written::begun().object(1, "(un texte un peu long)").bytes();
    let budget = Budget::of(30);
    let file = File::open(&file, &budget).unwrap();
    assert!(file.resolve(&Object::Reference(1)).is_some());
    assert!(file.resolve(&Object::Reference(1)).is_none());
    assert_eq!(budget.left(), 0);
}
