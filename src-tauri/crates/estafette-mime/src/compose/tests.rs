#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::convert::Infallible;

use super::{
    ComposeError, ComposedLetter, HeaderText, Letter, LetterAttachment, NamedAddress, compose, encoded_size,
    estimate_size,
};
use crate::attachment::AttachmentKind;
use crate::dice::Dice;
use crate::header::parse_header;
use crate::message::{TextPart, parse_message, tests::part_bytes};

fn named(name: &str, address: &str) -> NamedAddress {
    NamedAddress { address: address.parse().unwrap(), name: HeaderText::cleaned(name) }
}

fn letter() -> Letter {
    Letter {
        from: named("Secrétariat", "secretariat@mas.mssante.example"),
        to: vec![named("Dr Hélène Fabre", "h.fabre@val-fleuri.example")],
        cc: vec![named("", "infirmerie@mas.mssante.example")],
        subject: HeaderText::cleaned("Retour à domicile : lettre de liaison"),
        html: "<p>Bonjour,</p><p>La chambre est <strong>prête</strong>.</p>".to_owned(),
        receipt: false,
        in_reply_to: Some("a1@val-fleuri.example".to_owned()),
        references: vec!["c3@mas.example".to_owned(), "a1@val-fleuri.example".to_owned()],
        date: 1_795_513_320,
        utc_offset: 3_600,
        message_id_random: *b"0123456789abcdef",
        attachments: vec![],
    }
}

fn raw(letter: &Letter) -> String {
    let zeros: Vec<Vec<u8>> = letter.attachments.iter().map(|file| vec![0; file.size as usize]).collect();
    String::from_utf8(raw_with(letter, &zeros)).unwrap()
}

/// The letter with these files in it, given in small pieces.
fn raw_with(letter: &Letter, files: &[Vec<u8>]) -> Vec<u8> {
    let composed = compose(letter).expect("composed");
    let mut raw = Vec::new();
    let file = |index: usize, give: &mut dyn FnMut(&[u8]) -> Result<(), Infallible>| {
        files[index].chunks(100).try_for_each(give)
    };
    let Ok(()) = composed.write(file, |bytes| {
        raw.extend_from_slice(bytes);
        Ok(())
    });
    assert_eq!(composed.size, raw.len() as u64, "what it was said to weigh");
    raw
}

impl ComposedLetter {
    /// All of a letter without files.
    pub(crate) fn raw(&self) -> Vec<u8> {
        let mut raw = Vec::new();
        let Ok(()) = self.write(
            |_, _| Ok(()),
            |bytes| {
                raw.extend_from_slice(bytes);
                Ok::<(), Infallible>(())
            },
        );
        raw
    }
}

fn file(name: &str, mime_type: &str, bytes: &[u8]) -> LetterAttachment {
    LetterAttachment { name: name.to_owned(), mime_type: mime_type.to_owned(), size: bytes.len() as u64 }
}

fn header_of(raw: &str) -> &str {
    raw.split_once("\r\n\r\n").unwrap().0
}

#[test]
fn the_header_is_exactly_this() {
    let expected = "Date: Tue, 24 Nov 2026 10:42:00 +0100\r\n\
        From: =?utf-8?B?U2VjcsOpdGFyaWF0?= <secretariat@mas.mssante.example>\r\n\
        To: =?utf-8?B?RHIgSMOpbMOobmUgRmFicmU=?= <h.fabre@val-fleuri.example>\r\n\
        Cc: <infirmerie@mas.mssante.example>\r\n\
        Subject: =?utf-8?Q?Retour_=C3=A0_domicile_:_lettre_de_liaison?=\r\n\
        Message-ID: <30313233343536373839616263646566@mas.mssante.example>\r\n\
        In-Reply-To: <a1@val-fleuri.example>\r\n\
        References: <c3@mas.example> <a1@val-fleuri.example>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative;\r\n boundary=\"=_a30313233343536373839616263646566\"";
    assert_eq!(header_of(&raw(&letter())), expected);
}

