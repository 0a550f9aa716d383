use miniz_oxide::deflate::compress_to_vec_zlib;

use super::written::{HELVETICA, IN_TIME, Written, text, text_of};
use crate::attachment_text::budget::Budget;
use crate::dice::Dice;
use crate::stopwatch::within;

/// Made by cairo, reportlab, qpdf and pillow from invented text: see `tests/documents/README.md`.
const REPORT: &[u8] = include_bytes!("../../../tests/documents/compte-rendu.pdf");
const PACKED: &[u8] = include_bytes!("../../../tests/documents/compte-rendu-objets.pdf");
const ENCRYPTED: &[u8] = include_bytes!("../../../tests/documents/compte-rendu-chiffre.pdf");
const PRESCRIPTION: &[u8] = include_bytes!("../../../tests/documents/ordonnance.pdf");
const SCAN: &[u8] = include_bytes!("../../../tests/documents/numerisation.pdf");

const REPORT_SAYS: [&str; 7] = [
    "Compte rendu d’hospitalisation",
    "Madame Églantine LEFÈVRE, née le 12/03/1938",
    "Entrée le 4 mai pour œdème pulmonaire ; échographie : fraction d’éjection à 45 %.",
    "L’affection est stabilisée, le traitement diurétique est efficace et suffisant.",
    "Surveillance : créatinine, kaliémie, poids tous les deux jours.",
    "Docteur Aurélien Vasseur, cardiologie, hôpital des Ormeaux",
    "Annexe : ordonnance de sortie, furosémide 40 mg le matin.",
];

#[test]
fn a_report_is_read_line_by_line_with_its_accents() {
    assert_eq!(text(REPORT).lines().collect::<Vec<_>>(), REPORT_SAYS);
}

#[test]
fn the_same_report_in_object_streams_says_the_same() {
    assert!(PACKED.windows(7).any(|window| window == b"/ObjStm"), "the sample is what it says");
    assert_eq!(text(PACKED), text(REPORT));
}

#[test]
fn fonts_of_the_reader_and_fonts_in_the_file_are_read_alike() {
    let expected = "Ordonnance bizone — Évaluation gériatrique\nMonsieur Théophile GARNIER\n\
                    Amlodipine 5 mg : un comprimé le soir\nKinésithérapie motrice, vingt séances";
    assert_eq!(text(PRESCRIPTION), expected);
}

#[test]
fn an_encrypted_report_and_a_scan_have_no_words() {
    assert_eq!(text(ENCRYPTED), "");
    assert_eq!(text(SCAN), "");
}

#[test]
fn a_ligature_is_found_by_its_letters() {
    let font = "<</Subtype/Type1/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[2/fi/f_f_i 174/fl]>>>>";
    let page = Written::page().object(5, font).stream(4, "", b"BT /F 9 Tf (a\x02rmer, e\x03cace, \xaeux) Tj ET");
    assert_eq!(page.text(), "afirmer, efficace, flux");
}

#[test]
fn resources_are_those_of_the_page_or_inherited() {
    let page = Written::begun()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Kids[3 0 R 7 0 R]/Resources 6 0 R>>")
        .object(3, "<</Contents 4 0 R>>")
        .stream(4, "", b"BT /F 9 Tf (Madame) Tj ET")
        .object(5, HELVETICA)
        .object(6, "<</Font<</F 5 0 R>>>>")
        .object(7, "<</Contents 4 0 R/Resources<<>>>>");
    assert_eq!(page.text(), "Madame");
}

#[test]
fn pages_come_in_the_order_of_the_tree() {
    let page = Written::begun()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Kids[9 0 R 3 0 R]/Resources<</Font<</F 5 0 R>>>>>>")
        .object(3, "<</Contents 4 0 R>>")
        .stream(4, "", b"BT /F 9 Tf (trois) Tj ET")
        .object(5, HELVETICA)
        .object(9, "<</Kids[7 0 R 8 0 R]>>")
        .object(7, "<</Contents 10 0 R>>")
        .object(8, "<</Contents 11 0 R>>")
        .stream(10, "", b"BT /F 9 Tf (un) Tj ET")
        .stream(11, "", b"BT /F 9 Tf (deux) Tj ET");
    assert_eq!(page.text(), "un\ndeux\ntrois");
}

#[test]
fn pages_without_a_tree_are_found_all_the_same() {
    let lost = Written::begun()
        .object(3, "<</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>")
        .stream(4, "", b"BT /F 9 Tf (Madame) Tj ET")
        .object(5, HELVETICA);
    assert_eq!(lost.text(), "Madame");
}

#[test]
fn a_page_tree_that_leads_in_circles_ends() {
    let tree = |kids: &str| {
        Written::page().object(2, &format!("<</Kids[{kids}]>>")).object(5, HELVETICA).stream(
            4,
            "",
            b"BT /F 9 Tf (seul) Tj ET",
        )
    };
    for kids in ["2 0 R 3 0 R", "3 0 R 3 0 R 3 0 R", "1 0 R 3 0 R", "3 0 R 99 0 R 4 0 R", "3 0 R 5 (a) <<>> []"] {
        assert_eq!(tree(kids).text(), "seul", "{kids}");
    }
    let circle = tree("7 0 R").object(7, "<</Kids 8 0 R>>").object(8, "[2 0 R 7 0 R 3 0 R]");
    assert_eq!(circle.text(), "seul");
}

