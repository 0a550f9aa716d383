use estafette_model::Correspondent;

use super::{HeaderFields, parse_header};
use crate::dice::Dice;

fn who(name: &str, address: &str) -> Correspondent {
    Correspondent { name: name.to_owned(), address: address.to_owned() }
}

#[test]
fn an_ordinary_header_is_read_in_full() {
    let raw = b"Message-ID: <a1@val-fleuri.example>\r\n\
        In-Reply-To: <b2@mas.example>\r\n\
        References: <c3@mas.example>\r\n <b2@mas.example>\r\n\
        Subject: =?utf-8?Q?R=C3=A9union?= de =?iso-8859-1?B?c3ludGjoc2U=?=\r\n\
        From: \"Dr =?utf-8?Q?H=C3=A9l=C3=A8ne?= Fabre\" <h.fabre@val-fleuri.example>\r\n\
        To: =?utf-8?Q?Secr=C3=A9tariat?= <secretariat@mas.example>, infirmerie@mas.example\r\n\
        Cc: Equipe: a@mas.example, b@mas.example;\r\n\
        Reply-To: geriatrie@val-fleuri.example\r\n\
        Date: Tue, 24 Nov 2026 10:42:00 +0100\r\n\r\ntexte";
    let expected = HeaderFields {
        message_id: Some("a1@val-fleuri.example".to_owned()),
        in_reply_to: vec!["b2@mas.example".to_owned()],
        references: vec!["c3@mas.example".to_owned(), "b2@mas.example".to_owned()],
        subject: "Réunion de synthèse".to_owned(),
        from: who("Dr Hélène Fabre", "h.fabre@val-fleuri.example"),
        to: vec![who("Secrétariat", "secretariat@mas.example"), who("", "infirmerie@mas.example")],
        cc: vec![who("", "a@mas.example"), who("", "b@mas.example")],
        reply_to: vec![who("", "geriatrie@val-fleuri.example")],
        date: Some(1_795_513_320),
        is_report: false,
    };
    assert_eq!(parse_header(raw), expected);
}

#[test]
fn a_report_says_so_in_its_header() {
    let is_report = |kind: &str| parse_header(format!("Content-Type: {kind}\r\n\r\n").as_bytes()).is_report;
    assert!(is_report("Multipart/Report; report-type=delivery-status; boundary=x"));
    assert!(!is_report("multipart/mixed; boundary=report") && !is_report("text/report"));
}

#[test]
fn no_header_gives_empty_fields() {
    for raw in ["", "\r\n\r\ntexte", "Bonjour sans en-tête", "\0\0\0", "--b\r\n\r\n"] {
        assert_eq!(parse_header(raw.as_bytes()), HeaderFields::default(), "{raw:?}");
    }
}

#[test]
fn the_first_author_subject_and_date_count_and_recipients_add_up() {
    let raw = b"From: amelie@mas.example\r\nFrom: directeur@banque.example\r\nSubject: vrai\r\nSubject: faux\r\n\
        To: a@mas.example\r\nTo: b@mas.example\r\nReply-To: c@mas.example\r\nReply-To: d@banque.example\r\n\
        Date: Tue, 24 Nov 2026 10:42:00 +0100\r\nDate: Tue, 24 Nov 1999 10:42:00 +0100\r\n\r\n";
    let header = parse_header(raw);
    assert_eq!(header.from.address, "amelie@mas.example");
    assert_eq!(header.subject, "vrai");
    assert_eq!(header.to.len(), 2);
    assert_eq!(header.reply_to, [who("", "c@mas.example")]);
    assert_eq!(header.date, Some(1_795_513_320));
}

