#![allow(clippy::unwrap_used)]

use std::time::Duration;

use estafette_model::{Cut, LetterBytes};

use super::{TextPart, find_image, find_part, parse_message};
use crate::attachment::AttachmentKind;
use crate::dice::Dice;
use crate::stopwatch::within;

/// A multipart message of parts, each with its header lines and its body.
fn multipart(subtype: &str, parts: &[(&str, &str)]) -> String {
    let parts: String = parts.iter().map(|(fields, body)| format!("--b\r\n{fields}\r\n\r\n{body}\r\n")).collect();
    format!("Subject: essai\r\nContent-Type: multipart/{subtype}; boundary=b\r\n\r\n{parts}--b--\r\n")
}

fn html(text: &str) -> TextPart {
    TextPart::Html(text.to_owned())
}

fn plain(text: &str) -> TextPart {
    TextPart::Plain(text.to_owned())
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8";
const HTML: &str = "Content-Type: text/html; charset=utf-8";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUg==";

/// The type and the bytes of a part of a letter that is here whole.
pub(crate) fn part_bytes(raw: &[u8], index: u32) -> Option<(String, Vec<u8>)> {
    let part = find_part(raw, index)?;
    Some((part.mime_type.clone(), part.take_out(raw)))
}

#[test]
fn of_two_versions_the_html_is_shown_and_the_plain_is_read() {
    let raw = multipart("alternative", &[(PLAIN, "Bonjour en clair"), (HTML, "<p>Bonjour <b>orné</b></p>")]);
    let message = parse_message(raw.as_bytes());
    assert_eq!(message.body, [html("<p>Bonjour <b>orné</b></p>")]);
    assert_eq!(message.plain, "Bonjour en clair");
    assert_eq!(message.preview, "Bonjour en clair");
    assert!(message.text_for_index.contains("clair") && message.text_for_index.contains("orné"));
    assert!(message.attachments.is_empty() && !message.truncated);
}

#[test]
fn an_empty_plain_version_does_not_hide_the_words() {
    let raw = multipart("alternative", &[(PLAIN, " \r\n"), (HTML, "<p>Bonjour</p>")]);
    let message = parse_message(raw.as_bytes());
    assert_eq!((message.plain.as_str(), message.preview.as_str()), ("Bonjour", "Bonjour"));
    assert_eq!(message.body, [html("<p>Bonjour</p>")]);
}

#[test]
fn every_text_of_a_mixed_message_is_shown_in_its_place() {
    let pdf = "Content-Type: application/pdf; name=cr.pdf";
    let raw = multipart("mixed", &[(HTML, "<p>avant</p>"), (pdf, "%PDF-1.7"), (HTML, "<p>après</p>"), (PLAIN, "pied")]);
    let message = parse_message(raw.as_bytes());
    assert_eq!(message.body, [html("<p>avant</p>"), html("<p>après</p>"), plain("pied")]);
    assert_eq!(message.plain, "avant\n\naprès\n\npied");
    assert_eq!(message.attachments.len(), 1);
    assert_eq!((message.attachments[0].index, message.attachments[0].kind), (1, AttachmentKind::Pdf));
}

#[test]
fn a_quotation_mark_left_open_stays_in_its_part() {
    let raw = multipart("mixed", &[(HTML, "<img src=\"https://x.example/?"), (HTML, "<p>secret</p>"), (HTML, "\">")]);
    let message = parse_message(raw.as_bytes());
    assert_eq!(message.body.len(), 3);
    assert_eq!(message.body[1], html("<p>secret</p>"));
}

#[test]
fn text_sent_as_a_file_is_a_file() {
    let attached = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"note.txt\"";
    let named = "Content-Type: text/html; name=page.html";
    let raw = multipart("mixed", &[(PLAIN, "Bonjour"), (attached, "note"), (named, "<p>page</p>")]);
    let message = parse_message(raw.as_bytes());
    assert_eq!(message.body, [plain("Bonjour")]);
    let names: Vec<&str> = message.attachments.iter().map(|attachment| attachment.name.as_str()).collect();
    assert_eq!(names, ["note.txt", "page.html"]);
}

#[test]
fn an_image_the_text_shows_is_inline_and_served_by_what_it_is() {
    let image = format!(
        "Content-Type: image/svg+xml\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n{PNG}"
    );
    let (fields, body) = image.split_once("\r\n\r\n").unwrap();
    let svg = "Content-Type: image/png\r\nContent-ID: <faux@x>";
    let unused = "Content-Type: application/pdf; name=a.pdf\r\nContent-ID: <pdf@x>";
    let raw =
        multipart("related", &[(HTML, "<img src=cid:logo@x>"), (fields, body), (svg, "<svg/>"), (unused, "%PDF-1")]);
    let message = parse_message(raw.as_bytes());
    let inline: Vec<bool> = message.attachments.iter().map(|attachment| attachment.inline).collect();
    assert_eq!(inline, [true, false, false]);
    assert_eq!(message.attachments[0].content_id.as_deref(), Some("logo@x"));
    let part = find_image(raw.as_bytes(), "logo@x").unwrap();
    assert_eq!(part.take_out(raw.as_bytes()).len(), 16);
    assert!(find_image(raw.as_bytes(), "faux@x").is_none());
    assert!(find_image(raw.as_bytes(), "absent@x").is_none());
}

#[test]
fn an_attachment_is_fetched_by_its_index_with_the_size_announced() {
    let fields = "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64";
    for body in ["JVBERi0xLjcK", "JVBERi0xLjcKJVB", "JVBE!Ri0x\r\nLjcK=="] {
        let raw = multipart("mixed", &[(PLAIN, "Bonjour"), (fields, body)]);
        let attachment = parse_message(raw.as_bytes()).attachments.remove(0);
        let (mime_type, bytes) = part_bytes(raw.as_bytes(), attachment.index).unwrap();
        assert_eq!((mime_type.as_str(), bytes.len() as u64), ("application/pdf", attachment.size), "{body}");
        assert!(bytes.starts_with(b"%PDF-1.7"), "{body}");
        assert_eq!(attachment.kind, AttachmentKind::Pdf);
    }
    assert_eq!(part_bytes(b"Subject: a\r\n\r\nb", 1), None);
    assert_eq!(part_bytes(b"", u32::MAX), None);
}

#[test]
fn a_forwarded_message_is_one_attachment_called_by_its_subject() {
    let inner = "Subject: Bilan: 12/11\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ndedans\r\n--c--";
    let raw = multipart("mixed", &[(PLAIN, "Ci-joint"), ("Content-Type: message/rfc822", inner)]);
    let message = parse_message(raw.as_bytes());
    assert_eq!(message.plain, "Ci-joint");
    assert_eq!(message.attachments.len(), 1);
    assert_eq!(message.attachments[0].name, "11.eml");
    assert_eq!(message.attachments[0].kind, AttachmentKind::Text);
}

#[test]
fn malformed_messages_still_show_what_they_say() {
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("empty", vec![], ""),
        ("no header", b"Bonjour".to_vec(), "Bonjour"),
        ("header only", b"Subject: a".to_vec(), ""),
        ("nul bytes", b"Subject: a\r\n\r\nBon\0jour".to_vec(), "Bonjour"),
        ("latin-1 unlabelled", b"Subject: a\r\n\r\n\xe9t\xe9".to_vec(), "été"),
        ("wrong charset", "Content-Type: text/plain; charset=us-ascii\r\n\r\nété".as_bytes().to_vec(), "été"),
        ("unknown charset", "Content-Type: text/plain; charset=x-9\r\n\r\nété".as_bytes().to_vec(), "été"),
        ("unknown encoding", b"Content-Transfer-Encoding: x-9\r\n\r\nBonjour".to_vec(), "Bonjour"),
        ("truncated base64", b"Content-Transfer-Encoding: base64\r\n\r\nQm9uam91c".to_vec(), "Bonjou"),
        ("boundary missing", b"Content-Type: multipart/mixed; boundary=b\r\n\r\nBonjour".to_vec(), "Bonjour"),
        ("alone and named", b"Content-Type: text/plain; name=a.txt\r\n\r\nBonjour".to_vec(), "Bonjour"),
        ("bare line feeds", b"Subject: a\n\nBonjour\nsuite".to_vec(), "Bonjour\nsuite"),
    ];
    for (name, raw, text) in cases {
        let message = parse_message(&raw);
        assert_eq!(message.plain, text, "{name}");
        assert!(!message.truncated, "{name}");
    }
}

