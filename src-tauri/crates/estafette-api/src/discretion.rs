//! What the page is given while the screen is discreet: initials for a patient, no subject, no first words.
//!
//! Masked here and not by the page: what never reaches it is in no accessible name, no tooltip and no picture of the window.

use estafette_contract::{ApiError, CorrespondentView};
use estafette_engine::Engine;
use estafette_model::{Correspondent, is_citizen};

use crate::Api;
use crate::answer::correspondent;
use crate::words::word;

/// Initials given of a name, at most: more of them would be a name again.
const MAX_INITIALS: usize = 3;
/// Words before a name that are no part of it.
const CIVILITIES: [&str; 5] = ["mme", "mlle", "m", "madame", "monsieur"];

/// Whether the screen is discreet, asked once for each answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Discretion(bool);

impl Discretion {
    /// Everything is shown.
    pub(crate) const NONE: Self = Self(false);

    pub(crate) fn of(engine: &Engine) -> Self {
        Self(engine.discreet())
    }

    /// A subject, or nothing.
    pub(crate) fn subject(self, subject: String) -> Option<String> {
        (!self.0).then_some(subject)
    }

    /// First words of a message: free text, in which anybody can be named.
    pub(crate) fn preview(self, preview: &str) -> String {
        if self.0 { String::new() } else { preview.to_owned() }
    }

    /// Somebody: a patient has initials, and no address, which is their identifier.
    pub(crate) fn correspondent(self, someone: &Correspondent) -> CorrespondentView {
        correspondent(&self.named(someone))
    }

    /// The same, where the words of the engine are wanted.
    pub(crate) fn named(self, someone: &Correspondent) -> Correspondent {
        if self.0 && is_citizen(&someone.address) {
            Correspondent { name: initials(someone.believable_name()), address: String::new() }
        } else {
            someone.clone()
        }
    }

    /// A recipient as typed: « Usager » in the place of a patient's address.
    pub(crate) fn recipient(self, typed: &str) -> String {
        if self.0 && typed.split(['<', '>', ' ', ',', ';']).any(is_citizen) { citizen() } else { typed.to_owned() }
    }

    /// An error whose blanks hold the operator's own words, which may repeat a patient's address.
    pub(crate) fn error(self, mut error: ApiError) -> ApiError {
        if self.0 {
            for said in error.params.values_mut() {
                *said = without_citizens(said);
            }
        }
        error
    }
}

impl Api {
    pub(crate) async fn discretion(&self) -> Result<Discretion, ApiError> {
        Ok(Discretion::of(&*self.engine().await?))
    }
}

fn citizen() -> String {
    word("discreet.citizen")
}

/// « G. O. » of « GARNIER Odette », of « Mme Odette Garnier, Mon espace santé » « O. G. »; « Usager » when there is no name.
fn initials(name: &str) -> String {
    let name = name.split(',').next().unwrap_or_default();
    let is_civility = |word: &str| CIVILITIES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let letters: Vec<String> = name
        .split_whitespace()
        .filter(|word| !word.contains('@') && !is_civility(word))
        .filter_map(|word| word.chars().next().filter(|first| first.is_alphabetic()))
        .take(MAX_INITIALS)
        .map(|first| format!("{}.", first.to_uppercase()))
        .collect();
    if letters.is_empty() { citizen() } else { letters.join("\u{a0}") }
}

/// The text with each word that holds a patient's address replaced.
fn without_citizens(said: &str) -> String {
    let holds_one = |word: &str| word.split(['<', '>', '(', ')', ',', ';', ':', '"']).any(is_citizen);
    if !said.split_whitespace().any(holds_one) {
        return said.to_owned();
    }
    let words: Vec<String> =
        said.split(' ').map(|word| if holds_one(word) { citizen() } else { word.to_owned() }).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use estafette_contract::{ApiError, ErrorCode};
    use estafette_model::Correspondent;

    use super::Discretion;

    const ON: Discretion = Discretion(true);
    const OFF: Discretion = Discretion::NONE;

    fn someone(name: &str, address: &str) -> Correspondent {
        Correspondent { name: name.to_owned(), address: address.to_owned() }
    }

    #[test]
    fn a_patient_is_initials_without_address_and_a_professional_stays_as_written() {
        for (name, shown) in [
            ("GARNIER Odette", "G.\u{a0}O."),
            ("Mme Ginette Rolland, Mon espace santé", "G.\u{a0}R."),
            ("M. de La Tour du Pin", "D.\u{a0}L.\u{a0}T."),
            ("émile zola", "É.\u{a0}Z."),
            ("279035121518989", "Usager"),
            ("odette.garnier@patient.mssante.example", "Usager"),
            ("", "Usager"),
        ] {
            let view = ON.correspondent(&someone(name, "279035121518989@patient.mssante.example"));
            assert_eq!((view.name.as_str(), view.address.as_str()), (shown, ""), "{name}");
        }
        let doctor = someone("Dr Hélène Fabre", "helene.fabre@medecin.mssante.example");
        assert_eq!(ON.named(&doctor), doctor);
    }

    #[test]
    fn nothing_is_masked_while_the_screen_is_not_discreet() {
        let patient = someone("GARNIER Odette", "279035121518989@patient.mssante.example");
        assert_eq!(OFF.named(&patient), patient);
        assert_eq!(OFF.subject(String::from("DLU")).as_deref(), Some("DLU"));
        assert_eq!(OFF.preview("Bonjour"), "Bonjour");
        assert_eq!(OFF.recipient(&patient.address), patient.address);
    }

    #[test]
    fn a_subject_and_the_first_words_are_free_text_and_go_whole() {
        assert_eq!(ON.subject(String::from("DLU de Mme Garnier, née le 12/04/1938")), None);
        assert_eq!(ON.preview("Mme Garnier quitte le service"), "");
    }

    #[test]
    fn a_patient_s_address_is_found_however_it_was_typed() {
        for typed in [
            "279035121518989@patient.mssante.example",
            "Odette Garnier <279035121518989@Patient.mssante.example>",
            "a@b.example, 279035121518989@patient.mssante.example",
        ] {
            assert_eq!(ON.recipient(typed), "Usager", "{typed}");
        }
        assert_eq!(ON.recipient("helene.fabre@medecin.mssante.example"), "helene.fabre@medecin.mssante.example");
    }

    #[test]
    fn the_operator_s_own_words_do_not_repeat_a_patient_s_address() {
        let reply = "550 5.1.1 <279035121518989@patient.mssante.example>: boîte inconnue";
        let params = [(String::from("reply"), reply.to_owned())].into();
        let error = ON.error(ApiError { code: ErrorCode::LetterRefused, params, report_id: String::from("0badcafe") });
        assert_eq!(error.params["reply"], "550 5.1.1 Usager boîte inconnue");
        assert_eq!(error.report_id, "0badcafe");
    }
}
