#![allow(clippy::unwrap_used)]

mod stream;

use super::{AttachmentKind, FileDanger, MAX_FILES, open_winmail};
use crate::dice::Dice;
use crate::message::{TextPart, parse_message};
use stream::{Stream, binary, letters_of, named, object, text, unicode};

fn letter_with_files() -> Stream {
    Stream::default()
        .codepage(1_252)
        .message(&[unicode(0x1000, "Bonjour, le bilan est joint.\r\nÀ demain.")])
        .file("BILAN~1.PDF", b"%PDF-1.7 bilan")
        .file_properties(&[named(), unicode(0x3707, "Bilan d\u{2019}Odette.pdf"), text(0x370e, "application/pdf")])
        .file("outil.exe", b"MZ\x90\0")
}

#[test]
fn the_text_and_the_files_are_found() {
    let bytes = letter_with_files().bytes();
    let opened = open_winmail(&bytes).unwrap();
    assert_eq!(opened.text, "Bonjour, le bilan est joint.\nÀ demain.");
    assert!(!opened.incomplete);
    let [bilan, tool] = opened.files.as_slice() else { panic!("{:?}", opened.files) };
    assert_eq!((bilan.name.as_str(), bilan.kind, bilan.danger), ("Bilan d’Odette.pdf", AttachmentKind::Pdf, None));
    assert_eq!(
        (bilan.mime_type.as_str(), &bytes[bilan.place.clone()]),
        ("application/pdf", b"%PDF-1.7 bilan".as_slice())
    );
    assert_eq!((tool.name.as_str(), tool.danger), ("outil.exe", Some(FileDanger::Program)));
    assert_eq!(&bytes[tool.place.clone()], b"MZ\x90\0");
}

#[test]
fn the_text_is_the_plain_one_else_what_the_others_say() {
    let rtf = [b"\0\0\0\0\0\0\0\0MELA\0\0\0\0".as_slice(), br"{\rtf1\ansi Riche}"].concat();
    let html = b"<p>Page</p><script>x</script>";
    for (stream, said) in [
        (Stream::default().body("Simple"), "Simple"),
        (Stream::default().body("Simple").message(&[unicode(0x1000, "Autre")]), "Simple"),
        (Stream::default().message(&[text(0x1000, "M\u{e9}decin"), binary(0x1013, html)]), "Médecin"),
        (Stream::default().message(&[binary(0x1013, html), binary(0x1009, &rtf)]), "Page"),
        (Stream::default().message(&[binary(0x1009, &rtf)]), "Riche"),
        (Stream::default().message(&[unicode(0x0037, "Objet")]), ""),
    ] {
        assert_eq!(open_winmail(&stream.bytes()).unwrap().text, said);
    }
}

#[test]
fn a_message_inside_is_a_file_like_any_other() {
    let inner = letter_with_files().bytes();
    let stream =
        Stream::default().file_announced().file_properties(&[text(0x3001, "Courrier"), object(0x3701, &inner)]);
    let bytes = stream.bytes();
    let opened = open_winmail(&bytes).unwrap();
    assert_eq!(opened.files.len(), 1, "what it holds in turn is not listed");
    assert_eq!((opened.files[0].name.as_str(), opened.files[0].kind), ("Courrier", AttachmentKind::Winmail));
    assert_eq!(&bytes[opened.files[0].place.clone()], inner);
}

#[test]
fn names_are_made_fit_for_any_disk() {
    let stream = Stream::default().file("..\\..\\con\u{e9}\u{202e}fdp.scr", b"x").file("", b"y");
    let opened = open_winmail(&stream.bytes()).unwrap();
    assert_eq!(opened.files[0].name, "conéfdp.scr");
    assert_eq!(opened.files[1].name, "");
}

