use super::AttachmentKind::{self, Archive, Audio, Cda, Image, Office, Other, Pdf, Text, Video, Winmail, XdmArchive};
use super::is_shown;

#[test]
fn the_kind_is_what_the_bytes_say_before_what_the_label_says() {
    let cases: [(&str, &str, &[u8], AttachmentKind); 34] = [
        ("application/pdf", "a.pdf", b"%PDF-1.7\n", Pdf),
        ("application/octet-stream", "a.bin", b"%PDF-1.7\n", Pdf),
        ("application/pdf", "a.pdf", b"MZ\x90\0", Other),
        ("image/png", "a.png", b"\x89PNG\r\n\x1a\n...", Image),
        ("application/octet-stream", "", b"\xff\xd8\xff\xe0", Image),
        ("image/gif", "", b"GIF89a...", Image),
        ("image/webp", "", b"RIFF\x01\x02\x03\x04WEBPVP8 ", Image),
        ("image/tiff", "", b"II*\0....", Image),
        ("image/svg+xml", "a.svg", b"<svg xmlns='x'/>", Other),
        ("image/png", "a.png", b"<script>", Other),
        ("text/xml", "cr.xml", b"<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">", Cda),
        ("application/xml", "cr.xml", b"\xef\xbb\xbf<?xml?>\n<!-- a -->\n<?xml-stylesheet?>\n<ClinicalDocument>", Cda),
        ("application/xml", "cr.xml", b"<hl7:ClinicalDocument>", Cda),
        ("application/octet-stream", "cr.xml", b"<ClinicalDocument/>", Cda),
        ("text/xml", "a.xml", b"\xff\xfe<\0C\0l\0i\0n\0i\0c\0a\0l\0D\0o\0c\0u\0m\0e\0n\0t\0>\0", Cda),
        ("text/xml", "a.xml", b"<ClinicalDocuments>", Other),
        ("text/xml", "a.xml", b"<a><ClinicalDocument>", Other),
        ("text/xml", "a.xml", b"<!-- <ClinicalDocument> ", Other),
        ("application/zip", "IHE_XDM.zip", b"PK\x03\x04", XdmArchive),
        ("application/zip", "ihe_xdm.ZIP", b"PK\x03\x04", XdmArchive),
        ("application/zip", "IHE_XDM.zip", b"MZ", Other),
        ("application/zip", "photos.zip", b"PK\x03\x04", Archive),
        ("application/octet-stream", "courrier.docx", b"PK\x03\x04", Office),
        ("application/vnd.oasis.opendocument.text", "", b"PK\x03\x04", Office),
        ("application/msword", "", b"\xd0\xcf\x11\xe0", Office),
        ("audio/ogg", "", b"OggS", Audio),
        ("video/mp4", "", b"\0\0\0\x20ftyp", Video),
        ("text/plain", "note.txt", b"Bonjour", Text),
        ("message/rfc822", "", b"Subject: a", Text),
        ("text/html", "page.html", b"<p>", Other),
        ("application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22\x01\0", Winmail),
        ("application/ms-tnef", "winmail.dat", b"%PDF-1.7", Pdf),
        ("application/octet-stream", "resultat.HPR", b"H|~^", Text),
        ("application/x-msdownload", "notes.txt", b"Bonjour", Other),
    ];
    for (mime_type, name, start, kind) in cases {
        assert_eq!(AttachmentKind::of(mime_type, name, start), kind, "{mime_type} {name}");
    }
}

#[test]
fn a_short_or_empty_file_is_told_too() {
    for start in [b"".as_slice(), b"<", b"\xff", b"\xff\xfe", b"<?", b"BM", b"RIFF"] {
        assert_eq!(AttachmentKind::of("application/octet-stream", "", start), Other, "{start:?}");
    }
}

#[test]
fn an_attachment_is_inline_only_when_the_text_refers_to_it() {
    assert!(is_shown("<img src=\"cid:a@x\">", "a@x"));
    assert!(is_shown("a@x puis <img src=CID:a@x>", "a@x"));
    assert!(!is_shown("Écrivez à a@x", "a@x"));
    assert!(!is_shown("", "a@x"));
    assert!(!is_shown("é", "é"));
}

#[test]
fn every_kind_comes_back_from_the_word_it_is_kept_under() {
    let kinds = ["pdf", "image", "cda", "xdm", "audio", "video", "text", "office", "archive", "winmail", "other"];
    for word in kinds {
        assert_eq!(AttachmentKind::from_word(word).word(), word);
    }
    assert_eq!(AttachmentKind::from_word("hologram"), Other);
}
