//! An `IHE_XDM.zip` as establishments exchange it (IHE ITI TF-2 §3.32): a CDA document, its PDF, what they are about.
//!
//! The document is the sample of a transferred user's record published by the Agence du Numérique en Santé.

use jiff::ZonedDateTime;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::zip;
use crate::letter::Attachment;
use crate::pdf;

/// Published under the MIT licence kept beside it; its INS has a wrong key, as published.
const CDA: &str = include_str!("../../../fixtures/demo/cda/CDA_TDDUI_Exemple_v1.0.1.xml");

/// Type code of the document, for the header `X-MSS-CODECDA`.
pub(crate) const CDA_CODE: &str = "EXPORT_DUI";

/// Birth name, given name and birth date of the document's fictional user.
pub(crate) const USER: (&str, &str, &str) = ("DUPONT", "Jean", "03/04/1947");

const TITLE: &str = "Transfert de données DUI";
const METADATA: &str = include_str!("../../../fixtures/demo/cda/METADATA.XML.in");
const README: &str = "Archive XDM de démonstration. Tout y est fictif.\r\n";
const INDEX: &str = "<!DOCTYPE html>\r\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>IHE XDM</title></head>\
    <body><ul><li><a href=\"IHE_XDM/SUBSET01/DOC00001.XML\">Transfert de données DUI (CDA)</a></li>\
    <li><a href=\"IHE_XDM/SUBSET01/DOC00002.PDF\">Transfert de données DUI (PDF)</a></li></ul></body></html>\r\n";

/// `XDM/1.0/DDM+<label> <NAME> <given name> <birth date>` (référentiel 2, ECO.2.1.3).
pub(crate) fn subject() -> String {
    format!("XDM/1.0/DDM+{TITLE} {} {} {}", USER.0, USER.1, USER.2)
}

/// The archive, and the PDF that goes beside it (ECO.2.1.1).
pub(crate) fn attachments(date: &ZonedDateTime) -> Vec<Attachment> {
    let pdf = pdf::document(TITLE, PDF_TEXT);
    let (cda, day) = (CDA.as_bytes(), format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()));
    let metadata = METADATA
        .replace("@DATE@", &format!("{day}090000"))
        .replace("@CDA_HASH@", &sha1(cda))
        .replace("@CDA_SIZE@", &cda.len().to_string())
        .replace("@PDF_HASH@", &sha1(&pdf))
        .replace("@PDF_SIZE@", &pdf.len().to_string());
    let archive = zip::archive(&[
        ("INDEX.HTM", INDEX.as_bytes()),
        ("README.TXT", README.as_bytes()),
        ("IHE_XDM/SUBSET01/METADATA.XML", metadata.as_bytes()),
        ("IHE_XDM/SUBSET01/DOC00001.XML", cda),
        ("IHE_XDM/SUBSET01/DOC00002.PDF", &pdf),
    ]);
    vec![
        Attachment { name: String::from("IHE_XDM.zip"), media_type: "application/zip", bytes: archive },
        Attachment {
            name: format!("{day}_Transfert_de_donnees_DUI_{}_{}.pdf", USER.0, USER.1),
            media_type: "application/pdf",
            bytes: pdf,
        },
    ]
}

const PDF_TEXT: &str = "# Transfert de données DUI\nUsager : DUPONT Jean, né le 3 avril 1947\n\n\
    Séjour, événements, évaluations et documents ajoutés : voir le document structuré de l’archive.\n\nDocument fictif.";

/// XDS asks for SHA-1 (IHE ITI TF-3 §4.2.3.2.10); it guards against accidents only.
fn sha1(bytes: &[u8]) -> String {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
