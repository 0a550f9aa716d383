//! Letters being written: started, saved, given files.

mod answer;
mod departure;
mod receipt;
mod server_copy;
mod taking_up;

use std::io::Read;
use std::path::{Path, PathBuf};

use estafette_mime::clean_file_name;
use estafette_model::DraftId;
use estafette_store::{BlobWriter, Draft, DraftAttachmentId, DraftFields, DraftSaved, MailboxStore};

use crate::error::EngineError;
use crate::mailbox::Mailbox;

pub use answer::{Answer, Attribution};
pub(crate) use departure::written;
pub use departure::{Departure, SendingTerms};
pub use receipt::ReceiptWords;
pub(crate) use taking_up::shown;

/// Largest file read to be joined, bytes: twice what any operator takes once encoded.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Bytes of a file read at once.
const READ_AT_ONCE: usize = 256 * 1024;

impl Mailbox {
    /// Starts an empty letter.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn start_letter(&self) -> Result<DraftId, EngineError> {
        self.with_store(|store| store.create_draft(&DraftFields::default())).await
    }

    /// One draft.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub async fn draft(&self, draft: DraftId) -> Result<Draft, EngineError> {
        self.with_store(move |store| store.draft(draft)).await?.ok_or(EngineError::Gone("draft"))
    }

    /// Saves what the person wrote; what the draft answers is kept.
    ///
    /// # Errors
    /// [`EngineError::DraftConflict`] when a later revision is kept, [`EngineError::Gone`].
    pub async fn save_letter(&self, draft: DraftId, revision: u32, written: DraftFields) -> Result<Draft, EngineError> {
        let before = self.draft(draft).await?;
        let fields =
            DraftFields { in_reply_to: before.fields.in_reply_to, references: before.fields.references, ..written };
        match self.with_store(move |store| store.save_draft(draft, revision, &fields)).await? {
            DraftSaved::Saved => {
                self.drafts_changed.notify_one();
                self.draft(draft).await
            }
            DraftSaved::Older { .. } => Err(EngineError::DraftConflict),
            DraftSaved::Sending => Err(EngineError::Gone("draft")),
        }
    }

    /// Joins files of this machine. One that cannot be read joins nothing.
    ///
    /// # Errors
    /// [`EngineError::FileUnreadable`], [`EngineError::TooLarge`], [`EngineError::Store`].
    pub async fn join_files(&self, draft: DraftId, paths: Vec<PathBuf>) -> Result<Draft, EngineError> {
        let store = self.store.clone();
        let joined = tokio::task::spawn_blocking(move || {
            let files: Vec<_> = paths.iter().map(|path| copied(&store, path)).collect::<Result<_, _>>()?;
            for JoinedFile { name, mime_type, copy } in files {
                let size = copy.size();
                store.attach(draft, &name, &mime_type, copy.finish()?, size)?;
            }
            Ok::<(), EngineError>(())
        });
        joined.await.map_err(|_| EngineError::TaskLost)??;
        self.drafts_changed.notify_one();
        self.draft(draft).await
    }

    /// Takes a file off again.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub async fn remove_file(&self, draft: DraftId, file: DraftAttachmentId) -> Result<Draft, EngineError> {
        if !self.draft(draft).await?.attachments.iter().any(|known| known.id == file) {
            return Err(EngineError::Gone("file"));
        }
        self.with_store(move |store| store.detach(file)).await?;
        self.drafts_changed.notify_one();
        self.draft(draft).await
    }

    /// Throws a letter away, here and then on the server.
    ///
    /// # Errors
    /// [`EngineError::Store`], while it is on its way among others.
    pub async fn discard_letter(&self, draft: DraftId) -> Result<(), EngineError> {
        self.with_store(move |store| store.delete_draft(draft)).await?;
        self.wake_receiving.notify_one();
        Ok(())
    }
}

/// A file of this machine, copied into the encrypted file.
struct JoinedFile<'s> {
    name: String,
    mime_type: String,
    copy: BlobWriter<'s>,
}

/// Copies a file a piece at a time. It is as large as what was read of it, whatever it was said to be.
fn copied<'s>(store: &'s MailboxStore, path: &Path) -> Result<JoinedFile<'s>, EngineError> {
    let mut file = std::fs::File::open(path).map_err(EngineError::FileUnreadable)?;
    let too_large = |size| EngineError::TooLarge { size, limit: MAX_FILE };
    let size = file.metadata().map_err(EngineError::FileUnreadable)?.len();
    if size > MAX_FILE {
        return Err(too_large(size));
    }
    let (mut copy, mut buffer) = (store.write_blob()?, vec![0; READ_AT_ONCE]);
    loop {
        let read = file.read(&mut buffer).map_err(EngineError::FileUnreadable)?;
        if read == 0 {
            break;
        }
        copy.write(buffer.get(..read).unwrap_or_default())?;
        if copy.size() > MAX_FILE {
            return Err(too_large(copy.size()));
        }
    }
    let name = path.file_name().map(|name| clean_file_name(&name.to_string_lossy())).unwrap_or_default();
    let mime_type = mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned();
    Ok(JoinedFile { name, mime_type, copy })
}
