use std::sync::Arc;

use estafette_model::Secret;

use super::{KeyHolder, MemoryHolder, Vault, VaultError, WRAPPED_FILE};

/// A keyring that is there and takes nothing, as one of a closed session.
struct ClosedKeyring;

impl KeyHolder for ClosedKeyring {
    fn load(&self, _entry: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        Err(VaultError::NoKeyring)
    }

    fn save(&self, _entry: &str, _secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        Err(VaultError::NoKeyring)
    }
}

/// A keyring that says yes and keeps nothing.
struct ForgetfulKeyring;

impl KeyHolder for ForgetfulKeyring {
    fn load(&self, _entry: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        Ok(None)
    }

    fn save(&self, _entry: &str, _secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        Ok(())
    }
}

fn wrapped_in(folder: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join(WRAPPED_FILE)).expect("written")).expect("json")
}

#[test]
fn the_same_file_gets_the_same_key_after_a_restart_and_another_file_another_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    let first = Vault::open(folder.path(), Arc::clone(&holder) as _).expect("opened");
    let secretariat = first.file_key("mailbox-1.db").expect("a key");
    let infirmerie = first.file_key("mailbox-2.db").expect("a key");
    assert_ne!(secretariat.expose(), infirmerie.expose());
    drop(first);
    let second = Vault::open(folder.path(), holder as _).expect("opened again");
    assert_eq!(second.file_key("mailbox-1.db").expect("a key").expose(), secretariat.expose());
}

#[test]
fn neither_a_key_nor_a_password_is_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = Vault::open(folder.path(), Arc::new(MemoryHolder::default())).expect("opened");
    vault.file_key("mailbox-1.db").expect("a key");
    vault.set_password("secretariat@a.example", &Secret::new(String::from("tilleul-42"))).expect("kept");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("listed").flatten().map(|e| e.file_name()).collect();
    assert_eq!(names, [WRAPPED_FILE]);
    assert!(!wrapped_in(folder.path()).to_string().contains("tilleul-42"));
    let kept = vault.password("secretariat@a.example").expect("answered").expect("kept");
    assert_eq!(kept.expose(), "tilleul-42");
}

#[test]
fn a_profile_without_its_keyring_entry_says_that_the_key_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Vault::open(folder.path(), Arc::new(MemoryHolder::default())).expect("opened"));
    let before = std::fs::read(folder.path().join(WRAPPED_FILE)).expect("there");
    let other_machine = Vault::open(folder.path(), Arc::new(MemoryHolder::default()));
    assert!(matches!(other_machine, Err(VaultError::KeyLost)));
    assert_eq!(std::fs::read(folder.path().join(WRAPPED_FILE)).expect("there"), before, "nothing is overwritten");
}

#[test]
fn without_a_keyring_no_profile_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Vault::open(folder.path(), Arc::new(ClosedKeyring)), Err(VaultError::NoKeyring)));
    assert!(matches!(Vault::open(folder.path(), Arc::new(ForgetfulKeyring)), Err(VaultError::NoKeyring)));
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
}

#[test]
fn a_wrapped_key_given_to_another_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    let vault = Vault::open(folder.path(), Arc::clone(&holder) as _).expect("opened");
    vault.file_key("mailbox-1.db").expect("a key");
    let mut file = wrapped_in(folder.path());
    file["files"]["mailbox-2.db"] = file["files"]["mailbox-1.db"].clone();
    std::fs::write(folder.path().join(WRAPPED_FILE), file.to_string()).expect("written");
    let tampered = Vault::open(folder.path(), holder as _).expect("opened");
    assert!(matches!(tampered.file_key("mailbox-2.db"), Err(VaultError::Damaged)));
    assert!(tampered.file_key("mailbox-1.db").is_ok(), "the other file is not harmed");
}

#[test]
fn a_truncated_file_of_keys_is_damaged_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let holder = Arc::new(MemoryHolder::default());
    drop(Vault::open(folder.path(), Arc::clone(&holder) as _).expect("opened"));
    std::fs::write(folder.path().join(WRAPPED_FILE), "{\"profile\":").expect("written");
    assert!(matches!(Vault::open(folder.path(), holder as _), Err(VaultError::Damaged)));
}
