//! « Journal » : an act that takes messages out of the encrypted files is written down before it is done, by the engine's
//! clock and in the name of the one at the keyboard.

use estafette_model::MailboxId;
use estafette_store::{AuditAct, AuditFilter, AuditLineId, AuditOutcome, AuditPage, NewAuditLine, PersonId};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};

use super::Engine;
use crate::error::EngineError;

/// How long a line is kept, seconds: a year. The CNIL recommends six months to a year for such records (deliberation
/// 2021-122), and they are data on people at work.
const KEPT: i64 = 365 * 24 * 3600;

/// What an act is about; by default nothing of any mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActSubject {
    /// Whose messages; none for what concerns no mailbox.
    pub mailbox: Option<MailboxId>,
    /// How many.
    pub messages: u32,
    /// The last of them.
    pub reference: AuditReference,
}

/// Stands for a message in the journal and on paper: the same for the same message on every machine, and telling nothing to
/// who does not have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReference(String);

impl AuditReference {
    /// « 3F2A-91C0-7B4D »: the first 48 bits of the SHA-256 of the Message-ID, without its angle brackets. Nothing for a
    /// message that has none.
    #[must_use]
    pub fn of_message_id(message_id: &str) -> Self {
        let bare = message_id.trim_matches(['<', '>']);
        if bare.is_empty() {
            return Self::default();
        }
        let hash = digest(&SHA256, bare.as_bytes());
        let groups: Vec<String> =
            hash.as_ref()[..6].chunks(2).map(|pair| format!("{:02X}{:02X}", pair[0], pair[1])).collect();
        Self(groups.join("-"))
    }

    /// As it is written; empty for no message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Engine {
    /// Writes the line of an act about to be done.
    ///
    /// # Errors
    /// [`EngineError::Store`]: the act must not be done then.
    pub fn begin_act(&self, act: AuditAct, subject: &ActSubject) -> Result<AuditLineId, EngineError> {
        Ok(self.post.begin_act(&NewAuditLine {
            at: self.clock.unix_seconds(),
            mailbox: subject.mailbox,
            act,
            messages: subject.messages,
            reference: subject.reference.as_str().to_owned(),
        })?)
    }

    /// Says how the act ended.
    ///
    /// # Errors
    /// [`EngineError::Store`]: the line stays « asked for ».
    pub fn settle_act(&self, line: AuditLineId, outcome: AuditOutcome) -> Result<(), EngineError> {
        Ok(self.post.settle_act(line, outcome)?)
    }

    /// The lines that fit `filter`, the latest first.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn audit_log(&self, filter: AuditFilter, offset: u32, limit: u32) -> Result<AuditPage, EngineError> {
        Ok(self.post.audit_log(filter, offset, limit)?)
    }

    /// Everyone the journal names.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn audited_people(&self) -> Result<Vec<(PersonId, String)>, EngineError> {
        Ok(self.post.audited_people()?)
    }

    /// The time of the engine, for what is dated outside its files.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn forget_old_acts(&self) -> Result<(), EngineError> {
        Ok(self.post.forget_acts_before(self.clock.unix_seconds() - KEPT)?)
    }
}

#[cfg(test)]
mod tests {
    use super::AuditReference;

    #[test]
    fn the_reference_of_a_message_is_the_same_with_or_without_brackets_and_tells_nothing() {
        let reference = AuditReference::of_message_id("<odette.garnier@val-fleuri.example>");
        assert_eq!(reference, AuditReference::of_message_id("odette.garnier@val-fleuri.example"));
        // printf odette.garnier@val-fleuri.example | sha256sum
        assert_eq!(reference.as_str(), "9432-060A-DFB8");
        assert_ne!(reference, AuditReference::of_message_id("odette.garnier@val-fleuri.example2"));
    }

    #[test]
    fn a_message_without_message_id_has_no_reference() {
        for empty in ["", "<>"] {
            assert_eq!(AuditReference::of_message_id(empty).as_str(), "");
        }
    }
}
