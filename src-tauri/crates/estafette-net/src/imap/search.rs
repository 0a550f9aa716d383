//! Finding a message again by its Message-ID: how a letter whose fate is unknown is looked for.

use async_imap::imap_proto::{MailboxDatum, Response};
use estafette_model::Flags;

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

    /// The message of the selected folder that has this Message-ID and was put there dated `internal_date` (seconds since
    /// 1970): a draft of ours, and not what another program saved over it under the same Message-ID. One marked `\Deleted` is
    /// as good as gone. The first, where a person made a copy of it.
    ///
    /// # Errors
    /// Those of [`Self::find_by_message_id`].
    pub async fn find_dated(&mut self, message_id: &str, internal_date: i64) -> Result<Option<u32>, NetError> {
        let found = self.find_by_message_id(message_id).await?;
        let headers = self.fetch_headers(&found).await?;
        let ours = headers
            .into_iter()
            .find(|header| header.internal_date == internal_date && !header.flags.contains(Flags::DELETED));
        Ok(ours.map(|header| header.uid))
    }
}
