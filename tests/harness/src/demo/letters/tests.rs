use std::collections::BTreeSet;

use jiff::civil::date;
use jiff::tz::{TimeZone, offset};

use super::{Filed, all, library};
use crate::demo::calendar::Calendar;
use crate::demo::establishment::{MAILBOXES, find};
use crate::mailstore::Flag;

/// Every letter of a demonstration started on Tuesday 24 November 2026 at eleven.
fn letters() -> Vec<Filed> {
    let now = date(2026, 11, 24).at(11, 0, 0, 0).to_zoned_datetime(TimeZone::fixed(offset(1))).unwrap();
    all(&Calendar::ending_at(now).unwrap()).unwrap()
}

/// The letters of a folder, newest first.
fn folder<'a>(letters: &'a [Filed], login: &str, name: &str) -> Vec<&'a Filed> {
    let mut found: Vec<_> = letters.iter().filter(|filed| filed.login == login && filed.folder == name).collect();
    found.sort_by(|one, other| other.letter.date.cmp(&one.letter.date));
    found
}

fn unread(letters: &[&Filed]) -> usize {
    letters.iter().filter(|filed| !filed.flags.contains(&Flag::Seen)).count()
}

#[test]
fn inbox_begins_like_the_mock_up() {
    let letters = letters();
    let inbox = folder(&letters, "secretariat", "INBOX");
    let rows: Vec<_> = inbox
        .iter()
        .take(6)
        .map(|filed| {
            let subject = filed.letter.subject.replace(['\u{a0}', '\u{202f}'], " ");
            let is_read = if filed.flags.contains(&Flag::Seen) { "" } else { "•" };
            format!("{}{} {} | {subject}", is_read, filed.letter.date.strftime("%d %H:%M"), filed.letter.from.name)
        })
        .collect();
    assert_eq!(
        rows,
        [
            "•24 10:42 CH de Val-Fleuri, Gériatrie aiguë | Retour à domicile collectif : lettre de liaison",
            "24 10:05 Dr Hélène Fabre | Re : Renouvellement de traitement",
            "•24 09:31 CH de Val-Fleuri, Urgences | Demande de DLU, patiente aux urgences",
            "•24 08:50 Laboratoire Bio-Val | Compte rendu d’examens de biologie",
            "23 16:20 Ginette Rolland, Mon espace santé | Question sur mon rendez-vous de jeudi",
            "23 11:05 MDPH de l’Exemple | Évaluation pluridisciplinaire",
        ]
    );
}

#[test]
fn unread_letters_are_those_of_the_mock_up() {
    let letters = letters();
    let of = |login| unread(&folder(&letters, login, "INBOX"));
    assert_eq!((of("secretariat"), of("infirmerie"), of("claire.morvan"), of("dui")), (12, 3, 2, 0));
}

#[test]
fn renewal_is_a_thread_of_four_letters_two_of_them_ours() {
    let letters = letters();
    let thread: Vec<_> =
        letters.iter().filter(|filed| filed.letter.subject.contains("Renouvellement de traitement")).collect();
    let folders: Vec<_> = thread.iter().map(|filed| filed.folder.as_str()).collect();
    assert_eq!(folders, ["Sent", "INBOX", "Sent", "INBOX"]);
    let ids: Vec<_> = thread.iter().take(3).map(|filed| filed.letter.message_id.clone()).collect();
    assert_eq!(thread[3].letter.references, ids);
}

#[test]
fn year_is_full_and_ends_this_morning() {
    let letters = letters();
    assert!(letters.len() >= 400, "{}", letters.len());
    let oldest = letters.iter().map(|filed| &filed.letter.date).min().unwrap();
    let newest = letters.iter().map(|filed| &filed.letter.date).max().unwrap();
    assert!(oldest.date() < date(2025, 12, 5), "{oldest}");
    assert_eq!(newest.strftime("%d/%m/%Y %H:%M").to_string(), "24/11/2026 10:42");
}

#[test]
fn every_letter_has_an_id_of_its_own() {
    let letters = letters();
    let ids: BTreeSet<_> = letters.iter().map(|filed| &filed.letter.message_id).collect();
    assert_eq!(ids.len(), letters.len());
}

#[test]
fn what_we_wrote_is_in_our_folders_and_nothing_else_is() {
    for filed in letters() {
        let is_ours = filed.letter.from.id == filed.login;
        let is_our_folder = matches!(filed.folder.as_str(), "Sent" | "Drafts");
        assert_eq!(is_ours, is_our_folder, "{} in {}", filed.letter.subject, filed.folder);
    }
}

#[test]
fn every_folder_of_a_mailbox_is_used() {
    let letters = letters();
    for name in ["Archive", "Drafts", "Junk", "Sent", "Trash", "Entrées et sorties", "Équipe/Comptes rendus"] {
        assert!(!folder(&letters, "secretariat", name).is_empty(), "{name}");
    }
    assert_eq!(folder(&letters, "secretariat", "Drafts").len(), 2);
}

#[test]
fn every_conversation_is_with_somebody_who_exists() {
    for mailbox in MAILBOXES {
        for template in library::conversations(mailbox.login).unwrap() {
            assert!(find(&template.with).is_some(), "{}", template.with);
        }
    }
}

#[test]
fn no_blank_is_left_in_any_letter() {
    for filed in letters() {
        let text = format!("{}\n{}", filed.letter.subject, filed.letter.text);
        assert!(!text.contains(['{', '}', '[', ']', '@']) || filed.login == "dui", "{text}");
    }
}

#[test]
fn two_starts_of_the_same_day_show_the_same_letters() {
    let bytes = || letters().iter().map(|filed| filed.letter.to_bytes()).collect::<Vec<_>>();
    assert_eq!(bytes(), bytes());
}
