use estafette_model::Secret;

use super::super::VaultError;
use super::super::sealing::SealingKey;
use super::{Passphrase, PassphraseLock};

fn secret(text: &str) -> Secret<String> {
    Secret::new(String::from(text))
}

#[test]
fn a_passphrase_has_sixteen_characters_of_which_eight_are_different() {
    for (text, taken) in [
        ("tilleul brume 42", true),
        ("quatre éléphants roses", true),
        ("tilleul brume 4", false),
        ("éééééééé", false),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", false),
        ("abcabcabcabcabcabcabc", false),
        ("", false),
        (&"tilleul brume ".repeat(200), false),
    ] {
        let chosen = Passphrase::chosen(&secret(text)).is_ok();
        assert_eq!(chosen, taken, "{text:.30}");
    }
}

#[test]
fn only_the_passphrase_opens_what_it_closed_and_only_for_its_profile() {
    let master = SealingKey::random().expect("a key");
    let chosen = secret("tilleul brume 42 lanterne");
    let lock = PassphraseLock::close("abcd", &master, &Passphrase::chosen(&chosen).expect("strong")).expect("closed");
    assert_eq!(lock.open("abcd", &chosen).expect("opened").expose().as_slice(), master.bytes().expose());
    for wrong in ["tilleul brume 42 lantern", "Tilleul brume 42 lanterne", "", &"x".repeat(5000)] {
        assert!(matches!(lock.open("abcd", &secret(wrong)), Err(VaultError::PassphraseWrong)), "{wrong:.30}");
    }
    assert!(matches!(lock.open("other", &chosen), Err(VaultError::PassphraseWrong)));
}

#[test]
fn the_same_passphrase_gives_another_lock_in_another_profile() {
    let master = SealingKey::random().expect("a key");
    let chosen = secret("tilleul brume 42 lanterne");
    let passphrase = Passphrase::chosen(&chosen).expect("strong");
    let first = PassphraseLock::close("abcd", &master, &passphrase).expect("closed");
    let second = PassphraseLock::close("abcd", &master, &passphrase).expect("closed");
    assert_ne!(first.salt, second.salt);
    assert_ne!(first.master, second.master);
}

#[test]
fn a_forged_file_cannot_ask_for_all_the_memory_of_the_machine() {
    let master = SealingKey::random().expect("a key");
    let chosen = secret("tilleul brume 42 lanterne");
    let mut lock =
        PassphraseLock::close("abcd", &master, &Passphrase::chosen(&chosen).expect("strong")).expect("closed");
    lock.memory_kib = u32::MAX;
    assert!(matches!(lock.open("abcd", &chosen), Err(VaultError::Damaged)));
    lock.memory_kib = 65_536;
    lock.passes = 0;
    assert!(matches!(lock.open("abcd", &chosen), Err(VaultError::Damaged)));
}

#[test]
fn one_try_costs_an_attacker_and_not_the_person() {
    let master = SealingKey::random().expect("a key");
    let chosen = secret("tilleul brume 42 lanterne");
    let lock = PassphraseLock::close("abcd", &master, &Passphrase::chosen(&chosen).expect("strong")).expect("closed");
    assert!(
        u64::from(lock.memory_kib) * u64::from(lock.passes) >= 47_104,
        "no weaker than what OWASP asks of one pass"
    );
    let begun = std::time::Instant::now();
    lock.open("abcd", &chosen).expect("opened");
    let took = begun.elapsed();
    println!("one try: {} ms", took.as_millis());
    // A machine busy with other tests is some ten times slower than the slowest one this is made for.
    assert!(took < std::time::Duration::from_secs(15), "{took:?}");
}
