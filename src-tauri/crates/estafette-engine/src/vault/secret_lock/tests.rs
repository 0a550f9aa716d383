use estafette_model::Secret;

use super::super::VaultError;
use super::SecretLock;

fn secret(text: &str) -> Secret<String> {
    Secret::new(String::from(text))
}

#[test]
fn the_same_words_give_another_lock_each_time() {
    let chosen = secret("tilleul brume 42 lanterne");
    let first = SecretLock::close("master", b"content", &chosen).expect("closed");
    let second = SecretLock::close("master", b"content", &chosen).expect("closed");
    assert_ne!(first.salt, second.salt);
    assert_ne!(first.sealed, second.sealed);
}

#[test]
fn a_forged_file_cannot_ask_for_all_the_memory_of_the_machine() {
    let chosen = secret("tilleul brume 42 lanterne");
    let mut lock = SecretLock::close("master", b"content", &chosen).expect("closed");
    lock.memory_kib = u32::MAX;
    assert!(matches!(lock.open("master", &chosen), Err(VaultError::Damaged)));
    lock.memory_kib = 65_536;
    lock.passes = 0;
    assert!(matches!(lock.open("master", &chosen), Err(VaultError::Damaged)));
}

#[test]
fn one_try_costs_an_attacker_and_not_the_person() {
    let chosen = secret("tilleul brume 42 lanterne");
    let lock = SecretLock::close("master", b"content", &chosen).expect("closed");
    assert!(
        u64::from(lock.memory_kib) * u64::from(lock.passes) >= 47_104,
        "no weaker than what OWASP asks of one pass"
    );
    let begun = std::time::Instant::now();
    assert!(lock.open("master", &chosen).expect("opened").is_some());
    let took = begun.elapsed();
    println!("one try: {} ms", took.as_millis());
    // A machine busy with other tests is some ten times slower than the slowest one this is made for.
    assert!(took < std::time::Duration::from_secs(15), "{took:?}");
}
