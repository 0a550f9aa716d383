//! What became of letters that left, and the receipts others ask for.

use estafette_contract::{
    ApiError, Done, ReceiptAnswer, ReceiptAsked, ReceiptReply, ThreadRef, UndeliveredDismiss, UndeliveredList,
    UndeliveredRecipient, UndeliveredView,
};
use estafette_engine::{Mailbox, ReceiptWords};
use estafette_mime::ReceiptMode;
use estafette_model::{FolderRole, MessageId};
use estafette_store::{MailboxStore, MessageRow, StoreError, Undelivered};
use jiff::tz::TimeZone;

use crate::Api;
use crate::discretion::Discretion;
use crate::fault::api_error;
use crate::words::{moment, sentence, word};

impl Api {
    pub(crate) async fn receipt_answer(&self, asked: ReceiptAnswer) -> Result<Done, ApiError> {
        let (mailbox, message) = (self.mailbox(asked.mailbox).await?, MessageId::new(asked.message.0));
        let words = ReceiptWords { subject, text };
        let answered = match asked.reply {
            ReceiptReply::Send => mailbox.send_receipt(message, words, ReceiptMode::Manual).await,
            ReceiptReply::Automatic if self.sends_receipts().await? => {
                mailbox.send_receipt(message, words, ReceiptMode::Automatic).await
            }
            ReceiptReply::Automatic => Ok(()),
            ReceiptReply::Decline => mailbox.decline_receipt(message).await,
        };
        answered.map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    /// Whether a receipt may leave without a person's word.
    async fn sends_receipts(&self) -> Result<bool, ApiError> {
        let settings = self.engine().await?.settings().map_err(|error| api_error(&error))?;
        Ok(settings.automatic_receipts.value)
    }

    pub(crate) async fn undelivered_list(&self, asked: UndeliveredList) -> Result<Vec<UndeliveredView>, ApiError> {
        let (mailbox, discretion) = (self.mailbox(asked.mailbox).await?, self.discretion().await?);
        let letters = mailbox.with_store(MailboxStore::undelivered).await.map_err(|error| api_error(&error))?;
        Ok(letters.into_iter().map(|letter| view(letter, discretion)).collect())
    }

    pub(crate) async fn undelivered_dismiss(&self, asked: UndeliveredDismiss) -> Result<Done, ApiError> {
        let mailbox = self.mailbox(asked.mailbox).await?;
        mailbox
            .with_store(move |store| store.acknowledge_undelivered(&asked.letter))
            .await
            .map_err(|error| api_error(&error))?;
        Ok(Done {})
    }
}

/// The receipt a message's sender waits for, where it may be answered: what is in the trash or in junk is not read, it is thrown away.
pub(crate) fn receipt_asked(
    store: &MailboxStore,
    message: &MessageRow,
    mailbox: &Mailbox,
) -> Result<Option<ReceiptAsked>, StoreError> {
    if mailbox.plan().is_own(&message.header.from.address) {
        return Ok(None);
    }
    match message.folder_role {
        FolderRole::Inbox | FolderRole::Archive | FolderRole::Other => {
            let asked = store.receipt_request(message.id)?;
            Ok(asked.map(|asked| ReceiptAsked { to: asked.to.to_string(), elsewhere: !asked.direct }))
        }
        FolderRole::Sent | FolderRole::Drafts | FolderRole::Junk | FolderRole::Trash => Ok(None),
    }
}

fn subject() -> String {
    word("receipt.subject")
}

fn text(message: &MessageRow, mailbox: &str) -> String {
    sentence("receipt.text", &[("moment", &moment(message.date, &TimeZone::system())), ("mailbox", mailbox)])
}

fn view(letter: Undelivered, discretion: Discretion) -> UndeliveredView {
    let recipient = |address: &str, words: &str| {
        let shown = discretion.recipient(address);
        // The words of a server repeat the address.
        let words = if shown == address { words.to_owned() } else { String::new() };
        UndeliveredRecipient { address: shown, words }
    };
    UndeliveredView {
        letter: letter.message_id,
        subject: discretion.subject(letter.subject),
        sent: letter.sent,
        thread: letter.copy.map(|(_, thread)| ThreadRef(thread.get())),
        recipients: letter.recipients.iter().map(|one| recipient(&one.address, &one.words)).collect(),
    }
}
