//! From « Envoyer » to the outbox, and back: a letter is composed once, held a moment, and can be taken back until somebody
//! has begun to send it.

use std::time::Duration;

use estafette_mime::{ComposedLetter, HeaderText, Letter, LetterAttachment, NamedAddress, compose, lines_to_html};
use estafette_model::{Address, DraftId, EnvelopeId, OutboxId};
use estafette_store::{
    BlobId, Draft, DraftAttachment, DraftAttachmentId, MailboxStore, OutboxState, OutboxStep, OutgoingLetter, Row,
    StoreError,
};

use crate::error::EngineError;
use crate::fault::{LetterFault, LetterFaultKind};
use crate::mailbox::Mailbox;

/// Added to the hold on the disk, seconds: its clock counts whole seconds, and « Annuler » is never shown in vain.
const HOLD_MARGIN: i64 = 1;

/// How a letter leaves, as it was decided when « Envoyer » was pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendingTerms {
    /// Lines below its text; none when empty.
    pub signature: String,
    /// Seconds during which it can be taken back.
    pub hold_seconds: u32,
}

/// A letter in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The letter.
    pub letter: OutboxId,
    /// Seconds during which it surely does not leave yet.
    pub held_for: u32,
}

impl Mailbox {
    /// Hands the draft to the outbox, as last saved, on these terms. It leaves once the hold is over, whether or not the program still runs
    /// then: at the latest at its next start.
    ///
    /// # Errors
    /// [`EngineError::RecipientMissing`], [`EngineError::RecipientsInvalid`], [`EngineError::TooLarge`],
    /// [`EngineError::Compose`]: nothing is queued then, and the draft stays as it is.
    pub async fn send_letter(&self, draft: DraftId, terms: &SendingTerms) -> Result<Departure, EngineError> {
        let draft = self.draft(draft).await?;
        if draft.sending {
            return Err(EngineError::Gone("draft"));
        }
        let (to, cc) = (addresses(&draft.fields.to)?, addresses(&draft.fields.cc)?);
        let recipients: Vec<Address> = distinct(to.iter().chain(&cc));
        if recipients.is_empty() {
            return Err(EngineError::RecipientMissing);
        }
        let composed = self.compose_letter(&draft, &terms.signature, to, cc).await?;
        if let Some(limit) = self.size_limit().filter(|limit| composed.size > *limit) {
            return Err(EngineError::TooLarge { size: composed.size, limit });
        }
        let envelope = EnvelopeId::new(random()?);
        let (id, from, held_for) = (draft.id, self.plan.address.clone(), terms.hold_seconds);
        let margin = if held_for == 0 { 0 } else { HOLD_MARGIN };
        let not_before = self.clock.unix_seconds().saturating_add(i64::from(held_for) + margin);
        let files: Vec<_> = draft.attachments.iter().map(|file| file.id).collect();
        let letter = self
            .with_store(move |store| {
                let letter = OutgoingLetter {
                    blob: written(store, &composed, &files)?,
                    size: composed.size,
                    message_id: composed.message_id,
                    from: Some(from),
                    envelope: Some(envelope),
                    recipients,
                    subject: draft.fields.subject,
                    not_before,
                };
                store.queue(id, &letter)
            })
            .await?;
        self.wake_sending.notify_one();
        Ok(Departure { letter, held_for })
    }

    /// Ends the hold of the letters that have one and waits until they have been tried. Without an operator they stay, to leave
    /// at the next start.
    pub(crate) async fn send_what_is_held(&self) {
        const LOOK_EVERY: Duration = Duration::from_millis(50);
        if !self.connection().connection.reaches_server() {
            return;
        }
        match self.with_store(MailboxStore::end_holds).await {
            Ok(0) => return,
            Ok(_) => self.wake_sending.notify_one(),
            Err(error) => {
                tracing::warn!(mailbox = %self.id, %error, "the letters still held stay in the outbox");
                return;
            }
        }
        while let Ok(Some(_)) = self.with_store(MailboxStore::due_outbox).await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
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

    /// Takes a letter back into the drafts: while its last byte cannot have left, or when its fate is unknown and the person
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
            OutboxState::Connected => {
                self.handing.break_off(letter);
                // Whoever hands it over has either given it up or gone too far.
                let _ended = self.handing_over.lock().await;
                // Where nobody was handing it over any more, the wish must not break off its next sending.
                self.handing.ended();
                self.with_store(move |store| store.withdraw(letter)).await
            }
            OutboxState::Queued | OutboxState::DataSent | OutboxState::Accepted => {
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
        signature: &str,
        to: Vec<Address>,
        cc: Vec<Address>,
    ) -> Result<ComposedLetter, EngineError> {
        let letter = self.letter(draft, &lines_to_html(signature), to, cc)?;
        let composed =
            tokio::task::spawn_blocking(move || compose(&letter)).await.map_err(|_| EngineError::TaskLost)?;
        Ok(composed?)
    }

    /// What is written of a draft now; `below` stands between its text and what it quotes.
    pub(super) fn letter(
        &self,
        draft: &Draft,
        below: &str,
        to: Vec<Address>,
        cc: Vec<Address>,
    ) -> Result<Letter, EngineError> {
        let file = |file: &DraftAttachment| LetterAttachment {
            name: file.name.clone(),
            mime_type: file.mime_type.clone(),
            size: file.size,
        };
        let named = |address: Address| NamedAddress { address, name: HeaderText::default() };
        let now = self.clock.now();
        Ok(Letter {
            from: NamedAddress {
                address: self.plan.address.clone(),
                name: HeaderText::cleaned(&self.plan.sender_name),
            },
            to: to.into_iter().map(named).collect(),
            cc: cc.into_iter().map(named).collect(),
            subject: HeaderText::cleaned(&draft.fields.subject),
            html: [draft.fields.body_html.as_str(), below, &draft.fields.quotation].concat(),
            receipt: draft.fields.receipt,
            in_reply_to: draft.fields.references.last().cloned(),
            references: draft.fields.references.clone(),
            date: now.as_second(),
            utc_offset: jiff::tz::TimeZone::system().to_offset(now).seconds(),
            message_id_random: random()?,
            attachments: draft.attachments.iter().map(file).collect(),
        })
    }
}

/// Writes a letter with its files, each read as it is written.
pub(crate) fn written(
    store: &MailboxStore,
    letter: &ComposedLetter,
    files: &[DraftAttachmentId],
) -> Result<BlobId, StoreError> {
    let mut outgoing = store.write_blob()?;
    let file = |index: usize, give: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>| match files.get(index) {
        Some(file) => store.read_attached(*file, give),
        None => Ok(()),
    };
    letter.write(file, |bytes| outgoing.write(bytes))?;
    if outgoing.size() != letter.size {
        // A file changed under our hands: the letter would not be the one that was weighed.
        return Err(StoreError::NotFound(Row::Attachment));
    }
    outgoing.finish()
}

/// Sixteen bytes nobody can guess.
pub(super) fn random() -> Result<[u8; 16], EngineError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| crate::vault::VaultError::NoRandomness)?;
    Ok(random)
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
