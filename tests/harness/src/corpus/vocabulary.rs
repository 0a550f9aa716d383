//! Words by their frequency: some hundreds that everybody uses, then tens of thousands that few do, as in any language.
//!
//! The rare ones are put together from the beginnings, roots and endings that the words of medicine are made of. A corpus of
//! some hundreds of words would make every full-text index look small and every search look fast.

use crate::random::Random;

/// How often a word comes is one over its rank (Zipf's law).
pub(super) struct Vocabulary;

/// The first of them are articles, pronouns and courtesies.
const SMALL_WORDS: usize = 51;

const FREQUENT: &[&str] = &[
    "de",
    "la",
    "le",
    "et",
    "les",
    "à",
    "des",
    "en",
    "un",
    "du",
    "une",
    "est",
    "pour",
    "que",
    "qui",
    "dans",
    "a",
    "par",
    "au",
    "avec",
    "ce",
    "sur",
    "pas",
    "plus",
    "ne",
    "se",
    "vous",
    "nous",
    "son",
    "sa",
    "ses",
    "ou",
    "mais",
    "été",
    "être",
    "cette",
    "avons",
    "aux",
    "depuis",
    "bien",
    "sans",
    "ont",
    "très",
    "après",
    "avant",
    "chez",
    "elle",
    "il",
    "merci",
    "madame",
    "monsieur",
    "docteur",
    "résident",
    "résidente",
    "service",
    "traitement",
    "matin",
    "soir",
    "jour",
    "jours",
    "semaine",
    "rendez-vous",
    "ordonnance",
    "famille",
    "fille",
    "fils",
    "chambre",
    "équipe",
    "infirmière",
    "médecin",
    "hôpital",
    "retour",
    "sortie",
    "séjour",
    "bilan",
    "sanguin",
    "tension",
    "douleur",
    "chute",
    "fièvre",
    "œdème",
    "créatinine",
    "glycémie",
    "poids",
    "repas",
    "sommeil",
    "toilette",
    "pansement",
    "kinésithérapie",
    "transport",
    "consultation",
    "radiographie",
    "compte",
    "rendu",
    "joint",
    "ci-joint",
    "document",
    "lettre",
    "liaison",
    "demande",
    "réponse",
    "question",
    "appel",
    "téléphone",
    "bonjour",
    "cordialement",
    "confirmer",
    "recevoir",
    "envoyer",
    "transmis",
    "prévu",
    "prévue",
    "possible",
    "nécessaire",
    "important",
    "urgent",
    "stable",
    "amélioration",
    "surveillance",
    "dose",
    "comprimé",
    "goutte",
    "injection",
    "antibiotique",
    "anticoagulant",
    "insuline",
    "paracétamol",
    "amoxicilline",
    "furosémide",
    "potassium",
    "sodium",
    "hémoglobine",
    "plaquettes",
    "infection",
    "urinaire",
    "pulmonaire",
    "cardiaque",
    "rénale",
    "mémoire",
    "orientation",
    "marche",
    "fauteuil",
    "déambulateur",
    "aide",
    "autonomie",
    "dossier",
    "droit",
    "tutelle",
    "curatelle",
    "mutuelle",
    "pharmacie",
    "laboratoire",
    "gériatrie",
    "urgences",
    "cardiologie",
    "néphrologie",
];

const BEGINNINGS: &[&str] = &[
    "", "hypo", "hyper", "péri", "anti", "poly", "mono", "endo", "exo", "intra", "inter", "post", "pré", "sub",
    "supra", "trans", "micro", "macro", "néo", "pseudo", "dys", "tachy", "brady", "hémi", "para",
];

const ROOTS: &[&str] = &[
    "cardi",
    "pneum",
    "gastr",
    "hépat",
    "néphr",
    "neur",
    "derm",
    "arthr",
    "ostéo",
    "my",
    "angi",
    "phléb",
    "hémat",
    "leuc",
    "thromb",
    "gluc",
    "lip",
    "proté",
    "ur",
    "ot",
    "rhin",
    "ophtalm",
    "psych",
    "gér",
    "péd",
    "onc",
    "bactéri",
    "vir",
    "immun",
    "chondr",
    "encéphal",
    "mening",
    "myél",
    "oesophag",
    "pancréat",
    "rect",
    "col",
    "cyst",
    "prostat",
    "thyr",
    "surrén",
    "hypophys",
    "lymph",
    "splén",
    "trach",
    "bronch",
    "laryng",
    "pharyng",
    "stomat",
    "odont",
    "gloss",
    "cheil",
    "blépharo",
    "kérat",
    "rétin",
    "labyrinth",
    "tympan",
    "salping",
    "fémor",
    "tibi",
];

const ENDINGS: &[&str] = &[
    "ite",
    "ose",
    "ome",
    "ique",
    "iques",
    "ie",
    "al",
    "ale",
    "aux",
    "émie",
    "urie",
    "algie",
    "pathie",
    "ectomie",
    "scopie",
    "graphie",
    "logie",
    "logue",
    "plastie",
    "tomie",
    "rragie",
    "sclérose",
    "mégalie",
    "pénie",
];

impl Vocabulary {
    /// How many words there are.
    pub(super) const SIZE: usize = FREQUENT.len() + BEGINNINGS.len() * ROOTS.len() * ENDINGS.len();

    /// The word of a rank, from 1, the most frequent first; the last one beyond.
    pub(super) fn word(rank: usize) -> String {
        let at = rank.clamp(1, Self::SIZE) - 1;
        let Some(rare) = at.checked_sub(FREQUENT.len()) else { return String::from(FREQUENT[at]) };
        let root = ROOTS[rare % ROOTS.len()];
        let ending = ENDINGS[(rare / ROOTS.len()) % ENDINGS.len()];
        let beginning = BEGINNINGS[rare / (ROOTS.len() * ENDINGS.len())];
        format!("{beginning}{root}{ending}")
    }

    /// Whether everybody uses it in every letter, and nobody looks for it.
    pub(super) fn is_small(word: &str) -> bool {
        FREQUENT.iter().take(SMALL_WORDS).any(|small| *small == word)
    }

    /// A word as often as it is used.
    pub(super) fn any(random: &mut Random) -> String {
        Self::word(random.log_uniform(Self::SIZE))
    }

    /// Sentences in paragraphs, `count` words in all.
    pub(super) fn text(count: usize, random: &mut Random) -> String {
        let mut text = String::from("Bonjour,\n\n");
        let (mut sentence, mut left) = (0, count);
        while left > 0 {
            let words: Vec<String> = (0..left.min(6 + random.below(14))).map(|_| Self::any(random)).collect();
            left -= words.len();
            text.push_str(&capitalised(&words.join(" ")));
            sentence += 1;
            text.push_str(if left == 0 || sentence % 4 == 0 { ".\n\n" } else { ". " });
        }
        text.truncate(text.trim_end().len());
        text
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
