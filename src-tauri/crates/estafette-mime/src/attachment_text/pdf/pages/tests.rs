#![allow(clippy::unwrap_used)]

use super::{MAX_PAGES, all};
use crate::attachment_text::budget::Budget;
use crate::attachment_text::pdf::file::File;
use crate::attachment_text::pdf::object::Object;
use crate::attachment_text::pdf::written::Written;

/// Of each page: the objects that draw it, and the number of its `/Mark`.
fn pages(file: Written) -> Vec<(Vec<u32>, Option<u32>)> {
    let (bytes, budget) = (file.bytes(), Budget::of_a_letter());
    let file = File::open(&bytes, &budget).unwrap();
    let number = |object: &Object<'_>| match object {
        Object::Reference(number) => *number,
        _ => 0,
    };
    let read = all(&file).map(|page| {
        let drawn = page.contents.iter().map(number).collect();
        (drawn, page.resources.get(b"Mark").and_then(Object::index))
    });
    read.collect()
}

fn tree(kids: &str) -> Written {
    let root = format!("<</Type/Pages/Kids[{kids}]/Resources<</Mark 1>>>>");
    Written::begun().object(1, "<</Type/Catalog/Pages 2 0 R>>").object(2, &root)
}

#[test]
fn a_page_has_one_stream_or_several_or_a_reference_to_several() {
    let file = tree("3 0 R 4 0 R 5 0 R 6 0 R")
        .object(3, "<</Contents 10 0 R>>")
        .object(4, "<</Contents[10 0 R 11 0 R]>>")
        .object(5, "<</Contents 12 0 R>>")
        .object(6, "<</Contents 99 0 R>>")
        .stream(10, "", b"")
        .stream(11, "", b"")
        .object(12, "[11 0 R 10 0 R]");
    let drawn: Vec<Vec<u32>> = pages(file).into_iter().map(|(drawn, _)| drawn).collect();
    assert_eq!(drawn, [vec![10], vec![10, 11], vec![11, 10], vec![]]);
}

#[test]
fn resources_come_from_the_nearest_that_has_them() {
    let file = tree("3 0 R 4 0 R 5 0 R")
        .object(3, "<</Contents[]>>")
        .object(4, "<</Contents[]/Resources 8 0 R>>")
        .object(5, "<</Kids[6 0 R 7 0 R]/Resources<</Mark 5>>>>")
        .object(6, "<</Contents[]>>")
        .object(7, "<</Contents[]/Resources 99 0 R>>")
        .object(8, "<</Mark 8>>");
    let marks: Vec<Option<u32>> = pages(file).into_iter().map(|(_, mark)| mark).collect();
    assert_eq!(marks, [Some(1), Some(8), Some(5), None]);
}

#[test]
fn a_page_that_draws_nothing_or_is_none_is_left_out() {
    let file = tree("3 0 R 4 0 R 5 0 R null (a)").object(3, "<</Type/Page>>").object(4, "12");
    assert_eq!(pages(file), []);
}

#[test]
fn pages_are_bounded() {
    let kids: String = (10..10 + MAX_PAGES * 2).map(|number| format!("{number} 0 R ")).collect();
    let file = (10..2_000).fold(tree(&kids), |file, number| file.object(number, "<</Contents[]>>"));
    assert_eq!(pages(file).len(), MAX_PAGES);
}