#[test]
fn a_paragraph_broken_for_the_journey_is_whole_again() {
    let raw = b"Content-Type: text/plain; format=flowed\r\n\r\nMme Garnier \r\nquitte le service.\r\n";
    assert_eq!(parse_message(raw).plain, "Mme Garnier quitte le service.");
}

#[test]
fn limits_are_said_and_the_rest_is_shown() {
    let long = format!("Subject: a\r\n\r\n{}", "mot ".repeat(2_000_000));
    let message = parse_message(long.as_bytes());
    assert!(message.truncated && message.plain.len() <= 1024 * 1024 && message.text_for_index.len() <= 256 * 1024);
    let texts = vec![(PLAIN, "x"); 200];
    let message = parse_message(multipart("mixed", &texts).as_bytes());
    assert!(message.truncated);
    assert_eq!((message.body.len(), message.attachments.len()), (50, 150));
}

#[test]
fn ten_thousand_parts_are_read_in_a_quarter_of_a_second() {
    let part = "--b\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\nContent-ID: <a@x>\r\n\r\n%PDF-1.7\r\n";
    let raw = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nBonjour\r\n{}", part.repeat(10_000));
    let message = within(Duration::from_millis(250), "ten thousand parts", || parse_message(raw.as_bytes()));
    assert_eq!((message.plain.as_str(), message.attachments.len(), message.truncated), ("Bonjour", 999, true));
}

