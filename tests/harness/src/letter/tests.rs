use jiff::civil::date;
use jiff::tz::{TimeZone, offset};
use mail_parser::{Address, MessageParser, MimeHeaders};

use super::{Attachment, InlineImage, Letter, TextEncoding};
use crate::demo::establishment::find;

const TEXT: &str = "Bonjour,\n\nL'évaluation de Mme Noël est prête.\nÀ bientôt,\nDr Hélène Fabre";

fn letter() -> Letter {
    let when = date(2026, 11, 23).at(10, 42, 0, 0).to_zoned_datetime(TimeZone::fixed(offset(1))).unwrap();
    let (from, to) = (find("helene.fabre").unwrap(), find("secretariat").unwrap());
    Letter::plain(from, to, when, "Évaluation de Mme Noël", TEXT)
}

fn body(bytes: &[u8]) -> String {
    MessageParser::default().parse(bytes).unwrap().body_text(0).unwrap().replace("\r\n", "\n").trim_end().to_owned()
}

#[test]
fn every_encoding_says_the_same() {
    for encoding in [
        TextEncoding::Utf8QuotedPrintable,
        TextEncoding::Utf8Base64,
        TextEncoding::Utf8EightBit,
        TextEncoding::Latin1QuotedPrintable,
        TextEncoding::Windows1252Base64,
    ] {
        let bytes = Letter { encoding, ..letter() }.to_bytes();
        assert_eq!(body(&bytes), TEXT, "{encoding:?}");
    }
}

#[test]
fn names_and_subject_are_read_back() {
    let bytes = letter().to_bytes();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(message.subject(), Some("Évaluation de Mme Noël"));
    let Some(Address::List(people)) = message.from() else { panic!("no sender") };
    assert_eq!(people[0].name(), Some("Dr Hélène Fabre"));
    assert_eq!(people[0].address(), Some("helene.fabre@medecin.mssante.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-23T10:42:00+01:00");
}

#[test]
fn every_line_ends_with_crlf_and_stays_short() {
    let subject = "Demande d’évaluation pluridisciplinaire complémentaire à l’entrée dans l’établissement d’accueil";
    let bytes = Letter { subject: subject.into(), ..letter() }.to_bytes();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.split("\r\n").all(|line| !line.contains('\n') && line.len() <= 78), "{text}");
}

#[test]
fn reply_names_every_letter_before_it() {
    let first = letter();
    let second = Letter { message_id: "deux@medecin.mssante.example".into(), ..letter() }.in_reply_to(&first);
    let third = Letter { message_id: "trois@medecin.mssante.example".into(), ..letter() }.in_reply_to(&second);
    let bytes = third.to_bytes();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(message.in_reply_to().as_text(), Some("deux@medecin.mssante.example"));
    let ids = message.references().as_text_list().unwrap().to_vec();
    assert_eq!(ids, [first.message_id.as_str(), "deux@medecin.mssante.example"]);
}

#[test]
fn layers_are_nested_as_programs_do() {
    let mut letter = letter();
    letter.html = Some("<p>Bonjour <img src=\"cid:logo\"></p>".into());
    letter.image = Some(InlineImage { content_id: "logo".into(), bytes: vec![1, 2, 3] });
    letter.attachments = vec![Attachment {
        name: "Évaluation de Mme Noël.pdf".into(),
        media_type: "application/pdf",
        bytes: b"%PDF-1.4".to_vec(),
    }];
    let bytes = letter.to_bytes();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let kinds: Vec<_> = message
        .parts
        .iter()
        .map(|part| part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())))
        .map(Option::unwrap_or_default)
        .collect();
    let expected = [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ];
    assert_eq!(kinds, expected);
    let file = message.attachments().find(|part| part.attachment_name() == Some("Évaluation de Mme Noël.pdf"));
    assert_eq!(file.unwrap().contents(), b"%PDF-1.4");
}
