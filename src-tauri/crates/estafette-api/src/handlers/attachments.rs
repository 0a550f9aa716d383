//! Joined files, saved where a person says.

use std::path::Path;

use estafette_contract::{ApiError, AttachmentSave, ErrorCode, Saved};
use estafette_mime::{parse_message, part_bytes};
use estafette_model::MessageId;

use crate::Api;
use crate::fault::{api_error, plain};
use crate::words::word;

impl Api {
    pub(crate) async fn attachment_save(&self, asked: AttachmentSave) -> Result<Saved, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let message = MessageId::new(asked.message.0);
        let raw = mailbox.with_store(move |store| store.raw(message)).await.map_err(|error| api_error(&error))?;
        let raw = raw.ok_or_else(|| plain(ErrorCode::MessageNotLoaded))?;
        let (name, bytes) = take_out(raw, asked.index).await.ok_or_else(|| plain(ErrorCode::AttachmentDamaged))?;
        let suggested = if name.is_empty() { word("frame.unnamed_file") } else { name };
        let Some(place) = self.opening.dialogs.choose_place(&suggested).await else { return Ok(Saved { name: None }) };
        let saved = place.file_name().map(|name| name.to_string_lossy().into_owned());
        match tokio::task::spawn_blocking(move || write(&place, &bytes)).await {
            Ok(Ok(())) => Ok(Saved { name: saved }),
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::StorageFull => Err(plain(ErrorCode::DiskFull)),
            Ok(Err(_)) | Err(_) => Err(plain(ErrorCode::SaveFailed)),
        }
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

/// What a person exports is the one thing that leaves the encrypted store, and only whole: it is written beside and moved
/// into place, so that a file of theirs is replaced by all of it or not at all.
fn write(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = place.with_file_name(name);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = std::io::Write::write_all(&mut file, bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&beside, place));
    written.inspect_err(|_| {
        let _nothing_to_remove = std::fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_file_of_the_person_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("bilan.pdf");
        std::fs::write(&place, "avant").expect("written");
        std::fs::write(folder.path().join("bilan.pdf.part"), "de quelqu’un d’autre").expect("written");
        assert!(write(&place, b"apres").is_err(), "what it cannot write beside, it does not write");
        assert_eq!(std::fs::read(&place).expect("there"), b"avant");
        std::fs::remove_file(folder.path().join("bilan.pdf.part")).expect("removed");
        write(&place, b"apres").expect("written");
        assert_eq!(std::fs::read(&place).expect("there"), b"apres");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing is left beside");
    }
}
