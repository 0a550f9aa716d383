//! Letters on their way.

use estafette_contract::{
    ApiError, Done, DraftRef, OutboxList, OutboxRef, OutboxRetry, OutboxState, OutboxView, OutboxWithdraw, Withdrawn,
};
use estafette_engine::{ActSubject, LetterFault, LetterFaultKind};
use estafette_model::OutboxId;
use estafette_store::{AuditAct, OutboxRow};

use crate::Api;
use crate::discretion::Discretion;
use crate::fault::{api_error, internal, letter_error, some_refused};

/// Letters that left or came back are shown this long, seconds.
const SETTLED_SHOWN_FOR: i64 = 15 * 60;

impl Api {
    pub(crate) async fn outbox_list(&self, asked: OutboxList) -> Result<Vec<OutboxView>, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let now = mailbox.now().as_second();
        let since = now.saturating_sub(SETTLED_SHOWN_FOR);
        let letters =
            mailbox.with_store(move |store| store.outbox_since(since)).await.map_err(|error| api_error(&error))?;
        let handed = mailbox.handed_over();
        let sent =
            |letter: &OutboxRow| handed.filter(|handed| handed.letter == letter.id).map_or(0, |handed| handed.sent);
        // A receipt is no letter somebody wrote.
        let written = letters.iter().filter(|letter| !letter.is_receipt());
        Ok(written.map(|letter| view(letter, sent(letter), now, discretion)).collect())
    }

    pub(crate) async fn outbox_retry(&self, asked: OutboxRetry) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        mailbox.retry_letter(OutboxId::new(asked.outbox.0)).await.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn outbox_withdraw(&self, asked: OutboxWithdraw) -> Result<Withdrawn, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        let letter = OutboxId::new(asked.outbox.0);
        let row = mailbox.with_store(move |store| store.outbox_row(letter)).await.map_err(|error| api_error(&error))?;
        let taken_back = async { mailbox.withdraw_letter(letter).await.map(Some).map_err(|error| api_error(&error)) };
        // The journal says that the letter was sent: it says too that it was not, in the end.
        let draft = if row.is_some_and(|row| !row.state.gave_draft_back()) {
            let about = ActSubject { mailbox: Some(mailbox.id()), messages: 1, ..ActSubject::default() };
            self.recorded(AuditAct::TakeBack, &about, taken_back).await?
        } else {
            taken_back.await?
        };
        let draft = draft.ok_or_else(|| internal("a letter was neither taken back nor kept"))?;
        Ok(Withdrawn { draft: DraftRef(draft.get()) })
    }
}

fn view(letter: &OutboxRow, sent: u64, now: i64, discretion: Discretion) -> OutboxView {
    let state = match letter.state {
        estafette_store::OutboxState::Queued if letter.is_held(now) => OutboxState::Held,
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
        size: letter.size,
        sent,
        since: letter.changed,
        next_try: matches!(state, OutboxState::Queued | OutboxState::Held).then_some(letter.not_before),
        problem: fault
            .map(|fault| letter_error(&fault, letter.refused.len()))
            .or(some)
            .map(|problem| discretion.error(problem)),
        refused: letter.refused.iter().map(|refusal| discretion.recipient(&refusal.address)).collect(),
    }
}
