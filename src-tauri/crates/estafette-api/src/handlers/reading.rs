//! Joined documents and films, read in the window that may call nothing.

use estafette_contract::{ApiError, AttachmentRead, Done};
use estafette_mime::AttachmentKind;

use super::attachments::Joined;
use crate::Api;
use crate::documents::{Document, MAX_SHOWN, Reading};
use crate::fault::{bad_request, too_heavy};

impl Api {
    pub(crate) async fn attachment_read(&self, asked: AttachmentRead) -> Result<Done, ApiError> {
        let Joined { mailbox, row, file, part, .. } = self.joined(asked.mailbox, asked.message, asked.index).await?;
        if file.danger.is_some() {
            return Err(bad_request("a dangerous file is not shown"));
        }
        let (reading, content_type) =
            reading(file.kind, file.mime_type).ok_or_else(|| bad_request("the viewer does not show that kind"))?;
        within_limit(file.size)?;
        let url =
            self.documents.open(Document { mailbox, message: row.id, part, reading, content_type }, asked.theme)?;
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
    let limit = MAX_SHOWN as u64;
    if size > limit { Err(too_heavy(limit)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use estafette_contract::ErrorCode;
    use estafette_mime::AttachmentKind;

    use super::{MAX_SHOWN, reading, within_limit};
    use crate::documents::Reading;

    #[test]
    fn what_would_not_fit_in_memory_is_said_to_be_too_heavy_with_the_limit() {
        let limit = MAX_SHOWN as u64;
        assert!(within_limit(limit).is_ok());
        let refused = within_limit(limit + 1).expect_err("too heavy");
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
