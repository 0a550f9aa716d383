//! Who lives and works in the demonstration: EHPAD Les Tilleuls, its residents, its team and those it writes to.
//!
//! Everybody is fictional and every address is under `.example`, which nobody can ever receive mail at.

use super::calendar::day_and_month;
use crate::operator::Account;

/// Its name.
pub(crate) const NAME: &str = "EHPAD Les Tilleuls";

/// Somebody who sits at the keyboard.
pub(crate) struct Person {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
}

/// The team, in the order in which the keyboard is offered.
pub(crate) const TEAM: [Person; 4] = [
    Person { id: "sophie.martel", name: "Sophie Martel", role: "Secrétaire" },
    Person { id: "karine.delmas", name: "Karine Delmas", role: "Secrétaire" },
    Person { id: "nadege.lebrun", name: "Nadège Lebrun", role: "Secrétaire" },
    Person { id: "claire.morvan", name: "Claire Morvan", role: "Infirmière" },
];

/// A mailbox the demonstration opens.
pub(crate) struct OwnMailbox {
    pub(crate) login: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
}

/// In the order in which the window shows them.
pub(crate) const MAILBOXES: [OwnMailbox; 4] = [
    OwnMailbox { login: "claire.morvan", kind: "personal", label: "Claire Morvan" },
    OwnMailbox { login: "secretariat", kind: "organizational", label: "Secrétariat" },
    OwnMailbox { login: "infirmerie", kind: "organizational", label: "Infirmerie" },
    OwnMailbox { login: "dui", kind: "application", label: "Envois du DUI" },
];

/// Somebody with an address on the demonstration's operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Correspondent {
    /// Login, and the name letters use for it.
    pub(crate) id: &'static str,
    /// Name shown beside the address.
    pub(crate) name: &'static str,
    pub(crate) address: &'static str,
    /// Last line of a letter.
    pub(crate) signature: &'static str,
}

const fn correspondent(
    id: &'static str,
    name: &'static str,
    address: &'static str,
    signature: &'static str,
) -> Correspondent {
    Correspondent { id, name, address, signature }
}

/// Everybody, ours first.
pub(crate) const CORRESPONDENTS: [Correspondent; 24] = [
    correspondent(
        "claire.morvan",
        "Claire Morvan",
        "claire.morvan@infirmier.mssante.example",
        "Claire Morvan, infirmière, EHPAD Les Tilleuls",
    ),
    correspondent(
        "secretariat",
        "EHPAD Les Tilleuls, Secrétariat",
        "secretariat@ehpad-les-tilleuls.mssante.example",
        "Secrétariat de l’EHPAD Les Tilleuls",
    ),
    correspondent(
        "infirmerie",
        "EHPAD Les Tilleuls, Infirmerie",
        "infirmerie@ehpad-les-tilleuls.mssante.example",
        "L’équipe infirmière, EHPAD Les Tilleuls",
    ),
    correspondent(
        "dui",
        "EHPAD Les Tilleuls, envois du DUI",
        "dui@ehpad-les-tilleuls.mssante.example",
        "Message envoyé par le logiciel de soins de l’EHPAD Les Tilleuls",
    ),
    correspondent(
        "geriatrie",
        "CH de Val-Fleuri, Gériatrie aiguë",
        "geriatrie@ch-val-fleuri.mssante.example",
        "Dr Antoine Vasseur, gériatre, CH de Val-Fleuri",
    ),
    correspondent(
        "urgences",
        "CH de Val-Fleuri, Urgences",
        "urgences@ch-val-fleuri.mssante.example",
        "Service d’accueil des urgences, CH de Val-Fleuri",
    ),
    correspondent(
        "cardiologie",
        "CH de Val-Fleuri, Cardiologie",
        "cardiologie@ch-val-fleuri.mssante.example",
        "Secrétariat de cardiologie, CH de Val-Fleuri",
    ),
    correspondent(
        "helene.fabre",
        "Dr Hélène Fabre",
        "helene.fabre@medecin.mssante.example",
        "Dr Hélène Fabre, médecin généraliste",
    ),
    correspondent(
        "camille.roche",
        "Dr Camille Roche",
        "camille.roche@medecin.mssante.example",
        "Dr Camille Roche, médecin généraliste",
    ),
    correspondent(
        "bio-val",
        "Laboratoire Bio-Val",
        "resultats@bio-val.mssante.example",
        "Laboratoire de biologie médicale Bio-Val",
    ),
    correspondent(
        "imagerie",
        "Imagerie du Val",
        "comptes-rendus@imagerie-du-val.mssante.example",
        "Centre d’imagerie du Val",
    ),
    correspondent(
        "mdph",
        "MDPH de l’Exemple",
        "mdph@exemple.mssante.example",
        "L'équipe pluridisciplinaire de la MDPH",
    ),
    correspondent(
        "apa",
        "Département de l’Exemple, service APA",
        "apa@departement-exemple.mssante.example",
        "Service de l’allocation personnalisée d’autonomie",
    ),
    correspondent(
        "pharmacie",
        "Pharmacie des Halles",
        "officine@pharmacie-des-halles.mssante.example",
        "Bertrand Kessel, pharmacien",
    ),
    correspondent(
        "julien.rocher",
        "Julien Rocher",
        "julien.rocher@kine.mssante.example",
        "Julien Rocher, masseur-kinésithérapeute",
    ),
    correspondent(
        "coteaux",
        "Centre de rééducation des Coteaux",
        "admissions@ssr-les-coteaux.mssante.example",
        "Bureau des admissions, Centre de rééducation des Coteaux",
    ),
    correspondent("had", "HAD du Val", "coordination@had-du-val.mssante.example", "Coordination de la HAD du Val"),
    correspondent(
        "roche-claire",
        "EHPAD La Roche-Claire, Infirmerie",
        "infirmerie@la-roche-claire.mssante.example",
        "L’équipe infirmière, EHPAD La Roche-Claire",
    ),
    correspondent(
        "anne.vidal",
        "Anne Vidal",
        "anne.vidal@mandataire.mssante.example",
        "Anne Vidal, mandataire judiciaire à la protection des majeurs",
    ),
    correspondent(
        "lucie.arnaud",
        "Lucie Arnaud",
        "lucie.arnaud@psychologue.mssante.example",
        "Lucie Arnaud, psychologue",
    ),
    correspondent(
        "ginette.rolland",
        "Ginette Rolland, Mon espace santé",
        "240079999900137@patient.mssante.example",
        "Ginette Rolland",
    ),
    correspondent(
        "gcs",
        "GCS e-santé de l’Exemple",
        "lettre@gcs-esante-exemple.mssante.example",
        "L’équipe du GCS e-santé de l’Exemple",
    ),
    correspondent(
        "assistance",
        "Assistance de l’opérateur",
        "assistance@operateur.mssante.example",
        "L’assistance de votre opérateur de messagerie",
    ),
    correspondent("facturation", "Service facturation", "no-reply@relance-factures.example", "Le service recouvrement"),
];

