//! A look at a folder in passing, while another one is read: did anything change there?

use async_imap::imap_proto::{MailboxDatum, Response, StatusAttribute};

use super::ImapSession;
use super::names::quoted;
use super::select::Selected;
use crate::error::NetError;

/// What changes with a folder. What the server did not say is unknown, and differs from nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    messages: Option<u32>,
    uid_next: Option<u32>,
    highest_modseq: Option<u64>,
}

impl Glance {
    /// Whether something happened between the two looks.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        differ(self.messages, other.messages)
            || differ(self.uid_next, other.uid_next)
            || differ(self.highest_modseq, other.highest_modseq)
    }

    fn take(&mut self, said: &[StatusAttribute]) {
        for attribute in said {
            match attribute {
                StatusAttribute::Messages(count) => self.messages = Some(*count),
                StatusAttribute::UidNext(value) => self.uid_next = Some(*value),
                // 0 is none, as at SELECT.
                StatusAttribute::HighestModSeq(value) => self.highest_modseq = Some(*value).filter(|value| *value > 0),
                _ => {}
            }
        }
    }
}

impl From<&Selected> for Glance {
    fn from(selected: &Selected) -> Self {
        Self { messages: Some(selected.exists), uid_next: selected.uid_next, highest_modseq: selected.highest_modseq }
    }
}

impl ImapSession {
    /// Looks at a folder that is **not** the selected one (RFC 9051 §6.3.11: a client should not ask it of that one). One
    /// round trip; the selected folder stays so.
    ///
    /// # Errors
    /// Those of a refused command or a lost connection.
    pub async fn glance(&mut self, wire_name: &str) -> Result<Glance, NetError> {
        let modseq = if self.capabilities.condstore { " HIGHESTMODSEQ" } else { "" };
        let command = format!("STATUS {} (MESSAGES UIDNEXT{modseq})", quoted(wire_name)?);
        let mut glance = Glance::default();
        self.dialogue
            .ask_for(&command, |answer| {
                if let Response::MailboxData(MailboxDatum::Status { status, .. }) = answer {
                    glance.take(status);
                }
                Ok(())
            })
            .await?;
        Ok(glance)
    }

    /// Whether the server has announced a change of the selected folder since it was selected, during other commands. Costs
    /// nothing: [`Self::noop`] gives the server the occasion.
    #[must_use]
    pub const fn has_news(&self) -> bool {
        self.dialogue.has_changed()
    }
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}
