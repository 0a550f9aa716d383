//! Letters on their way.

use estafette_contract::{
    ApiError, Done, DraftRef, OutboxList, OutboxRef, OutboxRetry, OutboxState, OutboxView, OutboxWithdraw, Withdrawn,
};
use estafette_engine::{LetterFault, LetterFaultKind};
use estafette_model::OutboxId;
use estafette_store::OutboxRow;
use jiff::Timestamp;

use crate::Api;
use crate::discretion::Discretion;
use crate::fault::{api_error, letter_error, some_refused};

/// Letters that left or came back are shown this long, seconds.
const SETTLED_SHOWN_FOR: i64 = 15 * 60;

impl Api {
    pub(crate) async fn outbox_list(&self, asked: OutboxList) -> Result<Vec<OutboxView>, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let since = Timestamp::now().as_second().saturating_sub(SETTLED_SHOWN_FOR);
        let letters =
            mailbox.with_store(move |store| store.outbox_since(since)).await.map_err(|error| api_error(&error))?;
        Ok(letters.iter().map(|letter| view(letter, discretion)).collect())
    }

    pub(crate) async fn outbox_retry(&self, asked: OutboxRetry) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        mailbox.retry_letter(OutboxId::new(asked.outbox.0)).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn outbox_withdraw(&self, asked: OutboxWithdraw) -> Result<Withdrawn, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let draft = mailbox.withdraw_letter(OutboxId::new(asked.outbox.0)).await.map_err(|error| api_error(&error))?;
        Ok(Withdrawn { draft: DraftRef(draft.get()) })
    }
}

fn view(letter: &OutboxRow, discretion: Discretion) -> OutboxView {
    let state = match letter.state {
        estafette_store::OutboxState::Queued => OutboxState::Queued,
        estafette_store::OutboxState::Connected | estafette_store::OutboxState::DataSent => OutboxState::Sending,
        estafette_store::OutboxState::Unknown => OutboxState::Unknown,
        estafette_store::OutboxState::Accepted => OutboxState::Accepted,
        estafette_store::OutboxState::Refused => OutboxState::Refused,
        estafette_store::OutboxState::Parked => OutboxState::Parked,
    };
    let uncertain = || (state == OutboxState::Unknown).then(|| LetterFault::new(LetterFaultKind::SendUnknown));
    let fault = LetterFault::from_text(&letter.code).or_else(uncertain);
    let some =
        (state == OutboxState::Accepted && !letter.refused.is_empty()).then(|| some_refused(letter.refused.len()));
    OutboxView {
        id: OutboxRef(letter.id.get()),
        subject: discretion.subject(letter.subject.clone()),
        to: letter.recipients.iter().map(|address| discretion.recipient(address)).collect(),
        state,
        since: letter.changed,
        next_try: (state == OutboxState::Queued).then_some(letter.not_before),
        problem: fault
            .map(|fault| letter_error(&fault, letter.refused.len()))
            .or(some)
            .map(|problem| discretion.error(problem)),
        refused: letter.refused.iter().map(|refusal| discretion.recipient(&refusal.address)).collect(),
    }
}
