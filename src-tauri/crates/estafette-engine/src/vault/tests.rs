use std::sync::Arc;

use estafette_model::Secret;

use super::{HolderFault, KeyHolder, MemoryHolder, Unlocking, Vault, VaultError, WRAPPED_FILE};

const PHRASE: &str = "tilleul brume 42 lanterne";

/// A machine without a keyring, or with one that stays shut.
struct RefusingKeyring(HolderFault);

impl KeyHolder for RefusingKeyring {
    fn load(&self, _entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        Err(self.0)
    }

    fn save(&self, _entry: &str, _secret: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        Err(self.0)
    }
}

/// A keyring that says yes and keeps nothing.
struct ForgetfulKeyring;

impl KeyHolder for ForgetfulKeyring {
    fn load(&self, _entry: &str) -> Result<Option<Secret<Vec<u8>>>, HolderFault> {
        Ok(None)
    }

    fn save(&self, _entry: &str, _secret: &Secret<Vec<u8>>) -> Result<(), HolderFault> {
        Ok(())
    }
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(String::from(text))
}

fn protecting(passphrase: &str) -> Unlocking {
    Unlocking::Protecting(secret(passphrase))
}

fn wrapped_in(folder: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join(WRAPPED_FILE)).expect("written")).expect("json")
}

#[test]
fn the_same_file_gets_the_same_key_after_a_restart_and_another_file_another_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    let first = Vault::open(folder.path(), Arc::clone(&holder) as _, &Unlocking::Unasked).expect("opened");
    let secretariat = first.file_key("mailbox-1.db").expect("a key");
    let infirmerie = first.file_key("mailbox-2.db").expect("a key");
    assert_ne!(secretariat.expose(), infirmerie.expose());
    drop(first);
    let second = Vault::open(folder.path(), holder as _, &Unlocking::Unasked).expect("opened again");
    assert_eq!(second.file_key("mailbox-1.db").expect("a key").expose(), secretariat.expose());
}

#[test]
fn neither_a_key_nor_a_password_is_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = Vault::open(folder.path(), Arc::new(MemoryHolder::default()), &Unlocking::Unasked).expect("opened");
    vault.file_key("mailbox-1.db").expect("a key");
    vault.set_password("secretariat@a.example", &secret("tilleul-42")).expect("kept");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("listed").flatten().map(|e| e.file_name()).collect();
    assert_eq!(names, [WRAPPED_FILE]);
    assert!(!wrapped_in(folder.path()).to_string().contains("tilleul-42"));
    let kept = vault.password("secretariat@a.example").expect("answered").expect("kept");
    assert_eq!(kept.expose(), "tilleul-42");
}

#[test]
fn a_profile_without_its_keyring_entry_says_that_the_key_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Vault::open(folder.path(), Arc::new(MemoryHolder::default()), &Unlocking::Unasked).expect("opened"));
    let before = std::fs::read(folder.path().join(WRAPPED_FILE)).expect("there");
    let other_machine = Vault::open(folder.path(), Arc::new(MemoryHolder::default()), &Unlocking::Unasked);
    assert!(matches!(other_machine, Err(VaultError::KeyLost)));
    assert_eq!(std::fs::read(folder.path().join(WRAPPED_FILE)).expect("there"), before, "nothing is overwritten");
}

#[test]
fn without_a_keyring_no_profile_is_made_unless_somebody_chooses_a_passphrase() {
    let folder = tempfile::tempdir().expect("a folder");
    let none = || Arc::new(RefusingKeyring(HolderFault::Absent));
    let locked = Arc::new(RefusingKeyring(HolderFault::Locked));
    let open = |holder: Arc<dyn KeyHolder>| Vault::open(folder.path(), holder, &Unlocking::Unasked);
    assert!(matches!(open(none()), Err(VaultError::NoKeyring)));
    assert!(matches!(open(Arc::new(ForgetfulKeyring)), Err(VaultError::NoKeyring)));
    assert!(matches!(open(locked), Err(VaultError::KeyringLocked { kept: false })));
    let weak = Vault::open(folder.path(), none(), &protecting("tilleul"));
    assert!(matches!(weak, Err(VaultError::PassphraseWeak)));
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0, "nothing was made");
    assert!(Vault::open(folder.path(), none(), &protecting(PHRASE)).is_ok());
}

#[test]
fn a_keyring_that_does_not_answer_any_more_is_told_from_one_that_lost_the_key_and_from_one_that_is_shut() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Vault::open(folder.path(), Arc::new(MemoryHolder::default()), &Unlocking::Unasked).expect("opened"));
    let with = |fault| Vault::open(folder.path(), Arc::new(RefusingKeyring(fault)), &Unlocking::Unasked);
    assert!(matches!(with(HolderFault::Absent), Err(VaultError::KeyringGone)));
    assert!(matches!(with(HolderFault::Locked), Err(VaultError::KeyringLocked { kept: true })));
}

#[test]
fn a_passphrase_opens_the_same_files_again_and_gives_the_passwords_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let none = || Arc::new(RefusingKeyring(HolderFault::Absent));
    let first = Vault::open(folder.path(), none(), &protecting(PHRASE)).expect("made");
    let key = first.file_key("mailbox-1.db").expect("a key");
    first.set_password("secretariat@a.example", &secret("tilleul-42")).expect("kept");
    first.set_password("infirmerie@a.example", &secret("erable-43")).expect("kept");
    drop(first);

    let asked = Vault::open(folder.path(), none(), &Unlocking::Unasked);
    assert!(matches!(asked, Err(VaultError::PassphraseNeeded)));
    let wrong = Vault::open(folder.path(), none(), &Unlocking::With(secret("tilleul brume 42 lantern")));
    assert!(matches!(wrong, Err(VaultError::PassphraseWrong)));
    let again = Vault::open(folder.path(), none(), &Unlocking::With(secret(PHRASE))).expect("opened");
    assert_eq!(again.file_key("mailbox-1.db").expect("a key").expose(), key.expose());
    let password = |address| again.password(address).expect("answered").map(|kept| kept.expose().clone());
    assert_eq!(password("secretariat@a.example").as_deref(), Some("tilleul-42"));
    assert_eq!(password("infirmerie@a.example").as_deref(), Some("erable-43"));
    assert_eq!(password("direction@a.example"), None);
    let second = Vault::open(folder.path(), none(), &protecting("une autre phrase, longue"));
    assert!(matches!(second, Err(VaultError::ProfileThere)), "a profile keeps the way in that it has");
}

