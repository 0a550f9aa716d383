#![allow(clippy::unwrap_used)]

use super::{Lexer, Object};
use crate::attachment_text::pdf::written::IN_TIME;
use crate::stopwatch::within;
use std::borrow::Cow;

fn read(file: &str) -> Vec<Object<'_>> {
    let mut lexer = Lexer::of_file(file.as_bytes(), 0);
    std::iter::from_fn(|| lexer.object()).collect()
}

fn number(value: f64) -> Object<'static> {
    Object::Number(value)
}

fn text(value: &[u8]) -> Object<'_> {
    Object::Text(Cow::Borrowed(value))
}

#[test]
fn numbers_are_read_as_far_as_they_go() {
    let cases = [
        ("12", 12.0),
        ("-7", -7.0),
        ("+3", 3.0),
        (".5", 0.5),
        ("-.25", -0.25),
        ("4.", 4.0),
        ("--5", -5.0),
        ("1.2.5", 1.25),
    ];
    for (written, value) in cases {
        let read = read(written).first().and_then(Object::number).unwrap();
        assert!((read - value).abs() < 1e-9, "{written}: {read}");
    }
}

#[test]
fn an_index_is_whole_and_not_negative() {
    assert_eq!(number(12.0).index(), Some(12));
    assert_eq!([number(-1.0), number(0.5), number(1e12), text(b"1")].map(|object| object.index()), [None; 4]);
}

#[test]
fn strings_have_brackets_escapes_and_broken_lines() {
    assert_eq!(read("(simple)"), [text(b"simple")]);
    assert_eq!(read("(un (deux) trois)"), [text(b"un (deux) trois")]);
    assert_eq!(read(r"(\(a\) \\ \101\60 \7x)"), [text(b"(a) \\ A0 \x07x")]);
    assert_eq!(read("(a\\\nb\\\r\nc\\nd)"), [text(b"abc\nd")]);
    assert_eq!(read(r"(\t\r\b\f\z)"), [text(b"\t\rz")]);
    assert_eq!(read("(ouverte"), [text(b"ouverte")]);
    assert_eq!(read(r"(fin\"), [text(b"fin")]);
}

#[test]
fn hexadecimal_strings_may_be_spaced_odd_or_open() {
    assert_eq!(read("<48 65\n6C>"), [text(b"Hel")]);
    assert_eq!(read("<414>"), [text(b"A@")]);
    assert_eq!(read("<41zz42"), [text(b"AB")]);
    assert_eq!(read("<>"), [text(b"")]);
}

#[test]
fn a_reference_is_one_object_in_a_file_and_three_in_a_content_stream() {
    assert_eq!(read("12 0 R 7"), [Object::Reference(12), number(7.0)]);
    assert_eq!(read("12 0 RG"), [number(12.0), number(0.0), Object::Word(b"RG")]);
    assert_eq!(read("1 2 3"), [number(1.0), number(2.0), number(3.0)]);
    let mut content = Lexer::of_content(b"12 0 R");
    assert_eq!(content.object(), Some(number(12.0)));
}

#[test]
fn dictionaries_and_arrays_hold_one_another() {
    let read = read("<</Type/Page /Kids[1 0 R<</A(b)>>] /N 3>>");
    let [Object::Dictionary(page)] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!(page.get(b"Type").and_then(Object::name), Some(b"Page".as_slice()));
    assert_eq!(page.get(b"N").and_then(Object::index), Some(3));
    let kids = page.get(b"Kids").unwrap().items();
    assert_eq!(kids.first(), Some(&Object::Reference(1)));
    assert!(
        matches!(kids.get(1), Some(Object::Dictionary(inner)) if inner.get(b"A").and_then(Object::text) == Some(b"b"))
    );
    assert_eq!(page.get(b"Missing"), None);
}

#[test]
fn what_does_not_close_ends_with_its_object() {
    let read = read("[1 2 endobj");
    assert_eq!(read.first().map(|array| array.items().len()), Some(2));
    let mut lexer = Lexer::of_file(b"<</A 1/B", 0);
    assert!(matches!(lexer.object(), Some(Object::Dictionary(open)) if open.get(b"A").is_some()));
    let mut lexer = Lexer::of_file(b"<</A>> 5", 0);
    assert!(matches!(lexer.object(), Some(Object::Dictionary(_))));
    assert_eq!(lexer.object(), Some(number(5.0)));
}

#[test]
fn comments_and_stray_brackets_are_stepped_over() {
    assert_eq!(read("% un commentaire\n)] } 5 % la fin"), [number(5.0)]);
    assert_eq!(read("/Nom%suite\r/Autre"), [Object::Name(b"Nom"), Object::Name(b"Autre")]);
    assert_eq!(read("true null"), [Object::Word(b"true"), Object::Word(b"null")]);
}

#[test]
fn an_object_that_is_no_list_is_its_own_only_item() {
    assert_eq!(number(1.0).items(), [number(1.0)]);
    assert_eq!((number(1.0).name(), number(1.0).text(), text(b"a").number()), (None, None, None));
}

#[test]
fn a_hundred_thousand_levels_neither_fill_the_stack_nor_take_long() {
    for opening in ["[", "<<", "<</A", "[<</A ", "("] {
        let deep = opening.repeat(300_000);
        within(IN_TIME, opening, || read(&deep).len());
    }
}
