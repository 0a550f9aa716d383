//! Whole dialogues with servers that say anything, for the fuzzer of `tests/fuzz`. Compiled for trials alone: the shipped
//! crate speaks through TLS and offers no other door.

pub use crate::imap::fuzzed::{imap_answers, imap_starttls};
pub use crate::smtp::fuzzed::{smtp_answers, smtp_starttls};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{imap_answers, imap_starttls, smtp_answers, smtp_starttls};

    /// Has every answer the fuzzer kept be said once more.
    fn replay(corpus: &str, dialogue: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fuzz/corpus").join(corpus);
        let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut said = 0;
        for file in files {
            let path = file.unwrap_or_else(|error| panic!("{error}")).path();
            println!("{}", path.display());
            dialogue(&std::fs::read(&path).unwrap_or_else(|error| panic!("{error}")));
            said += 1;
        }
        assert!(said >= 5, "only {said} answers in {}", folder.display());
    }

    #[test]
    fn answers_of_imap_that_the_fuzzer_kept_break_nothing() {
        replay("imap", imap_answers);
    }

    #[test]
    fn replies_of_smtp_that_the_fuzzer_kept_break_nothing_and_no_fate_is_told_wrong() {
        replay("smtp", smtp_answers);
    }

    #[test]
    fn what_the_fuzzer_kept_for_the_clear_part_of_a_connection_makes_it_say_nothing() {
        replay("imap_starttls", imap_starttls);
        replay("smtp_starttls", smtp_starttls);
    }
}
