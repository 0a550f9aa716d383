use super::Naming;

const BESIDE_THE_INBOX: Naming = Naming { prefix: "", separator: '/' };
const INSIDE_THE_INBOX: Naming = Naming { prefix: "INBOX.", separator: '.' };

#[test]
fn a_folder_is_called_by_its_levels_in_modified_utf_7() {
    assert_eq!(BESIDE_THE_INBOX.quoted("Entrées/2026"), "\"Entr&AOk-es/2026\"");
    assert_eq!(INSIDE_THE_INBOX.quoted("Entrées/2026"), "\"INBOX.Entr&AOk-es.2026\"");
    assert_eq!(INSIDE_THE_INBOX.quoted("INBOX"), "INBOX");
}

#[test]
fn a_name_is_read_back() {
    assert_eq!(BESIDE_THE_INBOX.folder("Entr&AOk-es/2026").as_deref(), Some("Entrées/2026"));
    assert_eq!(INSIDE_THE_INBOX.folder("INBOX.Entr&AOk-es.2026").as_deref(), Some("Entrées/2026"));
}

#[test]
fn the_inbox_is_no_folder_beside_itself() {
    assert_eq!(BESIDE_THE_INBOX.folder("INBOX"), None);
    assert_eq!(INSIDE_THE_INBOX.folder("INBOX"), None);
}
