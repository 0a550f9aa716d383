//! What the administrator of the machine decided, in a place only an administrator can write.
//!
//! The one module that knows where an operating system keeps such things. A file there is used only if nobody but the
//! administrator could have put it there: otherwise a guest could name his own certificate authority.

use std::path::{Path, PathBuf};

/// Largest certificate file read, bytes.
const MAX_ANCHOR: u64 = 256 * 1024;

/// Where the machine's own settings are.
#[cfg(unix)]
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from("/etc/estafette")
}

/// Where the machine's own settings are.
#[cfg(windows)]
#[must_use]
pub fn folder() -> PathBuf {
    std::env::var_os("ProgramData").map_or_else(|| PathBuf::from(r"C:\ProgramData"), PathBuf::from).join("Estafette")
}

/// The provisioning file of the machine.
#[must_use]
pub fn provisioning_file() -> PathBuf {
    folder().join("provisioning.json")
}

/// The additional certificate authorities of the machine, PEM, from `anchors/*.pem`. A file that somebody else could
/// have written is left out, and the log says so.
#[must_use]
pub fn anchors(folder: &Path) -> Vec<Vec<u8>> {
    let anchors = folder.join("anchors");
    if !anchors.is_dir() {
        return Vec::new();
    }
    if !(only_administrators_write(folder) && only_administrators_write(&anchors)) {
        tracing::warn!("the machine's anchors folder is writable by others: its authorities are not used");
        return Vec::new();
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(&anchors)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pem"))
        .collect();
    files.sort();
    files.iter().filter_map(|path| read_anchor(path)).collect()
}

fn read_anchor(path: &Path) -> Option<Vec<u8>> {
    let size = std::fs::metadata(path).ok()?.len();
    if size > MAX_ANCHOR || !only_administrators_write(path) {
        tracing::warn!("an authority file is too large or writable by others: not used");
        return None;
    }
    std::fs::read(path).ok()
}

/// Owned by root, and writable by nobody else. Links are followed: the target is what counts.
#[cfg(unix)]
fn only_administrators_write(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
    std::fs::metadata(path).is_ok_and(|meta| meta.uid() == 0 && meta.mode() & GROUP_OR_OTHERS_WRITE == 0)
}

/// Windows gives `%ProgramData%` subfolders the right to create files to every user unless the installer removed it, so
/// nothing there is believed until the installer's own access list can be read.
#[cfg(windows)]
fn only_administrators_write(_path: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::anchors;

    #[test]
    fn an_authority_that_others_could_have_written_is_not_used() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("anchors");
        std::fs::create_dir(&kept).expect("created");
        std::fs::write(kept.join("a.pem"), "A").expect("written");
        std::fs::set_permissions(kept.join("a.pem"), std::fs::Permissions::from_mode(0o666)).expect("set");
        assert_eq!(anchors(folder.path()), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn an_authority_of_root_is_used() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("anchors");
        std::fs::create_dir(&kept).expect("created");
        for path in [folder.path(), kept.as_path()] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("set");
        }
        std::fs::write(kept.join("a.pem"), "A").expect("written");
        std::fs::set_permissions(kept.join("a.pem"), std::fs::Permissions::from_mode(0o644)).expect("set");
        let runs_as_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(&kept).expect("there")) == 0;
        let expected = if runs_as_root { vec![b"A".to_vec()] } else { Vec::new() };
        assert_eq!(anchors(folder.path()), expected);
    }
}
