//! Passwords from a file or the standard input, never from an argument: any user of a machine can list arguments.

use std::io::Read;

use estafette_model::Secret;

use crate::arguments::PasswordSource;
use crate::error::CliError;

/// Largest file read, bytes: a hundred long passwords.
const MAX_FILE: u64 = 64 * 1024;

/// One password for each mailbox, in the order of the provisioning file; none where the line is empty.
///
/// # Errors
/// [`CliError::PasswordsUnreadable`]; [`CliError::PasswordCount`] when lines and mailboxes do not pair.
pub(super) fn passwords(source: &PasswordSource, wanted: usize) -> Result<Vec<Option<Secret<String>>>, CliError> {
    let text = match source {
        PasswordSource::StandardInput => read(std::io::stdin().lock()),
        PasswordSource::File(path) => std::fs::File::open(path).and_then(read),
    };
    paired(&text.map_err(CliError::PasswordsUnreadable)?, wanted)
}

fn read(from: impl Read) -> std::io::Result<Secret<String>> {
    let limit = usize::try_from(MAX_FILE).unwrap_or(usize::MAX);
    // All the room at once: a buffer that grows leaves copies behind that nobody wipes.
    let mut text = String::with_capacity(limit);
    from.take(MAX_FILE).read_to_string(&mut text)?;
    if text.len() == limit {
        return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
    }
    Ok(Secret::new(text))
}

fn paired(text: &Secret<String>, wanted: usize) -> Result<Vec<Option<Secret<String>>>, CliError> {
    let given = text.expose().lines().count();
    if given != wanted {
        return Err(CliError::PasswordCount { given, wanted });
    }
    let line = |line: &str| (!line.is_empty()).then(|| Secret::new(line.to_owned()));
    Ok(text.expose().lines().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::{MAX_FILE, passwords};
    use crate::arguments::PasswordSource;
    use crate::error::CliError;

    fn read(text: &[u8], wanted: usize) -> Result<Vec<Option<String>>, CliError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords");
        std::fs::write(&path, text).unwrap();
        let read = passwords(&PasswordSource::File(path), wanted)?;
        Ok(read.into_iter().map(|password| password.map(|secret| secret.expose().clone())).collect())
    }

    #[test]
    fn each_line_is_the_password_of_its_mailbox_spaces_included() {
        let wanted = [Some(String::from("tilleul 42 ")), None, Some(String::from("érable"))];
        assert_eq!(read("tilleul 42 \n\nérable\n".as_bytes(), 3).unwrap(), wanted);
        assert_eq!(read("tilleul 42 \r\n\r\nérable".as_bytes(), 3).unwrap(), wanted);
    }

    #[test]
    fn a_password_is_never_tried_on_a_mailbox_it_was_not_given_for() {
        assert!(matches!(read(b"only one\n", 2), Err(CliError::PasswordCount { given: 1, wanted: 2 })));
        assert!(matches!(read(b"one\ntwo\n", 1), Err(CliError::PasswordCount { given: 2, wanted: 1 })));
    }

    #[test]
    fn a_file_that_is_absent_too_large_or_not_text_is_not_half_read() {
        let absent = passwords(&PasswordSource::File("/nowhere/passwords".into()), 1);
        assert!(matches!(absent, Err(CliError::PasswordsUnreadable(_))));
        let huge = vec![b'x'; usize::try_from(MAX_FILE).unwrap() + 1];
        assert!(matches!(read(&huge, 1), Err(CliError::PasswordsUnreadable(_))));
        assert!(matches!(read(b"\xff\xfe", 1), Err(CliError::PasswordsUnreadable(_))));
    }
}
