//! Letters being written: started, saved, given files, and handed to the outbox.

use std::path::{Path, PathBuf};

use estafette_mime::{
    ComposedLetter, HeaderText, Letter, LetterAttachment, NamedAddress, ParsedMessage, Recipients, clean_file_name,
    compose, forward_subject, parse_message, part_bytes, quoted_body, references_for_reply, reply_all_recipients,
    reply_recipients, reply_subject,
};
use estafette_model::{Address, Correspondent, DraftId, MessageId, OutboxId};
use estafette_store::{
    Draft, DraftAttachmentId, DraftFields, DraftSaved, MailboxStore, MessageRow, OutboxState, OutboxStep,
    OutgoingLetter, StoreError,
};

use crate::error::EngineError;
use crate::fault::{LetterFault, LetterFaultKind};
use crate::mailbox::Mailbox;

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

    /// Hands the draft to the outbox, as last saved.
    ///
    /// # Errors
    /// [`EngineError::RecipientMissing`], [`EngineError::RecipientsInvalid`], [`EngineError::TooLarge`],
    /// [`EngineError::Compose`]: nothing is queued then, and the draft stays as it is.
    pub async fn send_letter(&self, draft: DraftId) -> Result<OutboxId, EngineError> {
        let draft = self.draft(draft).await?;
        if draft.sending {
            return Err(EngineError::Gone("draft"));
        }
        let (to, cc) = (addresses(&draft.fields.to)?, addresses(&draft.fields.cc)?);
        let recipients: Vec<Address> = distinct(to.iter().chain(&cc));
        if recipients.is_empty() {
            return Err(EngineError::RecipientMissing);
        }
        let composed = self.compose_letter(&draft, to, cc).await?;
        if let Some(limit) = self.size_limit().filter(|limit| composed.size > *limit) {
            return Err(EngineError::TooLarge { size: composed.size, limit });
        }
        let (id, from, now) = (draft.id, self.plan.address.clone(), self.clock.unix_seconds());
        let queued = self
            .with_store(move |store| {
                let letter = OutgoingLetter {
                    raw: &composed.raw,
                    message_id: composed.message_id,
                    from,
                    recipients,
                    subject: draft.fields.subject,
                    not_before: now,
                };
                store.queue(id, &letter)
            })
            .await?;
        self.wake_sending.notify_one();
        Ok(queued)
    }

    /// Tries a letter again now. One whose fate is unknown is sent again only this way: a person was told.
    ///
    /// # Errors
    /// [`EngineError::Gone`], [`EngineError::Store`].
    pub async fn retry_letter(&self, letter: OutboxId) -> Result<(), EngineError> {
        let row = self.with_store(move |store| store.outbox_row(letter)).await?.ok_or(EngineError::Gone("letter"))?;
        match row.state {
            OutboxState::Unknown => {
                self.with_store(move |store| store.advance(letter, &OutboxStep::ResentByPerson)).await?;
            }
            OutboxState::Queued => self.with_store(move |store| store.hasten(letter)).await?,
            OutboxState::Connected | OutboxState::DataSent => {}
            OutboxState::Accepted | OutboxState::Refused | OutboxState::Parked => {
                return Err(EngineError::Gone("letter"));
            }
        }
        self.wake_sending.notify_one();
        Ok(())
    }

    /// Takes a letter back into the drafts: before it begins to leave, or when its fate is unknown and the person
    /// decides not to wait.
    ///
    /// # Errors
    /// [`EngineError::TooLateToWithdraw`], [`EngineError::Gone`], [`EngineError::Store`].
    pub async fn withdraw_letter(&self, letter: OutboxId) -> Result<DraftId, EngineError> {
        let row = self.with_store(move |store| store.outbox_row(letter)).await?.ok_or(EngineError::Gone("letter"))?;
        let taken_back = match row.state {
            OutboxState::Unknown => {
                let code = LetterFault::new(LetterFaultKind::TakenBack).to_text();
                let draft = row.draft.ok_or(EngineError::Gone("draft"))?;
                self.with_store(move |store| store.advance(letter, &OutboxStep::Parked { code })).await.map(|()| draft)
            }
            // Its draft came back when it was refused.
            OutboxState::Refused | OutboxState::Parked => return row.draft.ok_or(EngineError::Gone("draft")),
            OutboxState::Queued | OutboxState::Connected | OutboxState::DataSent | OutboxState::Accepted => {
                self.with_store(move |store| store.withdraw(letter)).await
            }
        };
        taken_back.map_err(|error| match error {
            EngineError::Store(StoreError::IllegalStep { .. }) => EngineError::TooLateToWithdraw,
            other => other,
        })
    }

    async fn compose_letter(
        &self,
        draft: &Draft,
        to: Vec<Address>,
        cc: Vec<Address>,
    ) -> Result<ComposedLetter, EngineError> {
        let files: Vec<_> = draft.attachments.clone();
        let attachments = self
            .with_store(move |store| {
                files
                    .into_iter()
                    .map(|file| {
                        let bytes = store.draft_attachment(file.id)?.ok_or(StoreError::Locked)?;
                        Ok(LetterAttachment { name: file.name, mime_type: file.mime_type, bytes })
                    })
                    .collect::<Result<Vec<_>, StoreError>>()
            })
            .await?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| crate::vault::VaultError::NoRandomness)?;
        let named = |address: Address| NamedAddress { address, name: HeaderText::default() };
        let now = self.clock.now();
        let letter = Letter {
            from: NamedAddress {
                address: self.plan.address.clone(),
                name: HeaderText::cleaned(&self.plan.sender_name),
            },
            to: to.into_iter().map(named).collect(),
            cc: cc.into_iter().map(named).collect(),
            subject: HeaderText::cleaned(&draft.fields.subject),
            html: draft.fields.body_html.clone(),
            in_reply_to: draft.fields.references.last().cloned(),
            references: draft.fields.references.clone(),
            date: now.as_second(),
            utc_offset: jiff::tz::TimeZone::system().to_offset(now).seconds(),
            message_id_random: random,
            attachments,
        };
        let composed =
            tokio::task::spawn_blocking(move || compose(&letter)).await.map_err(|_| EngineError::TaskLost)?;
        Ok(composed?)
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

fn addresses(typed: &[String]) -> Result<Vec<Address>, EngineError> {
    let judged: Vec<Result<Address, _>> = typed.iter().map(|text| text.parse()).collect();
    match judged.iter().filter(|address| address.is_err()).count() {
        0 => Ok(judged.into_iter().flatten().collect()),
        invalid => Err(EngineError::RecipientsInvalid(invalid)),
    }
}

fn distinct<'a>(addresses: impl Iterator<Item = &'a Address>) -> Vec<Address> {
    let mut kept: Vec<Address> = Vec::new();
    for address in addresses {
        if !kept.contains(address) {
            kept.push(address.clone());
        }
    }
    kept
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
