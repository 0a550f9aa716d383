use super::FileDanger::{self, DiskImage, Macros, Program, Script, Shortcut, WebPage};
use super::{BY_EXTENSION, MacroSearch};

#[test]
fn a_file_is_what_its_bytes_or_its_name_say_whichever_is_worse() {
    let cases: [(&str, &str, &[u8], Option<FileDanger>); 42] = [
        ("application/pdf", "facture.pdf", b"MZ\x90\0\x03", Some(Program)),
        ("image/png", "photo.png", b"\x7fELF\x02", Some(Program)),
        ("application/pdf", "facture.pdf.exe", b"%PDF-1.7", Some(Program)),
        ("application/pdf", "facture.EXE", b"", Some(Program)),
        ("application/octet-stream", "a", b"\xca\xfe\xba\xbe", Some(Program)),
        ("application/octet-stream", "paquet.msi", b"\xd0\xcf\x11\xe0", Some(Program)),
        ("application/java-archive", "outil.jar", b"PK\x03\x04", Some(Program)),
        ("text/plain", "a.txt", b"#!/bin/sh\nrm", Some(Script)),
        ("text/plain", "a.ps1", b"Write-Host", Some(Script)),
        ("application/octet-stream", "aide.chm", b"", Some(Script)),
        ("application/octet-stream", "x", b"ITSF\x03\0\0\0", Some(Script)),
        ("text/html", "", b"Bonjour", Some(WebPage)),
        ("application/octet-stream", "x.bin", b"<!DOCTYPE html><p>", Some(WebPage)),
        ("application/octet-stream", "x", b"\xef\xbb\xbf  <!-- a --> <HTML lang=fr>", Some(WebPage)),
        ("image/png", "x.png", b"<?xml version='1.0'?>\n<svg onload=x>", Some(WebPage)),
        ("image/png", "x.png", b"<script>alert(1)</script>", Some(WebPage)),
        ("text/plain", "x.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Some(WebPage)),
        ("image/svg+xml", "logo", b"", Some(WebPage)),
        ("application/octet-stream", "carte.svgz", b"\x1f\x8b", Some(WebPage)),
        ("application/octet-stream", "page.mhtml", b"MIME-Version: 1.0", Some(WebPage)),
        ("application/vnd.ms-word", "a.docm", b"PK\x03\x04", Some(Macros)),
        ("application/vnd.ms-excel", "a.xlsb", b"PK\x03\x04", Some(Macros)),
        ("text/plain", "a.slk", b"ID;P", Some(Macros)),
        ("application/octet-stream", "a.one", b"", Some(Macros)),
        ("application/octet-stream", "a", b"\x4c\0\0\0\x01\x14\x02\0\0", Some(Shortcut)),
        ("text/plain", "site.url", b"[InternetShortcut]", Some(Shortcut)),
        ("text/plain", "a.desktop", b"[Desktop Entry]", Some(Shortcut)),
        ("application/octet-stream", "a.rdp", b"", Some(Shortcut)),
        ("application/octet-stream", "disque.iso", b"", Some(DiskImage)),
        ("application/octet-stream", "a", b"MSCF\0\0\0\0", Some(DiskImage)),
        ("application/pdf", "facture.pdf", b"%PDF-1.7", None),
        ("text/plain", "MZ.txt", b"MZ, sur la carte, veut dire maison de sante.", None),
        ("text/xml", "cr.xml", b"<?xml version='1.0'?><ClinicalDocument>", None),
        ("text/xml", "a.xml", b"<header><html>", None),
        ("text/xml", "a.xml", b"<!-- <html> ", None),
        ("text/plain", "a.txt", b"le tag <html> et <script>", None),
        ("application/zip", "dossier.zip", b"PK\x03\x04", None),
        ("application/msword", "a.doc", b"\xd0\xcf\x11\xe0", None),
        ("message/rfc822", "Bilan.eml", b"Subject: a", None),
        ("image/jpeg", "photo.jpg", b"\xff\xd8\xff", None),
        ("application/octet-stream", "sans extension", b"", None),
        ("application/octet-stream", "", b"", None),
    ];
    for (mime_type, name, start, danger) in cases {
        assert_eq!(FileDanger::of(mime_type, name, start), danger, "{mime_type} {name} {start:?}");
    }
}

#[test]
fn an_ending_is_found_behind_what_windows_drops() {
    for name in ["a.exe", "a.exe.", "a.exe. .", "A.ExE", "a.pdf.exe"] {
        assert_eq!(FileDanger::by_name(name), Some(Program), "{name}");
    }
    for name in ["exe", "a.exe.txt", "a.exe_", ".", ""] {
        assert_eq!(FileDanger::by_name(name), None, "{name}");
    }
}

/// Searches `bytes` in stretches of `length`.
fn has_macros(bytes: &[u8], length: usize) -> bool {
    let mut search = MacroSearch::default();
    bytes.chunks(length).for_each(|stretch| search.take(stretch));
    search.found()
}

#[test]
fn macros_are_found_however_the_document_is_cut() {
    let filler = vec![b'x'; 300];
    let compound: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for name in [b"word/vbaProject.bin".as_slice(), &compound, b"xl/macrosheets/sheet1.xml", b"Basic/Standard/a.xml"] {
        let document = [&filler, name, &filler].concat();
        for length in [1, 7, 31, 32, 33, 300, 301, 310, 1_000] {
            assert!(has_macros(&document, length), "{length}");
        }
        let cut = &name[..name.len().min(12)];
        assert!(!has_macros(&[&filler, cut, &filler].concat(), 40), "the beginning of the name is not the name");
    }
    assert!(!has_macros(b"word/document.xml", 4) && !has_macros(b"", 1));
}

#[test]
fn an_ending_means_one_danger_and_is_written_as_it_is_looked_for() {
    let mut all: Vec<&str> = BY_EXTENSION.iter().flat_map(|(_, known)| known.split_whitespace()).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "none is in two lists");
    for (danger, known) in BY_EXTENSION {
        for extension in known.split_whitespace() {
            assert!(
                extension.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{extension}"
            );
            assert_eq!(
                FileDanger::by_name(&format!("Bilan.{}", extension.to_uppercase())),
                Some(danger),
                "{extension}"
            );
        }
    }
}

#[test]
fn what_people_send_each_other_all_day_is_not_dangerous() {
    for name in [
        "Ordonnance.pdf",
        "Courrier.docx",
        "Courrier.doc",
        "Planning.xlsx",
        "Planning.ods",
        "Diaporama.pptx",
        "Texte.odt",
        "Texte.rtf",
        "Photo.jpeg",
        "Photo.heic",
        "Scan.tif",
        "Film.mp4",
        "IHE_XDM.zip",
        "CR.xml",
        "resultats.hpr",
        "agenda.ics",
        "contact.vcf",
        "certificat.p7m",
        "Bilan du 12.11",
    ] {
        assert_eq!(FileDanger::by_name(name), None, "{name}");
    }
}
