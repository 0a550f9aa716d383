use std::time::Duration;

use super::{MAX_PARTS, Parts, take_apart};
use crate::stopwatch::within;

fn shape(raw: &str) -> Vec<(String, String)> {
    let parts = take_apart(raw.as_bytes());
    let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
    parts.leaves.iter().map(|leaf| (leaf.fields.mime_type.clone(), text(leaf.body))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(mime_type, body)| ((*mime_type).to_owned(), (*body).to_owned())).collect()
}

fn timed(raw: &str, milliseconds: u64) -> Parts<'_> {
    within(Duration::from_millis(milliseconds), &raw[..raw.len().min(60)], || take_apart(raw.as_bytes()))
}

#[test]
fn a_message_without_structure_is_one_text() {
    assert_eq!(shape("Subject: a\r\n\r\nBonjour\r\n"), pairs(&[("text/plain", "Bonjour\r\n")]));
    assert_eq!(shape("Bonjour"), pairs(&[("text/plain", "Bonjour")]));
    assert_eq!(shape(""), pairs(&[("text/plain", "")]));
    assert_eq!(shape("Content-Type: image/png\n\nx"), pairs(&[("image/png", "x")]));
}

#[test]
fn leaves_come_in_order_without_preamble_epilogue_or_the_break_of_the_boundary() {
    let raw = "Content-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\nPour les anciens programmes\r\n\
        --b 1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n\
        --b2\r\n\r\nBonjour\r\n--b2 \t\r\nContent-Type: text/html\r\n\r\n<p>Bonjour</p>\r\n--b2--\r\n\
        --b 1\r\nContent-Type: APPLICATION/PDF\r\n\r\n%PDF\r\n\r\n--b 1--\r\nfin\r\n--b 1\r\n\r\nperdu";
    let expected = [("text/plain", "Bonjour"), ("text/html", "<p>Bonjour</p>"), ("application/pdf", "%PDF\r\n")];
    assert_eq!(shape(raw), pairs(&expected));
    let alternatives: Vec<Option<usize>> = take_apart(raw.as_bytes()).leaves.iter().map(|l| l.alternative).collect();
    assert_eq!(alternatives, [Some(1), Some(1), None]);
}

#[test]
fn a_missing_end_costs_nothing() {
    let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>a\n--b\n\nsuite\n";
    assert_eq!(shape(raw), pairs(&[("text/html", "<p>a"), ("text/plain", "suite")]));
    let inner = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n\
        --c\n\ndedans\n--b\n\ndehors\n--b--\n";
    assert_eq!(shape(inner), pairs(&[("text/plain", "dedans"), ("text/plain", "dehors")]));
}

#[test]
fn a_boundary_that_never_comes_leaves_the_text() {
    let raw = "Content-Type: multipart/mixed; boundary=b\n\nBonjour quand même\n";
    assert_eq!(shape(raw), pairs(&[("text/plain", "Bonjour quand même\n")]));
    assert_eq!(shape("Content-Type: multipart/mixed\n\nBonjour"), pairs(&[("multipart/mixed", "Bonjour")]));
}

#[test]
fn one_boundary_does_not_pass_for_another_it_starts() {
    let raw = "Content-Type: multipart/mixed; boundary=ab\n\n--ab\n\n--abc\n--a\n-- ab\n --ab\ntexte\n--ab--\n";
    assert_eq!(shape(raw), pairs(&[("text/plain", "--abc\n--a\n-- ab\n --ab\ntexte")]));
}

#[test]
fn a_label_that_is_no_label_is_unknown_bytes() {
    let cases = [
        ("text", "text/plain"),
        ("TEXT/HTML; charset=utf-8", "text/html"),
        ("a b/c", "application/octet-stream"),
        ("text/x<script>", "application/octet-stream"),
        ("/", "text/plain"),
        ("", "text/plain"),
        ("image", "application/octet-stream"),
    ];
    for (label, mime_type) in cases {
        assert_eq!(shape(&format!("Content-Type: {label}\n\nx"))[0].0, mime_type, "{label}");
    }
}

#[test]
fn names_are_read_in_every_spelling() {
    let cases = [
        ("Content-Disposition: attachment; filename=\"a b.pdf\"", "a b.pdf"),
        ("Content-Type: application/pdf; name=a.pdf", "a.pdf"),
        ("Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=b.pdf", "b.pdf"),
        ("Content-Disposition: attachment; filename*=UTF-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
        ("Content-Disposition: attachment; filename*=iso-8859-1'fr'%E9t%E9.pdf", "été.pdf"),
        ("Content-Disposition: attachment; filename*0=\"un \"; filename*1=\"deux.pdf\"", "un deux.pdf"),
        ("Content-Disposition: attachment; filename*1*=t%C3%A9.pdf; filename*0*=UTF-8''%C3%A9", "été.pdf"),
        ("Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=A9t=C3=A9.pdf?=\"", "été.pdf"),
        ("Content-Disposition: attachment; filename=été.pdf", "été.pdf"),
    ];
    for (fields, name) in cases {
        let raw = format!("{fields}\n\nx");
        let leaves = take_apart(raw.as_bytes()).leaves;
        assert_eq!(leaves[0].fields.name, name, "{fields}");
    }
}

#[test]
fn ten_thousand_parts_are_cut_in_time_and_said() {
    let parts = "--b\r\nContent-Type: text/plain; name=a\r\nContent-ID: <x@y>\r\n\r\nx\r\n".repeat(10_000);
    let raw = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");
    let parts = timed(&raw, 250);
    assert_eq!((parts.leaves.len(), parts.truncated), (MAX_PARTS, true));
}

#[test]
fn five_hundred_levels_are_cut_in_time_and_said() {
    let mut raw = String::new();
    for level in 0..500 {
        raw += &format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
    }
    raw += "\r\nau fond\r\n";
    let parts = timed(&raw, 50);
    assert_eq!((parts.leaves.len(), parts.truncated), (0, true));
}

#[test]
fn what_costs_the_library_dear_costs_nothing_here() {
    let boundaries_that_never_come = (0..20_000)
        .fold("Content-Type: multipart/mixed; boundary=b\n\n".to_owned(), |raw, n| {
            raw + &format!("--b\nContent-Type: multipart/mixed; boundary=z{n}\n\n")
        });
    assert!(timed(&boundaries_that_never_come, 200).truncated);
    let nested_messages = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assert_eq!(timed(&nested_messages, 100).leaves.len(), 1);
    let dashes = format!("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{}", "--bx\n".repeat(300_000));
    assert_eq!(timed(&dashes, 1_500).leaves.len(), 1);
}