#[test]
fn the_preview_is_what_the_person_wrote() {
    let cases = [
        ("Bonjour,\n\nla chambre est prête.", "Bonjour, la chambre est prête."),
        ("> cité\nRéponse", "Réponse"),
        ("Réponse\n\nLe 12 nov. 2026, Dr Fabre a écrit\u{a0}:\n> avant", "Réponse"),
        ("Oui\n-----Message d'origine-----\nDe : x", "Oui"),
        ("Oui\n________________________________\nDe : x", "Oui"),
        ("On Monday Amelie wrote:\n> a\nb", "b"),
        ("a\u{202e}b\0\tc", "ab c"),
        ("> rien d’autre", ""),
        ("", ""),
    ];
    for (text, preview) in cases {
        assert_eq!(super::preview(text), preview, "{text:?}");
    }
}

#[test]
fn a_long_preview_ends_at_a_word() {
    let preview = super::preview(&"chambre prête ".repeat(50));
    assert!(preview.chars().count() <= 160 && preview.ends_with('…'), "{preview}");
    assert!(preview.ends_with("chambre…") || preview.ends_with("prête…"), "{preview}");
    assert_eq!(super::preview(&"x".repeat(500)).chars().count(), 160);
    assert_eq!(super::preview(&"x".repeat(160)).chars().count(), 160);
}

#[test]
fn random_structures_never_break_the_reader() {
    let mut dice = Dice::thrown_from(11);
    let pieces: [&str; 20] = [
        "\r\n",
        "\r\n\r\n",
        "--b\r\n",
        "--b--\r\n",
        "--c\r\n",
        "--",
        "Content-Type: ",
        "multipart/mixed; boundary=b",
        "multipart/alternative; boundary=c",
        "text/html",
        "message/rfc822",
        "; charset=utf-16",
        "; format=flowed",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
        "=\r\n",
        "<p>é",
        "Content-Disposition: attachment; filename*0*=x'",
        "Content-ID: <",
        "\u{202e}\0",
    ];
    for _ in 0..3_000 {
        let raw = dice.string(&pieces, 30);
        let message = parse_message(raw.as_bytes());
        for attachment in &message.attachments {
            let (_, bytes) = part_bytes(raw.as_bytes(), attachment.index).unwrap();
            assert_eq!(bytes.len() as u64, attachment.size, "{raw:?}");
        }
        assert!(message.preview.chars().count() <= 160, "{raw:?}");
    }
}

#[test]
fn an_html_version_that_says_no_more_than_the_plain_one_is_not_indexed_again() {
    let letter = |html: &str| {
        let raw = format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nBonjour Madame,\nà demain.\n\
             --b\nContent-Type: text/html; charset=utf-8\n\n{html}\n--b--\n"
        );
        parse_message(raw.as_bytes()).text_for_index
    };
    assert_eq!(letter("<p>Bonjour <b>Madame</b>, à&nbsp;demain.</p>"), "Bonjour Madame,\nà demain.");
    assert!(letter("<p>Bonjour Madame, à demain 14 h.</p>").ends_with("Bonjour Madame, à demain 14 h."));
}

#[test]
fn an_image_too_large_to_be_kept_whole_is_found_where_it_is() {
    let image = format!("\u{89}PNG\r\n\u{1a}\n{}", "x".repeat(3_000));
    let html = "<p>Radio</p><img src=\"cid:radio@x\">";
    let fields = "Content-Type: image/png\r\nContent-ID: <radio@x>";
    let raw = multipart("related", &[(HTML, html), (fields, "QUJD"), (PLAIN, "fin")]);
    let at = raw.find("QUJD").unwrap();
    let whole = [&raw[..at], image.as_str(), &raw[at + 4..]].concat();
    let kept = [&raw[..at], &image[..100], &raw[at + 4..]].concat();
    let cut = Cut { at: at as u64 + 100, missing: image.len() as u64 - 100, base64_letters: 0 };
    let letter = LetterBytes { bytes: kept.as_bytes(), cuts: &[cut] };
    let message = parse_message(letter);
    assert_eq!((message.attachments[0].size, message.attachments[0].inline), (image.len() as u64, true));
    assert_eq!(message.plain.trim(), "Radio\n\nfin");
    let part = find_part(letter, message.attachments[0].index).unwrap();
    assert_eq!(&whole[usize::try_from(part.body.start).unwrap()..usize::try_from(part.body.end).unwrap()], image);
}
