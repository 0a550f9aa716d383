//! Receipts asked for: by those who wrote to us, and by us of those we write to (RFC 8098, RFC 3503).
//!
//! A request is answered once, by whatever copy of the message and whichever workstation: the answer is written down here and
//! marked on the server in the same transaction that hands it over.

use estafette_model::{Flags, MessageId, OutboxId, ReceiptRequest, Receipts};
use rusqlite::{Connection, OptionalExtension, params};

use super::edit::Edit;
use super::{MailboxStore, OutgoingLetter};
use crate::error::{Row, StoreError};

impl MailboxStore {
    /// The receipt that message's sender still waits for; none when none was asked for, or when that is settled.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn receipt_request(&self, message: MessageId) -> Result<Option<ReceiptRequest>, StoreError> {
        self.file.read(|sql| open_request(sql, message))
    }

    /// Hands the receipt for `message` over for sending, unless it was answered meanwhile.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody waits for one any more: nothing is sent then.
    pub fn queue_receipt(&self, message: MessageId, receipt: &OutgoingLetter) -> Result<OutboxId, StoreError> {
        self.edit_durably(|edit| {
            edit.settle_request(message, true)?;
            edit.put_in_outbox(None, receipt)
        })
    }

    /// No receipt leaves for `message`: a person would rather not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nobody waits for one any more.
    pub fn decline_receipt(&self, message: MessageId) -> Result<(), StoreError> {
        self.edit_durably(|edit| edit.settle_request(message, false))
    }
}

fn open_request(sql: &Connection, message: MessageId) -> Result<Option<ReceiptRequest>, StoreError> {
    let found = sql
        .prepare_cached(
            "SELECT r.address, r.direct, m.flags FROM receipt_requests AS r JOIN messages AS m ON m.id = r.message
              WHERE r.message = ?1 AND NOT EXISTS (SELECT 1 FROM receipt_answers AS a WHERE a.message_id = m.message_id)",
        )?
        .query_row([message.get()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, super::columns::flags(row, 2)?))
        })
        .optional()?;
    Ok(found
        .filter(|(_, _, flags)| !flags.contains(Flags::MDN_SENT))
        .and_then(|(address, direct, _)| Some(ReceiptRequest { to: address.parse().ok()?, direct })))
}

impl Edit<'_> {
    /// What a message whose text is here says of letters, and wants.
    pub(super) fn keep_receipts(&mut self, message: MessageId, receipts: &Receipts) -> Result<(), StoreError> {
        if let Some(report) = &receipts.report {
            self.keep_report(message, report)?;
        }
        if let Some(request) = &receipts.request {
            // One without Message-ID could be answered twice.
            self.sql
                .prepare_cached(
                    "INSERT INTO receipt_requests (message, address, direct)
                          SELECT id, ?2, ?3 FROM messages WHERE id = ?1 AND message_id <> '' ON CONFLICT DO NOTHING",
                )?
                .execute(params![message.get(), request.to.as_str(), request.direct])?;
        }
        Ok(())
    }

    fn settle_request(&mut self, message: MessageId, sent: bool) -> Result<(), StoreError> {
        if open_request(self.sql, message)?.is_none() {
            return Err(StoreError::NotFound(Row::Message));
        }
        self.sql.execute(
            "INSERT INTO receipt_answers (message_id, sent) SELECT message_id, ?2 FROM messages WHERE id = ?1",
            params![message.get(), sent],
        )?;
        self.set_flag(message, Flags::MDN_SENT, true)?;
        Ok(())
    }

    /// Whether the recipients of a letter being written will be asked for a receipt.
    pub(super) fn keep_receipt_wish(&self, draft: i64, wished: bool) -> Result<(), StoreError> {
        let change = if wished {
            "INSERT INTO draft_receipts (draft_id) VALUES (?1) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM draft_receipts WHERE draft_id = ?1"
        };
        self.sql.prepare_cached(change)?.execute([draft])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
