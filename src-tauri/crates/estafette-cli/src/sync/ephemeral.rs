//! A profile that lasts as long as its keys: made for one run and removed at its end.
//!
//! Left behind, it could never be opened again; put on a folder that was there, it would shut its owner out.

use std::path::{Path, PathBuf};

use crate::error::CliError;

/// The folder, removed with everything in it when dropped.
#[derive(Debug)]
pub(super) struct EphemeralProfile(PathBuf);

impl EphemeralProfile {
    /// Makes the folder.
    ///
    /// # Errors
    /// [`CliError::ProfileNotNew`] when something is there already, or the folder around it is missing.
    pub(super) fn make(folder: &Path) -> Result<Self, CliError> {
        match std::fs::create_dir(folder) {
            Ok(()) => Ok(Self(folder.to_owned())),
            Err(source) => Err(CliError::ProfileNotNew { path: folder.to_owned(), source }),
        }
    }
}

impl Drop for EphemeralProfile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("estafette-cli: {} could not be removed: {error}", self.0.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EphemeralProfile;
    use crate::error::CliError;

    #[test]
    fn the_profile_goes_with_the_run_and_what_was_there_before_is_never_taken() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("profile");
        let profile = EphemeralProfile::make(&place).unwrap();
        std::fs::write(place.join("post.db"), "").unwrap();
        assert!(matches!(EphemeralProfile::make(&place), Err(CliError::ProfileNotNew { .. })));
        assert!(place.join("post.db").exists(), "the refusal touched nothing");
        drop(profile);
        assert!(!place.exists());
        assert!(folder.path().exists());
    }
}
