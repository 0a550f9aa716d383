//! Which certificate authorities are believed: those of the machine, or those of one folder and no other.
//!
//! The window never takes a folder from whoever is at the keyboard. Here it is asked by name, for one run.

use std::path::{Path, PathBuf};

use estafette_api::believed_authorities;

use crate::error::CliError;

/// Largest certificate file read, bytes.
const MAX_ANCHOR: u64 = 256 * 1024;

/// The authorities, PEM. A folder without any is not an error here: the engine says that nobody is believed.
///
/// # Errors
/// [`CliError::AnchorsUnreadable`].
pub(crate) fn authorities(folder: Option<&Path>) -> Result<Vec<Vec<u8>>, CliError> {
    match folder {
        Some(folder) => authorities_in(folder),
        None => Ok(believed_authorities()),
    }
}

fn authorities_in(folder: &Path) -> Result<Vec<Vec<u8>>, CliError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CliError::AnchorsUnreadable { path, source }
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        files.push(entry.map_err(unreadable(folder))?.path());
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
    files.sort();
    files.iter().map(|path| read(path).map_err(unreadable(path))).collect()
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > MAX_ANCHOR {
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, "too large for a certificate"));
    }
    std::fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::authorities;
    use crate::error::CliError;

    #[test]
    fn every_certificate_of_the_folder_is_believed_and_nothing_else_in_it() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("b.pem", "B"), ("a.pem", "A"), ("a.key", "secret"), ("README", "text")] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(authorities(Some(folder.path())).unwrap(), [b"A", b"B"]);
    }

    #[test]
    fn a_folder_that_is_not_there_or_a_file_too_large_is_named_rather_than_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let absent = authorities(Some(&folder.path().join("absent")));
        assert!(matches!(absent, Err(CliError::AnchorsUnreadable { path, .. }) if path.ends_with("absent")));
        std::fs::write(folder.path().join("huge.pem"), vec![b'x'; 300_000]).unwrap();
        let huge = authorities(Some(folder.path()));
        assert!(matches!(huge, Err(CliError::AnchorsUnreadable { path, .. }) if path.ends_with("huge.pem")));
    }
}