#[test]
fn odd_subjects_are_read_as_far_as_they_make_sense() {
    let cases: [(&[u8], &str); 10] = [
        (b"R\xe9union", "Réunion"),
        ("Réunion".as_bytes(), "Réunion"),
        (b"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a_b?= c", "a b c"),
        (b"=?x-inconnu?B?Qm9uam91cg==?=", "Bonjour"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"=?utf-8?Q?inacheve", "=?utf-8?Q?inacheve"),
        (b"=?utf-8?Q?ligne=0D=0ABcc:=20x@y.example?=", "ligne Bcc: x@y.example"),
        (b"=?utf-8?B?4oCuZmRwLmV4ZQ==?=", "fdp.exe"),
        (b"", ""),
    ];
    for (value, subject) in cases {
        let raw = [b"Subject: ".as_slice(), value, b"\r\n\r\n"].concat();
        assert_eq!(parse_header(&raw).subject, subject, "{:?}", String::from_utf8_lossy(value));
    }
}

#[test]
fn odd_addresses_are_shown_and_none_is_lost() {
    let cases = [
        ("secretariat@mas.example", who("", "secretariat@mas.example")),
        ("<secretariat@mas.example>", who("", "secretariat@mas.example")),
        ("Secrétariat <secretariat@mas.example>", who("Secrétariat", "secretariat@mas.example")),
        ("\"a, b\" <x@mas.example>", who("a, b", "x@mas.example")),
        ("x@mas.example (Amélie)", who("Amélie", "x@mas.example")),
        ("\"directeur@banque.example\" <x@mas.example>", who("directeur@banque.example", "x@mas.example")),
        ("Sans adresse", who("Sans adresse", "")),
        ("\"Dr\u{202e} Fabre\" <x@mas.example>", who("Dr Fabre", "x@mas.example")),
    ];
    for (value, expected) in cases {
        assert_eq!(parse_header(format!("From: {value}\r\n\r\n").as_bytes()).from, expected, "{value}");
    }
}

#[test]
fn only_ids_that_may_be_written_again_are_kept() {
    let raw = "Message-ID: <a b@x.example>\r\nIn-Reply-To: <é@x.example>\r\n\
               References: <a@x.example> <> <b\u{7}@x.example> <c@x.example>\r\n\r\n";
    let header = parse_header(raw.as_bytes());
    assert_eq!(header.message_id, None);
    assert!(header.in_reply_to.is_empty());
    assert_eq!(header.references, ["a@x.example", "c@x.example"]);
}

#[test]
fn an_absurd_date_is_no_date() {
    for date in ["", "hier", "Tue, 99 Nov 2026 10:42:00 +0100", "Tue, 24 Nov 2026", "0", "99999999999999999999"] {
        let header = parse_header(format!("Date: {date}\r\n\r\n").as_bytes());
        assert!(header.date.is_none_or(|date| (-2_208_988_800..32_535_216_000).contains(&date)), "{date}");
    }
    assert_eq!(parse_header(b"Date: hier\r\n\r\n").date, None);
}

#[test]
fn a_thousand_recipients_are_kept_up_to_the_limit() {
    let list: Vec<String> = (0..1_000).map(|n| format!("a{n}@mas.example")).collect();
    assert_eq!(parse_header(format!("To: {}\r\n\r\n", list.join(", ")).as_bytes()).to.len(), 500);
}

#[test]
fn random_bytes_never_break_the_reader() {
    let mut dice = Dice::thrown_from(7);
    let words: [&[u8]; 20] = [
        b"From:",
        b"To:",
        b"Subject:",
        b"Date:",
        b"References:",
        b"=?utf-8?",
        b"Q?",
        b"B?",
        b"?=",
        b"<",
        b">",
        b"\r\n",
        b"\r\n ",
        b"\"",
        b"(",
        b";",
        b"\0",
        b"\xe9",
        b"\\",
        b",",
    ];
    for _ in 0..10_000 {
        let raw: Vec<u8> = (0..dice.throw(40)).flat_map(|_| dice.pick(&words).to_vec()).collect();
        let header = parse_header(&raw);
        assert!(!header.subject.contains(['\r', '\n', '\0']), "{raw:?}");
        assert!(header.references.iter().all(|id| !id.contains(['<', '>', ' '])), "{raw:?}");
    }
}