#[test]
fn a_tree_as_deep_as_the_file_and_as_wide_is_walked_in_time() {
    let mut deep = Written::begun().object(1, "<</Type/Catalog/Pages 2 0 R>>");
    for number in 2..20_000 {
        deep = deep.object(number, &format!("<</Kids[{} 0 R]>>", number + 1));
    }
    let deep = deep.bytes();
    within(IN_TIME, "deep", || text(&deep));
    let kids: String = (3..30_000).map(|number| format!("{number} 0 R ")).collect();
    let wide =
        Written::begun().object(1, "<</Type/Catalog/Pages 2 0 R>>").object(2, &format!("<</Kids[{kids}]>>")).bytes();
    within(IN_TIME, "wide", || text(&wide));
    let same =
        Written::page().object(2, "<</Kids 7 0 R>>").object(7, &format!("[{}]", "2 0 R ".repeat(100_000))).bytes();
    within(IN_TIME, "same", || text(&same));
}

#[test]
fn a_report_cut_anywhere_gives_what_is_left_of_it() {
    for end in (0..REPORT.len()).step_by(101) {
        let _ = text(&REPORT[..end]);
        let _ = text(&PACKED[..end.min(PACKED.len())]);
        let _ = text(&REPORT[end..]);
    }
    // Without its last kilobyte the file has lost its table and its catalogue.
    let cut = text(&REPORT[..REPORT.len() - 1024]);
    assert!(cut.contains("Églantine") || cut.is_empty(), "{cut}");
}

#[test]
fn noise_in_a_report_never_breaks_the_reader() {
    let mut dice = Dice::thrown_from(20_261_127);
    for sample in [REPORT, PACKED, PRESCRIPTION, SCAN] {
        for _ in 0..60 {
            let mut bytes = sample.to_vec();
            for _ in 0..=dice.throw(30) {
                let at = dice.throw(bytes.len());
                bytes[at] = *dice.pick(&[&b'<', &b'[', &b'(', &b'0', &b'9', &b'/', &0xff, &0, &b' ']);
            }
            within(IN_TIME, "noise", || text(&bytes));
        }
    }
}

#[test]
fn words_thrown_together_are_never_too_much() {
    let pieces = [
        "1 0 obj",
        "2 0 obj",
        "<<",
        ">>",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "/Kids",
        "/Contents",
        "/Type",
        "/ObjStm",
        "/Page",
        "/Catalog",
        "/Pages",
        "1 0 R",
        "2 0 R",
        "stream\n",
        "endstream",
        "endobj",
        "/Length",
        "/Filter",
        "/FlateDecode",
        "/N",
        "/First",
        "9",
        "-1",
        "4294967295",
        "trailer",
        "/Root",
        "/Resources",
        "/Font",
        "/F",
        "BT",
        "Tf",
        "Tj",
        "Do",
        "/XObject",
        "/Subtype",
        "/Form",
        "/ToUnicode",
        "beginbfrange",
        "\n",
        " ",
        "%",
    ];
    let mut dice = Dice::thrown_from(7);
    for _ in 0..300 {
        let file = format!("%PDF-1.7\n{}", dice.string(&pieces, 400));
        within(IN_TIME, "pieces", || text(file.as_bytes()));
    }
}

#[test]
fn bombs_in_every_place_a_stream_has_are_defused() {
    let bomb = compress_to_vec_zlib(&vec![b' '; 16 * 1024 * 1024], 6);
    let deflated = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
    let objects = (10..500).fold(Written::page(), |file, number| file.stream(number, deflated, &bomb));
    let objects = objects.bytes();
    within(IN_TIME, "object streams", || text(&objects));
    let content = Written::page().object(5, HELVETICA).stream(4, deflated, &bomb).bytes();
    within(IN_TIME, "content", || text(&content));
    let font = "<</Subtype/Type0/ToUnicode 7 0 R>>";
    let table = Written::drawing("BT /F 9 Tf (a) Tj ET").object(5, font).stream(7, deflated, &bomb).bytes();
    within(IN_TIME, "table", || text(&table));
}

#[test]
fn the_budget_and_the_limit_end_a_document_that_is_too_long() {
    let long = Written::drawing(&format!("BT /F 9 Tf {} ET", "(mot ) Tj ".repeat(100_000))).bytes();
    assert!(text(&long).len() <= 64 * 1024);
    assert_eq!(text_of(REPORT, &Budget::of(200)), "");
}

#[test]
fn what_is_no_pdf_at_all_has_no_words() {
    for bytes in [b"".as_slice(), b"%PDF-", b"%PDF-1.7\n%%EOF", b"MZ\x90\0", &[0xff; 1000]] {
        assert_eq!(text(bytes), "");
    }
}
