#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Answer, MAX_LINE, MAX_LITERALS, announced_literal};
use crate::error::NetError;

#[test]
fn a_literal_is_counted_apart_from_its_line() {
    let mut answer = Answer::default();
    answer.accept(b"* 1 FETCH (UID 7 BODY[] {1000000}\r\n").unwrap();
    assert_eq!(answer.literal_left, 1_000_000);
    let line = answer.line;
    answer.accept(&vec![b'\n'; 1_000_000]).unwrap();
    assert_eq!((answer.literal_left, answer.line), (0, line));
    answer.accept(b")\r\n").unwrap();
    assert_eq!((answer.line, answer.literals), (0, 0));
}

#[test]
fn a_literal_over_the_limit_is_refused_before_a_byte_of_it() {
    let mut answer = Answer::default();
    let size = MAX_LITERALS + 1;
    let refused = answer.accept(format!("* 1 FETCH (BODY[] {{{size}}}\r\n").as_bytes());
    assert_eq!(refused, Err(NetError::TooLarge { limit: MAX_LITERALS, size }));
}

#[test]
fn many_literals_of_one_answer_share_one_limit() {
    let mut answer = Answer::default();
    let half = MAX_LITERALS / 2 + 1;
    let chunk = vec![b'x'; 1024 * 1024];
    answer.accept(format!("* 1 FETCH (BODY[1] {{{half}}}\r\n").as_bytes()).unwrap();
    let mut left = usize::try_from(half).unwrap();
    while left > 0 {
        let now = left.min(chunk.len());
        answer.accept(&chunk[..now]).unwrap();
        left -= now;
    }
    let refused = answer.accept(format!(" BODY[2] {{{half}}}\r\n").as_bytes());
    assert_eq!(refused, Err(NetError::TooLarge { limit: MAX_LITERALS, size: 2 * half }));
}

#[test]
fn a_line_without_end_is_refused() {
    let mut answer = Answer::default();
    let line = vec![b'x'; usize::try_from(MAX_LINE).unwrap()];
    answer.accept(&line).unwrap();
    assert_eq!(answer.accept(b"x"), Err(NetError::TooLarge { limit: MAX_LINE, size: MAX_LINE + 1 }));
}

#[test]
fn free_text_that_looks_like_an_announcement_is_text() {
    for line in ["* OK see {60000000}\r\n", "e1 NO {5}\r\n", "+ {5}\r\n", "* BYE {5}\r\n"] {
        let mut answer = Answer::default();
        answer.accept(line.as_bytes()).unwrap();
        assert_eq!(answer.literal_left, 0, "{line}");
    }
}

#[test]
fn an_announcement_is_read_whatever_the_pieces_it_arrives_in() {
    let mut answer = Answer::default();
    for byte in b"* LIST () \"/\" {5}\r\n" {
        answer.accept(&[*byte]).unwrap();
    }
    assert_eq!(answer.literal_left, 5);
}

#[test]
fn only_a_number_between_braces_at_the_end_of_a_line_announces() {
    let cases: [(&[u8], Option<u64>); 8] = [
        (b"BODY[] {12}\r", Some(12)),
        (b"{0}\r", Some(0)),
        (b"{12+}\r", Some(12)),
        (b"{12} \r", None),
        (b"{12}", None),
        (b"{}\r", None),
        (b"{x}\r", None),
        (b"12}\r", None),
    ];
    for (tail, expected) in cases {
        assert_eq!(announced_literal(tail), expected, "{}", tail.escape_ascii());
    }
}
