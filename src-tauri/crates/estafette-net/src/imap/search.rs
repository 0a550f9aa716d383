//! Finding a message again by its Message-ID: how a letter whose fate is unknown is looked for.

use async_imap::imap_proto::{MailboxDatum, Response};

use super::ImapSession;
use super::names::quoted;
use crate::error::NetError;

/// Longest Message-ID searched for, in bytes: a header line may not be longer (RFC 5322 §2.1.1).
const MAX_MESSAGE_ID: usize = 998;

impl ImapSession {
    /// The UIDs of the messages of the selected folder that have this Message-ID, ascending; `<>` may be left out.
    ///
    /// # Errors
    /// [`NetError::Unwritable`] for something that is no Message-ID; those of a refused command or a lost connection.
    pub async fn find_by_message_id(&mut self, message_id: &str) -> Result<Vec<u32>, NetError> {
        let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
        if bare.is_empty() || bare.len() > MAX_MESSAGE_ID || !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NetError::Unwritable { what: "something that is no Message-ID" });
        }
        // HEADER matches a part of the field (RFC 9051 §6.4.4): the brackets make the part the whole.
        let command = format!("UID SEARCH HEADER Message-ID {}", quoted(&format!("<{bare}>"))?);
        let mut found = Vec::new();
        self.dialogue
            .ask_for(&command, |answer| {
                if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                    found.extend(uids);
                }
                Ok(())
            })
            .await?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
