//! Joined files: looked at in the window, or saved where a person says.

mod contents;

use std::io::Write;
use std::sync::Arc;

use estafette_contract::{
    ApiError, AttachmentClose, AttachmentSave, AttachmentSaved, AttachmentShown, AttachmentView, Done, ErrorCode,
    MailboxRef, MessageRef,
};
use estafette_engine::{EngineError, Mailbox, read_part};
use estafette_mime::{
    Attachment, AttachmentKind, FileDanger, MacroSearch, PartPlace, find_part, open_winmail, parse_message,
};
use estafette_model::MessageId;
use estafette_store::{AuditAct, KeptBody, MailboxStore, MessageRow, StoreError};

use crate::Api;
use crate::answer::{document_kind, file_danger};
use crate::fault::{api_error, plain};
use crate::handlers::paper::about;
use crate::outside::save_received;
use crate::part_bytes::part_bytes;
use crate::words::word;
use contents::{Contents, MAX_VIEWED, wanted_of};

/// A joined file found, and where its bytes are.
pub(super) struct Joined {
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) row: MessageRow,
    store: MailboxStore,
    pub(super) file: Attachment,
    pub(super) part: PartPlace,
}

/// A file as it is going to be saved.
struct ToSave {
    name: String,
    danger: Option<FileDanger>,
    bytes: Source,
}

/// Where its bytes come from.
enum Source {
    /// They pass from the encrypted file to the other one.
    Part(PartPlace),
    /// They were inside another file, and are here.
    Inside(Vec<u8>),
}

impl Api {
    pub(crate) async fn attachment_view(&self, asked: AttachmentView) -> Result<AttachmentShown, ApiError> {
        let joined = self.joined(asked.mailbox, asked.message, asked.index).await?;
        let contents = match asked.inside {
            None => joined.contents().await?,
            Some(inside) => joined.inside(inside).await?,
        };
        let (name, kind, size, danger) =
            (contents.name.clone(), contents.kind, contents.size, contents.danger().map(file_danger));
        let content = contents.shown(&self.pictures).await?;
        Ok(AttachmentShown { name, document: document_kind(kind), size, danger, content })
    }

    pub(crate) async fn attachment_close(&self, asked: AttachmentClose) -> Result<Done, ApiError> {
        self.pictures.close(&asked.url);
        Ok(Done {})
    }

    pub(crate) async fn attachment_save(&self, asked: AttachmentSave) -> Result<AttachmentSaved, ApiError> {
        let joined = self.joined(asked.mailbox, asked.message, asked.index).await?;
        let (mailbox, row) = (Arc::clone(&joined.mailbox), joined.row.clone());
        let (store, message) = (joined.store.clone(), row.id);
        let ToSave { name, danger, bytes } = joined.source(asked.inside).await?;
        if let Some(danger) = danger.map(file_danger)
            && asked.accepted != Some(danger)
        {
            return Ok(AttachmentSaved::Dangerous { name, danger });
        }
        let suggested = if name.is_empty() { word("frame.unnamed_file") } else { name };
        let saved = self
            .recorded(AuditAct::SaveAttachment, &about(&mailbox, &[row]), async {
                let Some(place) = self.opening.dialogs.choose_place(&suggested).await else { return Ok(None) };
                let name = match bytes {
                    Source::Part(part) => {
                        save_received(place, move |file| {
                            read_part(&store, message, part, &mut |bytes| file.write_all(bytes))
                        })
                        .await?
                    }
                    Source::Inside(bytes) => save_received(place, move |file| file.write_all(&bytes)).await?,
                };
                Ok(Some(name))
            })
            .await?;
        Ok(saved.map_or(AttachmentSaved::Cancelled, |name| AttachmentSaved::Saved { name }))
    }

