//! The words of a notification: how many letters, for which mailbox, and at most which structure wrote.

use estafette_model::{Correspondent, is_structure};

use crate::words::{sentence, word};

/// Structures named at once: a notification is a glance.
const MAX_STRUCTURES: usize = 3;
/// Characters of the name of a structure; desktops cut longer lines anyway.
const MAX_NAME: usize = 80;

/// How much may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// That something came: the screen is locked.
    Count,
    /// For which mailbox: several people use this screen.
    Mailbox,
    /// From which structure: one person uses it.
    Structure,
}

/// Letters that came into one mailbox.
pub(super) struct News<'a> {
    /// What the rail calls it.
    pub(super) mailbox: &'a str,
    /// Several people answer it.
    pub(super) shared: bool,
    /// Who wrote, one for each letter.
    pub(super) senders: &'a [Correspondent],
}

/// Title and body.
pub(super) fn lines(telling: Telling, news: &News<'_>) -> (String, String) {
    let counted = |one: &str, several: &str| {
        let count = news.senders.len().to_string();
        let key = if news.senders.len() == 1 { one } else { several };
        sentence(key, &[("count", &count), ("mailbox", news.mailbox)])
    };
    match telling {
        Telling::Count => (word("app.name"), counted("notice.one", "notice.several")),
        Telling::Mailbox => (
            counted("notice.one_in", "notice.several_in"),
            if news.shared { word("notice.to_claim") } else { String::new() },
        ),
        Telling::Structure => (counted("notice.one", "notice.several"), structures(news.senders).join("\n")),
    }
}

/// The structures among `senders`, each once, in the order they wrote. A person is never one.
fn structures(senders: &[Correspondent]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sender in senders.iter().filter(|sender| is_structure(&sender.address)) {
        let name = shown(sender.believable_name());
        if !name.is_empty() && !names.contains(&name) && names.len() < MAX_STRUCTURES {
            names.push(name);
        }
    }
    names
}

/// A name that holds line breaks gets one line.
fn shown(name: &str) -> String {
    let line: Vec<&str> = name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    line.join(" ").chars().take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use estafette_model::Correspondent;

    use super::{News, Telling, lines};

    fn from(name: &str, address: &str) -> Correspondent {
        Correspondent { name: name.to_owned(), address: address.to_owned() }
    }

    fn geriatrie() -> Correspondent {
        from("CH de Val-Fleuri, Gériatrie aiguë", "geriatrie@ch-val-fleuri.mssante.example")
    }

    fn told(telling: Telling, senders: &[Correspondent]) -> (String, String) {
        lines(telling, &News { mailbox: "Secrétariat", shared: true, senders })
    }

    #[test]
    fn a_shared_post_says_which_mailbox_and_who_is_to_deal_with_it() {
        let (title, body) = told(Telling::Mailbox, &[geriatrie()]);
        assert_eq!(
            (title.as_str(), body.as_str()),
            ("Un nouveau message dans la boîte Secrétariat", "À prendre en charge")
        );
        let (title, _) = told(Telling::Mailbox, &[geriatrie(), geriatrie(), geriatrie()]);
        assert_eq!(title, "3 nouveaux messages dans la boîte Secrétariat");
    }

    #[test]
    fn a_personal_post_names_structures_once_and_never_a_person() {
        let (title, body) = told(
            Telling::Structure,
            &[
                geriatrie(),
                from("Dr Hélène Fabre", "helene.fabre@medecin.mssante.example"),
                from("GARNIER Odette", "279035121518989@patient.mssante.example"),
                geriatrie(),
                from("Laboratoire Bio-Val", "resultats@bio-val.mssante.example"),
            ],
        );
        assert_eq!(title, "5 nouveaux messages");
        assert_eq!(body, "CH de Val-Fleuri, Gériatrie aiguë\nLaboratoire Bio-Val");
    }

    #[test]
    fn a_locked_screen_says_only_how_many() {
        assert_eq!(
            told(Telling::Count, &[geriatrie()]),
            (String::from("Estafette"), String::from("Un nouveau message"))
        );
        let (_, body) = told(Telling::Count, &[geriatrie(), geriatrie()]);
        assert_eq!(body, "2 nouveaux messages");
    }

    #[test]
    fn a_name_meant_to_look_like_something_else_is_one_short_line_or_none() {
        let odd = from(&format!("Cabinet\r\nRocher\u{7}{}", " long".repeat(50)), "cabinet@rocher.example");
        let (_, body) = told(Telling::Structure, &[odd]);
        assert!(body.starts_with("Cabinet Rocher long") && body.chars().count() == 80, "{body}");
        assert_eq!(told(Telling::Structure, &[from("odette.garnier@chez.example", "accueil@chez.example")]).1, "");
    }
}
