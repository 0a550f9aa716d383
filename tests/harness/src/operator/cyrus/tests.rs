use super::{capabilities, names, naming, without_uses};
use crate::operator::ImapFamily;

#[test]
fn an_ordinary_server_says_everything_it_has() {
    assert_eq!(capabilities(&[]), "");
}

#[test]
fn what_is_withheld_is_named_in_one_line() {
    assert_eq!(capabilities(&["MOVE", "UIDPLUS"]), "suppress_capabilities: MOVE UIDPLUS");
}

#[test]
fn folders_are_called_as_the_family_calls_them() {
    assert_eq!(names(naming(ImapFamily::Cyrus)), "altnamespace: yes\nunixhierarchysep: yes");
    assert_eq!(names(naming(ImapFamily::CyrusOfOld)), "altnamespace: no\nunixhierarchysep: no");
}

#[test]
fn without_special_use_no_folder_has_a_use() {
    let settings = "altnamespace: yes\nxlist-sent: Sent\nxlist-trash: Trash\ndelete_mode: immediate\n";
    assert_eq!(without_uses(settings), "altnamespace: yes\ndelete_mode: immediate\n");
}
