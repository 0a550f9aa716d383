//! Letters being written.

use std::sync::Arc;

use estafette_contract::{
    ApiError, Done, DraftAttach, DraftContent, DraftCreate, DraftDetach, DraftFile, DraftFileRef, DraftInterrupted,
    DraftList, DraftQueued, DraftRead, DraftRef, DraftRow, DraftSave, DraftSaved, DraftSend, DraftStarted, DraftTakeUp,
    DraftView, ForeignDraftRow, InterruptedDraft, MailboxRef, OutboxRef, Recipient, RecipientCheck, RecipientsChecked,
};
use estafette_engine::{ActSubject, Mailbox};
use estafette_mime::encoded_size;
use estafette_model::{Address, DraftId};
use estafette_store::{AuditAct, Draft, DraftAttachmentId, DraftFields, ForeignDraft, MailboxStore};

use crate::Api;
use crate::answer::kind_by_type;
use crate::discretion::Discretion;
use crate::fault::{api_error, internal};

impl Api {
    pub(crate) async fn draft_create(&self, asked: DraftCreate) -> Result<DraftStarted, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let draft = mailbox.start_letter().await.map_err(|error| api_error(&error))?;
        Ok(DraftStarted { draft: DraftRef(draft.get()) })
    }

    pub(crate) async fn draft_list(&self, asked: DraftList) -> Result<Vec<DraftRow>, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let drafts = mailbox.with_store(MailboxStore::drafts).await.map_err(|error| api_error(&error))?;
        Ok(drafts.iter().map(|draft| draft_row(draft, discretion)).collect())
    }

    pub(crate) async fn draft_list_foreign(&self, asked: DraftList) -> Result<Vec<ForeignDraftRow>, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let drafts = mailbox.with_store(MailboxStore::foreign_drafts).await.map_err(|error| api_error(&error))?;
        let row = |draft: ForeignDraft| ForeignDraftRow {
            uid: draft.uid,
            subject: discretion.subject(draft.subject),
            to: draft.to.iter().map(|typed| discretion.recipient(typed)).collect(),
            saved_at: draft.saved,
            files: draft.files,
        };
        Ok(drafts.into_iter().map(row).collect())
    }

    pub(crate) async fn draft_take_up(&self, asked: DraftTakeUp) -> Result<DraftStarted, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let draft = mailbox.take_up_draft(asked.uid).await.map_err(|error| api_error(&error))?;
        Ok(DraftStarted { draft: DraftRef(draft.get()) })
    }

    pub(crate) async fn draft_read(&self, asked: DraftRead) -> Result<DraftView, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        let draft = mailbox.draft(draft).await.map_err(|error| api_error(&error))?;
        Ok(draft_view(asked.mailbox, draft))
    }

    pub(crate) async fn draft_open(&self, asked: DraftRead) -> Result<DraftView, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        mailbox.with_store(move |store| store.open_draft(draft)).await.map_err(|error| api_error(&error))?;
        self.draft_read(asked).await
    }

    pub(crate) async fn draft_close(&self, asked: DraftRead) -> Result<Done, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        mailbox.with_store(move |store| store.close_draft(draft)).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn draft_interrupted(&self, _asked: DraftInterrupted) -> Result<Vec<InterruptedDraft>, ApiError> {
        let (engine, discretion) = (self.engine().await?, self.discretion().await?);
        let mut interrupted = Vec::new();
        for mailbox in engine.mailboxes() {
            let drafts =
                mailbox.with_store(MailboxStore::interrupted_drafts).await.map_err(|error| api_error(&error))?;
            let whose = MailboxRef(mailbox.id().get());
            interrupted.extend(
                drafts.iter().map(|draft| InterruptedDraft { mailbox: whose, draft: draft_row(draft, discretion) }),
            );
        }
        Ok(interrupted)
    }

    pub(crate) async fn draft_save(&self, asked: DraftSave) -> Result<DraftSaved, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        let DraftContent { to, cc, subject, body_html, quote_html: quotation, receipt } = asked.content;
        let written = DraftFields { to, cc, subject, body_html, quotation, receipt, ..DraftFields::default() };
        let saved = mailbox.save_letter(draft, asked.revision, written).await.map_err(|error| api_error(&error))?;
        Ok(DraftSaved { revision: saved.revision, saved_at: saved.updated })
    }

    pub(crate) async fn draft_delete(&self, asked: DraftRead) -> Result<Done, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        mailbox.discard_letter(draft).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn draft_attach(&self, asked: DraftAttach) -> Result<DraftView, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        let files = self.opening.dialogs.choose_files().await;
        let draft = mailbox.join_files(draft, files).await.map_err(|error| api_error(&error))?;
        Ok(draft_view(asked.mailbox, draft))
    }

    pub(crate) async fn draft_detach(&self, asked: DraftDetach) -> Result<DraftView, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        let file = DraftAttachmentId::new(asked.file.0);
        let draft = mailbox.remove_file(draft, file).await.map_err(|error| api_error(&error))?;
        Ok(draft_view(asked.mailbox, draft))
    }

    pub(crate) async fn draft_send(&self, asked: DraftSend) -> Result<DraftQueued, ApiError> {
        let (mailbox, draft) = self.mailbox_and_draft(asked.mailbox, asked.draft).await?;
        // As it stands at this moment, not when the letter was begun.
        let terms = self.engine().await?.sending_terms(mailbox.id()).map_err(|error| api_error(&error))?;
        let about = ActSubject { mailbox: Some(mailbox.id()), messages: 1, ..ActSubject::default() };
        let departure = self
            .recorded(AuditAct::Send, &about, async {
                mailbox.send_letter(draft, &terms).await.map(Some).map_err(|error| api_error(&error))
            })
            .await?
            .ok_or_else(|| internal("a letter was neither queued nor refused"))?;
        Ok(DraftQueued { outbox: OutboxRef(departure.letter.get()), held_for: departure.held_for })
    }

    pub(crate) async fn recipient_check(&self, asked: RecipientCheck) -> Result<RecipientsChecked, ApiError> {
        Ok(RecipientsChecked { recipients: judged(&asked.typed) })
    }

    async fn mailbox_and_draft(
        &self,
        mailbox: MailboxRef,
        draft: DraftRef,
    ) -> Result<(Arc<Mailbox>, DraftId), ApiError> {
        Ok((self.mailbox(mailbox).await?, DraftId::new(draft.0)))
    }
}

