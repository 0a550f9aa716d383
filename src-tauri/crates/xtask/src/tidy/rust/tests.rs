#![allow(clippy::unwrap_used)]

use super::{At, read};

fn texts(found: &[At]) -> Vec<&str> {
    found.iter().map(|found| found.text.as_str()).collect()
}

#[test]
fn a_comment_says_nothing_and_a_string_does() {
    let source =
        read("//! \"header\"\n/// \"doc\"\nfn f() { g(\"said\"); /* \"kept\" */ r#\"raw \"one\"\"#; }").unwrap();
    assert_eq!(texts(&source.strings), ["said", "raw \"one\""]);
    assert_eq!(source.strings[0].line, 3);
}

#[test]
fn the_words_of_an_error_are_said() {
    let source = read("enum E { #[error(\"the disk is full\")] Full }").unwrap();
    assert_eq!(texts(&source.strings), ["the disk is full"]);
}

#[test]
fn a_path_is_read_whole_and_a_grouped_use_branch_by_branch() {
    let source = read("use std::{fs::{File, read}, io};\nfn f() { let now = jiff::Timestamp::now(); x.y(); }").unwrap();
    assert_eq!(texts(&source.paths), ["std::fs::File", "std::fs::read", "std::io", "jiff::Timestamp::now"]);
    assert_eq!(source.paths[3].line, 2);
}

#[test]
fn a_function_is_measured_from_its_name_to_its_last_brace() {
    let source =
        read("trait T { fn without_body(); }\nimpl T for X {\n  fn f()\n  {\n    h(|x: fn()| x)\n  }\n}").unwrap();
    let measured: Vec<(&str, usize)> =
        source.functions.iter().map(|function| (function.name.text.as_str(), function.lines)).collect();
    assert_eq!(measured, [("f", 4)]);
}

#[test]
fn what_only_tests_compile_is_passed_over_and_counted() {
    let text = "fn shipped() { a(\"a\") }\n#[cfg(test)]\nmod tests {\n  fn f() { b(\"b\") }\n}\n\
                #[cfg(test)]\n#[allow(x)]\nmod testing;\n#[cfg(not(test))]\nfn also() { c(\"c\") }\n\
                #[tokio::test]\nasync fn t() { d(\"d\") }";
    let source = read(text).unwrap();
    assert_eq!(texts(&source.strings), ["a", "c"]);
    assert_eq!(source.test_modules, ["testing"]);
    assert_eq!(source.test_lines, 3 + 2 + 1);
}

#[test]
fn what_is_defined_is_named() {
    let source = read("pub struct Desk; enum Mode { A } mod world; type Row = (u8, Desk);").unwrap();
    assert_eq!(texts(&source.names), ["Desk", "Mode", "world", "Row"]);
}

#[test]
fn a_text_that_is_not_rust_is_refused() {
    assert!(read("fn f() { \"never closed }").is_err());
}