/// Finds somebody by id.
pub(crate) fn find(id: &str) -> Option<&'static Correspondent> {
    CORRESPONDENTS.iter().find(|correspondent| correspondent.id == id)
}

/// One account for everybody: what the establishment sends arrives somewhere.
pub(crate) fn accounts() -> Vec<Account> {
    CORRESPONDENTS.iter().map(|somebody| Account::new(somebody.id, somebody.address, somebody.name)).collect()
}

/// Somebody who lives at Les Tilleuls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resident {
    pub(crate) family_name: &'static str,
    pub(crate) given_name: &'static str,
    pub(crate) is_woman: bool,
    /// Day, month, year.
    pub(crate) born: (i8, i8, i16),
    pub(crate) room: u8,
}

impl Resident {
    /// `Mme Garnier`.
    pub(crate) fn civil_name(&self) -> String {
        let title = if self.is_woman { "Mme" } else { "M." };
        let mut letters = self.family_name.chars();
        let first: String = letters.by_ref().take(1).collect();
        format!("{title} {first}{}", letters.as_str().to_lowercase())
    }

    /// `GARNIER Odette`.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.family_name, self.given_name)
    }

    /// `14 mars 1938`.
    pub(crate) fn birth_date(&self) -> String {
        format!("{} {}", day_and_month(self.born.0, self.born.1), self.born.2)
    }
}

const fn resident(
    family_name: &'static str,
    given_name: &'static str,
    is_woman: bool,
    born: (i8, i8, i16),
    room: u8,
) -> Resident {
    Resident { family_name, given_name, is_woman, born, room }
}

/// Comes home this afternoon.
pub(crate) const GARNIER: Resident = resident("GARNIER", "Odette", true, (14, 3, 1938), 12);
/// His treatment is being renewed.
pub(crate) const PELTIER: Resident = resident("PELTIER", "Roland", false, (2, 6, 1941), 7);
/// Left for the emergency department this morning.
pub(crate) const AUBERT: Resident = resident("AUBERT", "Lucienne", true, (9, 11, 1936), 21);
/// Had blood taken yesterday.
pub(crate) const MOREAU: Resident = resident("MOREAU", "Simone", true, (21, 1, 1934), 4);
/// Writes from Mon espace santé.
pub(crate) const ROLLAND: Resident = resident("ROLLAND", "Ginette", true, (5, 7, 1940), 15);
/// Is being assessed by the MDPH.
pub(crate) const LEROUX: Resident = resident("LEROUX", "Michel", false, (30, 8, 1962), 18);

/// Everybody a letter can be about.
pub(crate) const RESIDENTS: [Resident; 18] = [
    GARNIER,
    PELTIER,
    AUBERT,
    MOREAU,
    ROLLAND,
    LEROUX,
    resident("BRUN", "Marcel", false, (17, 2, 1937), 2),
    resident("CHEVALIER", "Yvonne", true, (1, 10, 1931), 9),
    resident("DELAUNAY", "Henri", false, (23, 4, 1935), 11),
    resident("FONTAINE", "Jacqueline", true, (12, 12, 1939), 14),
    resident("GUÉRIN", "Raymonde", true, (6, 5, 1933), 16),
    resident("HUBERT", "Lucien", false, (28, 9, 1930), 19),
    resident("LEFÈVRE", "Andrée", true, (3, 1, 1936), 22),
    resident("MARCHAND", "Fernand", false, (19, 7, 1938), 23),
    resident("NOËL", "Paulette", true, (25, 12, 1932), 24),
    resident("PICARD", "Gisèle", true, (8, 6, 1942), 26),
    resident("ROUSSEL", "Émile", false, (15, 3, 1929), 27),
    resident("VIDALIE", "Thérèse", true, (30, 11, 1935), 30),
];

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
