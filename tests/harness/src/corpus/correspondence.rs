//! Who writes to whom, about what: fictional people and places, in domains nobody can own.

use crate::letter::encoded_text;
use crate::random::Random;

const FIRST_NAMES: &[&str] = &[
    "Hélène",
    "Antoine",
    "Karine",
    "Sophie",
    "Benoît",
    "Chloé",
    "Étienne",
    "François",
    "Gaëlle",
    "Henri",
    "Inès",
    "Joël",
    "Léa",
    "Marius",
    "Noémie",
    "Olivier",
    "Paulette",
    "Régis",
    "Solène",
    "Théo",
];

const LAST_NAMES: &[&str] = &[
    "Fabre",
    "Vasseur",
    "Delmas",
    "Martel",
    "Aubert",
    "Garnier",
    "Peltier",
    "Rolland",
    "Moreau",
    "Lebrun",
    "Morvan",
    "Berthier",
    "Caron",
    "Duval",
    "Évrard",
    "Fouquet",
    "Guérin",
    "Huet",
    "Imbert",
    "Jacquet",
    "Kerval",
    "Lévêque",
    "Marchand",
    "Nicolas",
];

const PLACES: &[&str] =
    &["ch-val-fleuri", "labo-bio-val", "ehpad-la-roche-claire", "cabinet-des-halles", "mdph-exemple"];

const SUBJECTS: &[&str] = &[
    "Retour à domicile",
    "Renouvellement de traitement",
    "Compte rendu d’hospitalisation",
    "Résultats de biologie",
    "Demande de DLU",
    "Évaluation pluridisciplinaire",
    "Prise de rendez-vous",
    "Ordonnance de sortie",
    "Transport sanitaire",
    "Projet personnalisé",
    "Question de la famille",
    "Suivi de plaie",
    "Bilan de chute",
    "Changement de dose",
    "Liste des entrées et sorties",
    "Conciliation médicamenteuse",
];

/// What a letter is about, and which letter it answers.
pub(super) struct Subject {
    pub(super) words: String,
    pub(super) answers: Option<u32>,
}

/// Somebody who writes.
pub(super) struct Sender {
    first: &'static str,
    last: &'static str,
    place: &'static str,
}

impl Sender {
    /// `name <address>`, folded.
    pub(super) fn mailbox(&self) -> String {
        let name = encoded_text(&format!("{} {}", self.first, self.last), "UTF-8");
        format!("{name}\r\n <{}.{}@{}.mssante.example>", plain(self.first), plain(self.last), self.place)
    }

    pub(super) fn signature(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

pub(super) fn sender(random: &mut Random) -> Sender {
    Sender { first: one_of(FIRST_NAMES, random), last: one_of(LAST_NAMES, random), place: one_of(PLACES, random) }
}

/// The shared mailbox, and one time in five somebody else too.
pub(super) fn recipients(random: &mut Random) -> String {
    let ours = "secretariat@ehpad-les-tilleuls.mssante.example";
    if random.chance(20) { format!("{ours},\r\n {}", sender(random).mailbox()) } else { String::from(ours) }
}

/// One of the usual subjects, with the day or the person it is about.
pub(super) fn subject(random: &mut Random) -> String {
    let usual = one_of(SUBJECTS, random);
    match random.below(3) {
        0 => String::from(usual),
        1 => format!("{usual} du {} mars", 2 + random.below(29)),
        _ => format!("{usual} : {} {}", one_of(LAST_NAMES, random).to_uppercase(), one_of(FIRST_NAMES, random)),
    }
}

fn one_of(items: &[&'static str], random: &mut Random) -> &'static str {
    random.choose(items).copied().unwrap_or_default()
}

/// A name as it stands in an address.
fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ç' => 'c',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            other => other,
        })
        .collect()
}