    /// The file that `index` is among the parts of a letter, whose text is fetched when it is not here.
    pub(super) async fn joined(
        &self,
        mailbox: MailboxRef,
        message: MessageRef,
        index: u32,
    ) -> Result<Joined, ApiError> {
        let mailbox = self.mailbox(mailbox).await?;
        let message = MessageId::new(message.0);
        mailbox.bring_texts(vec![message]).await.map_err(|error| api_error(&error))?;
        let (row, body, store) = mailbox
            .with_store(move |store| Ok((store.message(message)?, store.body(message)?, store.clone())))
            .await
            .map_err(|error| api_error(&error))?;
        let row = row.ok_or_else(|| plain(ErrorCode::Gone))?;
        let body = body.ok_or_else(|| plain(ErrorCode::MessageNotLoaded))?;
        let (file, part) = find(body, index).await.ok_or_else(damaged)?;
        Ok(Joined { mailbox, row, store, file, part })
    }
}

fn damaged() -> ApiError {
    plain(ErrorCode::AttachmentDamaged)
}

/// A joined file, and where its bytes are.
async fn find(body: KeptBody, index: u32) -> Option<(Attachment, PartPlace)> {
    tokio::task::spawn_blocking(move || {
        let letter = body.as_letter();
        let file = parse_message(letter).attachments.into_iter().find(|file| file.index == index)?;
        find_part(letter, index).map(|part| (file, part))
    })
    .await
    .ok()
    .flatten()
}

impl Joined {
    /// As much of the file as looking at it takes.
    async fn contents(self) -> Result<Contents, ApiError> {
        let macros = self.has_macros().await?;
        let Attachment { name, mime_type, kind, size, danger, .. } = self.file;
        let (message, charset, limit) = (self.row.id, self.part.charset.clone(), wanted_of(kind, danger));
        let read = self.mailbox.with_store(move |store| part_bytes(store, message, self.part, limit)).await;
        let read = read.map_err(|error| api_error(&error))?;
        Ok(Contents { name, mime_type, charset, kind, size, danger, macros, bytes: read.bytes, whole: read.whole })
    }

    /// A file of the `winmail.dat` that this one is.
    async fn inside(self, inside: u32) -> Result<Contents, ApiError> {
        let message = self.row.id;
        let read = self.mailbox.with_store(move |store| part_bytes(store, message, self.part, MAX_VIEWED)).await;
        let bytes = read.map_err(|error| api_error(&error))?.bytes;
        let opened = tokio::task::spawn_blocking(move || {
            let mut files = open_winmail(&bytes)?.files;
            let at = usize::try_from(inside).ok().filter(|at| *at < files.len())?;
            let file = files.swap_remove(at);
            let bytes = bytes.get(file.place.clone())?.to_vec();
            let macros = file.kind == AttachmentKind::Office && has_macros(&bytes);
            let size = bytes.len() as u64;
            let (name, mime_type, kind, danger) = (file.name, file.mime_type, file.kind, file.danger);
            Some(Contents { name, mime_type, charset: None, kind, size, danger, macros, bytes, whole: true })
        });
        opened.await.ok().flatten().ok_or_else(damaged)
    }

    async fn source(self, inside: Option<u32>) -> Result<ToSave, ApiError> {
        if let Some(inside) = inside {
            let contents = self.inside(inside).await?;
            let danger = contents.danger();
            return Ok(ToSave { name: contents.name, danger, bytes: Source::Inside(contents.bytes) });
        }
        let macros = self.has_macros().await?;
        let danger = self.file.danger.or(macros.then_some(FileDanger::Macros));
        Ok(ToSave { name: self.file.name, danger, bytes: Source::Part(self.part) })
    }

    /// Whether it is an office document with macros: read once through, and kept nowhere.
    async fn has_macros(&self) -> Result<bool, ApiError> {
        if self.file.kind != AttachmentKind::Office || self.file.danger.is_some() {
            return Ok(false);
        }
        let (message, index) = (self.row.id, self.file.index);
        let searched = self
            .mailbox
            .with_store(move |store| {
                let Some(part) = store.body(message)?.and_then(|body| find_part(body.as_letter(), index)) else {
                    return Ok(false);
                };
                let mut search = MacroSearch::default();
                read_part(store, message, part, &mut |bytes| {
                    search.take(bytes);
                    Ok::<(), StoreError>(())
                })?;
                Ok(search.found())
            })
            .await;
        searched.map_err(|error: EngineError| api_error(&error))
    }
}

fn has_macros(bytes: &[u8]) -> bool {
    let mut search = MacroSearch::default();
    search.take(bytes);
    search.found()
}