/// Addresses as typed or pasted: « Dr Fabre <h.fabre@…> » gives its address. What cannot be one is kept as typed, so that
/// the person sees what is wrong.
fn judged(typed: &str) -> Vec<Recipient> {
    pieces(typed)
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let bare = piece.rsplit_once('<').map_or(piece, |(_, rest)| rest.trim_end_matches('>'));
            match bare.parse::<Address>() {
                Ok(address) => Recipient { address: address.to_string(), valid: true },
                Err(_) => Recipient { address: piece.to_owned(), valid: false },
            }
        })
        .collect()
}

/// Cuts at commas, semicolons and line breaks, but for those inside quotation marks: « "Fabre, Hélène" <h.fabre@…> ».
fn pieces(typed: &str) -> Vec<&str> {
    let mut quoted = false;
    typed
        .split(|character: char| {
            match character {
                '"' => quoted = !quoted,
                '\n' | '\r' => quoted = false,
                _ => {}
            }
            !quoted && matches!(character, ',' | ';' | '\n' | '\r')
        })
        .collect()
}

fn draft_row(draft: &Draft, discretion: Discretion) -> DraftRow {
    DraftRow {
        id: DraftRef(draft.id.get()),
        subject: discretion.subject(draft.fields.subject.clone()),
        to: draft.fields.to.iter().map(|typed| discretion.recipient(typed)).collect(),
        saved_at: draft.updated,
        files: u32::try_from(draft.attachments.len()).unwrap_or(u32::MAX),
    }
}

fn draft_view(mailbox: MailboxRef, draft: Draft) -> DraftView {
    let files: Vec<DraftFile> = draft
        .attachments
        .iter()
        .map(|file| DraftFile {
            id: DraftFileRef(file.id.get()),
            name: file.name.clone(),
            kind: kind_by_type(&file.mime_type),
            size: file.size,
        })
        .collect();
    DraftView {
        id: DraftRef(draft.id.get()),
        mailbox,
        revision: draft.revision,
        saved_at: draft.updated,
        answers: draft.fields.in_reply_to.is_some(),
        encoded_size: files.iter().map(|file| encoded_size(file.size)).sum(),
        files,
        content: DraftContent {
            to: draft.fields.to,
            cc: draft.fields.cc,
            subject: draft.fields.subject,
            body_html: draft.fields.body_html,
            quote_html: draft.fields.quotation,
            receipt: draft.fields.receipt,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::judged;

    fn said(typed: &str) -> Vec<(String, bool)> {
        judged(typed).into_iter().map(|one| (one.address, one.valid)).collect()
    }

    #[test]
    fn a_pasted_list_becomes_one_recipient_each() {
        let pasted =
            "Dr Hélène Fabre <H.Fabre@Medecin.mssante.example>; urgences@ch.example,\n\n mdph@exemple.example\r\n";
        let expected = ["H.Fabre@medecin.mssante.example", "urgences@ch.example", "mdph@exemple.example"];
        assert_eq!(said(pasted), expected.map(|address| (address.to_owned(), true)));
    }

    #[test]
    fn a_comma_inside_a_quoted_name_is_part_of_the_name() {
        let pasted = "\"Fabre, Hélène\" <h.fabre@medecin.example>, \"mdph@exemple.example\nurgences@ch.example";
        let expected = [
            (String::from("h.fabre@medecin.example"), true),
            (String::from("\"mdph@exemple.example"), false),
            (String::from("urgences@ch.example"), true),
        ];
        assert_eq!(said(pasted), expected);
    }

    #[test]
    fn what_is_no_address_is_shown_as_typed() {
        assert_eq!(said("Dr Fabre"), [(String::from("Dr Fabre"), false)]);
        assert_eq!(said("a@b"), [(String::from("a@b"), false)]);
        assert_eq!(said(" ; , "), []);
    }
}
