//! Joined files, saved where a person says.

use std::io::Write;

use estafette_contract::{ApiError, AttachmentSave, ErrorCode, Saved};
use estafette_engine::read_part;
use estafette_mime::{PartPlace, find_part, parse_message};
use estafette_model::MessageId;
use estafette_store::{AuditAct, KeptBody};

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
        let (row, body, store) = mailbox
            .with_store(move |store| Ok((store.message(message)?, store.body(message)?, store.clone())))
            .await
            .map_err(|error| api_error(&error))?;
        let row = row.ok_or_else(|| plain(ErrorCode::Gone))?;
        let body = body.ok_or_else(|| plain(ErrorCode::MessageNotLoaded))?;
        let (name, part) = find(body, asked.index).await.ok_or_else(|| plain(ErrorCode::AttachmentDamaged))?;
        let suggested = if name.is_empty() { word("frame.unnamed_file") } else { name };
        let name = self
            .recorded(AuditAct::SaveAttachment, &about(&mailbox, &[row]), async {
                let Some(place) = self.opening.dialogs.choose_place(&suggested).await else { return Ok(None) };
                save(place, move |file| read_part(&store, message, part, &mut |bytes| file.write_all(bytes)))
                    .await
                    .map(Some)
            })
            .await?;
        Ok(Saved { name })
    }
}

/// The name of a joined file, and where its bytes are.
async fn find(body: KeptBody, index: u32) -> Option<(String, PartPlace)> {
    tokio::task::spawn_blocking(move || {
        let letter = body.as_letter();
        let name = parse_message(letter).attachments.into_iter().find(|file| file.index == index)?.name;
        find_part(letter, index).map(|part| (name, part))
    })
    .await
    .ok()
    .flatten()
}
