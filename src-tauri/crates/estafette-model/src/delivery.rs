//! What is known of a letter after it left: who says so, of which recipient, and how far it got (RFC 3464, RFC 8098).

use std::fmt;

use crate::address::Address;

/// The name under which the envelope of one letter is known to the servers it passes (ENVID, RFC 3461 §4.4): sixteen random
/// bytes, so that it says nothing of the letter, of who wrote it or of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvelopeId([u8; 16]);

impl EnvelopeId {
    /// From sixteen bytes nobody can guess: whoever names it in a report has seen the envelope.
    #[must_use]
    pub const fn new(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// As a server gives it back; none for an id that is not one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 32 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// What a report says of a letter and one recipient, the nearest to having been read last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// A server has it and still tries.
    Delayed,
    /// Handed on to a system that makes no reports.
    Relayed,
    /// In the mailbox of the recipient.
    Delivered,
    /// Shown to the recipient, by their own account.
    Read,
    /// It will not arrive, or could not be used there.
    Failed,
}

impl Fate {
    /// Every one there is.
    pub const ALL: [Self; 5] = [Self::Delayed, Self::Relayed, Self::Delivered, Self::Read, Self::Failed];

    /// The word kept on the disk.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delayed => "delayed",
            Self::Relayed => "relayed",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// The one that word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.word() == word)
    }
}

/// What a report says of one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct RecipientReport {
    /// The address the letter was sent to, in lower case, as the report has it.
    pub address: String,
    /// How far it got.
    pub fate: Fate,
    /// Why it failed or waits, in the words of the server; one line, may be empty.
    pub words: String,
}

impl fmt::Debug for RecipientReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecipientReport").field("fate", &self.fate).finish_non_exhaustive()
    }
}

/// A message by which a server or a recipient says what became of a letter. A claim: which letter it means, and whether the
/// recipients it names are its recipients, is for the reader to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The envelope it names.
    pub envelope: Option<EnvelopeId>,
    /// The Message-ID it names, without angle brackets.
    pub message_id: Option<String>,
    /// When it was written, seconds since 1970, by its own account.
    pub date: Option<i64>,
    /// What it says of each recipient.
    pub recipients: Vec<RecipientReport>,
}

/// A sender who asks to be told that a message was read (RFC 8098 §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRequest {
    /// Who is to be told.
    pub to: Address,
    /// That is where the message came from (Return-Path). Otherwise no receipt may leave without a person's word: it would tell
    /// a stranger that, and when, somebody reads here.
    pub direct: bool,
}

/// What a message is to those who follow letters, beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipts {
    /// What it says became of a letter.
    pub report: Option<DeliveryReport>,
    /// The receipt its sender asks for.
    pub request: Option<ReceiptRequest>,
}

#[cfg(test)]
mod tests {
    use super::{EnvelopeId, Fate};

    #[test]
    fn an_envelope_id_comes_back_as_it_left_and_a_stranger_s_is_none_of_ours() {
        let id = EnvelopeId::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(id.to_string(), "000102030405060708090a0b0c0d0eff");
        assert_eq!(EnvelopeId::parse(" 000102030405060708090A0B0C0D0EFF\r\n"), Some(id));
        for other in ["", "QQ314159", "+00102030405060708090a0b0c0d0eff", "000102030405060708090a0b0c0d0eff0"] {
            assert_eq!(EnvelopeId::parse(other), None, "{other}");
        }
    }

    #[test]
    fn fates_are_kept_by_words_and_come_back() {
        for fate in Fate::ALL {
            assert_eq!(Fate::from_word(fate.word()), Some(fate));
        }
        assert_eq!(Fate::from_word("expanded"), None);
        assert!(Fate::Delayed < Fate::Relayed && Fate::Relayed < Fate::Delivered && Fate::Delivered < Fate::Read);
    }
}
