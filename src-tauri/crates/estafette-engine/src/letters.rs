//! Letters being written: started, saved, given files.

mod answer;
mod departure;
mod receipt;

use std::path::{Path, PathBuf};

use estafette_mime::{LetterAttachment, clean_file_name};
use estafette_model::DraftId;
use estafette_store::{Draft, DraftAttachmentId, DraftFields, DraftSaved};

use crate::error::EngineError;
use crate::mailbox::Mailbox;

pub use answer::{Answer, Attribution};
pub use departure::{Departure, SendingTerms};
pub use receipt::ReceiptWords;

/// Largest file read to be joined, bytes: twice what any operator takes once encoded.
const MAX_FILE: u64 = 64 * 1024 * 1024;

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
            DraftSaved::Saved => self.draft(draft).await,
            DraftSaved::Older { .. } => Err(EngineError::DraftConflict),
            DraftSaved::Sending => Err(EngineError::Gone("draft")),
        }
    }

    /// Joins files of this machine. One that cannot be read joins nothing.
    ///
    /// # Errors
    /// [`EngineError::FileUnreadable`], [`EngineError::TooLarge`], [`EngineError::Store`].
    pub async fn join_files(&self, draft: DraftId, paths: Vec<PathBuf>) -> Result<Draft, EngineError> {
        let files: Vec<LetterAttachment> =
            tokio::task::spawn_blocking(move || paths.iter().map(|path| read_file(path)).collect::<Result<_, _>>())
                .await
                .map_err(|_| EngineError::TaskLost)??;
        self.with_store(move |store| {
            files.iter().try_for_each(|file| store.attach(draft, &file.name, &file.mime_type, &file.bytes).map(drop))
        })
        .await?;
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
        self.draft(draft).await
    }
}

fn read_file(path: &Path) -> Result<LetterAttachment, EngineError> {
    let size = std::fs::metadata(path).map_err(EngineError::FileUnreadable)?.len();
    if size > MAX_FILE {
        return Err(EngineError::TooLarge { size, limit: MAX_FILE });
    }
    let bytes = std::fs::read(path).map_err(EngineError::FileUnreadable)?;
    let name = path.file_name().map(|name| clean_file_name(&name.to_string_lossy())).unwrap_or_default();
    let mime_type = mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned();
    Ok(LetterAttachment { name, mime_type, bytes })
}
