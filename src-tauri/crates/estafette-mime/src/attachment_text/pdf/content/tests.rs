use crate::attachment_text::pdf::written::{HELVETICA, IN_TIME, Written};
use crate::stopwatch::within;

/// The words a page of this content shows, in a font whose letters are all half as wide as they are high.
fn shown(content: &str) -> String {
    Written::drawing(content).text()
}

#[test]
fn each_operator_that_shows_text_is_read() {
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (Madame) Tj ET"), "Madame");
    assert_eq!(shown("BT /F 10 Tf 12 TL 50 700 Td (un) Tj (deux) ' 0 0 (trois) \" ET"), "un\ndeux\ntrois");
    assert_eq!(shown("BT /F 10 Tf 50 700 Td [(hos) 20 (pital) -300 (de) -20 (jour)] TJ ET"), "hospital dejour");
    assert_eq!(shown("BT /F 10 Tf <4D6F746966> Tj ET"), "Motif");
}

#[test]
fn text_without_a_font_or_with_one_that_is_missing_says_nothing() {
    assert_eq!(shown("BT 50 700 Td (Madame) Tj ET"), "");
    assert_eq!(shown("BT /G 10 Tf 50 700 Td (Madame) Tj ET"), "");
    assert_eq!(shown("BT Tf Td Tj TJ ' \" Tm cm Do ET"), "");
}

#[test]
fn lines_are_told_by_the_height_the_pen_moves() {
    assert_eq!(
        shown("BT /F 10 Tf 50 700 Td (un) Tj 0 -12 Td (deux) Tj 0 -12 TD (trois) Tj T* (quatre) Tj ET"),
        "un\ndeux\ntrois\nquatre"
    );
    assert_eq!(shown("BT /F 10 Tf 1 0 0 1 50 700 Tm (un) Tj 1 0 0 1 50 688 Tm (deux) Tj ET"), "un\ndeux");
    assert_eq!(
        shown("BT /F 10 Tf 50 700 Td (10) Tj /F 6 Tf 11 3 Td (9) Tj ET"),
        "109",
        "an exponent stays on its line"
    );
}

#[test]
fn pieces_that_touch_are_one_word_and_those_apart_are_two() {
    // Six letters of five units: thirty.
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (docteu) Tj 30 0 Td (r) Tj ET"), "docteur");
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (docteu) Tj 30.9 0 Td (r) Tj ET"), "docteur", "kerning");
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (nom) Tj 100 0 Td (date) Tj ET"), "nom date");
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (date) Tj -40 0 Td (nom) Tj ET"), "date nom");
    assert_eq!(shown("BT /F 10 Tf 50 700 Td (gras) Tj ET BT /F 10 Tf 50.3 700 Td (gras) Tj ET"), "gras gras");
}

#[test]
fn pieces_placed_by_the_page_and_not_by_the_text_touch_all_the_same() {
    let piece = |x: f64, text: &str| format!("q 1 0 0 1 {x} 700 cm BT /F 10 Tf ({text}) Tj ET Q ");
    assert_eq!(shown(&[piece(50.0, "bilan"), piece(78.0, "du"), piece(91.0, "jour")].concat()), "bilan du jour");
    assert_eq!(shown(&[piece(50.0, "kinesi"), piece(80.0, "the"), piece(95.0, "rapie")].concat()), "kinesitherapie");
    let large = "2 0 0 2 0 0 cm BT /F 5 Tf 25 350 Td (docteu) Tj 15 0 Td (r) Tj ET";
    assert_eq!(shown(large), "docteur");
}

#[test]
fn text_written_upwards_is_told_apart_in_its_own_direction() {
    assert_eq!(
        shown("BT /F 10 Tf 0 1 -1 0 50 100 Tm (docteu) Tj 30 0 Td (r) Tj 0 -12 Td (suite) Tj ET"),
        "docteur\nsuite"
    );
}

#[test]
fn spacing_and_stretching_move_the_pen() {
    assert_eq!(shown("BT /F 10 Tf 2 Tc 50 700 Td (docteu) Tj 42 0 Td (r) Tj ET"), "docteur");
    assert_eq!(shown("BT /F 10 Tf 8 Tw 50 700 Td (le d) Tj 28 0 Td (oc) Tj ET"), "le doc");
    assert_eq!(shown("BT /F 10 Tf 200 Tz 50 700 Td (docteu) Tj 60 0 Td (r) Tj ET"), "docteur");
    assert_eq!(shown("BT /F 10 Tf 50 Tz 50 700 Td (docteu) Tj 30 0 Td (r) Tj ET"), "docteu r");
}