#[test]
fn nothing_names_the_program_or_the_machine() {
    let raw = raw(&letter()).to_lowercase();
    for leak in ["x-mailer", "user-agent", "estafette", "localhost", "x-originating", "bcc:"] {
        assert!(!raw.contains(leak), "{leak}");
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let mut letter = letter();
    letter.attachments.push(file("a", "a/b", &[7; 100]));
    assert_eq!(compose(&letter), compose(&letter));
}

#[test]
fn what_is_written_is_read_back() {
    let mut letter = letter();
    let pdf = b"%PDF-1.7 \0\xff\r\n--=_m\r\n.\r\n".repeat(50);
    letter.attachments = vec![
        file("Ordonnance n°1.pdf", "application/pdf", &pdf),
        file("../CON", "pas un type", b""),
        file("\u{202e}", "multipart/mixed", b"x"),
    ];
    let raw = raw_with(&letter, &[pdf.clone(), Vec::new(), b"x".to_vec()]);
    let message = parse_message(&raw);
    assert_eq!(message.header.subject, "Retour à domicile : lettre de liaison");
    assert_eq!(message.header.from.name, "Secrétariat");
    assert_eq!(message.header.to[0].name, "Dr Hélène Fabre");
    assert_eq!(message.header.cc[0].address, "infirmerie@mas.mssante.example");
    assert_eq!(message.header.date, Some(letter.date));
    assert_eq!(message.header.message_id, Some(compose(&letter).unwrap().message_id));
    assert_eq!(message.header.references, letter.references);
    assert_eq!(message.plain, "Bonjour,\r\n\r\nLa chambre est prête.");
    let [TextPart::Html(html)] = message.body.as_slice() else { panic!("{:?}", message.body) };
    assert!(html.contains("<p>La chambre est <strong>prête</strong>.</p>"), "{html}");
    let names: Vec<&str> = message.attachments.iter().map(|attachment| attachment.name.as_str()).collect();
    assert_eq!(names, ["Ordonnance n°1.pdf", "_CON", "fichier"]);
    assert_eq!(message.attachments[0].kind, AttachmentKind::Pdf);
    assert_eq!(part_bytes(&raw, message.attachments[0].index).unwrap().1, pdf);
    assert!(message.attachments.iter().skip(1).all(|other| other.mime_type == "application/octet-stream"));
}

#[test]
fn every_line_is_short_and_ends_as_smtp_wants() {
    let mut letter = letter();
    letter.subject = HeaderText::cleaned(&"Très long objet ".repeat(60));
    letter.html = format!("<p>{}</p><p>{}</p><p>.</p>\n\nsuite\r\n.", "é".repeat(5_000), "x".repeat(5_000));
    letter.to = (0..300).map(|n| named(&"Équipe ".repeat(10), &format!("a{n}@val-fleuri.example"))).collect();
    letter.references = (0..100).map(|n| format!("{}{n}@x.example", "r".repeat(100))).collect();
    letter.attachments = vec![LetterAttachment {
        name: format!("{}.pdf", "é".repeat(300)),
        mime_type: "application/pdf".into(),
        size: 10_000,
    }];
    let raw = raw(&letter);
    for line in raw.split("\r\n") {
        assert!(line.len() <= 998, "{} bytes: {}", line.len(), &line[..80]);
        assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
    }
    assert!(raw.ends_with("\r\n") && raw.is_ascii());
    let header = parse_message(raw.as_bytes()).header;
    assert_eq!((header.to.len(), header.references.len()), (300, 100));
    assert_eq!(header.subject, letter.subject.as_str());
}

#[test]
fn no_text_of_a_person_becomes_a_field() {
    let attack = "x\r\nBcc: <voleur@banque.example>\r\n\r\ncorps";
    let mut letter = letter();
    letter.from.name = HeaderText::cleaned(attack);
    letter.to[0].name = HeaderText::cleaned(&format!("\"{attack}\" <a@b.example>, "));
    letter.subject = HeaderText::cleaned(attack);
    letter.in_reply_to = Some(attack.to_owned());
    letter.references = vec![attack.to_owned(), "<a@x>".to_owned(), "ok@x.example".to_owned()];
    letter.attachments =
        vec![LetterAttachment { name: attack.to_owned(), mime_type: format!("a/b\r\n{attack}"), size: 0 }];
    let raw = raw(&letter);
    let fields: Vec<&str> = header_of(&raw)
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .filter_map(|line| line.split_once(':').map(|(name, _)| name))
        .collect();
    let expected = ["Date", "From", "To", "Cc", "Subject", "Message-ID", "References", "MIME-Version", "Content-Type"];
    assert_eq!(fields, expected);
    assert!(!raw.lines().any(|line| line.starts_with("Bcc")), "{raw}");
    let header = parse_message(raw.as_bytes()).header;
    assert_eq!((header.to.len(), header.to[0].address.as_str()), (1, "h.fabre@val-fleuri.example"));
    assert_eq!(header.references, ["ok@x.example"]);
}

#[test]
fn words_that_look_encoded_are_read_as_they_were_typed() {
    for typed in ["=?utf-8?Q?Dr_Fabre?=", "Re: =?iso-8859-1?B?6Q==?= =?x", "=?utf-8?Q?=E9?= Hélène"] {
        let subject = HeaderText::cleaned(typed);
        let letter = Letter { subject, to: vec![named(typed, "h.fabre@val-fleuri.example")], ..letter() };
        let read = parse_header(raw(&letter).as_bytes());
        assert_eq!((read.subject.as_str(), read.to[0].name.as_str()), (typed, typed));
    }
}

#[test]
fn the_text_leaves_with_nothing_but_its_words() {
    let mut letter = letter();
    letter.html = "<h2 id=x class=y style='color:red'>Titre</h2><p onclick=a>Voir <a href=\"https://x.example/a\" \
        target=_blank rel=opener>ici</a>, <a href=\"javascript:x\">là</a></p><img src=https://pistage.example/p.gif>\
        <script>x</script><table><tr><td>cellule</td></tr></table><!-- note -->"
        .to_owned();
    let message = parse_message(&raw(&letter));
    let [TextPart::Html(html)] = message.body.as_slice() else { panic!("{:?}", message.body) };
    let body = html.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
    let expected = "<h2>Titre</h2><p>Voir <a href=\"https://x.example/a\">ici</a>, <a>là</a></p>cellule";
    assert_eq!(body, expected);
    assert_eq!(message.plain.trim(), "Titre\r\n\r\nVoir ici <https://x.example/a>, là\r\n\r\ncellule");
}

#[test]
fn a_letter_that_cannot_be_written_says_why() {
    let nobody = Letter { to: vec![], cc: vec![], ..letter() };
    assert_eq!(compose(&nobody), Err(ComposeError::NoRecipient));
    let copy_only = Letter { to: vec![], ..letter() };
    assert!(!raw(&copy_only).contains("\r\nTo:"));
    let deep = Letter { html: "<blockquote>".repeat(5_000), ..letter() };
    assert_eq!(compose(&deep), Err(ComposeError::TextTooComplex));
    let long = Letter { html: "x".repeat(3_000_000), ..letter() };
    assert_eq!(compose(&long), Err(ComposeError::TextTooComplex));
    for (date, utc_offset) in [(i64::MAX, 0), (i64::MIN, 0), (0, i32::MAX), (253_402_300_800, 0)] {
        assert_eq!(compose(&Letter { date, utc_offset, ..letter() }), Err(ComposeError::Date), "{date} {utc_offset}");
    }
}

#[test]
fn an_empty_letter_is_a_letter() {
    let message = parse_message(&raw(&Letter { html: String::new(), ..letter() }));
    assert_eq!((message.plain.trim(), message.has_html()), ("", true));
}

#[test]
fn the_gauge_is_never_under_what_leaves() {
    for bytes in [0, 1, 2, 3, 56, 57, 58, 1_000, 100_000] {
        let mut letter = letter();
        letter.attachments = vec![file(&"é".repeat(90), "video/mp4", &vec![0xe9; bytes]); 2];
        letter.html = format!("<p>{}</p>", "é".repeat(bytes));
        let estimate = estimate_size(letter.html.len() as u64, [bytes as u64; 2]);
        let size = compose(&letter).unwrap().size;
        assert!(estimate >= size, "{bytes}: {estimate} < {size}");
    }
    assert_eq!((encoded_size(0), encoded_size(57), encoded_size(58)), (0, 78, 84));
    assert_eq!(estimate_size(u64::MAX, [u64::MAX]), u64::MAX);
}

#[test]
fn whatever_is_typed_the_fields_are_ours_and_the_words_come_back() {
    let pieces = [
        "\r\n",
        "\n",
        "\r",
        "\0",
        "Bcc: ",
        "a@b.example",
        "<",
        ">",
        ",",
        ";",
        ":",
        "\"",
        "\\",
        "(",
        ")",
        "=?utf-8?Q?",
        "?=",
        "é",
        " ",
        "\u{a0}",
        "\u{202e}",
        "mot",
        "\t",
        "[",
        "日本",
    ];
    let mut dice = Dice::thrown_from(13);
    for _ in 0..300 {
        let mut letter = letter();
        letter.subject = HeaderText::cleaned(&dice.string(&pieces, 20));
        letter.to[0].name = HeaderText::cleaned(&dice.string(&pieces, 12));
        letter.in_reply_to = Some(dice.string(&pieces, 4));
        letter.references = vec![dice.string(&pieces, 4), "ok@x.example".to_owned()];
        let name = dice.string(&pieces, 12);
        letter.attachments = vec![file(&name, &dice.string(&pieces, 3), &[1])];
        let raw = raw(&letter);
        let lines = header_of(&raw).split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let names: Vec<&str> = lines.filter_map(|line| line.split_once(':').map(|(name, _)| name)).collect();
        let known = [
            "Date",
            "From",
            "To",
            "Cc",
            "Subject",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
        ];
        assert!(names.iter().all(|name| known.contains(name)) && names.len() >= 9, "{names:?} in {raw}");
        let message = parse_message(raw.as_bytes());
        assert_eq!(message.header.to.len(), 1, "{raw}");
        assert_eq!(message.header.to[0].address, "h.fabre@val-fleuri.example", "{raw}");
        assert_eq!(message.header.references.last().map(String::as_str), Some("ok@x.example"), "{raw}");
        assert_eq!(message.attachments.len(), 1, "{raw}");
        assert!(raw.is_ascii() && !raw.contains('\0'), "{raw}");
    }
}

#[test]
fn a_file_of_text_arrives_byte_for_byte() {
    let contents: [&[u8]; 6] =
        [b"a;b\nc;d\n", b"a\r\nb\r\n", b"a\rb\r\r\n\n", b"fin d'espaces  \n.\n", "été\n".as_bytes(), b"\xe9t\xe9\0\n"];
    for mime_type in ["text/plain", "text/csv", "text/xml", "text/html", "application/xml"] {
        for bytes in contents {
            let mut letter = letter();
            letter.attachments = vec![file("a.txt", mime_type, bytes)];
            let raw = raw_with(&letter, &[bytes.to_vec()]);
            let message = parse_message(&raw);
            assert_eq!(message.attachments.len(), 1, "{mime_type} {bytes:?}");
            assert_eq!(part_bytes(&raw, message.attachments[0].index).unwrap().1, bytes, "{mime_type} {bytes:?}");
        }
    }
}

#[test]
fn files_are_written_in_their_order_and_what_fails_ends_the_writing() {
    let mut letter = letter();
    letter.attachments = vec![file("a.txt", "text/plain", b"un"), file("b.txt", "text/plain", b"deux")];
    let raw = raw_with(&letter, &[b"un".to_vec(), b"deux".to_vec()]);
    let message = parse_message(&raw);
    let read: Vec<_> = message.attachments.iter().map(|file| part_bytes(&raw, file.index).unwrap().1).collect();
    assert_eq!(read, [b"un".to_vec(), b"deux".to_vec()]);

    let composed = compose(&letter).unwrap();
    let mut written = 0;
    let lost = composed.write(
        |index, give| if index == 0 { give(b"un") } else { Err("the file is gone") },
        |bytes| {
            written += bytes.len() as u64;
            Ok(())
        },
    );
    assert_eq!(lost, Err("the file is gone"));
    assert!(written < composed.size, "and what was written is not the letter");
    let full = composed.write(|_, give| give(b""), |_| Err("the disk is full"));
    assert_eq!(full, Err("the disk is full"));
}

#[test]
fn a_receipt_is_asked_for_at_the_address_the_letter_leaves_from_and_only_when_wanted() {
    let written = |receipt| raw(&Letter { receipt, ..letter() });
    let asked = written(true);
    let line = asked.lines().find(|line| line.starts_with("Disposition-Notification-To:")).unwrap();
    assert_eq!(line, format!("Disposition-Notification-To: <{}>", letter().from.address));
    assert!(!written(false).contains("Disposition-Notification-To"));
}