#[test]
fn what_does_not_add_up_is_read_as_far_as_it_goes_and_said() {
    let whole = letter_with_files().bytes();
    let mut sum = whole.clone();
    let last = sum.len() - 1;
    sum[last] ^= 0xff;
    let opened = open_winmail(&sum).unwrap();
    assert!(opened.incomplete && opened.files.len() == 2, "a sum that is wrong");
    for length in 6..whole.len() {
        let opened = open_winmail(&whole[..length]).unwrap();
        assert!(opened.files.len() <= 2, "{length}");
        assert!(opened.files.iter().all(|file| file.place.end <= length));
    }
    let mut long = whole;
    long.extend(b"\x02\x0f\x80\x06\x00\xff\xff\xff\xff");
    assert!(open_winmail(&long).unwrap().incomplete, "a length beyond the end");
}

#[test]
fn a_thousand_files_are_cut_and_said() {
    let stream = (0..1_000).fold(Stream::default(), |stream, _| stream.file("a.txt", b"x"));
    let opened = open_winmail(&stream.bytes()).unwrap();
    assert_eq!((opened.files.len(), opened.incomplete), (MAX_FILES, true));
}

#[test]
fn whatever_is_changed_the_reader_ends() {
    let whole = letter_with_files().bytes();
    let mut dice = Dice::thrown_from(223);
    for _ in 0..10_000 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.throw(5) {
            let at = 4 + dice.throw(bytes.len() - 4);
            bytes[at] = u8::try_from(dice.throw(256)).unwrap();
        }
        bytes.truncate(4 + dice.throw(bytes.len()));
        let opened = open_winmail(&bytes).unwrap();
        assert!(opened.files.iter().all(|file| bytes.get(file.place.clone()).is_some()));
    }
    assert!(open_winmail(b"").is_none() && open_winmail(b"%PDF-1.7").is_none());
}

fn letter(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let winmail = base64::engine::general_purpose::STANDARD.encode(letter_with_files().bytes());
    let file = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64";
    format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{text}\r\n--b\r\n{file}\r\n\r\n{winmail}\r\n--b--"
    )
    .into_bytes()
}

#[test]
fn a_letter_without_a_text_of_its_own_says_what_its_winmail_dat_says() {
    let message = parse_message(letter("").as_slice());
    assert_eq!(message.body, [TextPart::Plain(String::from("Bonjour, le bilan est joint.\nÀ demain."))]);
    assert_eq!((message.preview.as_str(), message.attachments.len()), ("Bonjour, le bilan est joint. À demain.", 1));
    assert!(message.text_for_index.contains("bilan"), "and is found by it");
    let message = parse_message(letter("Voir la pièce jointe.").as_slice());
    assert_eq!(message.plain, "Voir la pièce jointe.");
}

#[test]
fn letters_are_read_by_the_code_page_that_is_announced() {
    for (page, letters, said) in [
        (1_252, b"\xe9t\xe9 \x80".as_slice(), "été €"),
        (1_250, b"\xb3", "ł"),
        (65_001, "été".as_bytes(), "été"),
        (850, b"\x82t\x82", "été"),
        (9_999, b"\xe9", "é"),
    ] {
        let stream = Stream::default().codepage(page).message(&[letters_of(0x1000, letters)]);
        assert_eq!(open_winmail(&stream.bytes()).unwrap().text, said, "{page}");
    }
}

#[test]
fn a_file_without_bytes_is_none_and_one_that_none_announced_is_one() {
    let stream = Stream::default().file_announced().file_properties(&[text(0x3001, "Rien")]).file("a.txt", b"x");
    let names: Vec<String> = open_winmail(&stream.bytes()).unwrap().files.into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["a.txt"]);
    let unannounced = Stream::default().file_properties(&[text(0x3704, "B.TXT"), binary(0x3701, b"Bonjour")]).bytes();
    let opened = open_winmail(&unannounced).unwrap();
    assert_eq!((opened.files[0].name.as_str(), opened.files[0].place.len()), ("B.TXT", 7));
}

#[test]
fn an_endless_stream_of_attributes_ends() {
    let empty = Stream::default().body("").bytes()[6..].to_vec();
    let bytes = [b"\x78\x9f\x3e\x22\x01\0".as_slice(), &empty.repeat(200_000)].concat();
    let opened =
        crate::stopwatch::within(std::time::Duration::from_secs(2), "attributes", || open_winmail(&bytes).unwrap());
    assert!(opened.incomplete && opened.files.is_empty());
}
