use super::{House, check, humps};

fn faults(path: &str, text: &str) -> usize {
    check(&House::of(&[(path, text)])).len()
}

#[test]
fn a_type_called_by_an_empty_word_is_a_fault() {
    for name in ["MailboxManager", "DateHelpers", "StoreImpl", "Util"] {
        assert_eq!(faults("a.rs", &format!("struct {name};")), 1, "{name}");
        assert_eq!(faults("ui/src/a.ts", &format!("export class {name} {{}}")), 1, "{name}");
    }
}

#[test]
fn a_file_or_a_module_called_so_is_a_fault() {
    assert_eq!(faults("src/date_utils.rs", ""), 1);
    assert_eq!(faults("ui/src/api/helpers.ts", ""), 1);
    assert_eq!(faults("a.rs", "mod util;"), 1);
}

#[test]
fn what_is_used_and_what_only_sounds_so_pass() {
    assert_eq!(faults("a.rs", "use tauri::Manager; struct Utility; struct Managed; fn f() { Helper::g() }"), 0);
    assert_eq!(faults("ui/src/a.ts", "import { Manager } from \"x\"; // class Helper"), 0);
}

#[test]
fn humps_are_the_words_of_a_name() {
    assert_eq!(humps("MailboxHelper"), ["Mailbox", "Helper"]);
    assert_eq!(humps("plain"), ["plain"]);
    assert_eq!(humps(""), Vec::<&str>::new());
}
