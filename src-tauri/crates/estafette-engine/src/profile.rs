//! The folder a person's files live in, held by one Estafette at a time.
//!
//! Two engines on one profile would each replay the same gestures and hand over the same letters.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::EngineError;

/// Held open and locked for as long as the engine lives; the operating system lets go of it after a crash.
const LOCK_FILE: &str = "lock";
/// People, settings and the list of mailboxes.
const POST_FILE: &str = "post.db";

/// A profile folder, locked.
#[derive(Debug)]
pub struct Profile {
    folder: PathBuf,
    _lock: File,
}

impl Profile {
    /// Makes the folder if need be, readable by its owner alone, and takes its lock.
    ///
    /// # Errors
    /// [`EngineError::ProfileInUse`], [`EngineError::ProfileUnusable`].
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        make_private(folder).map_err(EngineError::ProfileUnusable)?;
        let lock = File::create(folder.join(LOCK_FILE)).map_err(EngineError::ProfileUnusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(std::fs::TryLockError::WouldBlock) => Err(EngineError::ProfileInUse),
            Err(std::fs::TryLockError::Error(error)) => Err(EngineError::ProfileUnusable(error)),
        }
    }

    /// Sets the profile in `folder` aside under a name that tells when, so that a new one can be made in its place.
    /// Nothing in it is changed, and it is never deleted: its key may still be somewhere. `now` in seconds since 1970.
    ///
    /// # Errors
    /// [`EngineError::ProfileInUse`], [`EngineError::ProfileUnusable`].
    pub fn set_aside(folder: &Path, now: i64) -> Result<PathBuf, EngineError> {
        // Nobody else has it open; the lock is given back at once, because Windows moves no folder with an open file in it.
        drop(Self::open(folder)?);
        let moment = jiff::Timestamp::from_second(now).unwrap_or_default().strftime("%Y%m%d-%H%M%S");
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(format!(".set-aside-{moment}"));
        let place = folder.with_file_name(name);
        std::fs::rename(folder, &place).map_err(EngineError::ProfileUnusable)?;
        Ok(place)
    }

    /// Where the person's profile is when nothing else was asked.
    #[must_use]
    pub fn default_folder() -> Option<PathBuf> {
        #[cfg(windows)]
        let base = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
        #[cfg(not(windows))]
        let base = std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")));
        base.map(|base| base.join("estafette"))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Name of the file of people and settings.
    pub(crate) const fn post_file() -> &'static str {
        POST_FILE
    }

    /// Name of the file of one mailbox.
    pub(crate) fn mailbox_file(id: estafette_model::MailboxId) -> String {
        format!("mailbox-{id}.db")
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    const OWNER_ONLY: u32 = 0o700;
    std::fs::DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(folder)?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(OWNER_ONLY))
}

/// `%LOCALAPPDATA%` is its owner's already.
#[cfg(windows)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::Profile;
    use crate::error::EngineError;

    #[test]
    fn a_second_estafette_on_the_same_profile_is_turned_away_until_the_first_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Profile::open(&folder.path().join("profile")).expect("opened");
        assert!(matches!(Profile::open(first.folder()), Err(EngineError::ProfileInUse)));
        let place = first.folder().to_owned();
        drop(first);
        assert!(Profile::open(&place).is_ok());
    }

    #[test]
    fn a_profile_set_aside_keeps_all_it_had_and_leaves_its_place_to_a_new_one() {
        let base = tempfile::tempdir().expect("a folder");
        let folder = base.path().join("estafette");
        drop(Profile::open(&folder).expect("opened"));
        std::fs::write(folder.join("keys.json"), "wrapped").expect("written");
        let aside = Profile::set_aside(&folder, 1_795_600_000).expect("set aside");
        assert_eq!(aside, base.path().join("estafette.set-aside-20261125-094640"));
        assert_eq!(std::fs::read_to_string(aside.join("keys.json")).expect("kept"), "wrapped");
        assert!(!folder.exists());
        let _new = Profile::open(&folder).expect("a new one");
        assert!(matches!(Profile::set_aside(&folder, 1_795_600_001), Err(EngineError::ProfileInUse)));
    }

    #[cfg(unix)]
    #[test]
    fn others_on_the_machine_cannot_look_into_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let profile = Profile::open(&folder.path().join("profile")).expect("opened");
        let mode = std::fs::metadata(profile.folder()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_said_to_be_unusable() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("profile"), "").expect("written");
        assert!(matches!(Profile::open(&folder.path().join("profile")), Err(EngineError::ProfileUnusable(_))));
    }
}
