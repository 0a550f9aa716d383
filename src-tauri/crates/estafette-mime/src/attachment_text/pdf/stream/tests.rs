#![allow(clippy::unwrap_used)]

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::{from_ascii85, from_hexadecimal, inflate};
use crate::attachment_text::budget::Budget;
use crate::attachment_text::pdf::file::File;
use crate::attachment_text::pdf::object::Object;
use crate::attachment_text::pdf::written::{IN_TIME, Written};
use crate::stopwatch::within;

fn read(entries: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let budget = Budget::of_a_letter();
    let file = Written::begun().stream(1, entries, bytes).bytes();
    let file = File::open(&file, &budget)?;
    file.stream(&Object::Reference(1)).map(|stream| stream.bytes.into_owned())
}

#[test]
fn a_stream_without_filter_is_as_it_stands() {
    assert_eq!(read("", b"BT ET").unwrap(), b"BT ET");
    assert_eq!(read("/Filter[]", b"BT ET").unwrap(), b"BT ET");
}

#[test]
fn deflate_alone_or_inside_ascii_is_taken_off() {
    let packed = compress_to_vec_zlib(b"BT ET", 6);
    assert_eq!(read("/Filter/FlateDecode", &packed).unwrap(), b"BT ET");
    assert_eq!(read("/Filter[/Fl]", &packed).unwrap(), b"BT ET");
    let hexadecimal: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(read("/Filter[/ASCIIHexDecode/FlateDecode]", hexadecimal.as_bytes()).unwrap(), b"BT ET");
}

#[test]
fn the_ascii_forms_are_read_with_their_spaces_and_their_ends() {
    assert_eq!(from_ascii85(b"87cUR\nD]i,\"Ebo80~>x"), b"Hello World!");
    assert_eq!(from_ascii85(b"z87cUR~>"), b"\0\0\0\0Hell");
    assert_eq!(from_ascii85(b"87~>"), b"H");
    assert_eq!(from_ascii85(b"8"), b"");
    assert_eq!(from_hexadecimal(b"48 65\n6c 7>41"), b"Help");
    assert_eq!(read("/Filter/A85", b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
}

#[test]
fn what_carries_no_text_is_left_packed() {
    for filter in ["/DCTDecode", "/JPXDecode", "/LZWDecode", "/Crypt", "[/Fl/Fl/Fl]", "12", "[12]"] {
        assert_eq!(read(&format!("/Filter {filter}"), b"abc"), None, "{filter}");
    }
    let packed = compress_to_vec_zlib(b"abc", 6);
    assert_eq!(read("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>", &packed), None);
    assert!(read("/Filter/FlateDecode/DecodeParms<</Predictor 1>>", &packed).is_some());
    assert!(read("/Filter/FlateDecode/DecodeParms null", &packed).is_some());
}

#[test]
fn a_stream_cut_short_or_damaged_gives_what_came_before() {
    let text: String = (0..2000).map(|n| format!("({n}) Tj ")).collect();
    let packed = compress_to_vec_zlib(text.as_bytes(), 6);
    let half = inflate(&packed[..packed.len() / 2], 1 << 20);
    assert!(half.len() > 1000 && text.as_bytes().starts_with(&half[..1000]));
    let mut damaged = packed.clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 0xff;
    assert_eq!(inflate(&damaged, 1 << 20), text.as_bytes(), "only its sum is wrong");
    assert_eq!(inflate(b"not deflate at all", 1 << 20), b"");
    assert_eq!(inflate(b"", 1 << 20), b"");
}

#[test]
fn a_bomb_is_inflated_up_to_a_limit() {
    let bomb = compress_to_vec_zlib(&vec![b' '; 16 * 1024 * 1024], 6);
    assert!(bomb.len() < 100_000);
    let read = within(IN_TIME, "bomb", || read("/Filter/FlateDecode", &bomb).unwrap().len());
    assert_eq!(read, super::MAX_STREAM);
    let twice = compress_to_vec_zlib(&bomb, 6);
    assert!(self::read("/Filter[/FlateDecode/FlateDecode]", &twice).unwrap().len() <= super::MAX_STREAM);
}

#[test]
fn everything_inflated_is_paid_for() {
    let budget = Budget::of(10_000);
    let file = Written::begun().deflated(1, "", &[b'a'; 9_000]).bytes();
    let file = File::open(&file, &budget).unwrap();
    assert!(file.stream(&Object::Reference(1)).is_some());
    let second = file.stream(&Object::Reference(1));
    assert!(second.is_none_or(|stream| stream.bytes.len() < 1_000));
    assert!(budget.left() < 1_000);
}
