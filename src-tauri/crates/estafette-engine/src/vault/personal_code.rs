//! The code somebody comes back to a locked screen with, and takes the keyboard with: six digits at least.
//!
//! It wraps no key: a code this short protects nothing from who has the files, which the keyring or the passphrase does. It
//! says who is there, to a window that asks and makes each wrong try wait longer.

use estafette_model::Secret;
use estafette_store::PersonId;

use super::VaultError;
use super::secret_lock::SecretLock;

/// Digits of a code.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

/// The lock that only `code` opens, as it is kept. Takes a good part of a second.
///
/// # Errors
/// [`VaultError::CodeWeak`] for one that anybody would try first.
pub(crate) fn lock_with_code(person: PersonId, code: &Secret<String>) -> Result<String, VaultError> {
    if !is_a_code(code.expose()) {
        return Err(VaultError::CodeWeak);
    }
    let lock = SecretLock::close(&name_of(person), &[], code)?;
    serde_json::to_string(&lock).map_err(|_| VaultError::Damaged)
}

/// Whether `tried` opens the lock of `person`. Takes a good part of a second, whatever is tried.
///
/// # Errors
/// [`VaultError::Damaged`] for a lock that this program did not make.
pub(crate) fn code_opens(person: PersonId, lock: &str, tried: &Secret<String>) -> Result<bool, VaultError> {
    let lock: SecretLock = serde_json::from_str(lock).map_err(|_| VaultError::Damaged)?;
    Ok(lock.open(&name_of(person), tried)?.is_some())
}

/// A lock moved to somebody else opens nothing.
fn name_of(person: PersonId) -> String {
    format!("code:{}", person.get())
}

/// Digits alone, enough of them, neither one digit over and over nor the digits in a row.
fn is_a_code(text: &str) -> bool {
    let digits = text.as_bytes();
    let same_step =
        |step: u8| digits.windows(2).all(|pair| pair.first().map(|d| d.wrapping_add(step)) == pair.last().copied());
    DIGITS.contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && ![0, 1, u8::MAX].into_iter().any(same_step)
}

#[cfg(test)]
mod tests {
    use estafette_model::Secret;
    use estafette_store::PersonId;

    use super::super::VaultError;
    use super::{code_opens, lock_with_code};

    fn secret(text: &str) -> Secret<String> {
        Secret::new(String::from(text))
    }

    #[test]
    fn a_code_has_six_digits_and_is_not_the_first_anybody_would_try() {
        for (text, taken) in [
            ("271945", true),
            ("112233", true),
            ("271945271945", true),
            ("27194", false),
            ("2719452719452", false),
            ("111111", false),
            ("123456", false),
            ("987654", false),
            ("27194a", false),
            ("٢٧١٩٤٥", false),
            ("", false),
        ] {
            let locked = lock_with_code(PersonId::new(1), &secret(text));
            assert_eq!(locked.is_ok(), taken, "{text}");
            assert!(taken || matches!(locked, Err(VaultError::CodeWeak)), "{text}");
        }
    }

    #[test]
    fn only_the_code_opens_its_lock_and_only_for_who_chose_it() {
        let sophie = PersonId::new(1);
        let lock = lock_with_code(sophie, &secret("271945")).expect("locked");
        assert!(!lock.contains("271945"));
        assert!(code_opens(sophie, &lock, &secret("271945")).expect("tried"));
        for wrong in ["271946", "", "2719450", &"2".repeat(5000)] {
            assert!(!code_opens(sophie, &lock, &secret(wrong)).expect("tried"), "{wrong:.20}");
        }
        assert!(!code_opens(PersonId::new(2), &lock, &secret("271945")).expect("tried"), "moved to somebody else");
        assert!(matches!(code_opens(sophie, "{}", &secret("271945")), Err(VaultError::Damaged)));
    }
}
