#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::read;
use crate::attachment_text::budget::Budget;
use crate::attachment_text::words::Words;
use crate::dice::Dice;
use crate::stopwatch::within;

/// A document of the Agence du Numérique en Santé and one of our own: `tests/fixtures/demo/README.md`.
const TDDUI: &[u8] = include_bytes!("../../../../../../tests/fixtures/demo/cda/CDA_TDDUI_Exemple_v1.0.1.xml");
const LIAISON: &[u8] = include_bytes!("../../../../../../tests/fixtures/demo/cda/lettre-de-liaison-garnier.xml");

fn text(document: &[u8]) -> String {
    text_up_to(document, 64 * 1024)
}

fn text_up_to(document: &[u8], limit: usize) -> String {
    let mut words = Words::up_to(limit);
    read(document, &Budget::of_a_letter(), &mut words);
    words.into_text()
}

/// A document whose only section says this.
fn saying(narrative: &str) -> String {
    let section = format!("<section><title>Motif</title><text>{narrative}</text></section>");
    format!("<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">{section}</ClinicalDocument>")
}

#[test]
fn a_discharge_letter_is_found_by_its_people_its_titles_and_its_narrative() {
    let text = text(LIAISON);
    for words in [
        "Lettre de liaison à la sortie",
        "GARNIER",
        "Odette",
        "238039999900171",
        "Antoine VASSEUR",
        "CH de Val-Fleuri, Gériatrie aiguë",
        "Pneumopathie, désorientation.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("fictional"), "a comment: {text}");
    assert!(!text.contains("2.16.840"), "an identifier of a code system: {text}");
}

#[test]
fn the_example_of_the_agency_is_read_to_its_end() {
    let text = text(TDDUI);
    for words in ["Historique des séjours", "Séjour", "Les Chênes Verts", "11 avril 2023", "Sortie prévisionnelle"]
    {
        assert!(text.contains(words), "{words}");
    }
    let longest = text.split_whitespace().map(str::len).max().unwrap();
    assert!(longest < 200, "a file in base64 is no word: {longest}");
}

#[test]
fn the_name_of_a_code_is_written_once() {
    let coded = r#"<code code="1" displayName="Pression &amp; pouls"/>"#;
    let text = text(saying(&format!("Constantes {coded}{coded}{coded}")).as_bytes());
    assert_eq!(text.matches("Pression & pouls").count(), 1, "{text}");
}

#[test]
fn a_telephone_number_is_without_its_scheme_and_a_nothing_is_nothing() {
    let text =
        text(saying("<telecom value=\"tel:0102030405\"/><telecom value=\"\"/><telecom nullFlavor=\"NI\"/>").as_bytes());
    assert_eq!(text, "Motif\n0102030405");
}

#[test]
fn cells_and_paragraphs_are_apart_and_a_word_in_bold_is_whole() {
    let cells =
        "<table><tbody><tr><td>Sodium</td><td>140</td></tr><tr><td>Potassium</td><td>4,1</td></tr></tbody></table>";
    assert_eq!(text(saying(cells).as_bytes()), "Motif\nSodium 140\nPotassium 4,1");
    let marked =
        "<paragraph>hospi<content styleCode=\"Bold\">talis</content>ation, H<sub>2</sub>O</paragraph><br/>suite";
    assert_eq!(text(saying(marked).as_bytes()), "Motif\nhospitalisation, H2O\nsuite");
}

#[test]
fn references_and_character_data_are_text() {
    let narrative =
        "Fièvre &lt; 38&#160;°C &amp; toux&#x2026; <![CDATA[PaO2 > 60 & <stable>]]> &quot;bien&quot; l&apos;été";
    assert_eq!(
        text(saying(narrative).as_bytes()),
        "Motif Fièvre < 38 °C & toux… PaO2 > 60 & <stable> \"bien\" l'été".replacen("Motif ", "Motif\n", 1)
    );
}

#[test]
fn the_encoding_is_that_of_the_mark_or_of_the_declaration() {
    let said = "<ClinicalDocument><title>Évaluation gériatrique, 12 €</title></ClinicalDocument>";
    let expected = "Évaluation gériatrique, 12 €";
    assert_eq!(text(said.as_bytes()), expected);
    assert_eq!(text(format!("\u{feff}{said}").as_bytes()), expected);
    let declared = |label: &str| format!("<?xml version='1.0' encoding='{label}'?>{said}");
    assert_eq!(text(declared("UTF-8").as_bytes()), expected);
    let low: Vec<u8> =
        "\u{feff}".encode_utf16().chain(declared("UTF-16").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&low), expected);
    let high: Vec<u8> = "\u{feff}".encode_utf16().chain(said.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(text(&high), expected);
    let western = |label: &str, euro: u8| -> Vec<u8> {
        let code = |letter: char| if letter == '€' { euro } else { u8::try_from(u32::from(letter)).unwrap() };
        declared(label).chars().map(code).collect()
    };
    assert_eq!(text(&western("ISO-8859-15", 0xa4)), expected);
    assert_eq!(text(&western("windows-1252", 0x80)), expected);
    assert_eq!(text(&western("ISO-8859-1", b'E')), "Évaluation gériatrique, 12 E");
}

#[test]
fn a_pdf_inside_the_document_is_read_and_an_image_is_not() {
    // « Bilan nutritionnel », on one page.
    let pdf = "JVBERi0xLjcKMSAwIG9iajw8L1BhZ2VzIDIgMCBSL1R5cGUvQ2F0YWxvZz4+ZW5kb2JqCjIgMCBvYmo8PC9LaWRzWzMgMCBSXT4+ZW5kb2JqCj\
               MgMCBvYmo8PC9Db250ZW50cyA0IDAgUi9SZXNvdXJjZXM8PC9Gb250PDwvRjw8L1N1YnR5cGUvVHlwZTE+Pj4+Pj4+PmVuZG9iago0IDAgb2Jq\
               PDwvTGVuZ3RoIDQxPj5zdHJlYW0KQlQgL0YgOSBUZiAoQmlsYW4gbnV0cml0aW9ubmVsKSBUaiBFVCAKZW5kc3RyZWFtIGVuZG9iago=";
    let inside = |media: &str| {
        let value = format!("<text mediaType=\"{media}\" representation=\"B64\">{pdf}</text>");
        format!(
            "<ClinicalDocument><title>Compte rendu</title><component><nonXMLBody>{value}</nonXMLBody></component></ClinicalDocument>"
        )
    };
    assert_eq!(text(inside("application/pdf").as_bytes()), "Compte rendu\nBilan nutritionnel");
    assert_eq!(text(inside("image/jpeg").as_bytes()), "Compte rendu");
}

#[test]
fn a_document_type_ends_the_reading_before_anything_is_expanded() {
    let laughs: String = (1..20).map(|n| format!("<!ENTITY l{n} \"&l{};&l{};\">", n - 1, n - 1)).collect();
    let declared = format!("<!DOCTYPE d [<!ENTITY l0 \"ha\">{laughs}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>");
    let hostile = format!("{declared}<ClinicalDocument><title>avant &l19; &f;</title></ClinicalDocument>");
    assert_eq!(within(Duration::from_millis(50), "entities", || text(hostile.as_bytes())), "");
    let unknown = "<ClinicalDocument><title>avant &f; après</title></ClinicalDocument>";
    assert_eq!(text(unknown.as_bytes()), "avant après");
}

#[test]
fn an_unknown_style_sheet_is_nothing_but_an_instruction() {
    let styled = format!(
        "<?xml-stylesheet type=\"text/xsl\" href=\"http://x.example/a.xsl\"?>{}",
        "<ClinicalDocument><title>Bilan</title></ClinicalDocument>"
    );
    assert_eq!(text(styled.as_bytes()), "Bilan");
}

#[test]
fn a_hundred_thousand_levels_are_cut_in_time() {
    let deep = format!("<ClinicalDocument><title>Bilan</title>{}fond", "<a>".repeat(100_000));
    let text = within(Duration::from_millis(500), "levels", || text(deep.as_bytes()));
    assert_eq!(text, "Bilan");
}

#[test]
fn a_hundred_thousand_attributes_are_read_in_time() {
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    let wide = format!("<ClinicalDocument{many}><title>Bilan</title></ClinicalDocument>");
    assert_eq!(within(Duration::from_secs(1), "attributes", || text(wide.as_bytes())), "Bilan");
}

#[test]
fn a_document_cut_anywhere_gives_what_came_before() {
    let whole = text(LIAISON);
    for end in (0..LIAISON.len()).step_by(37) {
        let cut = text(&LIAISON[..end]);
        assert!(cut.len() <= whole.len() + 40, "{end}");
    }
    assert!(text(&LIAISON[..LIAISON.len() - 30]).contains("Pneumopathie"));
}

#[test]
fn noise_in_a_document_never_breaks_the_reader() {
    let mut dice = Dice::thrown_from(20_261_127);
    for _ in 0..200 {
        let mut bytes = LIAISON.to_vec();
        for _ in 0..=dice.throw(20) {
            let at = dice.throw(bytes.len());
            bytes[at] = *dice.pick(&[&b'<', &b'>', &b'&', &b'"', &b'\0', &0xff, &b';', &b'!']);
        }
        let _ = text(&bytes);
    }
}

#[test]
fn the_text_stops_at_its_limit_and_the_budget_at_its_own() {
    let long = saying(&"mot ".repeat(10_000));
    assert!(text_up_to(long.as_bytes(), 100).len() <= 100);
    let mut words = Words::up_to(1000);
    let budget = Budget::of(200);
    read(long.as_bytes(), &budget, &mut words);
    read(long.as_bytes(), &budget, &mut words);
    let text = words.into_text();
    assert!(text.starts_with("Motif\nmot mot") && text.len() < 200, "{text}");
}
