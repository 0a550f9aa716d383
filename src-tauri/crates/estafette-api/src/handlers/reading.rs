//! Joined documents and films, read in the window that may call nothing.

use estafette_contract::{ApiError, AttachmentRead, Done, ErrorCode};
use estafette_mime::{AttachmentKind, find_part, parse_message};
use estafette_model::MessageId;

use crate::Api;
use crate::documents::{Document, Reading};
use crate::fault::{api_error, bad_request, plain, too_heavy};

/// Largest file that is shown, bytes: it stands whole in memory, here and in the web view. Whatever is larger can be saved.
const MAX_SHOWN: u64 = 64 * 1024 * 1024;

impl Api {
    pub(crate) async fn attachment_read(&self, asked: AttachmentRead) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let (message, index) = (MessageId::new(asked.message.0), asked.index);
        mailbox.bring_texts(vec![message]).await.map_err(|error| api_error(&error))?;
        let body = mailbox.with_store(move |store| store.body(message)).await.map_err(|error| api_error(&error))?;
        let body = body.ok_or_else(|| plain(ErrorCode::MessageNotLoaded))?;
        let found = tokio::task::spawn_blocking(move || {
            let letter = body.as_letter();
            let file = parse_message(letter).attachments.into_iter().find(|file| file.index == index)?;
            find_part(letter, index).map(|_| (file.kind, file.size, file.mime_type))
        });
        let found = found.await.ok().flatten().ok_or_else(|| plain(ErrorCode::AttachmentDamaged))?;
        let (kind, size, mime_type) = found;
        let (reading, content_type) =
            reading(kind, mime_type).ok_or_else(|| bad_request("the viewer does not show that kind"))?;
        within_limit(size)?;
        let document = Document { mailbox, message, index, reading, content_type };
        let url = self.documents.open(document, asked.theme)?;
        self.opening.viewer.show(&url);
        Ok(Done {})
    }
}

/// How a file of that kind is read, and as what; nothing for those the viewer does not show.
fn reading(kind: AttachmentKind, mime_type: String) -> Option<(Reading, String)> {
    match kind {
        AttachmentKind::Pdf => Some((Reading::Pdf, String::from("application/pdf"))),
        AttachmentKind::Audio | AttachmentKind::Video => Some((Reading::Film, mime_type)),
        AttachmentKind::Image
        | AttachmentKind::Cda
        | AttachmentKind::XdmArchive
        | AttachmentKind::Text
        | AttachmentKind::Office
        | AttachmentKind::Archive
        | AttachmentKind::Winmail
        | AttachmentKind::Other => None,
    }
}

fn within_limit(size: u64) -> Result<(), ApiError> {
    if size > MAX_SHOWN { Err(too_heavy(MAX_SHOWN)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use estafette_contract::ErrorCode;
    use estafette_mime::AttachmentKind;

    use super::{MAX_SHOWN, reading, within_limit};
    use crate::documents::Reading;

    #[test]
    fn what_would_not_fit_in_memory_is_said_to_be_too_heavy_with_the_limit() {
        assert!(within_limit(MAX_SHOWN).is_ok());
        let refused = within_limit(MAX_SHOWN + 1).expect_err("too heavy");
        assert_eq!((refused.code, refused.params["limit"].as_str()), (ErrorCode::AttachmentTooHeavy, "67108864"));
    }

    #[test]
    fn what_is_no_document_and_no_film_is_never_shown_there() {
        let as_html = |kind| reading(kind, String::from("text/html")).map(|(how, _)| how);
        for kind in [
            AttachmentKind::Image,
            AttachmentKind::Cda,
            AttachmentKind::XdmArchive,
            AttachmentKind::Text,
            AttachmentKind::Office,
            AttachmentKind::Archive,
            AttachmentKind::Winmail,
            AttachmentKind::Other,
        ] {
            assert_eq!(as_html(kind), None, "{kind:?}");
        }
        let shown = reading(AttachmentKind::Pdf, String::from("text/html"));
        assert_eq!(shown, Some((Reading::Pdf, String::from("application/pdf"))), "the label is the sender's");
    }
}
