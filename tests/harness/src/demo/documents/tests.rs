use jiff::ZonedDateTime;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::{TEXTS, attachment, cda_of_garnier};
use crate::demo::establishment::{GARNIER, find};
use crate::demo::template::Scene;
use crate::demo::xdm;

fn monday() -> ZonedDateTime {
    date(2026, 11, 23).at(10, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).unwrap()
}

#[test]
fn every_text_makes_a_document_about_the_resident() {
    let scene = Scene { resident: GARNIER, seed: 1 };
    for (name, _) in TEXTS {
        let file = attachment(name, &scene, find("geriatrie").unwrap(), &monday()).unwrap();
        assert!(file.name.ends_with("GARNIER Odette.pdf"), "{}", file.name);
        assert!(file.bytes.starts_with(b"%PDF-1.4"), "{name}");
    }
}

#[test]
fn pictures_are_small_enough_for_a_letter() {
    let scene = Scene { resident: GARNIER, seed: 1 };
    for (name, file_name) in [("photo", "Photo Mme Garnier.png"), ("courbe", "Courbe de poids Mme Garnier.png")] {
        let file = attachment(name, &scene, find("had").unwrap(), &monday()).unwrap();
        assert_eq!(file.name, file_name);
        assert!(file.bytes.starts_with(b"\x89PNG") && file.bytes.len() < 100_000);
    }
}

#[test]
fn unknown_document_is_refused() {
    let scene = Scene { resident: GARNIER, seed: 1 };
    assert!(attachment("facture", &scene, find("had").unwrap(), &monday()).is_err());
}

#[test]
fn discharge_letter_is_of_today() {
    let admitted = date(2026, 11, 11).at(9, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).unwrap();
    let xml = String::from_utf8(cda_of_garnier(&admitted, &monday()).bytes).unwrap();
    assert!(xml.contains("<effectiveTime value=\"20261123\"/>") && xml.contains("Du 11 novembre au 23 novembre 2026."));
    assert!(!xml.contains('@'));
}

#[test]
fn xdm_archive_holds_the_document_and_what_it_is_about() {
    let files = xdm::attachments(&monday());
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["IHE_XDM.zip", "20261123_Transfert_de_donnees_DUI_DUPONT_Jean.pdf"]);
    let archive = &files[0].bytes;
    for text in ["IHE_XDM/SUBSET01/METADATA.XML", "147720425367411^^^&amp;1.2.250.1.213.1.4.8", "urn:hl7-org:v3"] {
        assert!(archive.windows(text.len()).any(|bytes| bytes == text.as_bytes()), "{text}");
    }
    assert_eq!(xdm::subject(), "XDM/1.0/DDM+Transfert de données DUI DUPONT Jean 03/04/1947");
}
