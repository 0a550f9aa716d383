use estafette_model::Secret;

use super::super::VaultError;
use super::super::sealing::SealingKey;
use super::{Passphrase, unlock};

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
    let lock = Passphrase::chosen(&chosen).expect("strong").lock("abcd", &master).expect("closed");
    assert_eq!(unlock(&lock, "abcd", &chosen).expect("opened").expose().as_slice(), master.bytes().expose());
    for wrong in ["tilleul brume 42 lantern", "Tilleul brume 42 lanterne", "", &"x".repeat(5000)] {
        assert!(matches!(unlock(&lock, "abcd", &secret(wrong)), Err(VaultError::PassphraseWrong)), "{wrong:.30}");
    }
    assert!(matches!(unlock(&lock, "other", &chosen), Err(VaultError::PassphraseWrong)));
}
