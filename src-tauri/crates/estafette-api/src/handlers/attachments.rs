//! Joined files, saved where a person says.

use estafette_contract::{ApiError, AttachmentSave, ErrorCode, Saved};
use estafette_mime::{parse_message, part_bytes};
use estafette_model::MessageId;
use estafette_store::AuditAct;

use crate::Api;
use crate::fault::{api_error, plain};
use crate::handlers::paper::about;
use crate::outside::save;
use crate::words::word;

impl Api {
    pub(crate) async fn attachment_save(&self, asked: AttachmentSave) -> Result<Saved, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let message = MessageId::new(asked.message.0);
        mailbox.bring_texts(vec![message]).await.map_err(|error| api_error(&error))?;
        let (row, raw) = mailbox
            .with_store(move |store| Ok((store.message(message)?, store.raw(message)?)))
            .await
            .map_err(|error| api_error(&error))?;
        let row = row.ok_or_else(|| plain(ErrorCode::Gone))?;
        let raw = raw.ok_or_else(|| plain(ErrorCode::MessageNotLoaded))?;
        let (name, bytes) = take_out(raw, asked.index).await.ok_or_else(|| plain(ErrorCode::AttachmentDamaged))?;
        let suggested = if name.is_empty() { word("frame.unnamed_file") } else { name };
        let name = self
            .recorded(AuditAct::SaveAttachment, &about(&mailbox, &[row]), async {
                let Some(place) = self.opening.dialogs.choose_place(&suggested).await else { return Ok(None) };
                save(place, bytes).await.map(Some)
            })
            .await?;
        Ok(Saved { name })
    }
}

async fn take_out(raw: Vec<u8>, index: u32) -> Option<(String, Vec<u8>)> {
    tokio::task::spawn_blocking(move || {
        let name = parse_message(&raw).attachments.into_iter().find(|file| file.index == index)?.name;
        part_bytes(&raw, index).map(|(_, bytes)| (name, bytes))
    })
    .await
    .ok()
    .flatten()
}