#[test]
fn neither_the_passphrase_nor_a_password_nor_an_address_is_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = Vault::open(folder.path(), Arc::new(ForgetfulKeyring), &protecting(PHRASE)).expect("made");
    vault.set_password("secretariat@a.example", &secret("tilleul-42")).expect("kept");
    let written = wrapped_in(folder.path()).to_string();
    for word in [PHRASE, "tilleul", "secretariat", "a.example"] {
        assert!(!written.contains(word), "{word}");
    }
    assert_eq!(wrapped_in(folder.path())["passwords"].as_object().expect("kept").len(), 1);
}

#[test]
fn a_keyring_that_came_back_takes_the_keys_over_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let absent = Arc::new(RefusingKeyring(HolderFault::Absent));
    let vault = Vault::open(folder.path(), absent, &protecting(PHRASE)).expect("made");
    assert!(!vault.could_use_keyring());
    let key = vault.file_key("mailbox-1.db").expect("a key");
    vault.set_password("secretariat@a.example", &secret("tilleul-42")).expect("kept");
    let addresses = || ["secretariat@a.example", "infirmerie@a.example"].into_iter();
    assert!(matches!(vault.move_to_keyring(addresses()), Err(VaultError::KeyringGone)));
    drop(vault);

    let back = Arc::new(MemoryHolder::default());
    let unlocking = Unlocking::With(secret(PHRASE));
    let vault =
        Vault::open(folder.path(), Arc::clone(&back) as _, &unlocking).expect("the passphrase is still the way");
    assert!(vault.could_use_keyring());
    vault.move_to_keyring(addresses()).expect("moved");
    assert!(!vault.could_use_keyring());
    assert!(vault.password("secretariat@a.example").expect("answered").is_some());
    drop(vault);
    let vault = Vault::open(folder.path(), back, &Unlocking::Unasked).expect("the keyring is the way");
    assert_eq!(vault.file_key("mailbox-1.db").expect("a key").expose(), key.expose());
    let password = vault.password("secretariat@a.example").expect("answered").expect("moved");
    assert_eq!(password.expose(), "tilleul-42");
    assert!(wrapped_in(folder.path()).get("passwords").is_none(), "nothing of the passphrase is left");
}

#[test]
fn the_file_of_the_first_edition_is_still_read_and_becomes_today_s_at_the_next_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    let vault = Vault::open(folder.path(), Arc::clone(&holder) as _, &Unlocking::Unasked).expect("opened");
    let key = vault.file_key("mailbox-1.db").expect("a key");
    drop(vault);
    let today = wrapped_in(folder.path());
    let first = serde_json::json!({
        "profile": today["profile"],
        "files": { "mailbox-1.db": { "keyring": today["files"]["mailbox-1.db"] } },
    });
    std::fs::write(folder.path().join(WRAPPED_FILE), first.to_string()).expect("written");

    let vault = Vault::open(folder.path(), holder as _, &Unlocking::Unasked).expect("read");
    assert_eq!(vault.file_key("mailbox-1.db").expect("a key").expose(), key.expose());
    assert_eq!(wrapped_in(folder.path()), first, "reading changes nothing");
    vault.file_key("mailbox-2.db").expect("a key");
    let written = wrapped_in(folder.path());
    assert_eq!((&written["version"], &written["opening"]["way"]), (&2.into(), &"keyring".into()));
    assert_eq!(written["files"]["mailbox-1.db"], today["files"]["mailbox-1.db"]);
}

#[test]
fn a_file_of_a_later_program_is_not_called_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(WRAPPED_FILE), r#"{ "version": 3, "ways": [] }"#).expect("written");
    let later = Vault::open(folder.path(), Arc::new(MemoryHolder::default()), &Unlocking::Unasked);
    assert!(matches!(later, Err(VaultError::Newer)));
}

#[test]
fn a_wrapped_key_given_to_another_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    let vault = Vault::open(folder.path(), Arc::clone(&holder) as _, &Unlocking::Unasked).expect("opened");
    vault.file_key("mailbox-1.db").expect("a key");
    let mut file = wrapped_in(folder.path());
    file["files"]["mailbox-2.db"] = file["files"]["mailbox-1.db"].clone();
    std::fs::write(folder.path().join(WRAPPED_FILE), file.to_string()).expect("written");
    let tampered = Vault::open(folder.path(), holder as _, &Unlocking::Unasked).expect("opened");
    assert!(matches!(tampered.file_key("mailbox-2.db"), Err(VaultError::Damaged)));
    assert!(tampered.file_key("mailbox-1.db").is_ok(), "the other file is not harmed");
}

#[test]
fn a_truncated_file_of_keys_is_damaged_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    drop(Vault::open(folder.path(), Arc::clone(&holder) as _, &Unlocking::Unasked).expect("opened"));
    std::fs::write(folder.path().join(WRAPPED_FILE), "{\"profile\":").expect("written");
    assert!(matches!(Vault::open(folder.path(), holder as _, &Unlocking::Unasked), Err(VaultError::Damaged)));
}
