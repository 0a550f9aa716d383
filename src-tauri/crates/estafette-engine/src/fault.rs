//! Why a letter did not leave, in the form the outbox keeps: a word the window has a sentence for, and the server's words.

use estafette_net::{NetError, ServerReply};

use crate::error::EngineError;

/// What became of a letter that did not simply leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFault {
    /// Which sentence.
    pub kind: LetterFaultKind,
    /// The server's own words, if it spoke; its host name when it did not.
    pub detail: String,
}

/// The sentences a letter can need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterFaultKind {
    /// The operator does not answer; tried again by itself.
    SendFailed,
    /// The certificate proves nothing; nothing was sent.
    ServerUntrusted,
    /// Whether the certificate was revoked is not known; nothing was sent.
    RevocationUnknown,
    /// The operator refuses the password.
    AuthFailed,
    /// Cut off after the last byte: whether it arrived is not known.
    SendUnknown,
    /// The operator refused the letter.
    LetterRefused,
    /// The operator refused every recipient.
    RecipientRefused,
    /// Heavier than the operator takes.
    TooLarge,
    /// Set aside by a person.
    TakenBack,
}

impl LetterFaultKind {
    const WORDS: [(Self, &'static str); 9] = [
        (Self::SendFailed, "send_failed"),
        (Self::ServerUntrusted, "server_untrusted"),
        (Self::RevocationUnknown, "revocation_unknown"),
        (Self::AuthFailed, "auth_failed"),
        (Self::SendUnknown, "send_unknown"),
        (Self::LetterRefused, "letter_refused"),
        (Self::RecipientRefused, "recipient_refused"),
        (Self::TooLarge, "too_large"),
        (Self::TakenBack, "taken_back"),
    ];
}

impl LetterFault {
    /// A fault without words of a server.
    #[must_use]
    pub fn new(kind: LetterFaultKind) -> Self {
        Self { kind, detail: String::new() }
    }

    pub(crate) fn refused(reply: &ServerReply) -> Self {
        Self { kind: LetterFaultKind::LetterRefused, detail: quoted(reply) }
    }

    pub(crate) fn of(error: &EngineError) -> Self {
        match error {
            EngineError::Net(NetError::Untrusted { host, .. }) => {
                Self { kind: LetterFaultKind::ServerUntrusted, detail: host.clone() }
            }
            EngineError::Net(NetError::RevocationUnknown { host, .. }) => {
                Self { kind: LetterFaultKind::RevocationUnknown, detail: host.clone() }
            }
            EngineError::Net(NetError::AuthRefused { .. }) | EngineError::PasswordNeeded => {
                Self::new(LetterFaultKind::AuthFailed)
            }
            EngineError::Net(NetError::TooLarge { size, limit }) => {
                Self { kind: LetterFaultKind::TooLarge, detail: format!("{size}/{limit}") }
            }
            _ => Self::new(LetterFaultKind::SendFailed),
        }
    }

    /// The text kept in the outbox: a word, then the words of the server.
    pub(crate) fn to_text(&self) -> String {
        let word = LetterFaultKind::WORDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, word)| word);
        format!("{word} {}", self.detail).trim_end().to_owned()
    }

    /// What the outbox keeps, read back; nothing when nothing went wrong.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (word, detail) = text.split_once(' ').unwrap_or((text, ""));
        let (kind, _) = LetterFaultKind::WORDS.iter().find(|(_, known)| *known == word)?;
        Some(Self { kind: *kind, detail: detail.to_owned() })
    }
}

/// The server's words for a person: its code, then its text.
pub(crate) fn quoted(reply: &ServerReply) -> String {
    match reply.code() {
        Some(code) => format!("{code} {}", reply.text()),
        None => reply.text().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LetterFault, LetterFaultKind};

    #[test]
    fn what_is_kept_reads_back_with_the_words_of_the_server() {
        for (kind, _) in LetterFaultKind::WORDS {
            for detail in ["", "554 5.7.1 Message refused (virus test)"] {
                let fault = LetterFault { kind, detail: detail.to_owned() };
                assert_eq!(LetterFault::from_text(&fault.to_text()), Some(fault));
            }
        }
        assert_eq!(LetterFault::from_text(""), None);
    }
}
