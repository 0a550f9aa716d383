use estafette_model::FolderRole;

use super::{Candidate, assign};

fn named(name: &str) -> Candidate<'_> {
    Candidate { name, delimiter: Some('/'), announced: None, selectable: true }
}

fn announced(name: &str, role: FolderRole) -> Candidate<'_> {
    Candidate { announced: Some(role), ..named(name) }
}

#[test]
fn the_word_of_the_server_wins_over_a_name() {
    let folders = [named("Corbeille"), announced("Poubelle", FolderRole::Trash), named("INBOX")];
    assert_eq!(assign(&folders), [FolderRole::Other, FolderRole::Trash, FolderRole::Inbox]);
}

#[test]
fn usual_names_stand_in_where_the_server_is_silent() {
    let folders =
        ["inbox", "Brouillons", "Éléments envoyés", "ARCHIVES", "Courrier indésirable", "Deleted Items", "Suivi"];
    let roles = assign(&folders.map(named));
    let expected = [
        FolderRole::Inbox,
        FolderRole::Drafts,
        FolderRole::Sent,
        FolderRole::Archive,
        FolderRole::Junk,
        FolderRole::Trash,
        FolderRole::Other,
    ];
    assert_eq!(roles, expected);
}

#[test]
fn a_role_is_held_once() {
    let folders = [announced("Sent", FolderRole::Sent), announced("Envoyés", FolderRole::Sent), named("Sent Items")];
    assert_eq!(assign(&folders), [FolderRole::Sent, FolderRole::Other, FolderRole::Other]);
}

#[test]
fn a_name_is_no_guess_when_the_server_gave_the_folder_another_use() {
    let folders = [announced("Sent", FolderRole::Archive)];
    assert_eq!(assign(&folders), [FolderRole::Archive]);
    let virtual_folder = [announced("Archive", FolderRole::Other)];
    assert_eq!(assign(&virtual_folder), [FolderRole::Other]);
}

#[test]
fn a_usual_name_deep_in_somebody_s_own_folders_is_theirs() {
    let folders = [named("Projets/Archives"), named("INBOX/Sent"), named("INBOX/Projets/Trash")];
    assert_eq!(assign(&folders), [FolderRole::Other, FolderRole::Sent, FolderRole::Other]);
}

#[test]
fn a_folder_that_holds_no_message_has_no_role() {
    let folders = [Candidate { selectable: false, ..named("Sent") }, named("Sent Items")];
    assert_eq!(assign(&folders), [FolderRole::Other, FolderRole::Sent]);
}
