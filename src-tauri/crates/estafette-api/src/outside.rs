//! Files outside the encrypted ones: what a person exports is the one thing that leaves, and only whole. It is written
//! beside and moved into place, so that a file of theirs is replaced by all of it or not at all.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use estafette_contract::{ApiError, ErrorCode};
use estafette_engine::EngineError;
use estafette_store::StoreError;

use crate::fault::{api_error, plain};

/// A file or folder being made beside its place. Dropped before it is whole, it leaves nothing.
pub(crate) struct Outside {
    place: PathBuf,
    beside: PathBuf,
    /// What lies beside is ours to take away.
    ours: bool,
    /// Somebody sent it: Windows is to know.
    from_elsewhere: bool,
}

impl Outside {
    /// Prepares to write at `place`. What somebody else left beside is not touched.
    ///
    /// # Errors
    /// When something already lies beside.
    pub(crate) fn at(place: PathBuf) -> io::Result<Self> {
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let beside = place.with_file_name(name);
        if beside.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(Self { place, beside, ours: false, from_elsewhere: false })
    }

    /// The name it will have, without its folder.
    pub(crate) fn name(&self) -> String {
        self.place.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Where somebody else is to write it.
    pub(crate) fn beside(&mut self) -> &Path {
        self.ours = true;
        &self.beside
    }

    /// Writes what `fill` writes.
    pub(crate) fn write(mut self, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        create(&self.beside, fill, &mut self.ours)?;
        if self.from_elsewhere {
            mark(&self.beside);
        }
        self.put_in_place()
    }

    /// Makes it a folder of these files, each with what `fill` writes of it.
    pub(crate) fn write_folder<T>(
        mut self,
        files: &[(String, T)],
        fill: impl Fn(&T, &mut File) -> io::Result<()>,
    ) -> io::Result<()> {
        std::fs::create_dir(&self.beside)?;
        self.ours = true;
        for (name, contents) in files {
            create(&self.beside.join(name), |file| fill(contents, file), &mut self.ours)?;
        }
        self.put_in_place()
    }

    /// What lies beside is whole.
    pub(crate) fn put_in_place(mut self) -> io::Result<()> {
        std::fs::rename(&self.beside, &self.place)?;
        self.ours = false;
        Ok(())
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        if self.ours {
            let removed = if self.beside.is_dir() {
                std::fs::remove_dir_all(&self.beside)
            } else {
                std::fs::remove_file(&self.beside)
            };
            let _nothing_to_remove = removed;
        }
    }
}

fn create(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>, ours: &mut bool) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    *ours = true;
    fill(&mut file)?;
    file.sync_all()
}

/// The mark by which Windows knows a file that came from elsewhere: it asks before opening one, and Office opens it without
/// its macros. A stream beside the file's own, of the zone « Internet » (URLZONE_INTERNET).
const FROM_ELSEWHERE: &[u8] = b"[ZoneTransfer]\r\nZoneId=3\r\n";

/// Writes what somebody sent where the person said, marked as what it is, and gives its name.
pub(crate) async fn save_received(
    place: PathBuf,
    fill: impl FnOnce(&mut File) -> io::Result<()> + Send + 'static,
) -> Result<String, ApiError> {
    write_outside(place, true, fill).await
}

/// Where the mark of the file at `path` is kept: `path:Zone.Identifier`.
fn zone_stream(path: &Path) -> PathBuf {
    let mut stream = path.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    PathBuf::from(stream)
}

/// Marks the file before it has its name, so that it is nowhere seen without. A disk without streams, as that of a USB key, keeps
/// none.
fn mark(path: &Path) {
    if cfg!(windows)
        && let Err(error) = std::fs::write(zone_stream(path), FROM_ELSEWHERE)
    {
        tracing::info!(kind = ?error.kind(), "a saved file could not be marked as coming from elsewhere");
    }
}

/// Writes a file where the person said, with what `fill` writes, and gives its name.
pub(crate) async fn save(
    place: PathBuf,
    fill: impl FnOnce(&mut File) -> io::Result<()> + Send + 'static,
) -> Result<String, ApiError> {
    write_outside(place, false, fill).await
}

async fn write_outside(
    place: PathBuf,
    from_elsewhere: bool,
    fill: impl FnOnce(&mut File) -> io::Result<()> + Send + 'static,
) -> Result<String, ApiError> {
    let mut outside = Outside::at(place).map_err(|_| plain(ErrorCode::SaveFailed))?;
    outside.from_elsewhere = from_elsewhere;
    let name = outside.name();
    on_disk(move || outside.write(fill)).await?;
    Ok(name)
}

/// Runs `work` away from the threads that serve the window, and says what keeps a file from being written.
pub(crate) async fn on_disk(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> Result<(), ApiError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) if error.kind() == io::ErrorKind::StorageFull => Err(plain(ErrorCode::DiskFull)),
        // What was to be written could not be read: no other place would do better.
        Ok(Err(error)) => Err(error
            .downcast::<StoreError>()
            .map_or_else(|_| plain(ErrorCode::SaveFailed), |unread| api_error(&EngineError::Store(unread)))),
        Err(_) => Err(plain(ErrorCode::SaveFailed)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write;
    use std::path::{Path, PathBuf};

    use super::{Outside, save_received, zone_stream};

    #[test]
    fn the_mark_of_a_file_is_a_stream_of_its_own() {
        assert_eq!(zone_stream(Path::new("bilan.pdf")), PathBuf::from("bilan.pdf:Zone.Identifier"));
    }

    #[tokio::test]
    async fn what_somebody_sent_is_saved_alone_where_there_are_no_streams() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("bilan.pdf");
        let name = save_received(place.clone(), |file| file.write_all(b"%PDF")).await.expect("saved");
        assert_eq!((name.as_str(), std::fs::read(&place).expect("there")), ("bilan.pdf", b"%PDF".to_vec()));
        if !cfg!(windows) {
            assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
        }
    }

    #[test]
    fn a_file_of_the_person_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("bilan.pdf");
        std::fs::write(&place, "avant").expect("written");
        std::fs::write(folder.path().join("bilan.pdf.part"), "de quelqu’un d’autre").expect("written");
        assert!(Outside::at(place.clone()).is_err(), "what it cannot write beside, it does not write");
        assert_eq!(std::fs::read(&place).expect("there"), b"avant");
        std::fs::remove_file(folder.path().join("bilan.pdf.part")).expect("removed");
        Outside::at(place.clone()).expect("free").write(|file| file.write_all(b"apres")).expect("written");
        assert_eq!(std::fs::read(&place).expect("there"), b"apres");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing is left beside");
    }

    #[test]
    fn what_somebody_else_began_to_write_is_taken_away_when_it_is_not_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut outside = Outside::at(folder.path().join("message.pdf")).expect("free");
        std::fs::write(outside.beside(), "la moitié").expect("written");
        drop(outside);
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    }

    #[test]
    fn a_folder_is_there_with_all_its_files_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("conversation");
        let twice = [(String::from("1.eml"), vec![1]), (String::from("1.eml"), vec![2])];
        let fill = |bytes: &Vec<u8>, file: &mut File| file.write_all(bytes);
        assert!(Outside::at(place.clone()).expect("free").write_folder(&twice, fill).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0, "nothing of half a folder stays");
        Outside::at(place.clone()).expect("free").write_folder(&twice[..1], fill).expect("written");
        assert_eq!(std::fs::read(place.join("1.eml")).expect("there"), [1]);
        assert!(
            Outside::at(place.clone()).expect("free").write_folder(&twice[..1], fill).is_err(),
            "a folder is not replaced"
        );
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
