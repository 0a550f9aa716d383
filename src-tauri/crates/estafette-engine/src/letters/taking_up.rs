//! A draft written elsewhere, taken up here: its recipients, its text and its files become a letter of ours, and the draft it
//! comes from stays where it is until that letter is sent or thrown away.

use estafette_mime::{HeaderFields, find_part, parse_message, text_to_edit};
use estafette_model::{Correspondent, DraftId, FolderRole};
use estafette_store::{DraftFields, ForeignDraft, JoinedFile, MailboxStore, StoreError};

use crate::error::EngineError;
use crate::mailbox::Mailbox;

impl Mailbox {
    /// Takes up the draft with this UID of the Drafts folder.
    ///
    /// # Errors
    /// [`EngineError::Gone`] when it is gone or taken up already, [`EngineError::Compose`] when its text cannot be taken up
    /// whole, [`EngineError::Store`].
    pub async fn take_up_draft(&self, uid: u32) -> Result<DraftId, EngineError> {
        let folder = self.folder_with(FolderRole::Drafts).await?;
        let raw =
            self.with_store(move |store| store.foreign_draft_raw(uid)).await?.ok_or(EngineError::Gone("draft"))?;
        let read = tokio::task::spawn_blocking(move || taken_apart(&raw)).await;
        let (fields, files) = read.map_err(|_| EngineError::TaskLost)??;
        let adopted = self.with_store(move |store| {
            let files = files.into_iter().map(|file| file.kept(store)).collect::<Result<Vec<_>, _>>()?;
            store.adopt_draft(uid, &folder.wire_name, &fields, &files)
        });
        let adopted = adopted.await;
        adopted.map_err(|error| match error {
            EngineError::Store(StoreError::NotFound(_)) => EngineError::Gone("draft"),
            other => other,
        })
    }
}

/// What is shown of a draft written elsewhere, and its Message-ID.
pub(crate) fn shown(uid: u32, saved: i64, raw: &[u8]) -> (ForeignDraft, String) {
    let parsed = parse_message(raw);
    let files = parsed.attachments.iter().filter(|file| !file.inline).count();
    let HeaderFields { subject, to, message_id, .. } = parsed.header;
    let files = u32::try_from(files).unwrap_or(u32::MAX);
    (ForeignDraft { uid, subject, to: typed(to), saved, files }, message_id.unwrap_or_default())
}

/// A file of a draft written elsewhere.
struct TakenOut {
    name: String,
    mime_type: String,
    bytes: Vec<u8>,
}

impl TakenOut {
    fn kept(self, store: &MailboxStore) -> Result<JoinedFile, StoreError> {
        let mut copy = store.write_blob()?;
        copy.write(&self.bytes)?;
        let size = copy.size();
        Ok(JoinedFile { name: self.name, mime_type: self.mime_type, bytes: copy.finish()?, size })
    }
}

fn taken_apart(raw: &[u8]) -> Result<(DraftFields, Vec<TakenOut>), EngineError> {
    let parsed = parse_message(raw);
    let body_html = text_to_edit(&parsed)?;
    let files = parsed.attachments.iter().filter_map(|file| {
        let part = find_part(raw, file.index)?;
        Some(TakenOut { name: file.name.clone(), mime_type: part.mime_type.clone(), bytes: part.take_out(raw) })
    });
    let files = files.collect();
    let HeaderFields { subject, to, cc, mut references, in_reply_to, .. } = parsed.header;
    // Ours end with the message answered; a program that writes In-Reply-To alone means the same.
    references.extend(in_reply_to.into_iter().filter(|id| !references.contains(id)).collect::<Vec<_>>());
    let (to, cc) = (typed(to), typed(cc));
    Ok((DraftFields { subject, body_html, to, cc, references, ..DraftFields::default() }, files))
}

/// Recipients as one types them; the words of one that has no address yet.
fn typed(list: Vec<Correspondent>) -> Vec<String> {
    let typed = list.into_iter().map(|one| if one.address.is_empty() { one.name } else { one.address });
    typed.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{shown, taken_apart};

    const DRAFT: &str = "Message-ID: <d@ailleurs.example>\r\nTo: MDPH <mdph@exemple.example>\r\n\
        Cc: ide@exemple.example\r\nSubject: =?utf-8?Q?Relev=C3=A9?=\r\nIn-Reply-To: <b@exemple.example>\r\n\
        References: <a@exemple.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain\r\n\r\nBonjour.\r\n--x\r\nContent-Type: application/pdf; name=bon.pdf\r\n\
        Content-Disposition: attachment; filename=bon.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n";

    #[test]
    fn a_draft_is_shown_by_its_subject_recipients_and_files() {
        let (draft, message_id) = shown(4, 1_000, DRAFT.as_bytes());
        assert_eq!((draft.subject.as_str(), draft.to.as_slice()), ("Relevé", &["mdph@exemple.example".to_owned()][..]));
        assert_eq!((draft.uid, draft.saved, draft.files, message_id.as_str()), (4, 1_000, 1, "d@ailleurs.example"));
    }

    #[test]
    fn all_of_it_is_taken_up() {
        let (fields, files) = taken_apart(DRAFT.as_bytes()).unwrap();
        assert_eq!(fields.body_html, "<p>Bonjour.</p>");
        assert_eq!(
            (fields.to, fields.cc),
            (vec!["mdph@exemple.example".to_owned()], vec!["ide@exemple.example".to_owned()])
        );
        assert_eq!(fields.references, ["a@exemple.example", "b@exemple.example"]);
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].name.as_str(), files[0].bytes.as_slice()), ("bon.pdf", b"%PDF".as_slice()));
    }
}
