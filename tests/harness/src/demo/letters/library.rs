//! The conversations of `tests/fixtures/demo/letters`, by mailbox.

use anyhow::Context;

use crate::demo::template::Template;

/// The file of a conversation of a mailbox.
macro_rules! letters {
    ($login:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../fixtures/demo/letters/", $login, "/", $name, ".txt")))),+]
    };
}

const CLAIRE_MORVAN: &[(&str, &str)] = letters!("claire.morvan": "confrere", "evaluation", "plaies", "releve");

const SECRETARIAT: &[(&str, &str)] = letters!("secretariat":
    "admission",
    "apa",
    "biologie",
    "consultation-cardiologie",
    "demande-compte-rendu",
    "dlu",
    "had",
    "imagerie",
    "kine",
    "lettre-de-liaison",
    "lettre-du-gcs",
    "maintenance",
    "mandataire",
    "mdph",
    "rendez-vous-cardiologie",
    "renouvellement",
    "rupture",
    "transfert",
    "visite-medecin",
);

const INFIRMERIE: &[(&str, &str)] =
    letters!("infirmerie": "inr", "livraison", "plaie", "poids", "prescription", "question", "sortie");

const DUI: &[(&str, &str)] = letters!("dui": "compte-rendu", "dossier-liaison", "plan-de-soins");

/// The conversations of a mailbox.
///
/// # Errors
/// One of its files is not a conversation; the error names it.
pub(super) fn conversations(login: &str) -> anyhow::Result<Vec<Template>> {
    let files = match login {
        "claire.morvan" => CLAIRE_MORVAN,
        "infirmerie" => INFIRMERIE,
        "dui" => DUI,
        _ => SECRETARIAT,
    };
    files
        .iter()
        .map(|(name, file)| Template::parse(file).with_context(|| format!("letters/{login}/{name}.txt")))
        .collect()
}
