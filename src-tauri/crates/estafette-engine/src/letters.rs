//! Letters being written: started, saved, given files.

mod departure;

use std::path::{Path, PathBuf};

use estafette_mime::{
    LetterAttachment, ParsedMessage, Recipients, clean_file_name, forward_subject, parse_message, part_bytes,
    quoted_body, references_for_reply, reply_all_recipients, reply_recipients, reply_subject,
};
use estafette_model::{Address, Correspondent, DraftId, MessageId};
use estafette_store::{Draft, DraftAttachmentId, DraftFields, DraftSaved, MailboxStore, MessageRow, StoreError};

use crate::error::EngineError;
use crate::mailbox::Mailbox;

pub use departure::Departure;

/// Largest file read to be joined, bytes: twice what any operator takes once encoded.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// To whom an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The person who wrote.
    Reply,
    /// Everyone.
    ReplyAll,
    /// Somebody else, with the joined files.
    Forward,
}

impl Mailbox {
    /// Starts an empty letter.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn start_letter(&self) -> Result<DraftId, EngineError> {
        self.with_store(|store| store.create_draft(&DraftFields::default())).await
    }

    /// Starts an answer to `message`, quoting it under the line `attribution` makes of it.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::NotLoaded`], [`EngineError::Store`].
    pub async fn start_answer(
        &self,
        message: MessageId,
        answer: Answer,
        attribution: impl FnOnce(&MessageRow) -> String + Send + 'static,
    ) -> Result<DraftId, EngineError> {
        let found = self.with_store(move |store| Ok((store.message(message)?, store.raw(message)?))).await?;
        let (Some(row), raw) = found else { return Err(EngineError::Gone("message")) };
        let raw = raw.ok_or(EngineError::NotLoaded)?;
        let own = self.plan.address.clone();
        self.with_store(move |store| {
            let parsed = parse_message(&raw);
            let draft = store.create_draft(&answer_fields(&row, &parsed, answer, &own, &attribution(&row)))?;
            if answer == Answer::Forward {
                join_files_of(store, draft, &raw, &parsed)?;
            }
            Ok(draft)
        })
        .await
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

fn answer_fields(
    row: &MessageRow,
    parsed: &ParsedMessage,
    answer: Answer,
    own: &Address,
    attribution: &str,
) -> DraftFields {
    let own = std::slice::from_ref(own);
    let recipients = match answer {
        Answer::Reply => reply_recipients(&parsed.header, own),
        Answer::ReplyAll => reply_all_recipients(&parsed.header, own),
        Answer::Forward => Recipients::default(),
    };
    let subject = match answer {
        Answer::Reply | Answer::ReplyAll => reply_subject(&row.header.subject),
        Answer::Forward => forward_subject(&row.header.subject),
    };
    // A forwarded letter begins a conversation of its own with somebody else.
    let (in_reply_to, references) = match answer {
        Answer::Reply | Answer::ReplyAll => (Some(row.id), references_for_reply(&parsed.header)),
        Answer::Forward => (None, Vec::new()),
    };
    let typed = |list: Vec<Correspondent>| list.into_iter().map(|one| one.address).collect();
    DraftFields {
        subject,
        body_html: format!("<p></p>{}", quoted_body(attribution, &parsed.plain)),
        to: typed(recipients.to),
        cc: typed(recipients.cc),
        in_reply_to,
        references,
    }
}

/// The files of a forwarded letter go with it; images its text shows do not.
fn join_files_of(store: &MailboxStore, draft: DraftId, raw: &[u8], parsed: &ParsedMessage) -> Result<(), StoreError> {
    for file in parsed.attachments.iter().filter(|file| !file.inline) {
        if let Some((mime_type, bytes)) = part_bytes(raw, file.index) {
            store.attach(draft, &file.name, &mime_type, &bytes)?;
        }
    }
    Ok(())
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
