//! Selecting a folder (RFC 9051 §6.3.2, §6.3.3), with CONDSTORE where it is offered (RFC 7162 §3.1.8).

use async_imap::imap_proto::{MailboxDatum, Outcome, Response, ResponseCode};

use super::ImapSession;
use super::names::quoted;
use crate::error::NetError;

/// What a folder says of itself when it is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// When it differs from the one kept, every UID known of this folder is void.
    pub uid_validity: u32,
    /// The UID the next message will have at least.
    pub uid_next: Option<u32>,
    /// How many messages there are.
    pub exists: u32,
    /// The modification sequence of the latest change; none without CONDSTORE.
    pub highest_modseq: Option<u64>,
    /// Whether the server will refuse changes (a shared folder, most often).
    pub read_only: bool,
}

impl ImapSession {
    /// Selects a folder; every command on messages acts on it from now on.
    ///
    /// # Errors
    /// [`NetError::ServerRefused`] when there is no such folder, and then none is selected; those of a lost connection.
    pub async fn select(&mut self, wire_name: &str) -> Result<Selected, NetError> {
        self.open_folder("SELECT", wire_name).await
    }

    /// Selects a folder to look at it only: the server changes nothing there, not even what is `\Recent` (RFC 9051 §6.3.3).
    ///
    /// # Errors
    /// Those of [`Self::select`].
    pub async fn examine(&mut self, wire_name: &str) -> Result<Selected, NetError> {
        self.open_folder("EXAMINE", wire_name).await
    }

    async fn open_folder(&mut self, verb: &str, wire_name: &str) -> Result<Selected, NetError> {
        let condstore = if self.capabilities.condstore { " (CONDSTORE)" } else { "" };
        let command = format!("{verb} {}{condstore}", quoted(wire_name)?);
        let mut answers = Answers::default();
        let acceptance = self
            .dialogue
            .ask_for(&command, |answer| {
                answers.take(answer);
                Ok(())
            })
            .await?;
        let exists = answers.exists.unwrap_or_default();
        self.dialogue.selected_anew(exists);
        Ok(Selected {
            uid_validity: answers.uid_validity.ok_or(NetError::Protocol { what: "a folder without UIDVALIDITY" })?,
            uid_next: answers.uid_next,
            exists,
            highest_modseq: answers.highest_modseq,
            read_only: acceptance.code == Some(ResponseCode::ReadOnly),
        })
    }
}

#[derive(Default)]
struct Answers {
    uid_validity: Option<u32>,
    uid_next: Option<u32>,
    exists: Option<u32>,
    highest_modseq: Option<u64>,
}

impl Answers {
    fn take(&mut self, answer: &Response<'_>) {
        match answer {
            Response::MailboxData(MailboxDatum::Exists(count)) => self.exists = Some(*count),
            Response::Data { outcome: Outcome { code: Some(code), .. }, .. } => match code {
                ResponseCode::UidValidity(value) => self.uid_validity = Some(*value),
                ResponseCode::UidNext(value) => self.uid_next = Some(*value),
                // 0 is no modification sequence (RFC 7162 §7): some servers say it of a folder that keeps none.
                ResponseCode::HighestModSeq(value) => self.highest_modseq = (*value > 0).then_some(*value),
                _ => {}
            },
            _ => {}
        }
    }
}