#[test]
fn a_saved_state_comes_back_with_its_font() {
    assert_eq!(shown("BT /F 10 Tf ET q BT /G 10 Tf (rien) Tj ET Q BT (Madame) Tj ET"), "Madame");
    assert_eq!(shown("Q Q Q BT /F 10 Tf (Madame) Tj ET Q"), "Madame");
}

#[test]
fn an_image_in_the_stream_is_stepped_over() {
    let image = "BI /W 2 /H 2 /BPC 8 ID (((<<EIxx[ EI\n";
    assert_eq!(shown(&format!("{image} BT /F 10 Tf (Madame) Tj ET")), "Madame");
    assert_eq!(shown("BT /F 10 Tf (Madame) Tj ET BI /W 2 ID ((((("), "Madame");
}

#[test]
fn a_form_is_read_where_it_is_drawn_and_an_image_is_not() {
    let content = b"BT /F 10 Tf (avant) Tj ET /X Do BT 0 -20 Td (fin) Tj ET";
    let page = || Written::page().object(5, HELVETICA).stream(4, "", content);
    let form = b"BT /F 10 Tf 0 -10 Td (dedans) Tj ET";
    assert_eq!(page().stream(6, "/Subtype/Form", form).text(), "avant\ndedans\nfin", "with the fonts of the page");
    let own = "/Subtype/Form/Resources<</Font<</F 7 0 R>>>>";
    assert_eq!(page().stream(6, own, form).object(7, HELVETICA).text(), "avant\ndedans\nfin");
    assert_eq!(page().stream(6, "/Subtype/Image", form).text(), "avant\nfin");
    assert_eq!(page().text(), "avant\nfin");
}

#[test]
fn the_streams_of_a_page_are_one_content() {
    let page = Written::begun()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Kids[3 0 R]>>")
        .object(3, "<</Contents[4 0 R 5 0 R]/Resources<</Font<</F 6 0 R>>>>>>")
        .stream(4, "", b"BT /F 10 Tf (Madame ) Tj")
        .deflated(5, "", b"(Garnier) Tj ET")
        .object(6, HELVETICA);
    assert_eq!(page.text(), "Madame Garnier");
}

#[test]
fn forms_that_draw_themselves_end_in_time() {
    let twice = "/X Do ".repeat(50);
    let page = || Written::page().object(5, HELVETICA).stream(4, "", twice.as_bytes());
    let form = format!("BT /F 10 Tf (a) Tj ET {twice}");
    within(IN_TIME, "forms", || page().stream(6, "/Subtype/Form", form.as_bytes()).text());
    let silent = "/X Do ".repeat(1000);
    within(IN_TIME, "forms", || page().stream(6, "/Subtype/Form", silent.as_bytes()).text());
}

#[test]
fn a_font_asked_for_a_million_times_is_read_once() {
    let content = "/F 9 Tf ".repeat(400_000);
    let differences = "/eacute ".repeat(200);
    let inline = format!("<</Subtype/Type1/Encoding<</Differences[1 {differences}]>>>>");
    let page = || {
        Written::begun()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Kids[3 0 R]>>")
            .object(3, &format!("<</Contents 4 0 R/Resources<</Font<</F {inline}>>>>>>"))
            .stream(4, "", content.as_bytes())
    };
    within(IN_TIME, "fonts", || page().text());
}

#[test]
fn operands_and_states_without_end_are_not_kept() {
    for piece in
        ["q ", "1 ", "(a) ", "[ ", "[(a)", "<41> ", "BI ", "BI ID ", "q Q ", "BT ", "1 0 0 1 0 0 cm ", "1e9 0 Td "]
    {
        let content = format!("BT /F 10 Tf {}", piece.repeat(1024 * 1024 / piece.len()));
        within(IN_TIME, piece, || shown(&content));
    }
}

#[test]
fn numbers_beyond_all_pages_are_harmless() {
    let huge = "9".repeat(400);
    assert_eq!(
        shown(&format!("BT /F {huge} Tf {huge} -{huge} Td (a) Tj {huge} 0 Td (b) Tj ET")).replace([' ', '\n'], ""),
        "ab"
    );
    assert_eq!(shown("BT /F 0 Tf (a) Tj 10 0 Td (b) Tj 0 0 0 0 0 0 Tm (c) Tj ET").replace([' ', '\n'], ""), "abc");
}
