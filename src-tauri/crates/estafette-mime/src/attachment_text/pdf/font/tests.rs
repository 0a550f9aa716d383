#![allow(clippy::unwrap_used)]

use super::{Extent, Font};
use crate::attachment_text::budget::Budget;
use crate::attachment_text::pdf::file::File;
use crate::attachment_text::pdf::object::Object;
use crate::attachment_text::pdf::written::Written;
use crate::attachment_text::words::Words;

/// What the codes say in the font that is object 1 of the file.
fn write(file: Written, codes: &[u8]) -> (String, Extent) {
    let (bytes, budget) = (file.bytes(), Budget::of_a_letter());
    let file = File::open(&bytes, &budget).unwrap();
    let font = Font::read(&file.dictionary(&Object::Reference(1)).unwrap(), &file);
    let mut words = Words::up_to(1000);
    let extent = font.write(codes, &mut words);
    (words.into_text(), extent)
}

fn said(font: &str, codes: &[u8]) -> String {
    write(Written::begun().object(1, font), codes).0
}

fn width(font: &str, codes: &[u8]) -> f64 {
    write(Written::begun().object(1, font), codes).1.width
}

#[test]
fn a_simple_font_has_the_encoding_it_names_or_that_of_its_kind() {
    assert_eq!(said("<</Subtype/Type1/Encoding/WinAnsiEncoding>>", b"\xe9t\xe9"), "été");
    assert_eq!(said("<</Subtype/Type1/Encoding/MacRomanEncoding>>", b"\x8et\x8e"), "été");
    assert_eq!(said("<</Subtype/Type1>>", b"\xaen \xfauf"), "fin œuf");
    assert_eq!(said("<</Subtype/TrueType>>", b"\xe9t\xe9"), "été");
    assert_eq!(said("<</Subtype/Type1/Encoding<</BaseEncoding/WinAnsiEncoding>>>>", b"\xe9"), "é");
}

#[test]
fn differences_replace_letters_and_know_ligatures() {
    let font = "<</Subtype/Type1/Encoding<</Differences[1/e/f_i/eacute 65/ccedilla/g12 300/a]>>>>";
    assert_eq!(said(font, b"\x03t\x03 \x02n \x01 ABC"), "été fin e çC");
}

#[test]
fn signs_without_letters_are_no_words() {
    assert_eq!(said("<</Subtype/Type1/BaseFont/ZapfDingbats>>", b"4n"), "");
    assert_eq!(said("<</Subtype/Type1/BaseFont/ABCDEF+Symbol>>", b"abc"), "");
    assert_eq!(said("<</Subtype/Type0/Encoding/Identity-H>>", b"\0A\0B"), "");
}

#[test]
fn the_table_beside_the_font_goes_before_its_encoding() {
    let table = b"2 beginbfchar <41> <00E9> <42> <006600660069> endbfchar";
    let font = "<</Subtype/TrueType/Encoding/WinAnsiEncoding/ToUnicode 2 0 R>>";
    let file = Written::begun().object(1, font).stream(2, "", table);
    assert_eq!(write(file, b"AtA eBcace").0, "été efficace");
}

#[test]
fn a_composite_font_has_codes_of_two_bytes() {
    let table = b"1 beginbfrange <0041> <0043> <0061> endbfrange";
    let font = "<</Subtype/Type0/Encoding/Identity-H/ToUnicode 2 0 R/DescendantFonts[3 0 R]>>";
    let descendant = "<</W[65[400 500] 67 70 600]/DW 900>>";
    let file = || Written::begun().object(1, font).deflated(2, "", table).object(3, descendant);
    let (text, extent) = write(file(), b"\0A\0B\0C\0D");
    assert_eq!(text, "abc");
    assert!((extent.width - 2.1).abs() < 1e-9 && (extent.codes - 4.0).abs() < 1e-9, "{}", extent.width);
    let (_, unknown) = write(file(), b"\x01\0\0");
    assert!((unknown.width - 1.8).abs() < 1e-9, "{}", unknown.width);
    assert!(unknown.spaces.abs() < 1e-9);
}

#[test]
fn widths_are_those_of_the_font_or_the_usual_one() {
    let font = "<</Subtype/Type1/FirstChar 65/Widths[700 800 (x) 300]>>";
    assert!((width(font, b"AB") - 1.5).abs() < 1e-9);
    assert!((width(font, b"Cz") - 1.0).abs() < 1e-9, "half a unit for each that is unknown");
    assert!((width("<</Subtype/Type1>>", b"abcd") - 2.0).abs() < 1e-9);
    let drawn = "<</Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FirstChar 65/Widths[70]>>";
    assert!((width(drawn, b"A") - 0.7).abs() < 1e-9);
}

#[test]
fn spaces_are_counted_where_they_are_one_byte() {
    let (_, extent) = write(Written::begun().object(1, "<</Subtype/Type1>>"), b"a b c");
    assert!((extent.spaces - 2.0).abs() < 1e-9 && (extent.codes - 5.0).abs() < 1e-9);
}

#[test]
fn a_font_that_is_nonsense_is_read_as_far_as_it_goes() {
    for font in [
        "<<>>",
        "<</Subtype/Type0/DescendantFonts 1 0 R>>",
        "<</Subtype/Type0/DescendantFonts[<</W[1 2]>>]>>",
        "<</Subtype/Type0/DescendantFonts[<</W[5[1 0 R]4294967295[1 2]4294967295 1 7]>>]>>",
        "<</Subtype/Type1/Encoding<</Differences[-5/a 255/b/c/d]>>/FirstChar 4294967295/Widths[1 2]>>",
        "<</Encoding 1 0 R/ToUnicode 1 0 R/Widths 1 0 R>>",
    ] {
        let _ = write(Written::begun().object(1, font), b"abc\xff\0");
    }
}
