//! The answer to a sender who asks to be told that a message was read (RFC 8098): sent once, or never.

use estafette_mime::{HeaderText, Receipt, ReceiptMode, compose_receipt, parse_message, references_for_reply};
use estafette_model::MessageId;
use estafette_store::{MessageRow, OutgoingLetter, StoreError};

use super::departure::{random, written};
use crate::error::EngineError;
use crate::mailbox::Mailbox;

/// What a receipt says to a person, in the language of the window. Nothing of what the message says belongs there.
#[derive(Clone, Copy, Debug)]
pub struct ReceiptWords {
    /// Its subject.
    pub subject: fn() -> String,
    /// Its text: which message, and which mailbox read it.
    pub text: fn(&MessageRow, &str) -> String,
}

impl Mailbox {
    /// Hands over the receipt that was asked for with `message`, and marks that it left. It is sent at most once, and nobody is told
    /// of its fate. One that would go elsewhere than where the message came from waits for a person, whatever `mode` says
    /// (RFC 8098 §2.1).
    ///
    /// # Errors
    /// [`EngineError::Gone`] when nobody waits for one any more, [`EngineError::NotLoaded`], [`EngineError::Store`].
    pub async fn send_receipt(
        &self,
        message: MessageId,
        words: ReceiptWords,
        mode: ReceiptMode,
    ) -> Result<(), EngineError> {
        let asked = self
            .with_store(move |store| {
                Ok((store.receipt_request(message)?, store.message(message)?, store.body(message)?))
            })
            .await?;
        let (Some(request), Some(row), body) = asked else { return Err(EngineError::Gone("receipt")) };
        if mode == ReceiptMode::Automatic && !request.direct {
            return Ok(());
        }
        let header = parse_message(body.ok_or(EngineError::NotLoaded)?.as_letter()).header;
        let now = self.clock.now();
        let receipt = Receipt {
            from: self.plan.address.clone(),
            to: request.to.clone(),
            original: row.header.message_id.clone(),
            references: references_for_reply(&header),
            subject: HeaderText::cleaned(&(words.subject)()),
            text: (words.text)(&row, &self.plan.label),
            mode,
            date: now.as_second(),
            utc_offset: jiff::tz::TimeZone::system().to_offset(now).seconds(),
            message_id_random: random()?,
        };
        let composed = compose_receipt(&receipt)?;
        let queued = self
            .with_store(move |store| {
                let letter = OutgoingLetter {
                    blob: written(store, &composed, &[])?,
                    size: composed.size,
                    message_id: composed.message_id,
                    from: None,
                    envelope: None,
                    recipients: vec![request.to],
                    subject: receipt.subject.as_str().to_owned(),
                    not_before: now.as_second(),
                };
                store.queue_receipt(message, &letter)
            })
            .await;
        settled(queued.map(drop))?;
        self.wake_sending.notify_one();
        self.wake_receiving.notify_one();
        Ok(())
    }

    /// No receipt leaves for `message`: a person would rather not, and is not asked again.
    ///
    /// # Errors
    /// [`EngineError::Gone`] when nobody waits for one any more, [`EngineError::Store`].
    pub async fn decline_receipt(&self, message: MessageId) -> Result<(), EngineError> {
        settled(self.with_store(move |store| store.decline_receipt(message)).await)?;
        self.wake_receiving.notify_one();
        Ok(())
    }
}

/// Somebody else answered meanwhile.
fn settled(done: Result<(), EngineError>) -> Result<(), EngineError> {
    done.map_err(|error| match error {
        EngineError::Store(StoreError::NotFound(_)) => EngineError::Gone("receipt"),
        other => other,
    })
}
